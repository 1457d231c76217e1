"""Every mistake that somebody can make in a profile is told with its file and its line."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import profilecheck
from advisor.i18n import Speaker
from advisor.model.provider import Profile
from advisor.providers import read
from advisor.tomlfile import decode

TODAY = datetime.date(2026, 11, 23)
GOOD = '''\
id = "hoster"
name = "Hoster"
domains = ["hoster.es"]
mx = ["mx.hoster.es"]
auth = ["password"]
needs = ["enable-imap"]
confidence = "B"
checked = 2026-11-01
sources = ["https://hoster.es/help"]

[[servers]]
protocol = "imap"
host = "imap.hoster.es"
port = 993
security = "tls"

[[servers]]
protocol = "smtp"
host = "smtp.hoster.es"
port = 465
security = "tls"
'''


def told(tmp_path, written, name="hoster.toml"):
    path = tmp_path / name
    path.write_text(written, encoding="utf-8")
    profile, mistakes = profilecheck.check(path, TODAY)
    return profile, [f"{one.place}: {Speaker('en').say(one.says)}" for one in mistakes]


def test_a_good_one_has_none(tmp_path):
    profile, found = told(tmp_path, GOOD)
    assert found == []
    assert profile.id == "hoster"


@pytest.mark.parametrize(("old", "new", "expected"), [
    ('name = "Hoster"', 'nmae = "Hoster"', "hoster.toml:2: There is no key called nmae."),
    ('auth = ["password"]', 'auth = ["password"]\ncolour = 1',
     "hoster.toml:6: There is no key called colour."),
    ("port = 465", "prot = 465", "hoster.toml:20: There is no key called prot."),
    ("port = 465", 'port = "465"',
     "hoster.toml:20: The value of port does not fit: Expected `int`, got `str`."),
    ('id = "hoster"', 'id = "other"',
     "hoster.toml:1: The id is other, so the file has to be called other.toml."),
    ('["hoster.es"]', '["hoster.es", "com.ar"]', "hoster.toml:3: com.ar is no mail domain."),
    ('["hoster.es"]', '["Hoster.es"]', "hoster.toml:3: Hoster.es is no mail domain."),
    ('["mx.hoster.es"]', '["com.mx"]',
     "hoster.toml:4: com.mx is a public suffix: it would match the mail of strangers."),
    ('["mx.hoster.es"]', '["mx_1.hoster.es"]', "hoster.toml:4: mx_1.hoster.es is no host name."),
    ('"imap.hoster.es"', '"imap hoster.es"', "hoster.toml:13: imap hoster.es is no host name."),
    ('"imap.hoster.es"', '"imap.{dmain}"', "hoster.toml:13: imap.{dmain} is no host name."),
    ('"imap.hoster.es"', '"192.0.2.1"', "hoster.toml:13: 192.0.2.1 is no host name."),
    ("port = 993", "port = 99300", "hoster.toml:14: 99300 is no port."),
    ('security = "tls"\n\n', 'security = "plain"\n\n',
     "hoster.toml:15: imap.hoster.es would get the password without encryption."),
    ('["enable-imap"]', '["enable-impa"]', "hoster.toml:6: The code enable-impa has no text in: en, es."),
    ('["enable-imap"]', '[]\nquirks = ["odd"]', "hoster.toml:7: The code odd has no text in: en, es."),
    ('["enable-imap"]', '[]\nbecame = "mars"', "hoster.toml:7: The code mars has no text in: en, es."),
    ("2026-11-01", "2026-11-24", "hoster.toml:8: 2026-11-24 is in the future."),
    ('["https://hoster.es/help"]', "[]", "hoster.toml:9: There is no source for any of it."),
    ('["https://hoster.es/help"]', '["hearsay"]', "hoster.toml:9: hearsay is no source: give a https page, "
     "or one of mozilla-database, chatmail-database, programs, projects, measured."),
    ('["https://hoster.es/help"]', '["projects"]\nquota_mb = 5',
     "hoster.toml:10: quota_mb has no page as its source."),
    ('["password"]', '["pasword"]', "hoster.toml:5: pasword is no way to log in; there are: password, "
     "password-encrypted, oauth2, app-password, client-certificate."),
    ('["password"]', "[]", "hoster.toml:5: There are servers and no way to log in."),
    ("checked =", "absent = [\"imap\"]\nchecked =",
     "hoster.toml:8: imap is said to be absent and has a server."),
    ('protocol = "smtp"', 'protocol = "pop3"',
     "hoster.toml:11: The servers do not suffice to read and to send."),
    ("2026-11-01", "2026-11-01\nstale_after = 0", "hoster.toml:9: stale_after is a number of days."),
    ("port = 993", 'port = 993\nusername = "%USER%"', "hoster.toml:15: %USER% is no login name; there are: "
     "%EMAILADDRESS%, %EMAILLOCALPART%."),
    ("port = 993", 'port = 993\ndomains = ["x.es"]', "hoster.toml:13: imap.hoster.es serves a domain that is "
     "not among the domains of the profile."),
    ("checked =", 'help = "http://hoster.es"\nchecked =',
     "hoster.toml:8: http://hoster.es is no https page."),
])
def test_a_planted_mistake_is_found_where_it_is(tmp_path, old, new, expected):
    assert old in GOOD
    _, found = told(tmp_path, GOOD.replace(old, new, 1))
    assert expected in found


@pytest.mark.parametrize(("written", "expected"), [
    ('id = "hoster"\nname = \n', "hoster.toml:2: This is not TOML: "), ("id = \"hoster", "hoster.toml:1: "),
    ("", "hoster.toml:1: The key id is missing.")])
def test_what_cannot_be_read_is_told_too(tmp_path, written, expected):
    profile, found = told(tmp_path, written)
    assert profile is None
    assert found[0].startswith(expected)


def test_a_file_that_is_no_text_or_no_file(tmp_path):
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "y.toml").mkdir()
    assert profilecheck.check(tmp_path / "x.toml", TODAY)[0] is None
    assert profilecheck.check(tmp_path / "y.toml", TODAY)[1][0].place == "y.toml"


def test_a_profile_without_servers_says_why(tmp_path):
    head = GOOD.partition("\n[[")[0].replace('needs = ["enable-imap"]\n', "")
    assert told(tmp_path, head)[1] == ["hoster.toml:1: There are no servers, and no code says why."]


def test_a_domain_or_an_mx_in_two_profiles(tmp_path):
    files = []
    for name in ("hoster", "twin"):
        path = tmp_path / f"{name}.toml"
        path.write_text(GOOD.replace('"hoster"', f'"{name}"'), encoding="utf-8")
        files.append((path.name, path.read_text(encoding="utf-8"), read(path)))
    said = [f"{one.place}: {Speaker('es').say(one.says)}" for one in profilecheck.doubles(files)]
    assert said == ["twin.toml:3: hoster.es ya figura en hoster.toml.",
                    "twin.toml:4: mx.hoster.es ya figura en hoster.toml."]


LINES = st.sampled_from([
    *GOOD.splitlines(), "servers = 3", "[servers]", "[[mx]]", 'pop3 = "x"', "checked = 1", "[pop3]",
    "poll_minutes = -1", 'domains = [["a"]]', "quirks = [1]", "\ufeff", "[[servers"])


@given(st.one_of(st.binary(max_size=200), st.lists(LINES, max_size=25).map(
    lambda lines: "\n".join(lines).encode())))
def test_whatever_is_in_the_file_there_is_a_profile_or_a_mistake(content):
    profile, mistakes = decode("x.toml", content, Profile)
    assert (profile is None) == bool(mistakes)
    wrong = mistakes or profilecheck.mistakes_of(profile, "x.toml", content.decode(), TODAY)
    for one in wrong:
        assert 0 <= one.line <= content.count(b"\n") + 1
        assert Speaker("es").say(one.says)
