"""The XML reader: what it takes from good files, real files, broken files and files that mean harm."""

import contextlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor import autoconfig
from advisor.address import is_host, parse
from advisor.autoconfig import NotAutoconfig, fill
from advisor.model.endpoint import PROTOCOLS
from tests.world import document, places, server

ADDRESS = parse("maria.garcia@d.example", lan=True)
IMAP = server("incoming", "imap", "imap.d.example", 993, "SSL")
USUAL = ["imap imap.d.example:993 tls", "pop3 pop.d.example:995 tls", "smtp smtp.d.example:465 tls"]


def claims(body):
    return autoconfig.claims(autoconfig.read(body), ADDRESS, "autoconfig", "https://x", "I3")


def test_a_good_file():
    found, notes = claims(document())
    assert places(found) == USUAL
    assert [(claim.order, claim.username, claim.auth, claim.identity, claim.said) for claim in found] == [
        (order, "%EMAILADDRESS%", ("password",), "I3", "https://x") for order in range(3)]
    assert notes == ()


@pytest.mark.parametrize("body", [
    b"\n\n" + document(), b"\xef\xbb\xbf" + document(), b"\xef\xbb\xbf\r\n" + document(),
    document().decode().replace("?>", ' encoding="UTF-16"?>').encode("utf-16"),
    ("\n" + document().decode()).encode("utf-16"), document() + b"\n\n",
    document().replace(b'version="1.1"', b'version="9.9" xmlns="urn:x"'),
    document().replace(b"</displayName>", b"</displayName><later><nested/></later>"),
    document().replace(b"<hostname>", b"<!-- c --><hostname>\n  ").replace(b"</hostname>", b"\n</hostname>"),
    document().replace(b'"imap"', b'"IMAP"').replace(b"SSL", b"ssl")])
def test_harmless_variations_read_the_same(body):
    assert places(claims(body)[0]) == USUAL


@pytest.mark.parametrize(("body", "code"), [
    (b"", "empty"), (b" \n ", "empty"), (b"<html><body>Log in</body></html>", "not-xml"), (b"{}", "not-xml"),
    (b"<clientConfig><oops>", "not-xml"), (b'<?xml version="1.0" encoding="nonsense"?><a/>', "not-xml"),
    (b"<!DOCTYPE clientConfig>\n" + document(), "doctype"),
    (b"<!DOCTYPE clientConfig><clientConfig/>", "doctype"),
    (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><clientConfig>&x;</clientConfig>', "doctype"),
    (b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><clientConfig>&b;</clientConfig>',
     "doctype"),
    (b"<a>" * 100_000, "too-deep"), (b"<clientConfig>" + b"<a/>" * 3000 + b"</clientConfig>", "too-long"),
    (b"\xff\xfe<", "not-xml"), (b"\x00" * 50, "not-xml")])
def test_what_is_no_document_is_refused_with_a_code(body, code):
    with pytest.raises(NotAutoconfig) as refused:
        autoconfig.read(body)
    assert refused.value.code == code


@pytest.mark.parametrize(("broken", "note"), [
    (IMAP.replace("<port>993</port>", ""), "bad-port"), (IMAP.replace("993", "0"), "bad-port"),
    (IMAP.replace("993", "99999"), "bad-port"), (IMAP.replace("993", "imaps"), "bad-port"),
    (IMAP.replace("993", "9" * 5000), "bad-port"), (IMAP.replace("993", "٩٩٣"), "bad-port"),
    (IMAP.replace("imap.d.example", "imap.d.example\nx"), "bad-host"),
    (IMAP.replace("imap.d.example", '";rm'), "bad-host"), (IMAP.replace("imap.d.example", ""), "bad-host"),
    (IMAP.replace("imap.d.example", "192.0.2.1"), "bad-host"),
    (IMAP.replace("imap.d.example", "im_ap.d.es"), "bad-host"),
    (IMAP.replace("imap.d.example", "%EMAILLOCALPART%.spy.example"), "bad-host"),
    (IMAP.replace("%EMAILADDRESS%", "%EMAILADDRESS"), "bad-username"),
    (IMAP.replace("%EMAILADDRESS%", "%USERID%"), "bad-username"),
    (IMAP.replace("%EMAILADDRESS%", "a\u202eb"), "bad-username"),
    (IMAP.replace("password-cleartext", "GSSAPI"), "no-usable-auth")])
def test_a_broken_server_is_dropped_alone(broken, note):
    good = server("incoming", "pop3", "pop.d.example", 995, "SSL")
    found, notes = claims(document(broken, good))
    assert places(found) == ["pop3 pop.d.example:995 tls"]
    assert notes == (note,)


@pytest.mark.parametrize(("socket", "port", "security"), [
    ("SSL", 993, "tls"), ("TLS", 993, "tls"), ("STARTTLS", 143, "starttls"), ("plain", 143, "plain"),
    ("%server/imap/socket/%", 143, "starttls"), ("xxx", 993, "tls"), ("", 143, "starttls"),
    ("xxx", 2222, "tls"), ("SSL", 143, "tls")])
def test_an_unknown_socket_type_goes_by_port_and_is_never_plain(socket, port, security):
    found, _ = claims(document(server("incoming", "imap", "imap.d.example", port, socket)))
    assert found[0].endpoint.security == security


def test_of_several_socket_types_the_first_known_one_counts():
    body = document(IMAP.replace("<socketType>", "<socketType>QUIC</socketType><socketType>"))
    assert places(claims(body)[0]) == ["imap imap.d.example:993 tls"]


def test_several_ways_to_log_in_are_kept_in_order():
    several = IMAP.replace("<authentication>", "<authentication>OAuth2</authentication>"
                           "<authentication>smtp-after-pop</authentication><authentication>")
    assert claims(document(several))[0][0].auth == ("oauth2", "password")


def test_a_password_in_the_file_is_ignored_and_told():
    found, notes = claims(document(IMAP.replace("</username>", "</username><password>hunter2</password>")))
    assert notes == ("password-in-file",)
    assert "hunter2" not in repr(found)


def test_a_missing_login_name_is_the_address_and_no_login_needs_none():
    bare = IMAP.replace("<username>%EMAILADDRESS%</username>", "")
    assert claims(document(bare))[0][0].username == "%EMAILADDRESS%"
    assert claims(document(bare.replace("password-cleartext", "none")))[0][0].username == ""


def test_places_in_host_and_login():
    found = claims(document(server("incoming", "imap", "mail.%EMAILDOMAIN%", 993, "SSL",
                                   username="x-%EMAILLOCALPART%")))[0][0]
    assert (found.endpoint.host, fill(found.username, ADDRESS)) == ("mail.d.example", "x-maria.garcia")


def test_filling_in_happens_once():
    tricky = parse('"%EMAILDOMAIN%"@d.example', lan=True)
    assert fill("%EMAILLOCALPART%", tricky) == "%EMAILDOMAIN%"


def test_other_kinds_of_server_are_passed_over():
    assert claims(document(server("incoming", "exchange", "ews.d.example", 443, "SSL"), IMAP))[1] == ()


TAGS = st.sampled_from(["hostname", "port", "socketType", "authentication", "username", "password", "x"])
SECTIONS = st.builds(
    lambda kind, protocol, parts: f'<{kind} type="{protocol}">' + "".join(
        f"<{tag}>{value}</{tag}>" for tag, value in parts) + f"</{kind}>",
    st.sampled_from(["incomingServer", "outgoingServer", "other"]),
    st.sampled_from(["imap", "pop3", "smtp", "x"]),
    st.lists(st.tuples(TAGS, st.one_of(
        st.sampled_from(["imap.d.example", "993", "143", "SSL", "plain", "%EMAILADDRESS%", "%EMAILDOMAIN%"]),
        st.text(st.characters(exclude_characters="<&", exclude_categories=["Cs", "Cc"]), max_size=12))),
        max_size=8))


@given(st.lists(SECTIONS, max_size=4))
def test_whatever_the_sections_hold_only_sound_claims_come_out(sections):
    found, _ = claims(document(*sections) if sections else document())
    for claim in found:
        assert claim.endpoint.protocol in PROTOCOLS
        assert is_host(claim.endpoint.host)
        assert 0 < claim.endpoint.port < 65536
        assert claim.username.isprintable()
        if claim.endpoint.security == "plain":
            assert any("plain" in section for section in sections)


@given(st.binary(max_size=400))
@example(b"<clientConfig/>")
def test_any_bytes_are_read_or_refused(body):
    with contextlib.suppress(NotAutoconfig):
        assert isinstance(autoconfig.read(body), autoconfig.ClientConfig)


@pytest.fixture(scope="module")
def provider_files():
    """Real files, outside of the project: folder with xml/, expected.jsonl and expected-resolved.jsonl."""
    folder = os.environ.get("ISPDB_DIR")
    if not folder:
        pytest.skip("ISPDB_DIR is not set: the real provider files are not compared")
    return Path(folder)


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_real_provider_files_are_read_as_they_are(provider_files):
    compared = 0
    for row in rows(provider_files / "expected.jsonl"):
        config = autoconfig.read((provider_files / "xml" / row["file"]).read_bytes())
        assert (config.id, config.name) == (row["id"], row["displayName"])
        assert list(config.domains) == row["domains"]
        for direction in ("incoming", "outgoing"):
            read = [(one.kind, one.host, one.port, one.socket, list(one.auth), one.username or None)
                    for one in config.sections if one.direction == direction]
            assert read == [(one["type"], one["host"], str(one["port"]), one["socket"], one["auth"],
                             one["username"]) for one in row[direction]], row["file"]
        compared += 1
    assert compared > 100


AUTH = {"password-cleartext": "password", "password-encrypted": "password-encrypted", "OAuth2": "oauth2",
        "none": "none"}
SOCKET = {"SSL": "tls", "STARTTLS": "starttls", "plain": "plain"}


def test_real_provider_files_give_the_right_settings_for_each_domain(provider_files):
    configs, compared = {}, 0
    for row in rows(provider_files / "expected-resolved.jsonl"):
        if row["file"] not in configs:
            configs[row["file"]] = autoconfig.read((provider_files / "xml" / row["file"]).read_bytes())
        address = parse(row["address"])
        found, notes = autoconfig.claims(configs[row["file"]], address, "x", "x", "I2")
        read = [(str(claim.endpoint), claim.auth, fill(claim.username, address)) for claim in found]
        expected = []
        for one in row["incoming"] + row["outgoing"]:
            auth = tuple(AUTH[way] for way in one["auth"])
            # Two files leave a login name out: ours is then the address, or nothing where there is no login.
            username = one["username"] or ("" if auth == ("none",) else address.full)
            where = f"{one['type']} {one['host']}:{one['port']} {SOCKET[one['socket']]}"
            expected.append((where, auth, username))
        assert read == expected, row["domain"]
        assert not [note for note in notes if note != "pop3-first" and not note.startswith("oauth2-issuer ")]
        compared += 1
    assert compared > 700


def described(*parts):
    """A document with POP3, SMTP and these further parts."""
    pop3 = server("incoming", "pop3", "pop.d.example", 995, "SSL")
    return autoconfig.read(document(pop3, server("outgoing", "smtp", "smtp.d.example", 465, "SSL"), *parts))


def test_recommendations_for_pop3_are_kept_and_nonsense_in_them_is_not():
    body = document(server("incoming", "pop3", "pop.d.example", 995, "SSL").replace(
        "</incomingServer>", "<pop3><leaveMessagesOnServer>TRUE</leaveMessagesOnServer>"
        "<downloadOnBiff>maybe</downloadOnBiff><daysToLeaveMessagesOnServer>1e9</daysToLeaveMessagesOnServer>"
        "<checkInterval minutes='15'/><novelty>1</novelty></pop3></incomingServer>"))
    section, = autoconfig.read(body).sections
    assert section.hints == ("leave-on-server=true", "check-minutes=15")


def test_pages_are_text_and_web_addresses_and_nothing_else():
    config = described(
        '<documentation url="https://h.example/a"><descr lang="en">Read\x0b this</descr></documentation>'
        .replace("\x0b", "&#x85;"),
        '<documentation url="javascript:alert(1)"><descr>x</descr></documentation>',
        '<documentation url="https://h.example/&#10;x"/>', '<documentation url="file:///etc/passwd"/>',
        f'<enable visiturl="http://h.example/b"><instruction>{"long " * 100}</instruction></enable>',
        '<enable visiturl="https://h.example/c"/>')
    assert [(page.kind, page.url, page.lang) for page in config.pages] == [
        ("documentation", "https://h.example/a", "en"), ("enable", "http://h.example/b", ""),
        ("enable", "https://h.example/c", "")]
    assert config.pages[0].says == "Read this"
    assert len(config.pages[1].says) == 200


def test_there_is_an_end_to_the_pages():
    many = [f'<documentation url="https://h.example/{n}"/>' for n in range(100)]
    assert len(described(*many).pages) == 12


@pytest.mark.parametrize(("issuer", "host"), [
    ("accounts.d.example", "accounts.d.example"), ("https://login.d.example/tenant/", "login.d.example"),
    ("a b;c", ""), ("", "")])
def test_the_issuer_of_oauth2_is_a_host_or_nothing(issuer, host):
    assert described(f"<oAuth2><issuer>{issuer}</issuer></oAuth2>").issuer == host
