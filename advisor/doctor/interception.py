"""Does somebody on the way answer in the place of others, as hotels and virus scanners do?"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from advisor.doctor import Examination, Finding, Surroundings
from advisor.model.evidence import HttpAnswer, Visit
from advisor.model.text import text

_PORTAL = text("Sign-in page")
_LINES = text("Encrypted lines")


def examine(here: Surroundings) -> Iterator[Finding]:
    """`portal`: a page that stands in the way. `interception`: lines that were broken into."""
    if here.plan is None:
        return
    if here.plan.web:
        yield _portal(here.web(f"http://{here.plan.web}/"), here.plan.web)
    foreign = [one for one in here.exchanges if _untrusted(one.answer)]
    if foreign:
        yield Finding(
            "interception", "fails", _LINES,
            text("somebody shows certificates that nobody vouches for: {where}",
                 where=", ".join(one.asked for one in foreign[:3])),
            text("That is a hotel's sign-in page, a company's filter or a virus scanner. Do not accept such "
                 "a certificate for mail; sign in to the network first, or name its authority: --ca-file."))
    elif any(_reached(one.answer) for one in here.exchanges):
        yield Finding("interception", "works", _LINES, text("they reach whom they are meant for"))


def _untrusted(answer: object) -> bool:
    return (isinstance(answer, Visit) and answer.outcome == "certificate-untrusted") or (
        isinstance(answer, HttpAnswer) and answer.note == "certificate-untrusted")


def _reached(answer: object) -> bool:
    return (isinstance(answer, Visit) and answer.tls is not None) or (
        isinstance(answer, HttpAnswer) and answer.code is not None and answer.hops[0].startswith("https:"))


def _portal(answer: HttpAnswer | None, host: str) -> Finding:
    names = [urlsplit(url).hostname or "" for url in answer.hops] if answer is not None else []
    elsewhere = [name for name in names if name not in (host, f"www.{host}")]
    if answer is not None and (elsewhere or answer.code == 511):    # RFC 6585 section 6
        return Finding(
            "portal", "fails", _PORTAL, text("web pages are led to {where}", where=(elsewhere or [host])[0]),
            text("Open a web page, sign in to the network or accept its terms, and try again."))
    if answer is None or answer.code is None:
        return Finding("portal", "note", _PORTAL, text("not known: nobody answers on port 80"))
    return Finding("portal", "works", _PORTAL, text("none stands in the way"))


EXAMINATION = Examination("interception", 20, examine)
