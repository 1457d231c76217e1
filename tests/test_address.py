"""Addresses as people type them: what is accepted, what it becomes, and what is refused with which hint."""

import contextlib

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.address import host_from, is_host, look_alike, parse, suggestion
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.suffixes import registrable

KNOWN = ("gmail.com", "hotmail.com", "hotmail.de", "outlook.com", "yahoo.com", "googlemail.com", "gmx.net")


@pytest.mark.parametrize("typed", [
    "bob@company.es", " Bob <bob@company.es> ", "mailto:bob@company.es", "MAILTO:bob@company.es?subject=x",
    '"Bob, the builder" <bob@company.es>', "<bob@company.es>", "bob@company.es.", "bob@COMPANY.es",
    "\u200ebob@company.es\ufeff", "bob@company。es"])
def test_what_people_paste_is_the_same_address(typed):
    address = parse(typed)
    assert address.full == "bob@company.es"
    assert address.registrable == "company.es"


@pytest.mark.parametrize(("typed", "local", "notes"), [
    ("Ana.Maria@company.es", "Ana.Maria", ()),
    ("user+tag@company.es", "user+tag", ("sub-address",)),
    ('"a b"@company.es', "a b", ("quoted-local",)),
    ('"a@b"@company.es', "a@b", ("quoted-local",)),
    ('"a\\"b"@company.es', 'a"b', ("quoted-local",)),
    ("mailto:user%2Btag@company.es", "user+tag", ("sub-address",)),
    ("josé@company.es", "josé", ("non-ascii-local",)),
    ("+@company.es", "+", ())])
def test_the_local_part_is_kept_as_it_is(typed, local, notes):
    address = parse(typed)
    assert (address.local, address.notes) == (local, notes)


@pytest.mark.parametrize(("typed", "ascii_domain", "shown"), [
    ("u@faß.de", "xn--fa-hia.de", "faß.de"),            # IDNA 2003 would send it to fass.de
    ("u@xn--fa-hia.de", "xn--fa-hia.de", "faß.de"),
    ("u@пример.com", "xn--e1afmkfd.com", "пример.com"),
    ("u@BÜCHER.com", "xn--bcher-kva.com", "bücher.com")])
def test_international_domains(typed, ascii_domain, shown):
    address = parse(typed)
    assert (address.ascii_domain, address.domain) == (ascii_domain, shown)


@pytest.mark.parametrize(("domain", "mixed"), [
    ("аррle.com", True), ("gmаil.com", True), ("пример.com", False), ("bücher.com", False),
    ("日本カナかなabc.com", False)])
def test_mixed_alphabets_are_pointed_out(domain, mixed):
    assert ("mixed-script" in parse(f"u@{domain}").notes) == mixed


@pytest.mark.parametrize(("typed", "registered"), [
    ("u@sub.company.co.uk", "company.co.uk"), ("u@ana.github.io", "ana.github.io"),
    ("u@github.io", "github.io"), ("u@a.b.company.es", "company.es")])
def test_the_registrable_domain(typed, registered):
    assert parse(typed).registrable == registered


@pytest.mark.parametrize(("typed", "reference"), [
    ("", "address-no-at"), ("bob", "address-no-at"), ("@company.es", "address-no-name"),
    ('""@company.es', "address-no-name"), ("bob@", "address-no-domain"), ("bob@.", "address-no-domain"),
    ("u@[192.0.2.1]", "address-ip-literal"), ("u@192.0.2.1", "address-ip-literal"),
    ("u@[IPv6:2001:db8::1]", "address-ip-literal"), ("u@::1", "address-ip-literal"),
    ("u@host", "address-single-label"), ("u@localhost", "address-single-label"),
    ("u@printer.local", "address-reserved"), ("u@d.invalid", "address-reserved"),
    ("u@example.com", "address-reserved"), ("u@mail.example.org", "address-reserved"),
    ("u@d.test", "address-reserved"), ("u@d.example", "address-reserved"), ("u@d.onion", "address-reserved"),
    ("u@d.internal", "address-reserved"), ("u@d.home.arpa", "address-reserved"),
    ("u@co.uk", "address-public-suffix"), ("u@com.ar", "address-public-suffix"),
    ("u@a..es", "address-bad-domain"), ("u@-a.es", "address-bad-domain"), ("u@a_b.es", "address-bad-domain"),
    ("u@a b.es", "address-bad-domain"), ("u@a;b.es", "address-bad-domain"), ("u@.es", "address-bad-domain"),
    ("u@company.es..", "address-bad-domain"), ("u@company.123", "address-bad-domain"),
    ("a b@company.es", "address-bad-name"), ("a@b.es, c@d.es", "address-bad-name"),
    ("u@" + "a." * 150 + "es", "address-too-long"), ("u@" + "a" * 64 + ".es", "address-too-long"),
    ("a" * 65 + "@company.es", "address-too-long"),
    ("a@b.es\nc@d.es", "address-control-characters"), ("a\x00b@company.es", "address-control-characters"),
    ("mailto:a%0Ab@company.es", "address-control-characters"),
    ("a\u202eb@company.es", "address-control-characters")])
def test_what_cannot_be_an_address_is_refused_with_a_hint(typed, reference):
    with pytest.raises(AdvisorError) as refused:
        parse(typed)
    assert refused.value.reference == reference
    assert refused.value.exit_code is Exit.USAGE
    for language in ("en", "es"):
        assert "{" not in Speaker(language).say(refused.value.message)
        assert Speaker(language).say(refused.value.hint)


@pytest.mark.parametrize("typed", ["ana@full.example", "ana@nas.local", "ana@mail.home.arpa", "u@d.test"])
def test_reserved_names_are_for_the_own_network(typed):
    assert parse(typed, lan=True).full == typed


@pytest.mark.parametrize("typed", ["u@host", "u@[192.0.2.1]", "u@co.uk"])
def test_lan_does_not_allow_what_is_no_domain(typed):
    with pytest.raises(AdvisorError):
        parse(typed, lan=True)


@pytest.mark.parametrize(("domain", "meant"), [
    ("gmial.com", "gmail.com"), ("gnail.com", "gmail.com"), ("gmail.co", "gmail.com"),
    ("gmail.con", "gmail.com"), ("mgail.com", "gmail.com"), ("outlok.com", "outlook.com"),
    ("yaho.com", "yahoo.com"), ("otmail.com", "hotmail.com"), ("googelmail.con", "googlemail.com"),
    # Known, short, from another country, or simply another name.
    ("gmail.com", None), ("hotmail.de", None), ("gmx.net", None), ("gmx.nl", None), ("hotmail.be", None),
    ("email.com", None), ("mail.com", None), ("company.com", None), ("gmial.es", None)])
def test_typing_mistakes(domain, meant):
    assert suggestion(parse(f"u@{domain}"), KNOWN) == meant


@pytest.mark.parametrize(("name", "expected"), [
    ("imap.d.example", True), ("d.example", True), ("imap", False), ("192.0.2.1", False), ("a_b.d.es", False),
    ("a.d.es\n", False), ("", False), ("a..es", False), ('a";.es', False), ("A.es", False)])
def test_host_names(name, expected):
    assert is_host(name) == expected


@pytest.mark.parametrize(("name", "expected"), [
    ("IMAP.D.example.", "imap.d.example"), (" imap.bücher.es ", "imap.xn--bcher-kva.es"), ("1.2.3.4", None),
    ("a\nb.es", None), ("a_b.es", None), (".", None), ("", None), ("a" * 300 + ".es", None)])
def test_host_names_from_the_network(name, expected):
    assert host_from(name) == expected


def test_a_public_suffix_has_no_registrable_domain():
    assert registrable("co.uk") == ""
    assert registrable("mx.company.co.uk") == "company.co.uk"


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(typed):
    with contextlib.suppress(AdvisorError):
        address = parse(typed, lan=True)
        assert is_host(address.ascii_domain)
        assert address.local


LABELS = st.from_regex(r"[a-z]([a-z0-9]{0,10}[a-z0-9])?", fullmatch=True)


@given(st.from_regex(r"[A-Za-z0-9.+_-]{1,20}", fullmatch=True), st.lists(LABELS, min_size=1, max_size=3))
def test_ordinary_addresses_are_taken_as_they_are_and_stay_the_same(local, labels):
    typed = f"{local}@{'.'.join(labels)}.example"
    address = parse(typed, lan=True)
    assert address.full == typed
    assert parse(address.full, lan=True) == address


@pytest.mark.parametrize(("given", "meant"), [
    ("u@уаһоо.com", "yahoo.com"),               # all of the name in Cyrillic
    ("u@gmаil.com", "gmail.com"),               # one letter of it
    ("u@gmáil.com", "gmail.com"), ("u@gmaıl.com", "gmail.com"), ("u@gmail.com", None), ("u@пример.com", None),
    ("u@faß.de", None)])
def test_a_domain_that_only_looks_like_a_known_one(given, meant):
    known = ("gmail.com", "yahoo.com")
    assert look_alike(parse(given), known) == meant
    assert suggestion(parse(given), known) == meant


@given(st.text(st.sampled_from("aZ09-._ \t\nñß。／xn"), max_size=40) | st.from_regex(
    r"\A[a-zA-Z0-9-]{0,64}(\.[a-zA-Z0-9-]{1,64}){1,3}\.?\Z"))
def test_a_plain_host_name_needs_no_encoding(name):
    """What is passed without a look into the tables of IDNA is what they would say."""
    try:
        slow = idna.encode(name.strip().removesuffix("."), uts46=True, std3_rules=True).decode()
    except (idna.IDNAError, UnicodeError):
        slow = None
    assert host_from(name) == (slow if slow is not None and is_host(slow) else None)
