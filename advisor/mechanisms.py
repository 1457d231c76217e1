"""What a server says about logging in, in the words that settings use.

The checks tell which mechanisms an endpoint announces (`PLAIN LOGIN XOAUTH2`); here they become `password`,
`oauth2` and so on.
"""

from collections.abc import Iterable

from advisor.model.endpoint import Protocol
from advisor.model.evidence import Fact

# RFC 4616, the LOGIN draft, RFC 1939 (USER, APOP), RFC 2195, 5802, 7628; RFC 4422 for EXTERNAL.
_WORDS = {"PLAIN": "password", "LOGIN": "password", "USER": "password", "APOP": "password-encrypted",
          "CRAM-MD5": "password-encrypted", "DIGEST-MD5": "password-encrypted", "XOAUTH2": "oauth2",
          "OAUTHBEARER": "oauth2", "EXTERNAL": "client-certificate"}


def ways_to_log_in(protocol: Protocol, facts: Iterable[Fact]) -> tuple[str, ...] | None:
    """Words of Claim.auth, without repeats, from the facts of one endpoint.

    () where the server says nothing about it: it may still work. None where it says that we cannot log in:
    only ways that mail programs do not have, or logging in is disabled.
    """
    known = {fact.name: fact for fact in facts}
    auth = known.get(f"{protocol}-auth")
    if auth is None or auth.answer == "unknown":
        return ()
    if auth.answer == "no":
        return None if auth.because == "login-disabled" else ()
    names = str(auth.value or "").split()
    words = tuple(dict.fromkeys(word for name in names if (word := _word(name))))
    disabled = known.get("imap-login-disabled")
    if not words and disabled is not None and disabled.answer == "no":
        return ("password",)    # RFC 9051 section 6.2.3: LOGIN works unless it is disabled
    return words or None


def _word(name: str) -> str | None:
    return "password-encrypted" if name.startswith("SCRAM-") else _WORDS.get(name)
