"""The consequences of how much mail there is, and of what the server or program says about folders and
sizes.
"""

import importlib

import msgspec
import pytest

from advisor.advise import advise
from advisor.consequences import Shape
from advisor.model.picture import Measured, ProviderView
from advisor.model.plan import Pop3Policy
from tests.plan_samples import CLIENTS, client, seat, whole
from tests.samples import DESKTOP, PHONE, candidate, fact, household, picture

FILLS = {"quota_mb": 1000, "used_mb": 400, "monthly_mb": 100}
SMALL = {"wishes": FILLS}
PROFILE = picture(provider=ProviderView("gmx", "GMX", (), (), "", "domain", quota_mb=1000))
EXPIRES = picture(candidate("imap"), candidate("pop3", facts=(
    fact("pop3-uidl"), fact("pop3-expire", value=30))), candidate("smtp"))


def family(id):
    return importlib.import_module(f"advisor.consequences.{id.replace('-', '_')}").CONSEQUENCE


def special(answer):
    return picture(candidate("imap", facts=(fact("imap-special-use", answer, because="not-announced"),)))


def sized(answer, value=None):
    return picture(candidate("imap"), candidate("smtp", facts=(
        fact("smtp-size", answer, value, because="not-announced"),)))


@pytest.mark.parametrize(("situation", "severity"), [
    (FILLS, "blocks"),
    ({**FILLS, "monthly_mb": 20}, "costs"),
    ({**FILLS, "monthly_mb": 1}, None),
    ({**FILLS, "used_mb": 1000}, "blocks"),
    ({"quota_mb": 1000, "used_mb": 400}, "note"),           # how much comes is assumed
    ({"quota_mb": 1000, "monthly_mb": 100}, "note"),        # what lies there is assumed
    ({"view": PROFILE}, "note"),
    ({"used_mb": 400, "monthly_mb": 100}, None),            # the size is not known
    ({**FILLS, "shape": Shape(1, 1, 0, True)}, None),
    ({**FILLS, "shape": Shape(1, 1, 1, True)}, None),
    ({**FILLS, "shape": Shape()}, None),
    ({**FILLS, "monthly_mb": 1100, "shape": Shape(1, 1, 0, True)}, "blocks"),
    ({**FILLS, "view": EXPIRES, "shape": Shape(1, 1)}, None),
    ({**FILLS, "view": EXPIRES, "shape": Shape(1)}, "blocks")])
def test_when_the_mailbox_fills(situation, severity):
    finding = family("mailbox-fills").of_mailbox(whole(DESKTOP, PHONE, **situation))
    assert (finding.severity if finding else None) == severity
    if severity == "note":
        assert any(because.startswith("assumption") for because in finding.because)


@pytest.mark.parametrize(("value", "severity", "mb"), [
    (("yes", 10_000_000), "note", 7), (("yes", 3_000_000), "costs", 2), (("yes", 26_214_400), None, 0),
    (("yes", 0), None, 0), (("no", None), None, 0), (("unknown", None), None, 0)])
def test_how_large_a_message_may_be(value, severity, mb):
    finding = family("size-limit").of_mailbox(whole(view=sized(*value)))
    assert (finding.severity if finding else None) == severity
    assert finding is None or ("mb", mb) in finding.says.values


def test_without_a_server_for_sending_there_is_no_limit():
    assert family("size-limit").of_mailbox(whole(view=picture(candidate("imap")))) is None


USED = {"wishes": {"used_mb": 900}}


@pytest.mark.parametrize(("id", "mode", "situation", "severity"), [
    ("redownload-on-setup", "pop3-keep", {}, "note"),
    ("redownload-on-setup", "pop3-keep-days", USED, "note"),
    ("redownload-on-setup", "pop3-remove", {}, None),
    ("redownload-on-setup", "imap", USED, None),
    ("headers-only", "imap", USED, "note"),
    ("headers-only", "imap", {}, None),
    ("headers-only", "imap-offline", USED, None),
    ("headers-only", "pop3-keep", USED, None),
    ("sent-trash-mapping", "imap", {"view": special("no")}, "costs"),
    ("sent-trash-mapping", "imap", {"view": special("no"), "company": False}, "note"),
    ("sent-trash-mapping", "imap", {"view": special("unknown")}, None),
    ("sent-trash-mapping", "imap", {"view": special("yes")}, None),
    ("sent-trash-mapping", None, {"view": special("no")}, None),
    ("sent-trash-mapping", "pop3-keep", {"view": special("no")}, None),
    ("separate-inbox-block", "imap", {"program": client(inbox="separate")}, "note"),
    ("separate-inbox-block", "pop3-keep", {"program": client(inbox="joinable")}, "note"),
    ("separate-inbox-block", "imap", {"program": client(inbox="joinable"), "kind": "server"}, None),
    ("separate-inbox-block", "imap", {}, None),
    ("separate-inbox-block", None, {"program": client(inbox="separate")}, None),
    ("metered", "imap", {"connection": "metered"}, "note"),
    ("metered", "imap", {}, None),
    ("metered", "imap-offline", {"connection": "metered"}, None),
    ("metered", "pop3-keep", {"connection": "metered"}, None),
    ("fetched-looks-read", "pop3-keep", {}, "diverges"),
    ("fetched-looks-read", "pop3-keep-days", {}, "diverges"),
    ("fetched-looks-read", "pop3-keep", {"company": False}, None),
    ("fetched-looks-read", "pop3-remove", {}, None),
    ("fetched-looks-read", "imap", {}, None),
    ("small-quota-single-device", "pop3-keep-days", {**SMALL, "company": False}, "note"),
    ("small-quota-single-device", "pop3-keep-days", SMALL, None),
    ("small-quota-single-device", "pop3-keep", {**SMALL, "company": False}, None),
    ("small-quota-single-device", "pop3-keep-days", {**SMALL, "company": False, "stays": False}, None),
    ("small-quota-single-device", "pop3-keep-days", {**SMALL, "company": False, "kind": "phone"}, None),
    ("small-quota-single-device", "pop3-keep-days", {"company": False}, None),
    ("small-quota-single-device", "pop3-keep-days",
     {"company": False, "wishes": {"quota_mb": 1000, "used_mb": 400}}, None),
    ("single-copy", "pop3-keep-days", {**SMALL, "company": False}, "costs"),
    ("single-copy", "pop3-keep-days", {**SMALL, "company": False, "stays": False}, "loses-mail"),
    ("single-copy", "pop3-keep-days", SMALL, "loses-mail")])
def test_when_it_fires(id, mode, situation, severity):
    finding = family(id).of_device(seat(mode, **situation))
    assert (finding.severity if finding else None) == severity


def test_folders_are_named_where_somebody_saw_them():
    seen = Measured(None, None, None, ("measured over imap on 2026-01-01",), (
        ("drafts", "Borradores"), ("flagged", "Starred"), ("sent", "Enviados"), ("trash", "Papelera")))
    view = msgspec.structs.replace(special("no"), measured=seen)
    finding = family("sent-trash-mapping").of_device(seat("imap", view=view))
    assert dict(finding.do.values)["sent"] == "Enviados"
    assert seen.because[0] in finding.because
    some = msgspec.structs.replace(seen, folders=seen.folders[:1])
    other = family("sent-trash-mapping").of_device(
        seat("imap", view=msgspec.structs.replace(view, measured=some)))
    assert "web page" in other.do.template
    # The settings carry them too, for IMAP; a program cannot be told which folder is for starred mail.
    plan = advise(msgspec.structs.replace(picture(), measured=seen), household(backup="inbox"), CLIENTS)
    assert [dict(one.settings.folders) for one in plan.devices] == [
        {}, *[{"drafts": "Borradores", "sent": "Enviados", "trash": "Papelera"}] * 2]


def test_numbers_are_said_where_they_are_known():
    known, not_known = (
        family("redownload-on-setup").of_device(seat("pop3-keep", **one)) for one in (USED, {}))
    assert ("mb", 900) in known.says.values
    assert "mb" not in dict(not_known.says.values)
    first = dict(family("headers-only").of_device(seat("imap", **USED)).says.values)
    assert (first["all"], first["few"], first["minutes"]) == (900, 24, 12)


def test_one_computer_with_a_small_mailbox_takes_mail_off_the_server():
    plan = advise(picture(), household(DESKTOP, **FILLS), CLIENTS)
    assert plan.devices[0].settings.pop3 == Pop3Policy(True, 14, False)
    found = {finding.id for finding in plan.devices[0].findings}
    assert {"small-quota-single-device", "single-copy"} <= found
    assert plan.forecast.full_in is None
    # With a second device, or a computer that travels, nobody's mail is taken away.
    laptop = msgspec.structs.replace(DESKTOP, kind="laptop", stays=False)
    for devices in ((DESKTOP, PHONE), (laptop,)):
        other = advise(picture(), household(*devices, **FILLS), CLIENTS)
        assert all(one.mode.startswith("imap") or one.mode == "pop3-keep" for one in other.devices)
        assert "mailbox-fills" in {finding.id for finding in other.findings}
