"""The shipped profiles fit their schema, and the right one is found by domain and by MX."""

import datetime

import pytest

from advisor import providers
from advisor.i18n import Speaker
from advisor.model.provider import Profile, ProfileServer
from tests.samples import ANA

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
    (["mx-aol.mail.gm0.yahoodns.net"], None),       # AOL: same platform, other servers
    (["mx01.mail.icloud.com"], "icloud"),
    (["notgmx.com"], None),                         # a suffix matches on a label boundary only
    (["mx00.gmx.net"], "gmx.net"),
    ([], None),
])
def test_by_mx(hosts, expected):
    found = providers.by_mx(PROFILES, hosts)
    assert (found and found.id) == expected


def test_the_lowest_preference_decides():
    found = providers.by_mx(PROFILES, ["mx00.ionos.es", "aspmx.l.google.com"])
    assert found is not None
    assert found.id == "ionos-es"


@pytest.mark.parametrize(("domain", "expected"), [
    ("gmail.com", "gmail"), ("hotmail.es", "outlook.com"), ("gmx.es", "gmx.com"), ("gmx.de", "gmx.net"),
    ("full.example", None), ("mail.gmail.com", None)])
def test_by_domain(domain, expected):
    found = providers.by_domain(PROFILES, domain)
    assert (found and found.id) == expected


def test_no_domain_and_no_mx_is_in_two_profiles():
    for kind in ("domains", "mx"):
        all_of_them = [name for profile in PROFILES for name in getattr(profile, kind)]
        assert len(all_of_them) == len(set(all_of_them))


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_every_profile_is_honest(profile):
    assert profile.checked <= datetime.date.today()
    assert profile.sources
    assert all(source.startswith("https://") for source in (*profile.sources, profile.help))
    offered = {server.protocol for server in profile.servers}
    assert "smtp" in offered
    assert not offered & set(profile.absent)
    for language in ("en", "es"):
        for code in profile.needs:
            assert Speaker(language).has_code("need", code), f"{code} has no text in {language}"


def test_servers_become_claims_with_the_domain_filled_in():
    icloud = next(profile for profile in PROFILES if profile.id == "icloud")
    claims = providers.servers(icloud, ANA, "profile", "profiles/icloud.toml", "I4")
    assert [(claim.endpoint.host, claim.username) for claim in claims] == [
        ("imap.mail.me.com", "%EMAILLOCALPART%"), ("smtp.mail.me.com", "%EMAILADDRESS%")]
    hosted = Profile(
        "x", "X", ("password",), datetime.date(2026, 1, 1), ("https://x.example",), "B",
        servers=(ProfileServer("imap", "{domain-with-dashes}.mail.x.example", 993, "tls"),))
    assert providers.servers(hosted, ANA, "mx", "mx", "I1")[0].endpoint.host == "full-example.mail.x.example"


def test_a_mistake_names_the_file(tmp_path, monkeypatch):
    (tmp_path / "broken.toml").write_text('id = "broken"\nnmae = "typo"\n')
    monkeypatch.setattr(providers.data, "folder", lambda name: tmp_path)
    with pytest.raises(providers.ProfileMistake, match=r"broken\.toml"):
        providers.load.__wrapped__()
