"""The shipped profiles fit their schema, and each leads to servers and a plan, or to an honest dead end."""

import datetime

import pytest

from advisor import address, clients, data, probing, profilecheck, providers, registry
from advisor.advise import advise
from advisor.combine import combine
from advisor.deadends import TOLD, way_out
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.evidence import Evidence, SourceRun
from advisor.model.household import Device, Household
from advisor.render import render
from advisor.report import discover_document, discover_lines, exit_of
from advisor.sources import Search, mx
from tests.world import World

PROFILES = providers.load()
MAILBOXES = [profile for profile in PROFILES if profile.mx_class == "mailbox"]
CLIENTS = clients.load()
FILES = sorted(data.folder("profiles").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_profile_is_sound(path):
    _, mistakes = profilecheck.check(path, datetime.date.today())
    assert [f"{one.place}: {Speaker('en').say(one.says)}" for one in mistakes] == []


def test_no_domain_and_no_mx_is_in_two_profiles():
    files = [(path.name, path.read_text(encoding="utf-8"), providers.read(path)) for path in FILES]
    assert profilecheck.doubles(files) == ()


def evidence_of(profile):
    """What a run without the network says of an address there; where only the MX tells, that one answer."""
    if profile.domains:
        parsed = address.parse(f"ana@{profile.domains[0].removeprefix('*.')}")
        sources = registry.collect("advisor.sources", "SOURCE")
        return probing.probe(parsed, World(), profiles=PROFILES, sources=sources, offline=True)
    parsed = address.parse("ana@empresa-de-prueba.es")
    world = World({"MX empresa-de-prueba.es": [f"10 mx.{profile.mx[0]}."]})
    found = mx.SOURCE.find(Search(parsed, world, PROFILES))
    run = SourceRun("mx", found.status, 0, found.note, found.provider, found.mx_class)
    return Evidence(parsed, found.claims, found.denials, runs=(run,))


@pytest.mark.parametrize("profile", MAILBOXES, ids=lambda profile: profile.id)
def test_offline_the_servers_of_the_profile_are_candidates_that_nobody_visited(profile):
    evidence = evidence_of(profile)
    picture = combine(evidence, PROFILES)
    told = discover_document(evidence, picture)
    assert told["provider"] == {
        "id": profile.id, "name": profile.name, "needs": list(profile.needs),
        "quirks": list(profile.quirks), "became": profile.became, "help": profile.help,
        "confidence": profile.confidence, "stale": False, "checked": profile.checked.isoformat()}
    expected = providers.servers(profile, evidence.address, "x", "x", "I1")
    assert {(answer["protocol"], answer["host"], answer["port"], answer["security"], answer["evidence"])
            for answer in told["answers"]} == {
        (claim.endpoint.protocol, claim.endpoint.host, claim.endpoint.port, claim.endpoint.security, "E0")
        for claim in expected}
    assert all(answer["auth"] == list(profile.auth) for answer in told["answers"])
    assert exit_of(picture) == (Exit.UNCONFIRMED if expected else Exit.NO_SERVER)
    for language in ("en", "es"):
        speaker = Speaker(language)
        page = "\n".join(discover_lines(evidence, picture, speaker, 10_000))
        way = way_out(picture)
        needs = [one for one in profile.needs if way is None or one not in TOLD]
        assert way is None or speaker.say(way) in page
        for family, codes in (("need", needs), ("quirk", profile.quirks),
                              ("noticed", (profile.became,) if profile.became and way is None else ())):
            assert all(speaker.code(family, code) in page for code in codes)


@pytest.mark.parametrize("profile", MAILBOXES, ids=lambda profile: profile.id)
def test_every_program_gets_a_plan_or_an_honest_dead_end(profile):
    evidence = evidence_of(profile)
    picture = combine(evidence, PROFILES)
    for client in CLIENTS.values():
        one = Device("PC", client.kinds[0], client.id, stays=True)
        household = Household(evidence.address.given, (one,), name="Ana")
        if not picture.candidates:
            with pytest.raises(AdvisorError) as dead_end:
                advise(picture, household, CLIENTS)
            assert dead_end.value.reference == "no-server"
            continue
        plan = advise(picture, household, CLIENTS)
        planned, rendered = plan.devices[0], render(plan, CLIENTS)
        assert planned.settings.incoming.auth in profile.auth
        assert planned.settings.outgoing.auth in profile.auth
        passwords = set(profile.auth) - {"oauth2"}
        reads = bool({"imap", "pop3"} & set(client.protocols))
        if not passwords and not client.oauth2:     # nothing that this program can do is accepted there
            assert not planned.usable
            assert not rendered.files
        if reads and not planned.usable:
            assert not rendered.files
            assert [refusal.client for refusal in rendered.refused] == [client.id]
        assert rendered.files or rendered.refused or not client.files


def test_the_dead_ends_are_those_that_we_know():
    """Whoever has no servers in their profile has a reason; a new one is a decision, not an oversight."""
    assert {profile.id for profile in MAILBOXES if not profile.servers} == {
        "proton", "tuta",                               # bridge or own apps only
        "terra.es", "orange.es", "globo",               # closed
        # Nobody publishes settings that agree.
        "ono", "euskaltel", "telmex", "cantv", "fibertel", "portugalmail", "telepac",
        # The name differs from customer to customer.
        "hostgator", "siteground", "workmail", "bluehost", "raiola", "webempresa"}


def test_an_address_at_a_closed_service_hears_so():
    evidence = evidence_of(providers.by_id(PROFILES, "terra.es"))
    page = " ".join(discover_lines(evidence, combine(evidence, PROFILES), Speaker("es"), 80))
    assert "ha cerrado este servicio de correo" in page
