"""Where the password comes from, and the small box that it stays in on its way to one network call.

It is typed (nothing shows), or read from a file, from standard input or from a program. It is never taken
from the command line or the environment, which others on the machine can read.
"""

import subprocess
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NoReturn, TextIO

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.text import Text, text

COMMAND_SECONDS = 120.0     # a program such as `pass` may have to ask the person first
MOST_BYTES = 64 * 1024      # access tokens are long, nothing else is

Kind = Literal["password", "token"]


class Secret:
    """A password or an access token. It shows itself to nobody; `reveal` gives it for one call.

    kind: `password` or `token` (OAuth2). AdvisorError where it is empty or no single line. Use it in a
    `with` block: at its end the box is emptied.
    """

    __slots__ = ("_letters", "kind")

    def __init__(self, letters: bytes | str, kind: Kind = "password") -> None:
        self._letters = bytearray(letters.encode() if isinstance(letters, str) else letters)
        self.kind: Kind = kind
        if not self._letters or any(byte in self._letters for byte in b"\0\r\n"):
            self.forget()
            raise AdvisorError(
                "password-unfit", text("That is no password: it is empty or has more than one line."),
                Exit.USAGE)

    def reveal(self) -> bytes:
        """The letters (UTF-8). Empty after `forget`."""
        return bytes(self._letters)

    def forget(self) -> None:
        """Overwrite it."""
        self._letters[:] = bytes(len(self._letters))
        del self._letters[:]

    def __repr__(self) -> str:
        return f"<{self.kind}>"

    __str__ = __repr__

    def __enter__(self) -> "Secret":
        return self

    def __exit__(self, *_: object) -> None:
        self.forget()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written down")


def from_file(path: Path) -> Secret:
    """The first line of a file. AdvisorError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return _first_line(file.read(MOST_BYTES + 1), "password")
    except OSError as failure:
        raise AdvisorError(
            "password-file", text("{path} cannot be read: {why}.", path=str(path),
                                  why=failure.strerror or type(failure).__name__),
            Exit.USAGE, hint=text("Give a file whose first line is the password.")) from None


def from_stream(stream: TextIO) -> Secret:
    """The first line of standard input. No more than that is taken from it."""
    return _first_line(stream.readline(MOST_BYTES + 1).encode("utf-8", "surrogateescape"), "password")


def from_command(command: str, kind: Kind) -> Secret:
    """The first line that a program prints. command: as one would type it in a shell.

    What it says on its standard error, and the command itself, are never repeated: either may hold secrets.
    """
    try:
        ended = subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               timeout=COMMAND_SECONDS, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        _command_failed(text("The program that should give the password could not be run, or took too long."))
    if ended.returncode != 0:
        _command_failed(text("The program that should give the password ended with code {code}.",
                             code=ended.returncode))
    return _first_line(ended.stdout, kind)


def typed(question: str, ask: Callable[[str], str] | None = None) -> Secret | None:
    """What the person types; None for Enter alone. ask: shows the question and hides the answer."""
    from getpass import getpass

    try:
        answer = (ask or getpass)(question)
    except EOFError:        # Ctrl-D: the person gives none
        return None
    return Secret(answer) if answer else None


def given(options: Namespace, stdin: TextIO) -> Secret | None:
    """The secret that the flags lead to; None where the person has to be asked.

    options: password_file, password_stdin, password_command, token_command. AdvisorError for more than one.
    """
    ways: list[Callable[[], Secret]] = []
    if options.password_file is not None:
        ways.append(lambda: from_file(options.password_file))
    if options.password_stdin:
        ways.append(lambda: from_stream(stdin))
    if options.password_command is not None:
        ways.append(lambda: from_command(options.password_command, "password"))
    if options.token_command is not None:
        ways.append(lambda: from_command(options.token_command, "token"))
    if len(ways) > 1:
        raise AdvisorError(
            "password-twice", text("The password can come from one place only."), Exit.USAGE,
            hint=text("Give one of --password-file, --password-stdin, --password-command and "
                      "--token-command."))
    return ways[0]() if ways else None


def missing() -> AdvisorError:
    """The error for a login that was asked for where nobody can be asked for the password."""
    return AdvisorError(
        "password-missing", text("There is no password, and nobody can be asked for it."), Exit.MISSING,
        hint=text("Give one of --password-file, --password-stdin, --password-command and --token-command."))


def _first_line(said: bytes, kind: Kind) -> Secret:
    if len(said) > MOST_BYTES:
        said = b""          # no password is that long: it is some other file
    return Secret(said.split(b"\n", 1)[0].removesuffix(b"\r"), kind)


def _command_failed(message: Text) -> NoReturn:
    raise AdvisorError("password-command", message, Exit.USAGE,
                       hint=text("Run it by itself and look what it prints.")) from None
