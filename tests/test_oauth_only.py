"""Microsoft takes no password from any program, Google takes app passwords: what each program gets there."""

import pytest

from advisor import address, clients, probing, providers, registry
from advisor.advise import advise
from advisor.i18n import Speaker
from advisor.judging import judge
from advisor.model.household import Device, Household
from advisor.modes import access
from advisor.render import render
from tests.samples import candidate, picture
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


# Programs whose own list has Microsoft and Google: an account made there by hand, as IMAP, asks for a
# password that is always refused ("There is no plan for Outlook clients to support OAuth for POP and IMAP",
# Microsoft, Deprecation of Basic authentication in Exchange Online).
LISTED = {one.id for one in CLIENTS.values() if one.sign_in}


def test_who_has_an_entry_of_its_own_for_microsoft_and_google():
    assert {"outlook-classic", "outlook-new", "outlook-mac", "outlook-mobile", "apple-mail", "gmail-app",
            "samsung-email", "em-client", "mailspring"} == LISTED


@pytest.mark.parametrize("client", sorted(LISTED))
@pytest.mark.parametrize("given", [MICROSOFT, GOOGLE])
def test_the_sheet_leads_to_the_providers_own_entry(given, client):
    device, done = planned(given, CLIENTS[client])
    if device.settings.incoming.auth != "oauth2":
        return      # Gmail, by a file with an app password
    sheet = next(file for file in done.files if file.role == "sheet")
    assert sheet.how == CLIENTS[client].sign_in["microsoft" if given == MICROSOFT else "google"]
    assert "sheet-sign-in" in sheet.how
    written = sheet.content.decode()
    assert Speaker("en").code("how", "sheet-sign-in") in written
    assert Speaker("en").code("how", "sheet-password") not in written
    assert Speaker("en").code("how", "sheet-copy-values") not in written


@pytest.mark.parametrize("client", [one for one in CLIENTS.values() if one.oauth2 and one.id not in LISTED],
                         ids=lambda one: one.id)
def test_where_a_sign_in_page_opens_nobody_is_told_to_type_the_password_into_the_program(client):
    _, done = planned(MICROSOFT, client)
    for file in done.files:
        assert file.role != "sheet" or "sheet-sign-in" in file.how
        assert file.role != "sheet" or "sheet-password" not in file.how


@pytest.mark.parametrize("client", [one for one in CLIENTS.values() if one.pop3_modes],
                         ids=lambda one: one.id)
def test_pop3_with_oauth2_is_only_for_programs_that_are_known_to_do_both(client):
    seen = picture(candidate("imap", auth=("oauth2",)), candidate("pop3", auth=("oauth2",)),
                   candidate("smtp", auth=("oauth2",)))
    one = access(seen, client)
    can = client.id in ("thunderbird", "evolution", "claws-mail")
    assert any(mode.startswith("pop3") for mode in one.modes) == can
    if not can:
        assert one.closed["pop3-keep" if "pop3-keep" in client.pop3_modes else "pop3-remove"] == "sign-in"
