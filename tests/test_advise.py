"""The plan: the classic result, the hard households, and the search against one that tries all."""

import re
from collections import Counter

import msgspec
import pytest

from advisor.advise import advise
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.household import Device
from advisor.model.picture import ProviderView
from advisor.model.plan import Pop3Policy
from advisor.settings import days_kept
from advisor.sight import way
from tests.plan_samples import CLIENTS, client
from tests.samples import DESKTOP, LAPTOP, PHONE, candidate, fact, household, picture

IMAP, POP3, SMTP = candidate("imap"), candidate("pop3"), candidate("smtp")
NO_UIDL = candidate("pop3", facts=(fact("pop3-uidl", "no"),))
UNKNOWN_UIDL = candidate("pop3", facts=(fact("pop3-uidl", "unknown", because="capa-refused"),))
EXPIRES = candidate("pop3", facts=(fact("pop3-uidl"), fact("pop3-expire", value=30)))
GMAIL = ProviderView("gmail", "Gmail", ("enable-pop",), (), "https://g.example", "domain", "server", 10)


def modes(plan):
    return {one.device.name: one.mode for one in plan.devices}


def ids(plan, severity=None):
    found = [*plan.findings, *(finding for one in plan.devices for finding in one.findings)]
    return {finding.id for finding in found if severity in (None, finding.severity)}


def device(kind="desktop", program="thunderbird", stays=None, name=None, **changes):
    return Device(name or f"{kind} {program}", kind, program,
                  kind in ("desktop", "server", "shared") if stays is None else stays, **changes)


def test_the_classic_result():
    plan = advise(picture(), household(backup="inbox"), CLIENTS)
    assert modes(plan) == {"Office PC": "pop3-keep", "Laptop": "imap", "Phone": "imap"}
    assert (plan.backup.kind, plan.backup.device, plan.backup.covers) == ("pop3-copy", "Office PC", "inbox")
    assert plan.devices[0].settings.pop3 == Pop3Policy(True, None, False)
    assert plan.worst == "diverges"


def test_all_imap_when_no_copy_is_wished_for():
    plan = advise(picture(), household(), CLIENTS)
    assert set(modes(plan).values()) == {"imap"}
    assert plan.backup.kind == "none"
    assert ids(plan) == {"consistent-everywhere", "no-local-copy", "imap-is-a-view"}


@pytest.mark.parametrize(("devices", "seen", "expected", "told"), [
    # The fixed computer's program has no POP3: nobody else takes the copy over, and the plan says why.
    ((device(program="imap-only"), device("laptop"), PHONE), picture(),
     ("imap-offline", "imap-offline", "imap"), "no-local-copy"),
    # Every device travels: a mirror on the laptop is the most that is honest.
    ((device("laptop"), PHONE), picture(), ("imap-offline", "imap"), "no-local-copy"),
    # Only IMAP.
    ((DESKTOP, PHONE), picture(IMAP, SMTP), ("imap-offline", "imap"), "no-local-copy"),
    # Only POP3: both leave mail on the server.
    ((DESKTOP, PHONE), picture(POP3, SMTP), ("pop3-keep", "pop3-keep"), "read-marks-not-shared"),
    # One device: the copy is on it and on the server.
    ((DESKTOP,), picture(), ("pop3-keep",), "pop-copy-lacks-sent"),
    ((device("laptop"),), picture(), ("pop3-keep",), "backup-on-fixed-device"),
    ((PHONE,), picture(), ("imap",), "no-local-copy"),
    # An always-on server is the better place, since nobody reads mail on it.
    ((DESKTOP, device("server"), PHONE), picture(), ("imap", "pop3-keep", "imap"), "backup-on-fixed-device"),
    # A desktop that is often off gives way to one that is always on.
    ((device(connection="offline", name="a"), device(name="b")), picture(), ("imap-offline", "pop3-keep"),
     "backup-on-fixed-device"),
    # Whether the server can keep mail is not known, so no plan rests on it.
    ((DESKTOP, PHONE), picture(IMAP, UNKNOWN_UIDL, SMTP), ("imap-offline", "imap"), "no-local-copy"),
    ((DESKTOP, PHONE), picture(IMAP, EXPIRES, SMTP), ("imap-offline", "imap"), "no-local-copy"),
    ((DESKTOP, PHONE), picture(IMAP, POP3, SMTP, provider=GMAIL), ("pop3-keep", "imap"),
     "server-decides-pop")])
def test_households_with_a_wish_for_a_copy(devices, seen, expected, told):
    plan = advise(seen, household(*devices, backup="inbox"), CLIENTS)
    assert tuple(modes(plan).values()) == expected
    assert told in ids(plan)


def test_mail_off_the_server_on_one_desktop_is_removed_after_days():
    plan = advise(picture(), household(DESKTOP, keep_off_server=True), CLIENTS)
    assert plan.devices[0].mode == "pop3-keep-days"
    assert plan.devices[0].settings.pop3 == Pop3Policy(True, 14, False)
    assert "single-copy" in ids(plan, "costs")


@pytest.mark.parametrize("devices", [(DESKTOP, LAPTOP, PHONE), (PHONE,), (device("laptop"),)])
def test_mail_is_not_taken_off_the_server_where_that_could_lose_it(devices):
    plan = advise(picture(), household(*devices, keep_off_server=True), CLIENTS)
    assert set(modes(plan).values()) <= {"imap", "imap-offline"}
    assert "mail-stays-on-server" in ids(plan, "blocks")


def test_a_program_that_can_only_remove_is_left_out_beside_others():
    plan = advise(picture(), household(device(program="remover", name="Old PC"), PHONE), CLIENTS)
    old, phone = plan.devices
    assert (old.usable, phone.usable, phone.mode) == (False, True, "imap")
    assert [finding.severity for finding in old.findings if finding.id == "program-cannot"] == ["blocks"]


def test_a_lone_program_that_can_only_remove_is_not_set_up_where_another_would_do_better():
    plan = advise(picture(), household(device(program="remover")), CLIENTS)
    assert (plan.devices[0].usable, plan.worst) == (False, "blocks")


def test_where_the_server_allows_nothing_else_the_lone_device_removes():
    plan = advise(picture(NO_UIDL, SMTP), household(DESKTOP), CLIENTS)
    assert (plan.devices[0].mode, plan.devices[0].usable) == ("pop3-remove", True)
    assert "single-copy" in ids(plan, "loses-mail")


def test_without_uidl_only_one_device_is_set_up():
    plan = advise(picture(NO_UIDL, SMTP), household(PHONE, DESKTOP), CLIENTS)
    assert [(one.usable, one.mode) for one in plan.devices if one.usable] == [(True, "pop3-remove")]
    assert plan.devices[1].usable
    assert "single-copy" in ids(plan, "loses-mail")


def test_a_device_that_nothing_fits_is_shown_and_not_set_up():
    oauth = picture(candidate("imap", auth=("oauth2",)), SMTP)
    plan = advise(oauth, household(device(program="no-oauth", name="PC"), PHONE), CLIENTS)
    blocked = plan.devices[0]
    assert not blocked.usable
    assert blocked.settings.incoming.endpoint == oauth.candidates[0].endpoint
    assert "program-cannot" in ids(plan, "blocks")
    alone = advise(oauth, household(device(program="no-oauth")), CLIENTS)
    assert not alone.devices[0].usable


@pytest.mark.parametrize(("seen", "word"), [
    (picture(IMAP, POP3), "sending"), (picture(SMTP), "reading"),
    (picture(candidate("imap", "plain"), SMTP), "reading"),
    (picture(candidate("imap", standing="refused", because="certificate-expired"), SMTP), "reading")])
def test_no_usable_server(seen, word):
    with pytest.raises(AdvisorError) as raised:
        advise(seen, household(), CLIENTS)
    assert (raised.value.reference, raised.value.exit_code) == ("no-server", Exit.NO_SERVER)
    assert word in raised.value.message.template


def test_an_unknown_program_names_the_known_ones():
    with pytest.raises(AdvisorError) as raised:
        advise(picture(), household(device(program="pegasus")), CLIENTS)
    assert raised.value.exit_code == Exit.USAGE
    assert "thunderbird" in dict(raised.value.hint.values)["clients"]


def test_a_persons_choice_is_kept_and_judged():
    own = msgspec.structs.replace(LAPTOP, mode="pop3-remove")
    plan = advise(picture(), household(DESKTOP, own, PHONE), CLIENTS)
    assert plan.devices[1].mode == "pop3-remove"
    assert plan.devices[1].chosen == "person"
    assert plan.worst == "loses-mail"
    assert {"removed-from-server", "single-copy"} <= ids(plan)
    better = [one for one in plan.alternatives if dict(one.change).get("Laptop") == "imap"]
    assert better
    assert better[0].worst == "note"


def test_an_impossible_choice_is_refused_with_its_reason():
    own = msgspec.structs.replace(DESKTOP, mode="pop3-keep")
    with pytest.raises(AdvisorError) as raised:
        advise(picture(IMAP, SMTP), household(own), CLIENTS)
    assert (raised.value.reference, raised.value.exit_code) == ("mode-not-possible", Exit.USAGE)
    assert ("device", "Office PC") in raised.value.message.values
    assert raised.value.context.template == "no usable POP3 server was found"


def test_alternatives_say_what_is_against_them():
    plan = advise(picture(), household(backup="inbox"), CLIENTS)
    against = {one.change: {finding.id for finding in one.findings} for one in plan.alternatives}
    assert against[("Office PC", "imap"),] == {"no-local-copy"}
    assert {"read-marks-not-shared", "deletion-not-shared"} <= against[("Phone", "pop3-keep"),]


def test_login_delay_is_shared_by_the_devices_that_ask():
    slow = candidate("pop3", facts=(fact("pop3-uidl"), fact("pop3-login-delay", value=900)))
    plan = advise(picture(slow, SMTP), household(DESKTOP, PHONE), CLIENTS)
    assert [one.settings.check_minutes for one in plan.devices] == [30, 30]
    assert advise(picture(), household(), CLIENTS).devices[0].settings.check_minutes == 10


@pytest.mark.parametrize(("connection", "expiry", "days"), [
    ("always", None, 14), ("offline", None, 30), ("metered", 20, 19), ("always", 60, 14), ("always", 2, 1)])
def test_days_on_the_server(connection, expiry, days):
    assert days_kept((DESKTOP, device("laptop", connection=connection)), expiry) == days


def test_what_the_provider_needs_comes_along():
    plan = advise(picture(provider=GMAIL), household(backup="inbox"), CLIENTS)
    assert (plan.needs, plan.help) == (("enable-pop",), "https://g.example")
    assert "must-enable" in ids(plan)


def test_what_only_the_other_protocol_needs_is_left_out():
    plan = advise(picture(provider=GMAIL), household(), CLIENTS)
    assert plan.needs == ()
    assert "must-enable" not in ids(plan)


@pytest.mark.parametrize(("provider", "word"), [
    (ProviderView("proton", "Proton", ("bridge",), (), "", "domain"), "bridge program"),
    (ProviderView("terra", "Terra", (), (), "", "domain", became="service-closed"), "has closed"),
    (ProviderView("verizon", "V", (), (), "", "domain", became="moved-to-aol"), "AOL"), (GMAIL, None)])
def test_where_no_program_can_come_in_the_providers_own_reason_is_told_once(provider, word):
    with pytest.raises(AdvisorError) as raised:
        advise(picture(SMTP, provider=provider), household(), CLIENTS)
    error = raised.value
    said = [Speaker("en").say(one) for one in (error.context, error.hint) if one is not None]
    assert len(said) == (2 if word == "AOL" else 1)
    assert word is None or word in said[0]


def test_a_thousand_devices():
    many = [device(("desktop", "laptop", "phone")[n % 3], name=f"d{n}") for n in range(1000)]
    plan = advise(picture(), household(*many, backup="inbox"), CLIENTS)
    assert Counter(modes(plan).values()) == {"imap": 999, "pop3-keep": 1}
    assert modes(plan)["d0"] == "pop3-keep"


def test_every_finding_of_a_plan_speaks_spanish():
    speaker = Speaker("es")
    plan = advise(picture(), household(backup="everything"), CLIENTS)
    for finding in [*plan.findings, *(finding for one in plan.devices for finding in one.findings)]:
        assert not re.search(r"\b(the|your)\b", speaker.say(finding.says))


def test_a_program_that_only_sends_is_set_up_for_that():
    home = household(device(), device("server", "msmtp"))
    sender = client("msmtp", protocols=("smtp",), pop3_modes=(), imap_offline=False)
    whole = advise(picture(), home, {**CLIENTS, "msmtp": sender})
    assert [(one.usable, one.only_sends) for one in whole.devices] == [(True, False), (False, True)]
    assert way(whole.devices[1], whole) == "only-sends"
    assert "blocks" not in [finding.severity for one in whole.devices for finding in one.findings]
