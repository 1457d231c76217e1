"""Evolution's identity: the second of the three .source files, with the name, the address and the folders."""

from advisor.formats import Facts, Format, Value, _key_file, evolution_account, pick


def read(content: bytes) -> dict[str, Value]:
    """Who sends, through which transport, and where sent mail and drafts go."""
    groups = _key_file.groups(content)
    submission, account = groups["Mail Submission"], groups["Data Source"]["Parent"]
    sent, drafts = submission["SentFolder"], groups["Mail Composition"]["DraftsFolder"]
    if submission["TransportUid"] != f"{account}-transport":
        raise ValueError("the transport is not that of the account")
    return {
        "account": account.removeprefix("mail-advisor-"),
        "name": _key_file.plain(groups["Mail Identity"]["Name"]),
        "address": _key_file.plain(groups["Mail Identity"]["Address"]),
        "sent_on_server": sent.startswith(f"folder://{account}/") and drafts.startswith(f"folder://{account}/"),
    }


def says(facts: Facts) -> dict[str, Value]:
    """Over IMAP sent mail goes to the server, where the other devices see it."""
    return {**pick(facts, "account", "name", "address"),
            "sent_on_server": facts["incoming_protocol"] == "imap"}


FORMAT = Format("evolution-identity", _key_file.value, _key_file.pack, read, says, evolution_account.refuses)
