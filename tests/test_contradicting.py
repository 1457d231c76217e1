"""Knowledge ages, and what a server says today wins and becomes lines for a bug report."""

import datetime

import msgspec
import pytest

from advisor import address, providers
from advisor.combine import combine
from advisor.contradicting import as_report
from advisor.i18n import Speaker
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Claim, Denial, Evidence, Exchange, SourceRun, Tls, Visit
from advisor.model.provider import Profile, ProfilePop3, ProfileServer
from advisor.report import discover_document, discover_lines
from tests.samples import fact

DAY = datetime.date(2026, 11, 23)
ANA = address.parse("ana@hoster.es")
IMAP, POP3, SMTP = (Endpoint("imap", "imap.hoster.es", 993, "tls"),
                    Endpoint("pop3", "pop.hoster.es", 995, "tls"),
                    Endpoint("smtp", "smtp.hoster.es", 465, "tls"))
TLS = Tls("TLSv1.3", "AES128", "CA", "x", ("x",), "2030-01-01", 99)


def profile(**changes):
    usual = {"id": "hoster", "name": "Hoster", "auth": ("password",), "checked": datetime.date(2026, 11, 1),
             "sources": ("projects",), "confidence": "A", "domains": ("hoster.es",), "mx": ("mx.hoster.es",),
             "servers": tuple(ProfileServer(one.protocol, one.host, one.port, one.security)
                              for one in (IMAP, POP3, SMTP))}
    return Profile(**usual | changes)


def evidence(known, visits=(), facts=(), claims=(), runs=(), day=DAY):
    exchanges = tuple(Exchange(str(one.endpoint), one, 0, 1) for one in visits)
    return Evidence(ANA, (*providers.servers(known, ANA, "profile", "profile hoster", "I4"), *claims),
                    tuple(Denial("profile", one, "profile") for one in known.absent), tuple(facts),
                    (SourceRun("profile", "answered", 0, provider="hoster"), *runs), exchanges, day=day)


def spoke(endpoint, *said):
    return Visit(endpoint, "spoke", "192.0.2.1", TLS, "hello", None, said)


GOOD = (spoke(IMAP), spoke(POP3), spoke(SMTP))


def said(known, *others, **parts):
    found = combine(evidence(known, **parts), (known, *others)).contradictions
    return [(one.fact, one.profile_says, one.server_said) for one in found]


@pytest.mark.parametrize(("days", "stale"), [(540, False), (541, True), (-3, False)])
def test_a_profile_is_believed_for_a_while(days, stale):
    known = profile()
    found = combine(evidence(known, GOOD, day=known.checked + datetime.timedelta(days)), (known,))
    assert found.provider.stale is stale
    assert found.provider.confidence == ("B" if stale else "A")
    assert {one.identity for one in found.candidates} == {"I2" if stale else "I4"}
    assert {one.standing for one in found.candidates} == {"usable"}     # the servers answered today


@pytest.mark.parametrize(("changes", "days"), [
    ({"confidence": "B"}, 365), ({"confidence": "C"}, 180), ({"stale_after": 30}, 30)])
def test_how_long_depends_on_the_confidence_or_is_said(changes, days):
    known = profile(**changes)
    assert not known.is_stale(known.checked + datetime.timedelta(days))
    assert known.is_stale(known.checked + datetime.timedelta(days + 1))
    assert not known.is_stale(None)


def test_the_page_and_the_json_say_that_it_is_old():
    known = profile(stale_after=5)
    one = evidence(known, GOOD)
    found = combine(one, (known,))
    assert discover_document(one, found)["provider"]["stale"] is True
    page = " ".join(" ".join(discover_lines(one, found, Speaker("es"), 60)).split())
    assert "se comprobó el 2026-11-01, hace mucho tiempo" in page
    # The same evidence gives the same picture on any day: the day is in the evidence.
    assert combine(msgspec.json.decode(msgspec.json.encode(one), type=Evidence), (known,)) == found


def test_nothing_speaks_against_a_profile_that_holds():
    assert said(profile(), visits=GOOD) == []
    assert said(profile()) == []        # nobody was asked


@pytest.mark.parametrize("outcome", ["no-address", "refused", "certificate-expired", "certificate-wrong-name",
                                     "wrong-protocol", "no-starttls"])
def test_a_server_that_is_gone_or_broken(outcome):
    assert said(profile(), visits=(Visit(IMAP, outcome), *GOOD[1:])) == [
        ("imap imap.hoster.es:993 tls", "offered", outcome)]


@pytest.mark.parametrize("visits", [
    (Visit(IMAP, "timeout"), *GOOD[1:]), (Visit(IMAP, "unreachable"), *GOOD[1:]),
    (Visit(IMAP, "no-address", note="dns-timeout"), *GOOD[1:]),
    tuple(Visit(one, "refused") for one in (IMAP, POP3, SMTP))])
def test_what_may_be_our_own_network_is_no_contradiction(visits):
    assert said(profile(), visits=visits) == []


def test_other_ways_to_log_in():
    tokens = fact("imap-auth", value="XOAUTH2", because="announced")
    one = msgspec.structs.replace(tokens, endpoint=IMAP)
    assert said(profile(), visits=GOOD, facts=(one,)) == [
        ("imap imap.hoster.es:993 tls", "auth password", "auth oauth2")]
    both = msgspec.structs.replace(one, value="PLAIN XOAUTH2")
    assert said(profile(auth=("app-password",)), visits=GOOD, facts=(both,)) == []


def test_a_longer_pause_between_checks():
    delay = msgspec.structs.replace(fact("pop3-login-delay", value=900), endpoint=POP3)
    assert said(profile(pop3=ProfilePop3(poll_minutes=5)), visits=GOOD, facts=(delay,)) == [
        ("pop3 pop.hoster.es:995 tls", "poll_minutes 5", "LOGIN-DELAY 900")]
    assert said(profile(pop3=ProfilePop3(poll_minutes=15)), visits=GOOD, facts=(delay,)) == []


def test_a_shorter_stay_of_what_was_fetched():
    expire = msgspec.structs.replace(fact("pop3-expire", value=7), endpoint=POP3)
    assert said(profile(pop3=ProfilePop3(keeps_days=30)), visits=GOOD, facts=(expire,)) == [
        ("pop3 pop.hoster.es:995 tls", "keeps_days 30", "EXPIRE 7")]
    assert said(profile(pop3=ProfilePop3(keeps_days=7)), visits=GOOD, facts=(expire,)) == []
    assert said(profile(), visits=GOOD, facts=(expire,)) == []


def test_what_was_said_to_be_absent():
    known = profile(absent=("pop3",), servers=(profile().servers[0], profile().servers[2]))
    assert said(known, visits=GOOD) == [("pop3", "absent", f"spoken by {POP3}")]


def test_the_domain_names_servers_of_another_owner():
    new = Endpoint("imap", "imap.newhome.es", 993, "tls")
    claim = Claim("autoconfig", new, "%EMAILADDRESS%", (), "https://autoconfig.hoster.es", "I3")
    assert said(profile(), visits=(*GOOD, spoke(new)), claims=(claim,)) == [
        ("imap", "hoster.es", f"the domain names {new}")]
    assert said(profile(), visits=GOOD, claims=(claim,)) == []      # it did not answer


def test_the_mail_of_the_domain_goes_to_somebody_else():
    other = profile(id="other", domains=(), mx=("mx.other.es",), servers=(
        ProfileServer("imap", "imap.other.es", 993, "tls"),))
    run = SourceRun("mx", "answered", 0, provider="other", mx_class="mailbox")
    assert said(profile(), other, visits=GOOD, runs=(run,)) == [
        ("mx", "mx.hoster.es", "the MX of hoster.es belongs to other")]
    assert said(profile(mx=()), other, visits=GOOD, runs=(run,)) == []
    twin = profile(id="other", domains=(), mx=("mx.other.es",))
    assert said(profile(), twin, visits=GOOD, runs=(run,)) == []        # the same servers under another name


def test_the_report_can_be_pasted():
    known = profile()
    one = evidence(known, (Visit(IMAP, "certificate-expired"), *GOOD[1:]))
    found = combine(one, (known,))
    lines = as_report(found.contradictions, "9.9")
    assert lines == [
        "mail-advisor 9.9, profile hoster (checked 2026-11-01), seen 2026-11-23",
        "- imap imap.hoster.es:993 tls: profile says offered, server said certificate-expired"]
    assert discover_document(one, found)["contradictions"] == [{
        "provider": "hoster", "fact": "imap imap.hoster.es:993 tls", "profile_says": "offered",
        "server_said": "certificate-expired", "checked": "2026-11-01", "date": "2026-11-23",
        "version": "0.1.0"}]
    page = discover_lines(one, found, Speaker("es"), 100)
    assert "  - imap imap.hoster.es:993 tls: profile says offered, server said certificate-expired" in page
    assert "ana@" not in "\n".join(lines)       # an issue is public
    assert found.best("pop3") is not None       # what is refuted is not used; what answered is
    assert found.best("imap") is None
