"""Evolution's three .source files: they belong together, and POP3's three settings are always written out."""

import pytest
from hypothesis import given

from advisor import clients
from advisor.formats import _key_file, evolution_account, evolution_identity, evolution_transport
from advisor.render import render
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.plans import plan, planned, server


@pytest.mark.parametrize(("mode", "keep", "days", "expunged"), [
    ("pop3-keep", "true", "0", "false"), ("pop3-keep-days", "true", "14", "false"),
    ("pop3-keep-until-deleted", "true", "0", "true"), ("pop3-remove", "false", "0", "false")])
def test_what_stays_on_the_server(mode, keep, days, expunged):
    groups = _key_file.groups(rendered("evolution", mode, role="import"))
    assert groups["Pop Backend"] == {
        "KeepOnServer": keep, "DeleteAfterDays": days, "DeleteExpunged": expunged}


def test_the_file_names_are_the_ids_that_the_files_speak_of():
    files = render(plan(planned("evolution")), clients.load()).files
    ids = {file.role: file.path.rsplit("/", 1)[1].removesuffix(".source")
           for file in files if file.path.endswith(".source")}
    groups = {file.role: _key_file.groups(file.content) for file in files if file.role in ids}
    assert groups["import"]["Mail Account"]["IdentityUid"] == ids["identity"]
    assert groups["identity"]["Mail Submission"]["TransportUid"] == ids["transport"]
    assert groups["identity"]["Data Source"]["Parent"] == ids["import"]
    assert groups["transport"]["Data Source"]["Parent"] == ids["import"]


@pytest.mark.parametrize(("mode", "folder"), [("imap", "mail-advisor-"), ("pop3-keep", "local/")])
def test_where_sent_mail_goes(mode, folder):
    groups = _key_file.groups(rendered("evolution", mode, role="identity"))
    assert groups["Mail Submission"]["SentFolder"].startswith(f"folder://{folder}")


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back(name, login):
    both = {"name": name, "incoming": server("imap", username=login),
            "outgoing": server("smtp", username=login)}
    assert evolution_account.read(rendered("evolution", role="import", **both))["incoming_username"] == login
    said = evolution_identity.read(rendered("evolution", role="identity", **both))
    assert said["name"] == facts(name=name)["name"]
    said = evolution_transport.read(rendered("evolution", role="transport", **both))
    assert said["outgoing_username"] == login


def test_sending_without_a_password():
    content = rendered("evolution", role="transport", outgoing=server("smtp", auth="none"))
    assert evolution_transport.read(content)["signs_in"] is False


@pytest.mark.parametrize(("role", "form", "change"), [
    ("import", evolution_account, ("Enabled=true", "Enabled=false")),
    ("import", evolution_account, ("Method=\n", "Method=XOAUTH2\n")),
    ("import", evolution_account, ("imapx", "nntp")),
    ("import", evolution_account, ("ssl-on-alternate-port", "ssl")),
    ("identity", evolution_identity, ("-transport", "-other")),
    ("transport", evolution_transport, ("BackendName=smtp", "BackendName=sendmail"))])
def test_what_is_not_read(role, form, change):
    text = rendered("evolution", role=role).decode()
    assert change[0] in text
    with pytest.raises((ValueError, KeyError)):
        form.read(text.replace(*change).encode())


def test_oauth2_is_refused():
    assert evolution_account.refuses(facts(incoming_auth="oauth2"))
