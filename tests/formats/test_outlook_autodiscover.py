"""The local Autodiscover file: says STARTTLS and any script; our own source reads the same servers."""

import pytest

from advisor.formats import (
    outlook_autodiscover,
    outlook_autodiscover_reg,
    outlook_autodiscover_undo,
    windows_reg,
)
from advisor.sources import _outlook
from tests.formats.facts import facts
from tests.formats.facts import rendered as file_of
from tests.plans import MODES, address, server


def rendered(mode="imap", *, path="autodiscover.xml", **changes):
    role = {"autodiscover.xml": "autodiscover"}.get(path)
    return file_of("outlook-classic", mode, role=role, **changes)


def registry(name, domain="full.example"):
    from advisor import clients
    from advisor.render import render
    from tests.plans import plan, planned

    files = render(plan(planned("outlook-classic"), address=address(domain=domain)), clients.load()).files
    return next(file.content for file in files if file.path.endswith(f"/{name}"))


@pytest.mark.parametrize("mode", ["imap", "pop3-keep"])
@pytest.mark.parametrize(("security", "port"), [("tls", None), ("starttls", None)])
def test_another_reader_finds_the_same_servers(mode, security, port):
    """The one that reads what domains publish, which was written against other people's files."""
    protocol = "pop3" if MODES[mode] else "imap"
    wanted = server(protocol, security, port=port) if port else server(protocol, security)
    answer = _outlook.read(rendered(mode, incoming=wanted))
    claims, notes = _outlook.claims(answer, address(), "test", "here", "I4")
    assert claims[0].endpoint == wanted.endpoint
    assert claims[1].endpoint == server("smtp", "starttls").endpoint
    assert claims[0].username in ("%EMAILADDRESS%", wanted.username)
    assert set(notes) <= {"pop-before-smtp"}


def test_both_servers_are_in_one_account():
    text = rendered().decode()
    assert text.count("<Account>") == 1
    assert text.count("<Protocol>") == 2
    # Each of these is on where nobody says otherwise (MS-OXDSCLI).
    assert text.count("<SPA>off</SPA>") == text.count("<DomainRequired>off</DomainRequired>") == 2


def test_names_in_every_script():
    said = outlook_autodiscover.read(rendered(name="Ελένη <b>&amp; 名 😀"))
    assert said["name"] == "Ελένη <b>&amp; 名 😀"


def test_the_same_login_is_used_for_sending_only_where_it_is_the_same():
    assert b"<UsePOPAuth>on<" in rendered()
    assert b"<UsePOPAuth>off<" in rendered(outgoing=server("smtp", username="u77"))
    without = rendered(outgoing=server("smtp", auth="none"))
    assert b"<UsePOPAuth>off<" in without
    assert without.count(b"<LoginName>") == 1


@pytest.mark.parametrize(("mode", "changes", "word"), [
    ("imap", {"incoming_auth": "oauth2"}, "OAuth2"), ("imap", {"outgoing_auth": "oauth2"}, "OAuth2"),
    ("imap", {"incoming_auth": "client-certificate"}, "sign in"), ("pop3-remove", {}, "on the server")])
def test_what_cannot_be_said_is_refused(mode, changes, word):
    assert word in outlook_autodiscover.refuses(facts(mode, **changes)).template


@pytest.mark.parametrize("change", [
    (b"<SSL>on</SSL>", b"<SSL>off</SSL>"), (b"<SPA>off</SPA>", b"<SPA>on</SPA>"),
    (b"<TTL>1</TTL>", b"<Ttl>1</Ttl>"),
    (b"<Type>IMAP</Type>", b"<Type>MAPI</Type>"), (b"2006a", b"2006b"), (b"email<", b"exchange<"),
    (b"<?xml version", b"<!DOCTYPE x><?xml version"), (b"<Encryption>SSL<", b"<Encryption>Auto<"),
    (b"<Type>SMTP<", b"<Type>IMAP<")])
def test_a_broken_file_is_not_read(change):
    with pytest.raises((ValueError, KeyError)):
        outlook_autodiscover.read(rendered().replace(*change, 1))


def test_the_registry_file_points_at_the_xml_and_the_other_takes_it_back():
    written = windows_reg.entries(registry("outlook-autodiscover.reg"))
    assert written == {outlook_autodiscover_reg.KEY: {
        "PreferLocalXML": 1, "full.example": "C:\\mail-advisor\\autodiscover.xml"}}
    undone = windows_reg.entries(registry("outlook-autodiscover-undo.reg"))
    assert undone == {key: dict.fromkeys(names) for key, names in written.items()}


@pytest.mark.parametrize(("name", "form", "change"), [
    ("outlook-autodiscover.reg", outlook_autodiscover_reg, ('"C:', '"x"="y"\r\n"z"="C:')),
    ("outlook-autodiscover.reg", outlook_autodiscover_reg, ("AutoDiscover]", "Setup]")),
    ("outlook-autodiscover.reg", outlook_autodiscover_reg, ('"PreferLocalXML"=dword:00000001\r\n', "")),
    ("outlook-autodiscover-undo.reg", outlook_autodiscover_undo, ('"PreferLocalXML"=-\r\n', "")),
    ("outlook-autodiscover-undo.reg", outlook_autodiscover_undo, ('"full.example"=-', '"full.example"="x"'))])
def test_a_broken_registry_file_is_not_taken_for_ours(name, form, change):
    text = registry(name).decode("utf-16").replace(*change)
    with pytest.raises((ValueError, KeyError)):
        form.read(b"\xff\xfe" + text.encode("utf-16-le"))
