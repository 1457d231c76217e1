"""Takes the person's name out of evidence, so that a record can be shown to others (`--scrub`).

The part before the @ becomes `user`, wherever it stands and in every form that it takes on the way: in the
address, in URLs, in what servers said, in names of hosts. What follows from the evidence stays the same.
"""

import base64
import re
from html import escape
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from advisor.model.address import Address
from advisor.model.evidence import Evidence

# Fields with the words of others, in which a name can stand by itself, and those with names of hosts.
_SAID = frozenset({"greeting", "before_tls", "after_tls", "after_login", "body", "says", "said", "username",
                   "url", "link", "issuer", "subject", "folder", "value"})
_HOSTS = frozenset({"host", "asked", "hops", "records", "to", "names", "other_names", "note", "where",
                    "what"})
# Words that are in hosts and questions of everybody: a person of that name is not recognised by them.
_EVERYBODYS = frozenset({
    "a", "aaaa", "autoconfig", "autodiscover", "cname", "com", "config", "http", "https", "imap", "imaps",
    "mail", "mx", "net", "org", "plain", "pop", "pop3", "pop3s", "post", "smtp", "smtps", "srv", "starttls",
    "submission", "submissions", "tcp", "tls", "txt", "v1", "www", "xml"})


def scrub(evidence: Evidence) -> Evidence:
    """The same evidence of somebody called `user` (`user+tag` where the address has a tag)."""
    address = evidence.address
    name = "user+tag" if "+" in address.local[1:] else "user"
    somebody = replace(address, local=name, given=f"{name}@{address.domain}")
    scrubbed = _walk(msgspec.to_builtins(evidence, builtin_types=(bytes,)), "", _Forms(address, name))
    return replace(msgspec.convert(scrubbed, Evidence), address=somebody)


class _Forms:
    """The forms that a name takes, each with what stands for it."""

    def __init__(self, address: Address, name: str) -> None:
        self._domain = address.ascii_domain
        domains = {address.domain, address.ascii_domain}
        whole = {f"{local}{at}{quote(domain, safe='')}": f"{instead}{at}{quote(domain, safe='')}"
                 for local, instead in _spellings(address.local, name).items()
                 for at in ("@", "%40") for domain in domains}
        whole |= {_base64(f"{address.local}@{domain}"): _base64(f"{name}@{domain}") for domain in domains}
        alone = _spellings(address.local, name)
        alone |= {_base64(address.local): _base64(name)}
        if "+" in address.local[1:]:
            alone |= _spellings(address.local.rpartition("+")[0], "user")
        self._whole, self._alone = _Replacing(whole), _Replacing(alone)

    def without(self, said: str, field: str) -> str:
        """`said` without the name. field: where it stands in the evidence."""
        said = self._whole.apply(said)
        if field not in _SAID and field not in _HOSTS:
            return said         # our own words
        common = _EVERYBODYS if field in _HOSTS else frozenset()
        # The domain stays as it is, even where it begins with the same word.
        return self._domain.join(self._alone.apply(part, common) for part in said.split(self._domain))


class _Replacing:
    """Replaces whole words, the longest first, in capitals or not."""

    def __init__(self, words: dict[str, str]) -> None:
        self._words = {word.casefold(): instead for word, instead in words.items()}
        either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE)

    def apply(self, said: str, passed_over: frozenset[str] = frozenset()) -> str:
        return self._pattern.sub(lambda found: found[0] if found[0].casefold() in passed_over else
                                 self._words.get(found[0].casefold(), "user"), said)


def _spellings(local: str, name: str) -> dict[str, str]:
    """How a local part may be written: as it is, quoted for SMTP, for URLs, and for HTML and XML."""
    return {local: name, quote(local, safe=""): quote(name, safe=""), quote(local): quote(name),
            escape(local): name, local.replace("\\", "\\\\").replace('"', '\\"'): name}


def _base64(said: str) -> str:
    return base64.b64encode(said.encode()).decode()


def _walk(value: Any, field: str, forms: _Forms) -> Any:
    match value:
        case dict():
            folder = "selectable" in value      # whose name is the person's word, where others are our codes
            return {key: _walk(inside, "folder" if folder and key == "name" else key, forms)
                    for key, inside in value.items()}
        case list() | tuple():
            return [_walk(inside, field, forms) for inside in value]
        case str():
            return forms.without(value, field)
        case bytes():
            try:
                return forms.without(value.decode(), field).encode()
            except UnicodeDecodeError:          # Latin-1 brings every byte back
                return forms.without(value.decode("latin-1"), field).encode("latin-1", "replace")
        case _:
            return value
