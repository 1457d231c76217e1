"""A TXT record of the domain, `mailconf=https://...`, that says where its autoconfig file is.

DNS is not signed, so whoever can answer for it could send us anywhere: the file is only worth a proposal.
"""

from urllib.parse import urlsplit

from advisor.sources import Found, Search, Source
from advisor.sources._documents import look

_START = "mailconf="


def find(search: Search) -> Found:
    """What the file that the record names publishes. More than one record, or one without https, is none."""
    answer = search.network.resolve(search.address.ascii_domain, "TXT")
    if answer.status in ("failed", "timeout"):
        return Found("timeout" if answer.status == "timeout" else "failed", note=answer.note)
    urls = [text[len(_START):].strip() for text in answer.records if text.lower().startswith(_START)]
    if not urls:
        return Found("absent")
    if len(urls) > 1:
        return Found("absent", note="several-mailconf")
    if urlsplit(urls[0]).scheme != "https":
        return Found("absent", note="mailconf-not-https")
    return look(search, urls[0], "txt-mailconf", "I1")


SOURCE = Source("txt-mailconf", 80, online=True, third_party=False, find=find,
                asks=lambda address: [(address.ascii_domain, "TXT")])
