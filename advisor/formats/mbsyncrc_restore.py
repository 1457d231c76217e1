"""The way back for a copy that mbsync made: everything in it goes into one new folder on the server.

What is there stays as it is. Its memory of what went back lies apart from that of the copy (`SyncState`), so
that neither run takes the other's for its own.
"""

from advisor.formats import Facts, Format, Value, _copies, mbsyncrc

PUSH_ONLY = {"Sync": ["Push", "New"], "Create": ["Far"], "Remove": ["None"], "Expunge": ["None"]}
RESTORED = "Restored/"


def read(content: bytes) -> dict[str, Value]:
    """What the account says, and whether the channel only adds to a folder of its own on the server."""
    said, channel = mbsyncrc.account(content, RESTORED)
    if channel["SyncState"] != [f"~/Mail/{said['folder']}-restored/"]:
        raise ValueError("what went back must be remembered apart from the copy")
    return {**said, "push_only": all(channel[key] == words for key, words in PUSH_ONLY.items())}


def says(facts: Facts) -> dict[str, Value]:
    """The same server and folder as for the copy, in the other direction."""
    said = _copies.says(facts)
    return {**{key: said[key] for key in said if key != "pull_only"}, "push_only": True}


FORMAT = Format("mbsyncrc-restore", mbsyncrc.value, mbsyncrc.pack, read, says, mbsyncrc.FORMAT.refuses)
