"""The addresses of folders in Thunderbird's settings: where sent mail, drafts and the rest go.

Seen with 153.7.0esr: the login is escaped as in a URI, the folder is not escaped at all, and its name stands
as IMAP writes it. Where a login showed the folders they are named; elsewhere stand the names with which
Thunderbird's own assistant starts, and once connected it takes those that the server marks (RFC 6154).
"""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from advisor.formats import Facts, Value, _utf7

# Use to the word in the preference of the identity, and the name without which Thunderbird itself starts.
IDENTITY = {"sent": ("fcc", "Sent"), "drafts": ("draft", "Drafts"), "archive": ("archive", "Archives")}
TEMPLATES = "Templates"


def root(login: object, host: object) -> str:
    """The server's own address, in which Thunderbird leaves `*` as it is and escapes `~`."""
    spelled = quote(str(login), safe="").replace("~", "%7E").replace("%2A", "*")
    return f"imap://{spelled}@{host}"


def folder(name: object) -> str:
    """The name as it stands in an address; UnicodeEncodeError (a ValueError) for a lone surrogate."""
    return _utf7.encode(str(name))


FILTERS: Mapping[str, Callable[..., str]] = {"folder": folder, "root": root}


def read(prefs: Mapping[str, Value], server: str, identity: str,
         said: Mapping[str, Value]) -> dict[str, Value]:
    """The folders of one account; ValueError where one does not lie on its server."""
    start = root(said["incoming_username"], said["incoming_host"]) + "/"

    def named(preference: str) -> str:
        address = str(prefs.get(preference, ""))
        if not address.startswith(start):
            raise ValueError(f"{preference} does not lie on the account's own server")
        return _utf7.decode(address.removeprefix(start))

    if named(f"{identity}.stationery_folder") != TEMPLATES:
        raise ValueError("the folder for templates is not where Thunderbird looks for it")
    found: dict[str, Value] = {f"{use}_folder": named(f"{identity}.{word}_folder")
                               for use, (word, _) in IDENTITY.items()}
    junk = f"mail.server.{server}.spamActionTargetFolder"
    found["junk_folder"] = named(junk) if junk in prefs else ""
    found["trash_folder"] = prefs.get(f"mail.server.{server}.trash_folder_name", "")
    if prefs.get(f"mail.server.{server}.moveOnSpam", False):
        raise ValueError("nothing is moved away without the person")
    return found


def says(facts: Facts) -> dict[str, Value]:
    """The folders that the plan names, or those that Thunderbird starts with."""
    said: dict[str, Value] = {f"{use}_folder": facts[f"{use}_folder"] or usual
                              for use, (_, usual) in IDENTITY.items()}
    return {**said, "junk_folder": facts["junk_folder"], "trash_folder": facts["trash_folder"]}
