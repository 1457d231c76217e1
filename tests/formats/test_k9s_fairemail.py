"""What FairEmail takes from a .k9s file: a password, the order of the elements, nothing about deleting."""

import pytest
from hypothesis import given

from advisor.formats import k9s_fairemail
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.plans import server


def test_it_leaves_everything_on_the_server():
    said = k9s_fairemail.read(rendered("fairemail", "pop3-keep", role="import"))
    assert (said["leave_on_server"], said["days"], said["delete_on_local_delete"]) == (True, 0, False)
    assert said["outgoing_host"] == "smtp.full.example"
    assert said["incoming_host"] == "pop.full.example"


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back(name, login):
    said = k9s_fairemail.read(
        rendered("fairemail", role="import", name=name, incoming=server("imap", username=login)))
    assert (said["name"], said["incoming_username"]) == (facts(name=name)["name"], login)


@pytest.mark.parametrize("auth", ["oauth2", "password-encrypted", "client-certificate", "none"])
def test_an_account_that_it_would_drop_is_refused(auth):
    assert k9s_fairemail.refuses(facts(incoming_auth=auth))
    assert k9s_fairemail.refuses(facts(outgoing_auth=auth))


@pytest.mark.parametrize("mode", ["pop3-remove", "pop3-keep-days", "pop3-keep-until-deleted"])
def test_what_it_does_not_take_over_is_refused(mode):
    assert k9s_fairemail.refuses(facts(mode))


def test_another_way_to_sign_in_is_not_read():
    text = rendered("fairemail", role="import").decode()
    with pytest.raises(ValueError, match=r"drops"):
        k9s_fairemail.read(text.replace(">PLAIN<", ">CRAM_MD5<").encode())
