"""Microsoft's Autodiscover, asked without any password and only at hosts of the address's own domain.

It wants the address, so it needs the person's consent (`--autodiscover`). Where it points at somebody else's
host, the address is not carried there: the report says where it points. Parents of the domain are never
asked; that is how other programs once gave away 97,000 passwords.
"""

from urllib.parse import quote, urlsplit

from advisor import providers
from advisor.address import host_from
from advisor.model.evidence import Claim, HttpAnswer
from advisor.sources import Found, Search, Source
from advisor.sources._documents import without_document
from advisor.sources._outlook import NotOutlook, Outlook, claims, question, read
from advisor.suffixes import registrable

_MOST_REDIRECTS = 3
_PATH = "/autodiscover/autodiscover.xml"


def find(search: Search) -> Found:
    """What the domain's Autodiscover says: its own hosts one after the other, until one knows the mailbox."""
    ended: list[Found] = []
    for host in _hosts(search):
        found = _ask(search, f"https://{host}{_PATH}")
        if found.status == "answered":
            return found
        ended.append(found)
    ended.append(_ask_v2(search))
    # What points elsewhere or talks of Exchange tells more than a mere no; no answer tells more than both.
    return min(ended, key=lambda found: (("answered", "timeout", "failed", "absent").index(found.status),
                                         not found.note.startswith(("redirected", "exchange"))))


def _hosts(search: Search) -> list[str]:
    domain = search.address.ascii_domain
    answer = search.network.resolve(f"_autodiscover._tcp.{domain}", "SRV")
    targets = [host_from(record.split()[-1]) for record in sorted(answer.records) if record.split()]
    inside = [host for host in targets if host is not None and _own(search, host)]
    return list(dict.fromkeys([f"autodiscover.{domain}", domain, *inside]))


def _ask(search: Search, url: str) -> Found:
    """The answer at `url`, after at most three redirects inside the domain."""
    asked: set[str] = set()
    while len(asked) <= _MOST_REDIRECTS:
        if url in asked:
            return Found("failed", note="redirect-loop")
        asked.add(url)
        answer = search.network.post(url, question(search.address.full))
        nothing = without_document(answer)
        if nothing is not None:
            return nothing
        try:
            said = read(answer.body)
        except NotOutlook as failure:
            return Found("absent", note=failure.code)
        if said.redirect_address:
            # Another mailbox, of which the person may know nothing: they are asked to give that address.
            domain = host_from(said.redirect_address.rpartition("@")[2])
            return Found("absent", note=f"redirected-address {domain or ''}".strip())
        if not said.redirect_url:
            return _found(search, said, url)
        host = _https_host(said.redirect_url)
        if host is None:
            return Found("failed", note="redirect-to-nonsense")
        if not _own(search, host):
            return _elsewhere(search, host)
        url = said.redirect_url
    return Found("failed", note="too-many-redirects")


def _found(search: Search, said: Outlook, url: str) -> Found:
    found, notes = claims(said, search.address, "autodiscover", url, "I3")
    notes = [*(["exchange"] if said.exchange else []), *notes]
    note = " ".join(notes) or ("" if found else "no-server")
    return Found("answered" if found else "absent", found, note=note)


def _ask_v2(search: Search) -> Found:
    """Version 2 is a GET that only says where version 1 is to be asked."""
    domain = search.address.ascii_domain
    answer = search.network.fetch(f"https://autodiscover.{domain}/autodiscover/autodiscover.json"
                                  f"?Email={quote(search.address.full, safe='')}&Protocol=AutodiscoverV1")
    nothing = without_document(answer)
    if nothing is not None:
        return nothing
    url = _url(answer)
    host = _https_host(url)
    if host is None:
        return Found("absent", note="not-json")
    return _ask(search, url) if _own(search, host) else _elsewhere(search, host)


def _url(answer: HttpAnswer) -> str:
    import json  # this source is asked only with a consent

    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    url = document.get("Url") if isinstance(document, dict) else None
    return url if isinstance(url, str) and url.isprintable() and url.isascii() else ""


def _elsewhere(search: Search, host: str) -> Found:
    """It points at somebody else's host. Where that belongs to a known provider, its servers are proposed."""
    owner = registrable(host)
    # Microsoft is two profiles with the same hosts: the one for organisations, who have domains, is meant.
    known = sorted((profile for profile in search.profiles if profile.mx_class == "mailbox" and owner and any(
        registrable(place) == owner for place in (*profile.mx, *(one.host for one in profile.servers)))),
        key=lambda profile: (profile.id != "microsoft365", profile.id))
    found: tuple[Claim, ...] = ()
    for profile in known[:1]:
        found = providers.servers(profile, search.address, "autodiscover", f"Autodiscover {host}", "I1")
    return Found("answered" if found else "absent", found, note=f"redirected-elsewhere {host}",
                 provider=known[0].id if found else None)


def _https_host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return host_from(parts.hostname or "") if parts.scheme == "https" else None


def _own(search: Search, host: str) -> bool:
    """Only the domain itself and what is below it: its parents may belong to somebody else."""
    domain = search.address.ascii_domain
    return host == domain or host.endswith("." + domain)


SOURCE = Source("autodiscover", 85, online=True, third_party=False, find=find, flag="--autodiscover")
