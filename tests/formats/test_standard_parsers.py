"""The golden files by parsers that others wrote: nothing of the project's own encoders or readers is used.

Host, port and login have to be there as whole values, and so has the oddest name that a file of ours holds.
"""

import configparser
import csv
import io
import json
import plistlib
import tomllib
import zipfile
from pathlib import Path
from xml.dom import minidom

import pytest

from tests.goldens import FOLDER, PLANS

NAME = PLANS["odd"][2]["name"]
INI = ("accountrc", "getmailrc", "offlineimaprc", "geary.ini", ".source", "outlook.prf", "accounts.conf",
       ".service", ".timer")

SENDERS = ("accounts.conf", "geary.ini")        # they hold it as a part of "name <address>"


def leaves(value):
    """Every value in nested lists and tables, as text."""
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in leaves(one)]
    if isinstance(value, list | tuple):
        return [leaf for one in value for leaf in leaves(one)]
    return [str(value)]


def xml(content):
    """Text and attributes of every element, by expat."""
    found = []
    for element in minidom.parseString(content).getElementsByTagName("*"):
        found += [attribute.value for attribute in (element.attributes or {}).values()]
        found += [node.data for node in element.childNodes if node.nodeType == node.TEXT_NODE]
    return found


def ini(content):
    """Every value of an INI file, by configparser, with backslashes as GLib writes them."""
    text = content.decode("cp1252" if b"[Internet Account List]" in content else "utf-8")
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#", ";"))
    parser.optionxform = str
    parser.read_string(text)
    values = [value for section in parser.values() for value in section.values()]
    return values + [value.replace("\\\\", "\\") for value in values]


def parsed(path):
    """The values in a golden file, or None where no parser of the standard library knows the format."""
    content, name = path.read_bytes(), path.name
    if name.endswith(".json"):
        return leaves(json.loads(content))
    if name.endswith(".toml"):
        return leaves(tomllib.loads(content.decode()))
    if name.endswith((".xml", ".k9s")):
        return xml(content)
    if name.endswith(".mobileconfig"):
        return leaves(plistlib.loads(content))
    if name.endswith(".csv"):
        return leaves(list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True)))
    if name.endswith(INI):
        return ini(content)
    return None


FILES = [path for path in sorted(FOLDER.rglob("*")) if path.is_file() and path.suffix not in (
    ".py", ".pyc", ".txt", ".zip", ".reg") and not path.name.startswith(".")]
KNOWN = [path for path in FILES if parsed(path) is not None]


def named(path):
    return str(path.relative_to(FOLDER))


@pytest.mark.parametrize("path", KNOWN, ids=named)
def test_a_parser_of_the_standard_library_finds_the_settings(path):
    found = parsed(path)
    plan = path.relative_to(FOLDER).parts[1]
    _, incoming, _ = PLANS[plan]
    said = "\n".join(found)
    if incoming.endpoint.host in said:
        # As a value of its own, or inside a URL.
        assert any(str(incoming.endpoint.port) == one or f":{incoming.endpoint.port}" in one for one in found)
    if any("Brien" in one for one in found) and path.name not in SENDERS:
        assert NAME in found


def test_hardly_a_format_is_left_to_our_own_reader():
    ours = {path.name for path in FILES if path not in KNOWN}
    assert ours == {"prefs.js", "neomuttrc", "mbsyncrc", "mbsyncrc-restore", "msmtprc", "fetchmailrc"}


def test_the_oddest_name_comes_out_of_many_formats():
    """So that the assertion above is no empty one."""
    with_name = {path.name for path in KNOWN if NAME in parsed(path)}
    assert with_name >= {"qr.json", "policies.json", "settings.json", "settings.csv", "mail-settings.k9s",
                         "mail.mobileconfig", "outlook.prf", "accountrc", "config-v1.toml"}


def test_a_zip_is_whole_and_the_same_every_time():
    for path in FOLDER.rglob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert [(one.filename, one.date_time) for one in archive.infolist()] == [
                ("prefs.js", (1980, 1, 1, 0, 0, 0))]


def test_a_reg_file_is_what_regedit_writes():
    for path in FOLDER.rglob("*.reg"):
        lines = Path(path).read_bytes().decode("utf-16").split("\r\n")
        assert lines[0] == "Windows Registry Editor Version 5.00"
        parser = configparser.RawConfigParser(delimiters=("=",))
        parser.read_string("\n".join(lines[1:]))
        assert all(section.startswith("HKEY_CURRENT_USER\\") for section in parser.sections())
