"""What a technician wants again next time: the short form, the programs and the folder of the last client.

A small TOML file in the person's configuration folder, readable by nobody else. There is no address, no name
and no secret in it, so it may be copied from one computer to another.
"""

import tomllib
from pathlib import Path

import msgspec
import tomli_w
from msgspec import Struct

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.files import OutputFile
from advisor.model.text import text


class Preferences(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """technician: start with the short form. plain: one line after the other. output: folder for the files.

    devices: the last client's, as the short form writes them (advisor/ui/form.py). copy: which copy was
    wished for.
    """

    technician: bool = False
    plain: bool = False
    output: str = ""
    devices: str = ""
    copy: str = ""


def place() -> Path:
    """The file. The folder need not exist yet."""
    import platformdirs  # only the wizard needs it, and only after its first line

    return platformdirs.user_config_path("mail-advisor", appauthor=False) / "settings.toml"


def load() -> Preferences:
    """What was kept; the usual where there is nothing. AdvisorError (USAGE) for a file that nobody can read:
    a slip of the person who edited it must be said, and never be written over.
    """
    path = place()
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Preferences)
    except FileNotFoundError:
        return Preferences()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise AdvisorError(
            "settings-unreadable", text("The settings cannot be read: {problem}.", problem=str(problem)),
            Exit.USAGE, context=text("In {path}.", path=str(path)),
            hint=text("Mend the file or delete it; it only holds what is remembered for you.")) from problem


def save(kept: Preferences) -> bool:
    """Replace the file, whole or not at all, mode 0600. False where that cannot be."""
    from advisor import writing

    path = place()
    # `technician` and `plain` always stand there, so that a person finds what to change.
    raw = {"technician": kept.technician, "plain": kept.plain, **msgspec.to_builtins(kept)}
    file = OutputFile(path.name, tomli_w.dumps(raw).encode(), "application/toml", "settings")
    try:
        writing.write((file,), path.parent, force=True)
    except AdvisorError:
        return False        # what cannot be remembered is no reason to end a conversation
    return True
