"""Reads an INI file with a parser set up as the program's own; what it cannot take is a ValueError."""

import configparser


def load(parser: configparser.RawConfigParser, content: bytes) -> None:
    """Let `parser` read the file."""
    try:
        parser.read_string(content.decode("utf-8"))
    except configparser.Error as error:
        raise ValueError(str(error)) from error
