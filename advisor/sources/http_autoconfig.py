"""The domain's autoconfig host over http, without encryption: anybody on the way can read and change it.

Only where the person asks for it (`--allow-http`) and https has nothing, and then it is worth no more than a
stranger's word. The address is never sent.
"""

from advisor.sources import Found, Search, Source
from advisor.sources._documents import judge, look


def find(search: Search) -> Found:
    """What autoconfig.<domain> publishes in clear."""
    place = f"autoconfig.{search.address.ascii_domain}/mail/config-v1.1.xml"
    if look(search, f"https://{place}", "autoconfig", "I3").status == "answered":
        return Found("absent", note="not-needed")
    url = f"http://{place}"
    return judge(search.network.fetch_in_clear(url), search, url, "http-autoconfig", "I0")


SOURCE = Source("http-autoconfig", 97, online=True, third_party=False, find=find, flag="--allow-http")
