"""The .prf: no quoting, so what would need it is refused; and every key has its mapping."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import clients
from advisor.formats import outlook_prf
from advisor.render import render
from tests.plans import address, plan, planned, server

CLIENTS = clients.load()


def rendered(device=None, **changes):
    """The .prf of one device as bytes, or the reason why there is none."""
    result = render(plan(device or planned("outlook-classic"), **changes), CLIENTS)
    for file in result.files:
        if file.path.endswith(".prf"):
            return file.content
    return next(refusal.why for refusal in result.refused if refusal.path.endswith(".prf"))


@pytest.mark.parametrize("value", ["a", "a;b", "a[b]", "x=y", "O'Brien", 'a "b" c', "100%", "", "é"])
def test_harmless(value):
    assert outlook_prf.value(value) == value


@pytest.mark.parametrize("value", [
    ";a", "[a", " a", "a ", '"a"', "'a'", "a\nb", "a\rb", "a\0", "a\tb", "\u2028", None, 1.5, True])
def test_what_it_cannot_hold(value):
    with pytest.raises(ValueError, match=r"cannot hold"):
        outlook_prf.value(value)


@given(st.text(alphabet=st.characters(codec="cp1252"), max_size=40))
def test_a_value_comes_back_or_is_refused(value):
    try:
        spelled = outlook_prf.value(value)
    except ValueError:
        return
    content = outlook_prf.pack(f"[A]\nkey={spelled}\n")
    assert outlook_prf.sections(content) == {"A": {"key": value}}


def test_ansi_crlf_and_no_byte_order_mark():
    content = rendered(name="José Núñez €")
    assert "DisplayName=José Núñez €\r\n".encode("cp1252") in content
    assert content.startswith(b"; ")
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize(("mode", "bits"), [
    ("pop3-keep", "0x1"), ("pop3-keep-days", "0xE0003"), ("pop3-keep-until-deleted", "0x5"),
    ("pop3-remove", "0x0")])
def test_leave_on_server(mode, bits):
    assert f"LeaveOnServer={bits}\r\n".encode() in rendered(planned("outlook-classic", mode))


@pytest.mark.parametrize(("security", "number"), [("plain", 0), ("tls", 1), ("starttls", 2)])
def test_smtp_security(security, number):
    content = rendered(planned("outlook-classic", outgoing=server("smtp", security)))
    assert f"SMTPSecureConnection={number}\r\n".encode() in content


def test_another_login_for_sending_is_written():
    content = rendered(planned("outlook-classic", outgoing=server("smtp", username="u77")))
    assert b"SMTPAuthMethod=1\r\nSMTPUserName=u77\r\n" in content


def test_sending_without_a_login():
    assert b"SMTPUseAuth=0\r\n" in rendered(planned("outlook-classic", outgoing=server("smtp", auth="none")))


def test_no_pst_service_and_no_default_store():
    parts = outlook_prf.sections(rendered(planned("outlook-classic", "pop3-keep")))
    assert "DefaultStore" not in parts["General"]
    assert parts["Service List"] == {"Service1": "Outlook Address Book"}


@pytest.mark.parametrize(("device", "word"), [
    (planned("outlook-classic", incoming=server("imap", "starttls")), "STARTTLS"),
    (planned("outlook-classic", "pop3-keep", incoming=server("pop3", "starttls")), "STARTTLS"),
    (planned("outlook-classic", incoming=server("imap", auth="oauth2")), "OAuth2"),
    (planned("outlook-classic", outgoing=server("smtp", auth="oauth2")), "OAuth2"),
    (planned("outlook-classic", incoming=server("imap", auth="client-certificate")), "ordinary password"),
    (planned("outlook-classic", incoming=server("imap", auth="password-encrypted")), "ordinary password"),
    (planned("outlook-classic", incoming=server("imap", username="'x'")), "quoting"),
])
def test_what_cannot_be_said_is_refused_with_the_reason(device, word):
    assert word in rendered(device).template


@pytest.mark.parametrize(("name", "word"), [
    ("Ελένη", "code page"), ("😀", "code page"), ("[Service1]", "quoting"), (";x", "quoting"),
    ('"x"', "quoting")])
def test_names_that_cannot_be_written(name, word):
    assert word in rendered(name=name).template


def test_a_backslash_cannot_be_in_a_profile_name():
    assert "profile" in rendered(address=address("a\\b")).template


def test_the_registry_file_goes_with_the_prf_and_the_sheet_stays():
    result = render(plan(planned("outlook-classic", incoming=server("imap", "starttls"))), CLIENTS)
    assert [file.role for file in result.files] == ["autodiscover", "registry", "undo", "sheet"]
    assert [refusal.path for refusal in result.refused] == [
        f"Office-PC/{name}" for name in ("outlook.prf", "outlook-import.reg", "outlook-import-undo.reg")]


def test_a_property_that_no_account_has_is_an_error():
    for change in ((b"PT_LONG,0x0104", b"PT_LONG,0x0102"), (b"PT_LONG,0x0104", b"PT_UNICODE,0x0104"),
                   (b"PT_LONG,0x0201", b"PT_LONG,0x0104")):
        with pytest.raises(ValueError, match=r"of an account"):
            outlook_prf.read(rendered().replace(*change))


def test_a_key_without_a_mapping_is_an_error():
    content = rendered().replace(b"IMAPPort=PT_LONG,0x0104\r\n", b"")
    with pytest.raises(KeyError, match=r"IMAPPort"):
        outlook_prf.read(content)


@pytest.mark.parametrize("change", [
    (b"\r\n", b"\n"), (b"Custom=1", b"Custom=0"), (b"[Service1]", b"[General]"), (b"UniqueService=No", b"x"),
    (b"Custom=1", b"Custom=1\r\nDefaultStore=Service1")])
def test_a_broken_file_is_not_read(change):
    with pytest.raises(ValueError, match=r"."):
        outlook_prf.read(rendered().replace(*change, 1))
