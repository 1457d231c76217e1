"""A server that speaks without encryption is never set up: anyone on the way could read password and mail."""

from advisor.consequences import Consequence, Finding, Whole
from advisor.model.endpoint import Protocol
from advisor.model.text import text
from advisor.modes import is_plain_text, only_plain_text


def _look(whole: Whole) -> Finding | None:
    readers: tuple[tuple[Protocol, str], ...] = (("imap", "IMAP"), ("pop3", "POP3"))
    for protocol, name in readers:
        if not only_plain_text(whole.picture, protocol):
            continue
        because = tuple(
            f"candidate {one.endpoint}: {one.because}" for one in whole.picture.candidates
            if one.endpoint.protocol == protocol and is_plain_text(one))
        return Finding(
            "plaintext", "note", (),
            text("The server offers {protocol} only without encryption (no TLS), so this plan does not use "
                 "it.",
                 protocol=name), because,
            do=text("Ask the provider for {protocol} with encryption (TLS).", protocol=name))
    return None


CONSEQUENCE = Consequence(
    "plaintext", "note", ("candidates",), of_mailbox=_look,
    sources=("RFC 8314 §3",))
