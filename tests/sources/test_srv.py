"""SRV records: order, protection, denials, and targets that nobody should believe."""

import hashlib

import pytest

from advisor.address import parse
from advisor.model.evidence import DnsAnswer
from advisor.sources import Search
from advisor.sources.srv import SOURCE
from tests.world import World, places

ADDRESS = parse("ana@d.example", lan=True)
SERVICES = ("_imaps", "_imap", "_pop3s", "_pop3", "_submissions", "_submission")


def find(records, address=ADDRESS):
    dns = {f"SRV {service}._tcp.{address.ascii_domain}": answer for service, answer in records.items()}
    return SOURCE.find(Search(address, World(dns), ()))


def test_all_six_services_are_asked():
    world = World()
    SOURCE.find(Search(ADDRESS, world, ()))
    assert {f"SRV {service}._tcp.d.example" for service in SERVICES} <= set(world.asked)


def test_targets_under_the_domain_are_proven():
    found = find({"_imaps": ["0 1 993 mail.d.example."], "_submissions": ["0 1 465 mail.d.example"]})
    assert (found.status, places(found.claims)) == (
        "answered", ["imap mail.d.example:993 tls", "smtp mail.d.example:465 tls"])
    assert {claim.identity for claim in found.claims} == {"I3"}
    assert found.claims[0].said == "SRV _imaps._tcp.d.example"


def test_targets_elsewhere_are_derived():
    found = find({"_imaps": ["0 1 993 mail.hoster.net."]})
    assert (places(found.claims), found.claims[0].identity) == (["imap mail.hoster.net:993 tls"], "I1")


def test_a_sub_domain_and_its_registered_domain_belong_together():
    found = find({"_imaps": ["0 1 993 mail.d.example."]}, parse("ana@staff.d.example", lan=True))
    assert found.claims[0].identity == "I3"


@pytest.mark.parametrize(("records", "order"), [
    (["20 1 993 b.d.example.", "10 1 993 a.d.example."], ["a", "b"]),
    (["20 100 993 b.d.example.", "10 0 993 a.d.example."], ["a", "b"]),
    (["10 5 993 b.d.example.", "10 9 993 a.d.example."], ["a", "b"]),
    (["10 5 993 b.d.example.", "10 5 993 a.d.example."], ["a", "b"])])
def test_lowest_priority_first_then_weight_then_name(records, order):
    assert [claim.endpoint.host[0] for claim in find({"_imaps": records}).claims] == order


def test_implicit_tls_goes_first_whatever_the_priority():
    found = find({"_imap": ["0 1 143 a.d.example."], "_imaps": ["50 1 993 b.d.example."]})
    assert places(found.claims) == ["imap b.d.example:993 tls", "imap a.d.example:143 starttls"]


@pytest.mark.parametrize(("service", "port", "endpoint"), [
    ("_submission", 465, "smtp m.d.example:465 tls"), ("_submission", 587, "smtp m.d.example:587 starttls"),
    ("_submissions", 587, "smtp m.d.example:587 starttls"), ("_imap", 993, "imap m.d.example:993 tls"),
    ("_imaps", 2993, "imap m.d.example:2993 tls"), ("_imap", 2143, "imap m.d.example:2143 starttls"),
    ("_pop3", 110, "pop3 m.d.example:110 starttls"), ("_pop3s", 995, "pop3 m.d.example:995 tls")])
def test_the_port_decides_the_protection_then_the_service(service, port, endpoint):
    assert places(find({service: [f"0 1 {port} M.d.example."]}).claims) == [endpoint]


def test_a_dot_is_a_denial_of_that_form():
    found = find({"_imap": ["0 0 0 ."], "_imaps": ["0 1 993 m.d.example."], "_pop3s": ["0 0 0 ."]})
    assert places(found.claims) == ["imap m.d.example:993 tls"]
    assert [(denial.protocol, denial.security) for denial in found.denials] == [
        ("imap", "starttls"), ("pop3", "tls")]


def test_denials_alone_are_an_answer():
    found = find({service: ["0 0 0 ."] for service in SERVICES})
    assert (found.status, found.claims, len(found.denials)) == ("answered", (), 6)


@pytest.mark.parametrize("record", [
    "0 1 0 m.d.example.", "0 1 993 192.0.2.1.", "0 1 993 com.", "0 1 993 co.uk.", "0 1 993 a_b.d.example.",
    "0 1 993 localhost."])
def test_targets_that_nobody_should_believe(record):
    found = find({"_imaps": [record, "5 1 993 good.d.example."]})
    assert (places(found.claims), found.note) == (["imap good.d.example:993 tls"], "bad-target")


def test_the_provider_may_prefer_pop3():
    both = {"_imaps": ["10 1 993 m.d.example."], "_pop3s": ["0 1 995 m.d.example."]}
    assert find(both).note == "prefers-pop3"
    assert find({**both, "_imaps": ["0 1 993 m.d.example."]}).note == ""
    assert find({**both, "_imaps": ["0 0 0 ."]}).note == ""


def test_a_zone_that_answers_to_every_name_says_nothing():
    nobody = "_x" + hashlib.sha256(b"d.example").hexdigest()[:16]
    parked = ["0 1 443 parked.d.example."]
    found = find({**dict.fromkeys((*SERVICES, nobody), parked)})
    assert (found.status, found.claims, found.note) == ("absent", (), "wildcard")
    mixed = find({**dict.fromkeys((*SERVICES, nobody), parked), "_imaps": ["0 1 993 m.d.example."]})
    assert places(mixed.claims) == ["imap m.d.example:993 tls"]


def test_a_failing_server_is_not_absence_and_half_an_answer_is_told():
    broken = DnsAnswer("failed", note="servfail")
    assert find(dict.fromkeys(SERVICES, broken)).status == "failed"
    found = find({"_imaps": ["0 1 993 m.d.example."], "_pop3s": broken})
    assert (found.status, found.note) == ("answered", "some-failed")


def test_the_name_from_before_rfc_8314_comes_last_and_only_for_465():
    found = find({"_smtps": ["0 1 465 old.d.example.", "0 1 25 old.d.example.", "0 0 0 ."],
                  "_submission": ["90 1 587 new.d.example."]})
    assert places(found.claims) == ["smtp new.d.example:587 starttls", "smtp old.d.example:465 tls"]
    assert (found.denials, found.note) == ((), "bad-target")


def test_a_record_with_the_port_of_another_protocol_is_claimed_as_both():
    found = find({"_imaps": ["0 1 995 m.d.example."]})
    assert (places(found.claims), found.note) == (
        ["imap m.d.example:995 tls", "pop3 m.d.example:995 tls"], "srv-typo")


def test_dnssec_proves_a_target_elsewhere():
    record = ("0 1 993 mail.hoster.net.",)
    assert find({"_imaps": DnsAnswer("found", record, authentic=True)}).claims[0].identity == "I3"
    assert find({"_imaps": DnsAnswer("found", record)}).claims[0].identity == "I1"


def test_no_client_access_needs_all_six_denials():
    assert find({service: ["0 0 0 ."] for service in SERVICES}).note == "no-client-access"
    assert find({service: ["0 0 0 ."] for service in SERVICES[1:]}).note == ""
