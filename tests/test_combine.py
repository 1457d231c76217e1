"""From evidence to a picture: what merges, what wins, what is refused and why, and what disagrees."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.combine import combine
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Claim, Denial, DnsAnswer, Evidence, Exchange, Fact, SourceRun, Visit
from advisor.model.provider import Profile, ProfilePop3
from tests.samples import ANA

IMAP = Endpoint("imap", "imap.full.example", 993, "tls")
SMTP = Endpoint("smtp", "smtp.full.example", 465, "tls")
OTHER = Endpoint("imap", "imap.other.net", 993, "tls")
CLEAR = Endpoint("imap", "imap.full.example", 143, "plain")
UPGRADE = Endpoint("imap", "imap.full.example", 143, "starttls")
IDENTITY = {"local-config": "I4", "profile": "I4", "autoconfig": "I3", "well-known": "I3", "srv": "I3",
            "provider-database": "I2", "mx": "I1", "mx-autoconfig": "I1", "guess": "I3"}


def claim(source, endpoint=IMAP, auth=("password",), username="%EMAILADDRESS%", **more):
    return Claim(source, endpoint, username, auth, "x", **{"identity": IDENTITY[source], **more})


def spoke(endpoint=IMAP, address="192.0.2.1", outcome="spoke", note=""):
    return Exchange(str(endpoint), Visit(endpoint, outcome, address, note=note), 0, 0)


def auth(value, endpoint=IMAP, answer="yes", because="announced"):
    return Fact(f"{endpoint.protocol}-auth", answer, value, because, endpoint)


def picture(*claims, exchanges=(), facts=(), denials=(), runs=(), profiles=()):
    evidence = Evidence(ANA, claims, tuple(denials), tuple(facts), tuple(runs), tuple(exchanges))
    return combine(evidence, profiles)


def judge(*claims, **more):
    """The one candidate."""
    candidates = picture(*claims, **more).candidates
    assert len(candidates) == 1
    return candidates[0]


def test_equal_endpoints_merge_and_the_best_identity_wins():
    one = judge(claim("guess"), claim("provider-database", username="%EMAILLOCALPART%"),
                claim("srv", auth=()), exchanges=[spoke()])
    assert one.sources == ("srv", "provider-database", "guess")
    assert (one.identity, one.username, one.auth) == ("I3", "ana@full.example", ("password",))
    assert (one.evidence, one.standing, one.because) == ("E2", "usable", "verified")


@pytest.mark.parametrize(("template", "username"), [
    ("%EMAILADDRESS%", "ana@full.example"), ("%EMAILLOCALPART%", "ana"), ("%EMAILDOMAIN%", "full.example"),
    ("%EMAILLOCALPART%%EMAILDOMAIN%", "anafull.example"), ("mbox1", "mbox1"), ("", "")])
def test_login_names_are_filled_in(template, username):
    assert judge(claim("autoconfig", username=template)).username == username


@pytest.mark.parametrize(("source", "standing", "because"), [
    ("autoconfig", "usable", "verified"), ("provider-database", "usable", "verified"),
    ("profile", "usable", "verified"), ("mx", "confirm", "derived"), ("mx-autoconfig", "confirm", "derived"),
    ("guess", "usable", "verified")])
def test_a_verified_server_is_usable_when_somebody_vouches_for_it(source, standing, because):
    one = judge(claim(source), exchanges=[spoke()])
    assert (one.evidence, one.standing, one.because) == ("E2", standing, because)


@pytest.mark.parametrize("outcome", [
    "no-address", "private-address", "refused", "unreachable", "timeout", "silent", "closed",
    "certificate-expired", "certificate-not-yet-valid", "certificate-wrong-name", "certificate-untrusted",
    "tls-failed", "starttls-refused", "wrong-protocol", "turned-away", "preauth", "nonsense"])
def test_everything_that_goes_wrong_refutes_and_says_why(outcome):
    one = judge(claim("local-config"), exchanges=[spoke(outcome=outcome)])
    assert (one.evidence, one.standing, one.because) == ("E-", "refused", outcome)


@pytest.mark.parametrize(("exchange", "because"), [
    (None, "not-visited"), (spoke(outcome="timeout", note="not-awaited"), "not-awaited"),
    (spoke(outcome="not-visited", note="port"), "not-visited-port"),
    (spoke(outcome="not-visited", note="not-recorded"), "not-visited"),
    (spoke(outcome="unreachable", note="dns-failed"), "unreachable"),
    (spoke(outcome="timeout", note="dns-timeout"), "timeout")])
def test_what_was_not_tried_needs_a_persons_yes(exchange, because):
    one = judge(claim("autoconfig"), exchanges=[exchange] if exchange else [])
    assert (one.evidence, one.standing, one.because) == ("E0", "confirm", because)


@pytest.mark.parametrize(("endpoint", "outcome", "evidence"), [
    (CLEAR, "spoke", "E1"), (UPGRADE, "no-starttls", "E1"), (CLEAR, None, "E0")])
def test_plain_text_is_known_but_refused(endpoint, outcome, evidence):
    one = judge(claim("local-config", endpoint),
                exchanges=[spoke(endpoint, outcome=outcome)] if outcome else [])
    assert (one.evidence, one.standing, one.because) == (evidence, "refused", "plain-text")


def test_a_guess_that_was_not_tried_is_nothing():
    assert picture(claim("guess")).candidates == ()
    assert picture(claim("guess"), exchanges=[spoke(outcome="timeout", note="not-awaited")]).candidates == ()


@pytest.mark.parametrize(("security", "refused"), [("tls", True), (None, True), ("starttls", False)])
def test_a_denial_refutes_guesses_of_that_form(security, refused):
    denial = Denial("srv", "imap", "SRV _imaps._tcp.full.example", security)
    one = judge(claim("guess"), exchanges=[spoke()], denials=[denial])
    assert (one.because == "denied-by-srv") == refused
    assert (one.evidence == "E-") == refused


def test_a_denial_does_not_refute_what_the_domain_publishes():
    assert judge(claim("autoconfig"), exchanges=[spoke()],
                 denials=[Denial("srv", "imap", "x", None)]).standing == "usable"


@pytest.mark.parametrize(("claimed", "announced", "result"), [
    (("password",), "PLAIN LOGIN", ("password",)), ((), "PLAIN XOAUTH2", ("password", "oauth2")),
    (("oauth2", "password"), "PLAIN", ("password",)), (("password",), None, ("password",)),
    (("password-encrypted",), "PLAIN", ("password",)),
    (("password",), "SCRAM-SHA-256", ("password-encrypted",)),
    (("oauth2", "app-password"), "XOAUTH2 PLAIN", ("oauth2", "app-password"))])
def test_ways_to_log_in_are_those_claimed_and_announced(claimed, announced, result):
    facts = [auth(announced)] if announced else []
    assert judge(claim("autoconfig", auth=claimed), exchanges=[spoke()], facts=facts).auth == result


def test_a_profile_knows_more_than_the_server():
    one = judge(claim("autoconfig", auth=("password", "oauth2")),
                claim("profile", auth=("oauth2", "app-password")),
                exchanges=[spoke()], facts=[auth("PLAIN XOAUTH2")])
    assert one.auth == ("oauth2", "app-password")


@pytest.mark.parametrize("fact", [
    auth("GSSAPI ANONYMOUS"), auth(None, answer="no", because="login-disabled")])
def test_a_server_without_a_way_to_log_in_is_refused(fact):
    one = judge(claim("autoconfig"), exchanges=[spoke()], facts=[fact])
    assert (one.evidence, one.standing, one.because) == ("E-", "refused", "no-usable-login")


def test_the_order_inside_a_protocol():
    verified, derived, untried, dead = (Endpoint("imap", f"{name}.full.example", 993, "tls")
                                        for name in ("v", "d", "u", "x"))
    found = picture(claim("provider-database", SMTP), claim("mx", derived), claim("autoconfig", untried),
                    claim("local-config", dead), claim("provider-database", verified), claim("srv", CLEAR),
                    exchanges=[spoke(verified), spoke(derived), spoke(dead, outcome="refused"), spoke(CLEAR)])
    assert [one.endpoint for one in found.candidates] == [verified, derived, untried, CLEAR, dead, SMTP]


def test_a_better_source_goes_first_and_then_its_own_order():
    second, first = (Endpoint("imap", f"{name}.full.example", 993, "tls") for name in ("a", "b"))
    found = picture(claim("srv", OTHER), claim("autoconfig", second, order=1),
                    claim("autoconfig", first, order=0),
                    exchanges=[spoke(OTHER), spoke(first), spoke(second)])
    assert [one.endpoint for one in found.candidates] == [first, second, OTHER]


def test_on_the_same_host_implicit_tls_wins_whoever_named_it():
    found = picture(claim("autoconfig", UPGRADE), claim("srv", IMAP), exchanges=[spoke(UPGRADE), spoke(IMAP)])
    assert [one.endpoint for one in found.candidates] == [IMAP, UPGRADE]
    # ... unless it does not work.
    found = picture(claim("autoconfig", UPGRADE), claim("srv", IMAP),
                    exchanges=[spoke(UPGRADE), spoke(IMAP, outcome="refused")])
    assert found.best("imap").endpoint == UPGRADE


def test_a_second_name_of_the_same_server_is_no_second_server():
    nick = Endpoint("imap", "mail.full.example", 993, "tls")
    pair = [claim("guess", IMAP, order=0), claim("guess", nick, order=1)]
    assert [one.endpoint for one in picture(*pair, exchanges=[spoke(), spoke(nick)]).candidates] == [IMAP]
    apart = picture(*pair, exchanges=[spoke(), spoke(nick, address="192.0.2.9")])
    assert [one.endpoint for one in apart.candidates] == [IMAP, nick]
    # The nicer name does not work: then the other one is the answer.
    other = picture(*pair, exchanges=[spoke(outcome="certificate-wrong-name"), spoke(nick)])
    assert other.best("imap").endpoint == nick
    # The hoster's name is only derived: the domain's own name for the same server vouches for itself.
    own = picture(claim("mx", OTHER), claim("guess", IMAP), exchanges=[spoke(OTHER), spoke()])
    assert own.best("imap").endpoint == IMAP


def test_sources_that_name_different_owners_disagree():
    found = picture(claim("autoconfig"), claim("provider-database", OTHER), claim("guess", OTHER))
    assert [(one.code, one.protocol, one.sides) for one in found.conflicts] == [
        ("different-servers", "imap", ("autoconfig: imap imap.full.example:993 tls",
                                       "provider-database: imap imap.other.net:993 tls"))]


def test_hosts_of_one_owner_are_no_disagreement_and_guesses_have_no_say():
    nick = Endpoint("imap", "mail.full.example", 143, "starttls")
    assert not picture(claim("autoconfig"), claim("srv", nick), claim("guess", OTHER)).conflicts


@pytest.mark.parametrize(("mx_class", "note"), [
    ("null", "null-mx"), ("forwarder", "forwarding-only"), ("filter", "behind-a-filter"), ("mailbox", None)])
def test_what_the_mx_says_about_the_mailbox(mx_class, note):
    run = SourceRun("mx", "answered", 1, mx_class=mx_class)
    assert picture(runs=[run]).notes == ((note,) if note else ())


@pytest.mark.parametrize(("silent", "status", "provisional"), [
    ("autoconfig", "timeout", True), ("srv", "failed", True), ("autoconfig", "absent", False),
    ("mx", "failed", False), ("provider-database", "timeout", False), ("autoconfig", "skipped", False)])
def test_provisional_where_somebody_better_was_silent(silent, status, provisional):
    found = picture(claim("provider-database"), exchanges=[spoke()], runs=[SourceRun(silent, status, 1)])
    assert ("provisional" in found.notes) == provisional


@pytest.mark.parametrize(("answers", "down"), [
    ((), False), (("failed",), True), (("failed", "timeout"), True), (("failed", "absent"), False),
    (("found", "timeout"), False)])
def test_the_network_is_down_when_dns_never_answers(answers, down):
    exchanges = [Exchange(f"A {n}.full.example", DnsAnswer(status), 0, 0) for n, status in enumerate(answers)]
    assert ("network-down" in picture(exchanges=exchanges).notes) == down


def test_the_provider_comes_from_its_profile():
    profile = Profile("big", "Big Mail", ("oauth2",), datetime.date(2026, 1, 1), ("https://x",), "A",
                      needs=("app-password",), help="https://help", pop3=ProfilePop3("server", 10),
                      quota_mb=100)
    runs = [SourceRun(source, "answered", 1, provider="big") for source in ("mx", "profile")]
    view = picture(runs=runs, profiles=[profile]).provider
    assert (view.id, view.name, view.needs, view.auth, view.help, view.recognised_by) == (
        "big", "Big Mail", ("app-password",), ("oauth2",), "https://help", "profile")
    assert (view.pop3_decides, view.pop3_poll_minutes, view.quota_mb) == ("server", 10, 100)
    assert picture(runs=runs).provider is None      # saved by a version that knew it


def test_evidence_of_a_version_that_knew_more_sources_can_be_judged():
    unknown = Claim("telepathy", IMAP, "%EMAILADDRESS%", (), "x", "I1")
    found = picture(unknown, claim("autoconfig", OTHER), exchanges=[spoke(), spoke(OTHER, "192.0.2.9")])
    assert [one.endpoint for one in found.candidates] == [OTHER, IMAP]


HOSTS = ("imap.full.example", "mail.full.example", "imap.other.net")
ENDPOINTS = st.builds(
    lambda protocol, host, mode: Endpoint(protocol, host, 993 if mode == "tls" else 143, mode),
    st.sampled_from(["imap", "pop3", "smtp"]), st.sampled_from(HOSTS),
    st.sampled_from(["tls", "starttls", "plain"]))
CLAIMS = st.builds(
    lambda source, endpoint, auth, username, order: claim(source, endpoint, auth, username, order=order),
    st.sampled_from(sorted(IDENTITY)), ENDPOINTS,
    st.sampled_from([(), ("password",), ("oauth2", "password")]),
    st.sampled_from(["%EMAILADDRESS%", "%EMAILLOCALPART%"]), st.integers(0, 3))
VISITS = st.builds(
    lambda endpoint, outcome, last: spoke(endpoint, f"192.0.2.{last}", outcome), ENDPOINTS,
    st.sampled_from(["spoke", "spoke", "refused", "timeout", "no-starttls", "certificate-expired"]),
    st.integers(1, 2))


@given(st.lists(CLAIMS, max_size=12), st.lists(VISITS, max_size=8, unique_by=lambda one: one.asked),
       st.randoms())
def test_the_picture_does_not_depend_on_the_order_of_arrival(claims, visits, dice):
    denials = [Denial("srv", "pop3", "x", None), Denial("srv", "imap", "x", "starttls")]
    runs = [SourceRun("srv", "timeout", 1), SourceRun("mx", "answered", 1, mx_class="filter")]
    facts = [auth("PLAIN", visit.answer.endpoint) for visit in visits]
    first = picture(*claims, exchanges=visits, facts=facts, denials=denials, runs=runs)
    for pile in (claims, visits, facts, denials, runs):
        dice.shuffle(pile)
    assert picture(*claims, exchanges=visits, facts=facts, denials=denials, runs=runs) == first


@given(st.lists(CLAIMS, max_size=12), st.lists(VISITS, max_size=8, unique_by=lambda one: one.asked))
def test_nothing_unverified_or_in_clear_is_ever_usable(claims, visits):
    seen = {visit.answer.endpoint: visit.answer.outcome for visit in visits}
    found = picture(*claims, exchanges=visits)
    for one in found.candidates:
        if one.standing == "usable":
            assert seen[one.endpoint] == "spoke"
            assert one.endpoint.security != "plain"
            assert one.identity >= "I2"
    protocols = [one.endpoint.protocol for one in found.candidates]
    assert protocols == sorted(protocols, key=("imap", "pop3", "smtp").index)
    assert len({one.endpoint for one in found.candidates}) == len(found.candidates)
