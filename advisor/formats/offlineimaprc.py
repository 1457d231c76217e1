"""The configuration of offlineimap3: an INI file in which a percent sign is written twice.

It describes a copy: the server's side is read-only and nothing is deleted here. Options that run Python
(`*eval`, `pythonfile`) are never written, and the reader takes them for an error.
"""

import configparser

from advisor.formats import Format, Value, _copies, _ini, _values

_SECURITIES = {(True, False): "tls", (False, True): "starttls"}
_RUNS = ("eval", "pythonfile", "remotepass", "hook", "tunnel")


def value(given: object) -> str:
    """A string or number as it stands behind the `=`."""
    spelled = _values.one_line(given)
    if not spelled or spelled != spelled.strip():
        raise ValueError("blanks around a value are lost, and an empty one is another")
    return spelled.replace("%", "%%")


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What is copied, from where to where."""
    parser = configparser.ConfigParser(strict=True)     # the class that offlineimap itself uses
    _ini.load(parser, content)
    if any(word in key for section in parser.sections() for key in parser[section] for word in _RUNS):
        raise ValueError("there must be no password and nothing that runs")
    account = parser[f"Account {parser['general']['accounts']}"]
    local = parser[f"Repository {account['localrepository']}"]
    remote = parser[f"Repository {account['remoterepository']}"]
    if (local["type"], remote["type"], remote["sslcacertfile"]) != ("Maildir", "IMAP", "OS-DEFAULT"):
        raise ValueError("the server is copied into a Maildir, and its certificate checked")
    return {
        "incoming_protocol": "imap", "incoming_host": remote["remotehost"],
        "incoming_port": int(remote["remoteport"]),
        "incoming_security": _SECURITIES[bool(remote.getboolean("ssl")), bool(remote.getboolean("starttls"))],
        "incoming_username": remote["remoteuser"],
        "folder": local["localfolders"].removeprefix("~/Mail/"),
        # "readonly" keeps the server as it is; the copy is kept by "sync_deletes" of the server's side.
        "pull_only": bool(remote.getboolean("readonly")) and not (
            remote.getboolean("sync_deletes") or local.getboolean("sync_deletes")),
    }


FORMAT = Format("offlineimaprc", value, pack, read, _copies.says, _copies.refuses(value))
