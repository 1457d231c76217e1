"""Microsoft takes no password from any program, Google takes app passwords: what each program gets there."""

import pytest

from advisor import address, clients, probing, providers, registry
from advisor.advise import advise
from advisor.i18n import Speaker
from advisor.judging import judge
from advisor.model.household import Device, Household
from advisor.render import render
from tests.world import World

CLIENTS = clients.load()
MICROSOFT, GOOGLE = "ana@hotmail.es", "ana@gmail.com"


def planned(given, client):
    sources = registry.collect("advisor.sources", "SOURCE")
    evidence = probing.probe(address.parse(given), World(), profiles=providers.load(), sources=sources,
                             offline=True)
    household = Household(given, (Device("PC", client.kinds[0], client.id, stays=True),), name="Ana")
    plan = advise(judge(evidence), household, CLIENTS)
    return plan.devices[0], render(plan, CLIENTS)


def reads(client):
    return bool({"imap", "pop3"} & set(client.protocols))


@pytest.mark.parametrize("client", CLIENTS.values(), ids=list(CLIENTS))
def test_at_microsoft_only_the_sign_in_page_opens_the_door(client):
    device, done = planned(MICROSOFT, client)
    assert device.settings.incoming.auth == "oauth2"
    machine = [file for file in done.files if file.role != "sheet"]
    if not client.oauth2:
        assert done.files == ()
        assert [one.client for one in done.refused] == [client.id]
        assert not reads(client) or not device.usable
    elif not client.file_oauth2:
        # What takes the place of the file: the sheet beside it, and the program's own dialog.
        assert machine == []
        assert any(file.role == "sheet" for file in done.files)
        for language in ("en", "es"):
            assert all("OAuth2" in Speaker(language).say(one.why) for one in done.refused)
    else:
        assert done.files
        assert done.refused == ()


@pytest.mark.parametrize("client", [one for one in CLIENTS.values() if reads(one)], ids=lambda one: one.id)
def test_at_google_every_program_finds_a_way(client):
    device, done = planned(GOOGLE, client)
    assert device.usable
    assert device.settings.incoming.auth in ("oauth2", "app-password")
    assert done.files
    if not client.oauth2:
        assert device.settings.incoming.auth == "app-password"


def test_the_programs_that_can_and_cannot():
    """The table that the help desk asks for; a change here is a change of what people are told."""
    cannot = {one.id for one in CLIENTS.values() if not one.oauth2}
    assert {"aerc", "fetchmail", "generic", "getmail", "himalaya", "mbsync", "neomutt",
            "offlineimap"} <= cannot
    by_hand = {one.id for one in CLIENTS.values() if one.oauth2 and not one.file_oauth2}
    assert {"apple-mail", "outlook-classic", "evolution"} <= by_hand
    assert {"thunderbird", "thunderbird-android", "k9"} <= set(CLIENTS) - cannot - by_hand
