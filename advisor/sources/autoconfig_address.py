"""The domain's own autoconfig host once more, now told the address: some answer only then.

The address is personal, so this needs the person's consent (`--send-address`), and it is not told where the
host has already answered without it, or could not be reached at all.
"""

from urllib.parse import quote

from advisor.sources import Found, Search, Source
from advisor.sources._documents import look, read, without_document

# How a host says that it wants to know for whom: with these codes, or with an empty page.
WANTS_ADDRESS = frozenset({"http-204", "http-400", "http-401", "http-403", "http-404", "http-422", "empty"})


def find(search: Search) -> Found:
    """What autoconfig.<domain> publishes for this address."""
    url = f"https://autoconfig.{search.address.ascii_domain}/mail/config-v1.1.xml"
    answer = search.network.fetch(url)
    first = without_document(answer) or read(answer.body, search, "autoconfig", url, "I3")
    if first.status != "absent":
        return Found("absent" if first.status == "answered" else first.status,
                     note="not-needed" if first.status == "answered" else first.note)
    if first.note not in WANTS_ADDRESS:
        return Found("absent", note=first.note)
    return look(search, f"{url}?emailaddress={quote(search.address.full, safe='')}", "autoconfig-address",
                "I3")


SOURCE = Source("autoconfig-address", 31, online=True, third_party=False, find=find, flag="--send-address")
