"""Reads an e-mail address as a person types it and brings it into the form that DNS and mail servers want.

What cannot be an address on the Internet is refused here, before any packet, with a sentence that says how
to mend it. A domain one slip away from a well-known one is pointed out: its owner may well collect mail.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.address import Address
from advisor.model.text import Text, text
from advisor.suffixes import is_registry, registrable

# RFC 6761, 6762, 7686, 8375, 9476 and the IANA registry of special-use names; `.internal` by ICANN (2024).
_RESERVED = ("localhost", "local", "invalid", "onion", "internal", "alt", "arpa", "test", "example",
             "example.com", "example.net", "example.org")
_INVISIBLE = "\ufeff\u200b\u200e\u200f"     # what copying out of a web page or a chat leaves at the ends
_SPECIALS = set('()<>[]:;,\\"@ ')           # RFC 5322 section 3.2.3: only inside a quoted local part
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Scripts that one label may mix without being a disguise (Unicode TS 39, highly restrictive).
_TOGETHER = ({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}, {"LATIN", "CJK", "HANGUL"},
             {"LATIN", "CJK", "BOPOMOFO"})

# Letters of other alphabets that look like Latin ones in most typefaces (from Unicode TS 39, confusables).
_LOOKS_LIKE = dict(zip("авезкмнорстухіјѕԁӏԛԝһԍɡɩıαεικνορτυχωօսոհ",
                       "abe3kmhopctyxijsdlqwhggiiaeikvoptuxwouuh", strict=True))


def parse(given: str, *, lan: bool = False) -> Address:
    """The address in `given`, which may carry `mailto:`, a display name or angle brackets.

    lan: reserved names such as `.example` and `.local` are allowed. Raises AdvisorError (USAGE) with a
    reference `address-...` for what cannot be an address.
    """
    typed = given.strip().strip(_INVISIBLE).strip()
    bare = _unwrap(typed)
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in bare):
        raise _refuse("address-control-characters", text("The address contains a line break or a control "
                      "character."), text("Type it on one line, without tabs or other hidden characters."))
    local, at, domain = bare.rpartition("@")
    if not at:
        raise _refuse("address-no-at", text("“{given}” has no @ sign.", given=typed or given),
                      text("Write it in full, like name@company.com."))
    login, notes = _local_part(local, typed)
    ascii_domain = _domain(domain, typed)
    _check_policy(ascii_domain, lan)
    shown = _shown(ascii_domain)
    if any(_mixes_scripts(label) for label in shown.split(".")):
        notes.append("mixed-script")
    return Address(typed, login, shown, ascii_domain, registrable(ascii_domain) or ascii_domain, tuple(notes))


def is_host(name: str) -> bool:
    """Whether `name` is a host name of several labels (A-labels, lower case), not an IP address."""
    return len(name) <= 253 and _HOST.fullmatch(name) is not None and not name.rsplit(".", 1)[-1].isdigit()


def host_from(name: str) -> str | None:
    """A host name from the network as DNS wants it: A-labels, lower case, no trailing dot. None if unfit."""
    found = _ascii(name.strip().removesuffix("."))
    return found if is_host(found) else None


def _ascii(name: str) -> str:
    """The A-labels of a name; "" where it can have none."""
    plain = name.lower()
    if "--" not in plain and is_host(plain):        # nearly always: nothing to encode, and nothing to refuse
        return plain
    import idna

    try:
        # IDNA 2008, non-transitional: `faß.de` and `fass.de` belong to different people.
        return idna.encode(name, uts46=True, std3_rules=True).decode()
    except (idna.IDNAError, UnicodeError):
        return ""


def look_alike(address: Address, known_domains: Iterable[str]) -> str | None:
    """The well-known domain that this one only looks like, such as `gmail.com` with Cyrillic letters."""
    if address.domain == address.ascii_domain:
        return None
    seen = "".join(_LOOKS_LIKE.get(letter, letter) for letter in unicodedata.normalize("NFKD", address.domain)
                   if not unicodedata.combining(letter))
    return seen if seen in set(known_domains) - {address.ascii_domain} else None


def suggestion(address: Address, known_domains: Iterable[str]) -> str | None:
    """The well-known domain that was probably meant (`gmail.com` for `gmial.com`), or None.

    One that looks the same in other letters, or is one slip away; advisor/slips.py says what a slip is.
    Never for a domain that is itself known.
    """
    from advisor.slips import slips

    known = set(known_domains)
    if address.ascii_domain in known:
        return None
    disguised = look_alike(address, known)
    if disguised is not None:
        return disguised
    near = [(distance, domain) for domain in known
            if (distance := slips(address.ascii_domain, domain)) is not None]
    return min(near)[1] if near else None


def _unwrap(typed: str) -> str:
    if typed.lower().startswith("mailto:"):         # RFC 6068: percent-encoded, headers after `?`
        typed = unquote(typed[len("mailto:"):].partition("?")[0]).strip()
    if typed.endswith(">") and "<" in typed:
        typed = typed[typed.rindex("<") + 1:-1].strip()
    return typed


def _local_part(local: str, typed: str) -> tuple[str, list[str]]:
    notes = []
    if len(local) >= 2 and local[0] == local[-1] == '"':
        local = re.sub(r"\\(.)", r"\1", local[1:-1])    # RFC 5321 section 4.1.2: quotes are no part
        notes.append("quoted-local")
    elif any(letter in _SPECIALS for letter in local):
        raise _refuse("address-bad-name", text("“{local}” cannot stand before the @ sign.", local=local),
                      text("Give one address only, without spaces, commas or brackets."))
    if not local:
        raise _refuse("address-no-name", text("There is nothing before the @ sign in “{given}”.",
                      given=typed), text("Write it in full, like name@company.com."))
    if len(local.encode()) > 64:                        # RFC 5321 section 4.5.3.1.1
        raise _refuse("address-too-long", text("The part before the @ sign is longer than 64 characters."),
                      text("Check whether two addresses ran together."))
    if any(unicodedata.category(letter) == "Cf" for letter in local):
        raise _refuse("address-control-characters", text("The address contains an invisible character."),
                      text("Type it by hand instead of pasting it."))
    if "+" in local[1:]:
        notes.append("sub-address")
    if not local.isascii():
        notes.append("non-ascii-local")
    return local, notes


def _domain(domain: str, typed: str) -> str:
    if domain.startswith("[") or _is_ip(domain):
        raise _refuse("address-ip-literal", text("“{domain}” is an IP address, not a mail domain.",
                      domain=domain), text("Give the address as your provider wrote it, like "
                                           "name@company.com."))
    domain = domain.removesuffix(".")
    if not domain:
        raise _refuse("address-no-domain", text("There is nothing after the @ sign in “{given}”.",
                      given=typed), text("Write it in full, like name@company.com."))
    if len(domain) > 253 or any(len(label) > 63 for label in domain.split(".")):
        raise _refuse("address-too-long", text("The part after the @ sign is too long to be a domain."),
                      text("A domain has at most 253 characters, and 63 between two dots."))
    found = _ascii(domain)
    if "." in found and is_host(found):
        return found
    if found and "." not in found and is_host(found + ".example"):
        raise _refuse("address-single-label", text("“{domain}” is not a complete mail domain.",
                      domain=domain), text("The part after the @ sign needs a dot, like company.com."))
    raise _refuse("address-bad-domain", text("“{domain}” cannot be a mail domain.", domain=domain),
                  text("Check for spaces, double dots and signs other than letters, digits and hyphens."))


def _check_policy(ascii_domain: str, lan: bool) -> None:
    for reserved in _RESERVED:
        if (ascii_domain == reserved or ascii_domain.endswith("." + reserved)) and not lan:
            raise _refuse("address-reserved", text("“{domain}” is a reserved name that has no mail on the "
                          "Internet.", domain=ascii_domain),
                          text("Give your real address; for a server in your own network add --lan."))
    # Only the ICANN section: a hoster's suffix from the private section can well have mailboxes of its own.
    if not registrable(ascii_domain) and is_registry(ascii_domain):
        raise _refuse("address-public-suffix", text("“{domain}” is an ending under which domains are "
                      "registered, not a mail domain.", domain=ascii_domain),
                      text("Something is missing before it, like name@company.{domain}.",
                           domain=ascii_domain))


def _refuse(reference: str, message: Text, hint: Text) -> AdvisorError:
    return AdvisorError(reference, message, Exit.USAGE, hint=hint)


def _is_ip(domain: str) -> bool:
    try:
        ipaddress.ip_address(domain.removesuffix("."))
    except ValueError:
        return False
    return True


def _shown(ascii_domain: str) -> str:
    if "xn--" not in ascii_domain:
        return ascii_domain
    import idna

    try:
        return idna.decode(ascii_domain)
    except idna.IDNAError:      # cannot be told apart from a plain name; show what goes on the wire
        return ascii_domain


def _mixes_scripts(label: str) -> bool:
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    return len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER)
