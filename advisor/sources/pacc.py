"""The domain's user agent configuration (PACC, draft-ietf-mailmaint-pacc): one JSON file, vouched for in DNS.

A TXT record holds the digest of the file. A file that does not fit its digest is thrown away, and the report
says so; where there is no record, the file is worth what any other file of the domain is worth.
"""

import base64
import binascii
import hashlib
from typing import Any

from advisor.address import host_from
from advisor.model.endpoint import USUAL_PORTS, Endpoint, Protocol
from advisor.model.evidence import Claim, DnsAnswer, HttpAnswer
from advisor.sources import Found, Search, Source, addresses_of
from advisor.sources._documents import last_host, left_the_domain, without_document

# `submit` since draft -03, `smtp` before.
_KEYS: dict[str, Protocol] = {"imap": "imap", "pop3": "pop3", "submit": "smtp", "smtp": "smtp"}
_DEEPEST = 32


def find(search: Search) -> Found:
    """What ua-auto-config.<domain> publishes."""
    domain = search.address.ascii_domain
    url = f"https://ua-auto-config.{domain}/.well-known/user-agent-configuration.json"

    document = search.network.fetch(url)
    record = search.network.resolve(f"_ua-auto-config.{domain}", "TXT")
    return _judge(document, record, url)


def _judge(document: HttpAnswer, record: DnsAnswer, url: str) -> Found:
    digests = [digest for text in record.records if (digest := _digest(text)) is not None]
    nothing = without_document(document)
    if nothing is not None:
        # The domain announces a file that is not there: something is broken, which is not the same as no.
        if digests and nothing.status == "absent":
            return Found("failed", note=f"announced {nothing.note}".strip())
        if nothing.status == "absent" and record.status in ("failed", "timeout"):
            return Found("failed" if record.status == "failed" else "timeout", note=record.note)
        return nothing
    if digests and hashlib.sha256(document.body).digest() not in digests:
        return Found("failed", note="digest-mismatch")
    claims = _claims(document.body, url, "I3" if digests or not left_the_domain(document) else "I1")
    notes = [f"redirected-elsewhere {last_host(document)}"] if left_the_domain(document) else []
    notes += [] if digests else ["without-digest"]
    return Found("answered", claims, note=" ".join(notes)) if claims else Found("absent", note="no-server")


def _digest(text: str) -> bytes | None:
    """The SHA-256 in `v=UAAC1; a=sha256; d=<base64>`, or None for any other record."""
    parts = dict(part.strip().partition("=")[::2] for part in text.split(";"))
    if parts.get("v") != "UAAC1" or parts.get("a", "sha256").lower() != "sha256":
        return None
    try:
        return base64.b64decode(parts.get("d", ""), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _claims(body: bytes, url: str, identity: str) -> tuple[Claim, ...]:
    """The servers in the file, in its order. They always speak TLS from the start on the usual port."""
    document = _read(body)
    auth = _ways(_part(document, "authentication"))
    found: list[Claim] = []
    for key, server in _part(document, "protocols").items():
        host = host_from(str(server.get("host", ""))) if isinstance(server, dict) else None
        if key in _KEYS and host is not None and (key != "smtp" or "submit" not in document["protocols"]):
            protocol = _KEYS[key]
            found.append(Claim("pacc", Endpoint(protocol, host, USUAL_PORTS[protocol, "tls"], "tls"),
                               "%EMAILADDRESS%", auth, url, identity, len(found)))
    return tuple(found)


def _ways(authentication: dict[str, Any]) -> tuple[str, ...]:
    return (("oauth2",) if "oauth-public" in authentication else ()) + (
        ("password",) if authentication.get("password") is True else ())


def _read(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; empty for anything else, for deep nesting and for a key that comes twice."""
    deepest = depth = 0
    for byte in body:
        depth += (byte in b"{[") - (byte in b"}]")
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        return {}
    import json  # msgspec takes a key that stands there twice; and hardly anybody publishes this

    try:
        document = json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")       # two readers could see two different files
    return found


def _part(document: dict[str, Any], key: str) -> dict[str, Any]:
    part = document.get(key)
    return part if isinstance(part, dict) else {}


SOURCE = Source("pacc", 20, online=True, third_party=False, find=find, asks=lambda address: (
    (f"_ua-auto-config.{address.ascii_domain}", "TXT"),
    *addresses_of(f"ua-auto-config.{address.ascii_domain}")))
