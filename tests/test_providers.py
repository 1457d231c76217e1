"""The right profile is found by domain and by MX, only that one is parsed, and it becomes claims."""

import json
import os
from pathlib import Path

import msgspec
import pytest

from advisor import address, data, discovery, providers
from advisor.sources import Search, mx
from tests.samples import ANA
from tests.world import World

PROFILES = providers.load()


@pytest.mark.parametrize(("hosts", "expected"), [
    (["gmail-smtp-in.l.google.com"], "gmail"),
    (["aspmx.l.google.com", "alt1.aspmx.l.google.com"], "google-workspace"),
    (["smtp.google.com"], "google-workspace"),
    (["d-test.mail.protection.outlook.com"], "microsoft365"),
    (["contoso-com.o-v1.mx.microsoft"], "microsoft365"),
    (["hotmail-com.olc.protection.outlook.com"], "outlook.com"),
    (["mx00.ionos.es", "mx01.ionos.es"], "ionos-es"),
    (["mx.serviciodecorreo.es"], "arsys"),
    (["mta5.am0.yahoodns.net"], "yahoo"),
    (["mx-aol.mail.gm0.yahoodns.net"], "aol"),      # the same platform as Yahoo, other servers
    (["yahoodns.net"], None),
    (["mx01.mail.icloud.com"], "icloud"),
    (["notgmx.com"], None),                         # a suffix matches on a label boundary only
    (["mx1-us1.ppe-hosted.com"], "proofpoint"), (["filter10.antispamcloud.com"], "spamexperts"),
    (["route1.mx.cloudflare.net"], "cloudflare"),
    (["eforward1.registrar-servers.com"], "namecheap-forwarding"),
    (["cloudflare.net"], None),
    (["mx00.gmx.net"], "gmx.net"),
    (["al-ip4-mx-vip1.prodigy.net"], "att"), (["mail.prodigy.net.mx"], "telmex"),    # not AT&T
    (["mx.pec.aruba.it"], "aruba-pec"), (["mx.aruba.it"], "aruba"),
    ([], None),
])
def test_by_mx(hosts, expected):
    found = providers.by_mx(PROFILES, hosts)
    assert (found and found.id) == expected
    assert providers.by_mx(tuple(PROFILES), hosts) == found     # the index says what the profiles say


def test_the_lowest_preference_decides():
    found = providers.by_mx(PROFILES, ["mx00.ionos.es", "aspmx.l.google.com"])
    assert found is not None
    assert found.id == "ionos-es"


@pytest.mark.parametrize(("domain", "expected"), [
    ("gmail.com", "gmail"), ("hotmail.es", "outlook.com"), ("gmx.es", "gmx.com"), ("gmx.de", "gmx.net"),
    ("movistar.es", "movistar"), ("terra.es", "terra.es"), ("terra.com.br", "terra.com.br"),
    ("rr.com", "roadrunner"), ("austin.rr.com", "roadrunner"), ("notrr.com", None),
    ("full.example", None), ("mail.gmail.com", None)])
def test_by_domain(domain, expected):
    found = providers.by_domain(PROFILES, domain)
    assert (found and found.id) == expected
    assert providers.by_domain(tuple(PROFILES), domain) == found


def test_the_quick_look_finds_what_parsing_finds():
    names = PROFILES.names
    ids = [profile.id for profile in PROFILES]
    for kind, found in (("domains", names.domains), ("mx", names.mx)):
        assert {name: ids[at] for name, at in found.items()} == {
            name: profile.id for profile in PROFILES for name in getattr(profile, kind)}
    nobody = {profile.id for profile in PROFILES
              if profile.became == "service-closed" or profile.mx_class != "mailbox"}
    assert {ids[at] for at in names.empty} == nobody
    assert {"terra.es", "globo", "orange.es", "duckduckgo", "cloudflare"} <= nobody
    # Nobody meant to write to a closed service, and nobody has a mailbox where mail is only passed on.
    assert not {"terra.es", "globo.com", "duck.com"} & set(discovery.known_domains())
    assert "movistar.es" in discovery.known_domains()


def test_lists_written_in_another_way_are_found_too(tmp_path):
    (tmp_path / "odd.toml").write_text(
        "id='odd'\nname='Odd'\ndomains=['odd.net']\n\"mx\" = ['''mx.odd.net''']\nauth=[]\n"
        "checked=2026-01-01\nsources=['projects']\nconfidence='C'\nbecame = 'service-closed'\n")
    odd = providers.Profiles(tmp_path)
    assert (odd.names.domains, odd.names.mx, odd.names.empty) == ({"odd.net": 0}, {"mx.odd.net": 0}, {0})


def test_only_the_profile_that_was_found_is_parsed(tmp_path):
    whole = (data.folder("profiles") / "gmail.toml").read_text(encoding="utf-8")
    (tmp_path / "gmail.toml").write_text(whole, encoding="utf-8")
    (tmp_path / "zzz.toml").write_text('id = "zzz"\ndomains = ["z.net"]\nmx = []\nnmae = "typo"\n')
    few = providers.Profiles(tmp_path)
    assert providers.by_domain(few, "gmail.com").name == "Gmail"
    assert providers.by_id(few, "gmail") is few[0]
    assert providers.by_id(few, "nobody") is None
    with pytest.raises(providers.ProfileMistake, match=r"zzz\.toml.*"):
        providers.by_domain(few, "z.net")


@pytest.mark.parametrize(("written", "expected"), [
    ('id = "broken"\nnmae = "typo"\n', r"broken\.toml: .*nmae"),
    ('id = "broken"\nname = \n', r"broken\.toml: .*line 2"),
    ('id = "other"\nname = "X"\nauth = []\nchecked = 2026-01-01\nsources = []\nconfidence = "A"\n',
     r"broken\.toml: id is 'other'")])
def test_a_mistake_names_the_file(tmp_path, written, expected):
    (tmp_path / "broken.toml").write_text(written)
    with pytest.raises(providers.ProfileMistake, match=expected):
        list(providers.Profiles(tmp_path))


def test_servers_become_claims_with_the_domain_filled_in():
    icloud = providers.by_id(PROFILES, "icloud")
    claims = providers.servers(icloud, ANA, "profile", "profiles/icloud.toml", "I4")
    assert [(claim.endpoint.host, claim.username) for claim in claims] == [
        ("imap.mail.me.com", "%EMAILLOCALPART%"), ("smtp.mail.me.com", "%EMAILADDRESS%")]
    hosted = providers.by_id(PROFILES, "dinahosting")
    found = providers.servers(hosted, ANA, "mx", "mx", "I1")
    assert {claim.endpoint.host for claim in found} == {"full-example.correoseguro.dinaserver.com"}


def test_servers_of_one_domain_only():
    tim = providers.by_id(PROFILES, "tim")
    alice = address.parse("ana@alice.it")
    found = providers.servers(tim, alice, "profile", "p", "I4")
    assert [(claim.endpoint.host, claim.order) for claim in found] == [
        ("in.alice.it", 0), ("in.alice.it", 1), ("out.alice.it", 2)]
    assert providers.servers(tim, ANA, "mx", "mx", "I1") == ()


def test_what_only_others_report_is_a_third_partys_word():
    ours = msgspec.structs.replace(providers.by_id(PROFILES, "icloud"), unsure=("imap",))
    assert [claim.identity for claim in providers.servers(ours, ANA, "profile", "p", "I4")] == ["I2", "I4"]
    assert [claim.identity for claim in providers.servers(ours, ANA, "mx", "p", "I1")] == ["I1", "I1"]


FOLDER = os.environ.get("ISPDB_DIR")
needs_folder = pytest.mark.skipif(FOLDER is None, reason="ISPDB_DIR is not set: the cases are not here")


def rows(name):
    if FOLDER is None:
        return []
    return [json.loads(line) for line in (Path(FOLDER) / name).read_text(encoding="utf-8").splitlines()]


@needs_folder
def test_no_real_domain_looks_like_a_typing_mistake():
    real = [address.parse(f"ana@{domain}") for row in rows("expected.jsonl") for domain in row["domains"]]
    assert len(real) > 700
    assert {one.domain: meant for one in real if (meant := discovery.suggestion(one))} == {}


CASES = [case for case in rows("mx-cases.jsonl") if case["kind"] == "provider"]


@needs_folder
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['provider']}-{case['mx'][0][1]}")
def test_the_mx_leads_to_the_provider(case):
    parsed = address.parse(f"ana@{case['domain']}", lan=True)
    records = [f"{preference} {host.rstrip('.')}." for preference, host in case["mx"]]
    found = mx.SOURCE.find(Search(parsed, World({f"MX {parsed.ascii_domain}": records}), PROFILES))
    assert (found.provider, found.mx_class) == (case["provider"], "mailbox")
