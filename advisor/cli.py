"""The command line: which command, with which flags, and how the program ends.

Nothing heavy is imported here: `--version` and `--help` stay near a bare interpreter, and the first line of
the wizard is on the screen before the terminal library is loaded.
"""

import sys
from typing import TYPE_CHECKING

from advisor import __version__
from advisor.exits import Exit

if TYPE_CHECKING:
    from argparse import Namespace

    from advisor.errors import AdvisorError
    from advisor.i18n import Speaker

COMMANDS = ("discover", "advise", "write", "company", "explain", "list", "providers", "doctor", "demo",
            "wizard")


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns the exit code (advisor/exits.py)."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments == ["--version"]:
        print(f"mail-advisor {__version__}")  # noqa: T201 - before anything that could slow it down
        return Exit.DONE
    try:
        from advisor.i18n import Speaker, choose  # inside: Ctrl-C may come as early as now

        return _judged(arguments, Speaker(choose(_flag(arguments, "--lang"))))
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _judged(arguments: list[str], speaker: "Speaker") -> int:
    """Run one command; what goes wrong is told in one message and becomes an exit code."""
    debug = _flag(arguments, "--debug")
    try:
        return _run(arguments, speaker)
    except BrokenPipeError:
        # Whoever read our output went away (`| head`); nothing is wrong and nobody is listening.
        sys.stderr.close()
        return Exit.DONE
    except Exception as failure:  # noqa: BLE001 - the last place: every other failure is our bug, and is told
        from advisor.errors import AdvisorError

        if isinstance(failure, AdvisorError):
            _tell(failure, speaker, details="--json" not in arguments)
            return failure.exit_code
        _confess(failure, debug, speaker)
        return Exit.BUG


def _run(arguments: list[str], speaker: "Speaker") -> int:
    options = _parse(arguments, speaker)
    from advisor import commands, ownfiles

    ownfiles.complain(options.command, speaker)
    return commands.RUN[options.command](options, speaker)


def _flag(arguments: list[str], name: str) -> str | None:
    """The value of a flag that is needed before there is a parser (`--lang es`, `--lang=es`)."""
    for position, word in enumerate(arguments):
        if word == name and position + 1 < len(arguments):
            return arguments[position + 1]
        if word.startswith(name + "="):
            return word.partition("=")[2]
    return None


def _parse(arguments: list[str], speaker: "Speaker") -> "Namespace":
    """Flags may stand anywhere; the first word that is no flag is the command, or the wizard's address."""
    from advisor import flags
    from advisor.errors import AdvisorError
    from advisor.model.text import text

    options, rest = flags.shared().parse_known_args(arguments)
    words = [word for word in rest if not word.startswith("-")]
    first = words[0] if words else ""
    helping = not {"-h", "--help"}.isdisjoint(rest)
    if first in COMMANDS:
        rest.remove(first)
        rest.insert(0, first)
    elif first and "@" not in first:
        raise AdvisorError(
            "usage-command", text("{word} is neither a command nor an e-mail address.", word=first),
            Exit.USAGE, hint=text("The commands are: {commands}.", commands=", ".join(COMMANDS[:-1])))
    elif not helping and "--version" not in rest:
        rest.insert(0, "wizard")
    return flags.commands(speaker, helping=helping).parse_args(rest, namespace=options)


def _tell(error: "AdvisorError", speaker: "Speaker", *, details: bool) -> None:
    """One message: what happened, where, what to do. details: what goes with it, on standard output."""
    from advisor.wrapped import printable

    for line in error.details if details else ():
        print(printable(line))  # noqa: T201 - the difference is what the command found out
    lines = [speaker.say(error.message)]
    lines += [speaker.say(more) for more in (error.context, error.hint) if more is not None]
    print("mail-advisor: " + "\n  ".join(printable(line) for line in lines),  # noqa: T201 - the one message
          file=sys.stderr)


def _confess(failure: Exception, debug: str | None, speaker: "Speaker") -> None:
    """Our bug: say so in one line, and keep the traceback (which has no values in it) where asked."""
    import traceback

    from advisor.model.text import text

    frame = traceback.extract_tb(failure.__traceback__)[-1]
    place = f"{frame.name}:{frame.lineno}"
    message = text("This is a mistake of mail-advisor itself ({kind} in {place}), not yours.",
                   kind=type(failure).__name__, place=place)
    if debug is None:
        hint = text("Please run the same command again with --debug FILE and send us that file.")
    else:
        with open(debug, "a", encoding="utf-8") as log:
            log.write("".join(traceback.format_tb(failure.__traceback__)) + type(failure).__name__ + "\n")
        hint = text("Please send us {file}.", file=debug)
    print(f"mail-advisor: {speaker.say(message)}\n  {speaker.say(hint)}",  # noqa: T201 - the one message
          file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
