"""Fetches an autoconfig document and judges what came: an answer, a no, or no answer at all.

The difference matters: after a *no* a weaker source may speak, after *no answer* it may only be provisional.
"""

from urllib.parse import urlsplit

from advisor import autoconfig
from advisor.model.evidence import HttpAnswer
from advisor.sources import Found, Search
from advisor.suffixes import registrable

# What says that nobody publishes anything at this address, as opposed to: nobody answered.
_NOBODY_THERE = frozenset({"no-address", "refused"})


def look(search: Search, url: str, source: str, identity: str) -> Found:
    """What the document at `url` claims, as claims of `source`.

    identity: what a claim is worth when the document came from the host that was asked; after a redirect
    to somebody else's domain it is only I1.
    """
    return judge(search.network.fetch(url), search, url, source, identity)


def judge(answer: HttpAnswer, search: Search, url: str, source: str, identity: str) -> Found:
    """What `answer`, which came for `url`, claims; see `look`."""
    nothing = without_document(answer)
    if nothing is not None:
        return nothing
    notes: list[str] = []
    if left_the_domain(answer):
        identity, notes = min(identity, "I1"), [f"redirected-elsewhere {last_host(answer)}"]
    return read(answer.body, search, source, url, identity, notes)


def without_document(answer: HttpAnswer) -> Found | None:
    """How a source ends that got no document; None where there is one to read."""
    if answer.outcome == "timeout":
        return Found("timeout", note=answer.note)
    if answer.outcome != "answered":
        return Found("absent" if answer.note in _NOBODY_THERE else "failed", note=answer.note)
    if answer.code == 200:
        return None
    code = answer.code or 0
    # 204 and 4xx are a no. Too many requests, server errors and redirects that led nowhere are not.
    said_no = code == 204 or (400 <= code < 500 and code != 429)
    return Found("absent" if said_no else "failed", note=f"http-{code}")


def read(body: bytes, search: Search, source: str, said: str, identity: str,
         notes: list[str] | None = None) -> Found:
    """What an autoconfig document claims; `absent` where it is something else, such as a login page."""
    try:
        config = autoconfig.read(body)
    except autoconfig.NotAutoconfig as failure:
        return Found("absent", note=" ".join([*(notes or []), failure.code]))
    claims, left_out = autoconfig.claims(config, search.address, source, said, identity)
    note = " ".join([*(notes or []), *left_out])
    return Found("answered" if claims else "absent", claims, note=note or ("" if claims else "no-server"),
                 pages=config.pages)


def left_the_domain(answer: HttpAnswer) -> bool:
    """Whether a redirect led to a host that somebody else registered."""
    hosts = [urlsplit(hop).hostname or "" for hop in answer.hops]
    return len({registrable(host) or host for host in hosts}) > 1


def last_host(answer: HttpAnswer) -> str:
    """The host that the document came from in the end."""
    return urlsplit(answer.hops[-1]).hostname or ""
