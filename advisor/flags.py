"""The flags and commands of the command line, with their help in the person's language."""

from argparse import SUPPRESS, Action, ArgumentParser, HelpFormatter, Namespace, _ArgumentGroup
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from advisor import __version__
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.text import Text, text

Say = Callable[[Text], str]


class Parser(ArgumentParser):
    """An argparse parser that speaks the person's language and ends with one message, not a usage dump."""

    def __init__(self, *, say: Say, **settings: Any) -> None:
        # Every flag makes a formatter, to see whether its help can be laid out. How wide the terminal is
        # takes as long to find out as all flags, and matters only for a help that is shown.
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=partial(HelpFormatter, width=80),
                         **settings)
        self._say = say
        self.about = self.add_argument_group(say(text("about this program")))

    def offer_help(self) -> None:
        """Accept -h and --help."""
        self.about.add_argument("-h", "--help", action="help",
                                help=self._say(text("show this help and leave")))

    def format_help(self) -> str:
        """The help, with argparse's own word for usage in the person's language."""
        self.formatter_class = HelpFormatter
        word = self._say(text("usage"))
        return super().format_help().replace("usage:", f"{word}:", 1)

    def error(self, message: str) -> NoReturn:
        raise AdvisorError(
            "usage", text("The command line could not be understood: {what}", what=message), Exit.USAGE,
            hint=text("See mail-advisor --help."))


class RefusePassword(Action):
    """`--password` is refused: what stands on a command line is readable by everybody on the machine."""

    def __call__(self, parser: ArgumentParser, namespace: Namespace, values: str | Sequence[Any] | None,
                 option_string: str | None = None) -> NoReturn:
        raise AdvisorError(
            "usage-password",
            text("A password on the command line can be read by everybody who uses this computer."),
            Exit.USAGE, hint=text("To try the login, use --login: it asks for the password, or reads it with "
                                  "--password-file, --password-stdin or --password-command."))


class Answers(Action):
    """`--answers`: the first file, and in `further` those of more addresses."""

    def __call__(self, parser: ArgumentParser, namespace: Namespace, values: str | Sequence[Any] | None,
                 option_string: str | None = None) -> None:
        if getattr(namespace, "answers", None) is None:
            namespace.answers = values
        else:
            namespace.further = [*getattr(namespace, "further", []), values]


def shared() -> ArgumentParser:
    """The flags that every command takes, with their defaults. Their help is that of `commands`."""
    parser = Parser(say=_unsaid)
    _shared(parser, _unsaid)
    return parser


def _unsaid(_: Text) -> str:
    """Nobody reads the help of this run: reading the catalogue for it would take longer than all flags."""
    return ""


def _shared(parser: ArgumentParser, say: Say, *, defaults: bool = True) -> None:
    group = parser.add_argument_group(say(text("flags of all commands")))

    def add(*names: str, **kind: Any) -> None:
        if not defaults:
            kind["default"] = SUPPRESS
        group.add_argument(*names, **kind)

    add("--lang", choices=("es", "en"), help=say(text("language; otherwise that of the environment")))
    add("--plain", action="store_true", help=say(text("one line after the other, for screen readers")))
    add("--no-color", action="store_true", help=say(text("no colours")))
    add("--no-input", action="store_true", help=say(text("never ask; a missing answer is an error")))
    add("--json", action="store_true", help=say(text("machine-readable output on standard output")))
    add("--answers", action=Answers, type=Path, metavar="FILE",
        help=say(text("answers file (TOML); with write it may be repeated, once for each address")))
    add("--set", action="append", default=[], metavar="KEY=VALUE",
        help=say(text("one answer, such as devices.1.kind=phone; may be repeated")))
    add("--redo", metavar="KEY", help=say(text(
        "in the conversation: ask this again, such as devices or wishes.backup")))
    add("--save-answers", type=Path, metavar="FILE",
        help=say(text("in the conversation: keep the answers in this file too")))
    add("--what-if", metavar="DEVICE=MODE", help=say(text(
        "with advise: what would be different if that device read its mail that way")))
    add("--evidence", type=Path, metavar="FILE", help=say(text("judge this saved evidence; ask nobody")))
    add("--save-evidence", type=Path, metavar="FILE", help=say(text("keep what was found out")))
    add("--scrub", action="store_true",
        help=say(text("with --save-evidence: leave the part before the @ out, everywhere")))
    add("--offline", action="store_true", help=say(text("ask nobody; use what is known beforehand")))
    add("--no-third-party", action="store_true",
        help=say(text("ask nobody but the domain itself, its mail servers and your resolver")))
    add("--sources", metavar="A,B,C",
        help=say(text("ask only these sources (see mail-advisor list sources)")))
    add("--send-address", action="store_true",
        help=say(text("the domain's own autoconfig host may be told the whole address")))
    add("--autodiscover", action="store_true",
        help=say(text("ask Microsoft's Autodiscover too, at the domain itself; it learns the whole address")))
    add("--allow-http", action="store_true",
        help=say(text("ask the domain's autoconfig host without encryption, where nothing else is known")))
    add("--resolver", metavar="HOST[:PORT]", help=say(text("ask this DNS server")))
    add("--ca-file", type=Path, metavar="PEM", help=say(text("trust these certificates too")))
    add("--local-config", type=Path, metavar="DIR",
        help=say(text("folder with <domain>.xml in the autoconfig format")))
    add("--lan", action="store_true", help=say(text("allow private addresses and reserved names")))
    add("--timeout", type=float, default=8.0, metavar="S", help=say(text("seconds for the whole search")))
    add("--accept-unconfirmed", action="store_true",
        help=say(text("go on with servers that nobody vouches for")))
    add("--login", action="store_true",
        help=say(text("log in once and look at the mailbox; nothing there is changed")))
    add("--password-file", type=Path, metavar="F",
        help=say(text("the password is the first line of this file")))
    add("--password-stdin", action="store_true",
        help=say(text("the password is the first line of standard input")))
    add("--password-command", metavar="C",
        help=say(text("the password is the first line that this program prints")))
    add("--token-command", metavar="C",
        help=say(text("an access token (OAuth2) is the first line that this program prints")))
    add("--sign-key", type=Path, metavar="FILE",
        help=say(text("sign Apple's profile with this key (PEM); needs the extra certs")))
    add("--sign-cert", type=Path, metavar="FILE",
        help=say(text("the certificate of that key, and those above it (PEM)")))
    add("-o", "--output", type=Path, metavar="DIR", help=say(text("folder for the files")))
    add("--force", action="store_true", help=say(text("overwrite files")))
    add("--keep-both", action="store_true",
        help=say(text("where another file is there, write the new one beside it under a new name")))
    add("--dry-run", action="store_true", help=say(text("show what would be written, and write nothing")))
    add("--debug", metavar="FILE", help=say(text("where to note what went wrong")))
    parser.add_argument("--password", action=RefusePassword, help=SUPPRESS, default=SUPPRESS)


def commands(speaker: Speaker, *, helping: bool) -> ArgumentParser:
    """The parser of the commands. Shared flags were taken out before; helping: they are listed as well,
    and all of them explained."""
    say = speaker.say if helping else _unsaid
    parser = Parser(
        say=say, prog="mail-advisor",
        description=say(text("IMAP or POP3, on which device, with what settings? "
                             "Without a command it asks step by step.")),
        usage="mail-advisor [ADDRESS] | discover | advise | write | company | explain | list | providers | "
              "doctor | demo")
    parser.offer_help()
    parser.about.add_argument("--version", action="version", version=f"mail-advisor {__version__}",
                              help=say(text("show the version and leave")))
    kinds = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser,
                                  title=say(text("commands")), prog="mail-advisor")

    def command(name: str, meaning: str) -> _ArgumentGroup:
        made = kinds.add_parser(name, help=meaning, description=meaning, say=say)
        made.offer_help()
        if helping:
            _shared(made, say, defaults=False)
        return made.about

    wizard = command("wizard", say(text("ask step by step, advise, write the files (the default)")))
    wizard.add_argument("address", nargs="?", metavar="ADDRESS")
    discover = command("discover", say(text("who serves this address, and what the servers can do")))
    discover.add_argument("address", metavar="ADDRESS")
    discover.add_argument("--explain", action="store_true",
                          help=say(text("say what every source answered, and how long it took")))
    discover.add_argument("--report", action="store_true", help=say(text(
        "one screen to read out on the telephone: what works, what does not, what to do")))
    doctor = command("doctor", say(text("what works here: DNS, ports, certificates, terminal, folders")))
    doctor.add_argument("address", nargs="?", metavar="ADDRESS",
                        help=say(text("try the servers of this address's provider")))
    command("advise", say(text("the plan for the devices of an answers file, without files")))
    command("write", say(text("discover, advise and write: the wizard without questions")))
    company = command("company", say(text("one sheet about all people whose files lie in a folder")))
    company.add_argument("folder", type=Path, metavar="DIR")
    explain = command("explain", say(text("explain one consequence")))
    explain.add_argument("consequence", metavar="CONSEQUENCE")
    listing = command("list", say(text("what this version knows")))
    listing.add_argument("what", choices=("clients", "providers", "consequences", "sources", "schemas"))
    keep = command("providers", say(text("see whether what is known of providers still holds (check), or "
                                         "describe one more (new)")))
    keep.add_argument("action", choices=("check", "new"), metavar="check|new")
    keep.add_argument("ids", nargs="*", metavar="ID|ADDRESS",
                      help=say(text("providers to check (all without any), or the address to begin with")))
    demo = command("demo", say(text("try everything with a mail provider that lives in this program")))
    for conversation in (wizard, demo):
        conversation.add_argument("--fresh", action="store_true",
                                  help=say(text("forget the answers of last time")))
        conversation.add_argument("--technician", action="store_true", help=say(text(
            "short form, one address after the other; remembers the last client's programs and folder")))
    return parser
