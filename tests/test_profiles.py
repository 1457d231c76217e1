"""The shipped profiles fit their schema, and each leads to servers and a plan, or to an honest dead end."""

import datetime
import itertools

import pytest
from publicsuffixlist import PublicSuffixList

from advisor import address, clients, data, probing, providers, registry
from advisor.advise import advise
from advisor.combine import combine
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.evidence import Evidence, SourceRun
from advisor.model.household import Device, Household
from advisor.model.provider import Profile, ProfileServer
from advisor.render import render
from advisor.report import discover_document, discover_lines, exit_of
from advisor.sources import Search, mx
from tests.world import World

PROFILES = providers.load()
MAILBOXES = [profile for profile in PROFILES if profile.mx_class == "mailbox"]
CLIENTS = clients.load()
# A hoster may well have its own name in the private section of the list (kinghost.net).
ICANN = PublicSuffixList(only_icann=True)
KINDS_OF_SOURCE = ("mozilla-database", "chatmail-database", "programs", "projects")
WAYS = ("password", "password-encrypted", "oauth2", "app-password", "client-certificate")
TODAY = datetime.date.today()


def place(profile_id, words):
    """`gmail.toml:7`: where these words stand in the profile."""
    path = data.folder("profiles") / f"{profile_id}.toml"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    line = next((number for number, text in enumerate(lines, 1) if str(words) in text), 0)
    return f"{profile_id}.toml:{line}: {words}"


def mistakes(profile):
    """What is wrong with a profile beyond what its types can say, each with its file and line."""
    wrong = []

    def demand(sound, what, words):
        if not sound:
            wrong.append(f"{place(profile.id, words)}: {what}")

    for domain in profile.domains:
        bare = domain.removeprefix("*.")
        demand(address.is_host(bare) and not ICANN.is_public(bare), "is no mail domain", domain)
    for suffix in profile.mx:
        demand(address.is_host(suffix), "is no host name", suffix)
        demand(not ICANN.is_public(suffix), "is a public suffix", suffix)
    for server in profile.servers:
        filled = server.host.replace("{domain}", "d.example").replace("{domain-with-dashes}", "d-example")
        demand(address.is_host(filled), "is no host name", server.host)
        demand(0 < server.port < 65536, "is no port", server.port)
        demand(server.security != "plain", "nobody sends a password in clear", server.host)
        demand(set(server.domains) <= set(profile.domains), "serves a domain of somebody else", server.host)
        demand(server.username in ("%EMAILADDRESS%", "%EMAILLOCALPART%"), "is no login name",
               server.username)
        demand(server.protocol not in profile.absent, "is said to be absent", server.protocol)
    for way in profile.auth:
        demand(way in WAYS, "is no way to log in", way)
    demand(bool(profile.sources), "has no source", profile.id)
    for source in profile.sources:
        demand(source.startswith("https://") or source in KINDS_OF_SOURCE, "is no source", source)
    demand(not profile.help or profile.help.startswith("https://"), "is no page", profile.help)
    demand(profile.checked <= TODAY, "is in the future", profile.checked)
    codes = [*(("need", code) for code in profile.needs), *(("quirk", code) for code in profile.quirks),
             *([("noticed", profile.became)] if profile.became else [])]
    for (family, code), language in itertools.product(codes, ("en", "es")):
        demand(Speaker(language).has_code(family, code), f"has no text in {language}", code)
    offered = {server.protocol for server in profile.servers}
    demand(not offered or ("smtp" in offered and offered & {"imap", "pop3"}), "cannot read or cannot send",
           profile.id)
    # Who has no servers says why: a filter, a closed service, or a code that tells the way out.
    demand(bool(offered) or profile.mx_class != "mailbox" or profile.became or profile.needs,
           "has no servers and does not say why", profile.id)
    demand(not offered or profile.auth, "has servers and no way to log in", profile.id)
    demand(bool(profile.domains or profile.mx), "can never be found", profile.id)
    return wrong


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_every_profile_is_sound(profile):
    assert mistakes(profile) == []


def profile_of(**changes):
    usual = {"id": "x", "name": "X", "auth": ("password",), "checked": datetime.date(2026, 1, 1),
             "sources": ("https://x.es/help",), "confidence": "B", "domains": ("x.es",),
             "servers": (ProfileServer("imap", "imap.x.es", 993, "tls"),
                         ProfileServer("smtp", "smtp.x.es", 465, "tls"))}
    return Profile(**usual | changes)


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, ""),
    ({"mx": ("com.br",)}, "com.br: is a public suffix"),
    ({"mx": ("mx_1.x.es",)}, "mx_1.x.es: is no host name"),
    ({"domains": ("co.uk",)}, "co.uk: is no mail domain"),
    ({"domains": ("X.es",)}, "X.es: is no mail domain"),
    ({"servers": (ProfileServer("imap", "imap.{dmain}", 993, "tls"),)}, "imap.{dmain}: is no host name"),
    ({"servers": (ProfileServer("imap", "imap.x.es", 993, "tls"),)}, "cannot read or cannot send"),
    ({"servers": (ProfileServer("imap", "imap.x.es", 143, "plain"),)}, "nobody sends a password in clear"),
    ({"absent": ("imap",)}, "imap: is said to be absent"),
    ({"auth": ("pasword",)}, "pasword: is no way to log in"),
    ({"needs": ("enable-impa",)}, "enable-impa: has no text in es"),
    ({"quirks": ("odd",)}, "odd: has no text in en"),
    ({"became": "moved-to-mars"}, "moved-to-mars: has no text in en"),
    ({"checked": TODAY + datetime.timedelta(1)}, "is in the future"),
    ({"sources": ()}, "has no source"), ({"sources": ("hearsay",)}, "hearsay: is no source"),
    ({"help": "http://x.es"}, "is no page"),
    ({"servers": ()}, "does not say why"), ({"domains": ()}, "can never be found")])
def test_the_schema_check_sees(changes, expected):
    found = mistakes(profile_of(**changes))
    assert any(expected in one for one in found) if expected else found == []


def test_no_domain_and_no_mx_is_in_two_profiles():
    for kind in ("domains", "mx"):
        owners = {}
        for profile in PROFILES:
            for name in getattr(profile, kind):
                owners.setdefault(name, []).append(place(profile.id, name))
        assert [named for named in owners.values() if len(named) > 1] == []


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
        "quirks": list(profile.quirks), "became": profile.became}
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
        for family, codes in (("need", profile.needs), ("quirk", profile.quirks),
                              ("noticed", (profile.became,) if profile.became else ())):
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
        "terra.es",                                     # closed
        "hostgator", "siteground", "uolhost", "workmail"}   # the name differs from customer to customer


def test_an_address_at_a_closed_service_hears_so():
    evidence = evidence_of(providers.by_id(PROFILES, "terra.es"))
    page = " ".join(discover_lines(evidence, combine(evidence, PROFILES), Speaker("es"), 80))
    assert "Este servicio de correo se ha cerrado" in page
