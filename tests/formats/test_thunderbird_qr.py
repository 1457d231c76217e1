"""The text of the QR code: lists as the app reads them, no null, no password, and not too long."""

import json

import pytest
from hypothesis import given

from advisor.formats import thunderbird_qr
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.plans import address, server


def test_the_whole_of_it():
    assert rendered("thunderbird-android", role="qr-code", name="Ana").decode() == (
        '[1,[1,1],[0,"imap.full.example",993,3,1,"ana@full.example","",""],'
        '[[[0,"smtp.full.example",587,2,1,"ana@full.example",""],["ana@full.example","Ana"]]]]')


def test_pop3_and_oauth2():
    assert json.loads(rendered("thunderbird-android", "pop3-keep", role="qr-code"))[2][0] == 1
    oauth2 = rendered("thunderbird-android", role="qr-code", incoming=server("imap", auth="oauth2"))
    assert json.loads(oauth2)[2][4] == 6
    assert thunderbird_qr.refuses(facts("pop3-keep", incoming_auth="oauth2"))


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back(name, login):
    said = thunderbird_qr.read(rendered(
        "thunderbird-android", role="qr-code", name=name, incoming=server("imap", username=login)))
    assert (said["name"], said["incoming_username"]) == (facts(name=name)["name"], login)


@pytest.mark.parametrize("mode", ["pop3-remove", "pop3-keep-days", "pop3-keep-until-deleted"])
def test_it_has_no_word_for_removing(mode):
    assert thunderbird_qr.refuses(facts(mode))


def test_what_no_code_holds():
    assert thunderbird_qr.refuses(facts(address="añá@full.example"))
    long = "😀" * 300
    assert thunderbird_qr.refuses(facts(name=long, incoming_username=long, outgoing_username=long))
    longest = facts(name="x" * 300, incoming_username="x" * 300, outgoing_username="x" * 300)
    assert thunderbird_qr.refuses(longest) is None
    content = rendered("thunderbird-android", role="qr-code", name="😀" * 290,
                       incoming=server("imap", username="x" * 300), address=address("x" * 60))
    assert len(content) < 2953


@pytest.mark.parametrize("given_value", ["a\nb", "a\r", None, True, 1.5])
def test_what_it_cannot_hold(given_value):
    with pytest.raises(ValueError, match=r"."):
        thunderbird_qr.value(given_value)


@pytest.mark.parametrize("change", [
    ("[1,[1,1]", "[2,[1,1]"), ("[1,[1,1]", "[1,[1,2]"), (",993,3,1,", ",993,1,1,"),
    (",993,3,1,", ",993,3,9,"),
    ('"",""]', 'null,""]'), ('"",""]', '"","pw"]'), ("[[[0,", "[[[1,"), (',"Ana García"]', "]")])
def test_what_the_app_does_not_read(change):
    text = rendered("thunderbird-android", role="qr-code").decode()
    assert change[0] in text
    with pytest.raises((ValueError, KeyError)):
        thunderbird_qr.read(text.replace(*change).encode())
