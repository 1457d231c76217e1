"""Each consequence for the mailbox as a whole: where it fires and how badly, and where it is silent."""

import importlib

import pytest

from advisor.consequences import Shape
from advisor.model.household import Device
from advisor.model.picture import ProviderView
from tests.plan_samples import whole
from tests.samples import DESKTOP, PHONE, candidate, fact, picture

PROVIDER = picture(provider=ProviderView("gmx", "GMX", ("enable-imap-pop",), (), "", "domain"))
CANDIDATES = (candidate("imap"), candidate("smtp"))
PLAIN = picture(*CANDIDATES, candidate("pop3", "plain", standing="refused", because="plain-text"))
COPY = {"backup": "inbox"}
OFF = {"keep_off_server": True}


def look(id, *devices, **situation):
    module = importlib.import_module(f"advisor.consequences.{id.replace('-', '_')}")
    return module.CONSEQUENCE.of_mailbox(whole(*devices, **situation))


@pytest.mark.parametrize(("id", "situation", "severity"), [
    ("two-removers", {"shape": Shape(2, 2, 2, True)}, "hides-mail"),
    ("two-removers", {"shape": Shape(2, 2, 1, True)}, None),
    ("consistent-everywhere", {"shape": Shape(2)}, "note"),
    ("consistent-everywhere", {"shape": Shape(1)}, None),
    ("consistent-everywhere", {"shape": Shape(2, 1)}, None),
    ("no-local-copy", {}, "note"),
    ("no-local-copy", COPY, "blocks"),
    ("no-local-copy", {"shape": Shape(1, 1, 1, True)}, None),       # there is none on the server either
    ("no-local-copy", {**COPY, "shape": Shape(1, 1, 1, True)}, "blocks"),
    ("provider-lacks-imap", {"view": picture(candidate("pop3"), candidate("smtp"))}, "note"),
    ("provider-lacks-imap", {"view": picture(candidate("imap", "plain"), candidate("pop3"))}, "note"),
    ("provider-lacks-imap", {"view": picture(candidate("pop3")), "shape": Shape()}, None),
    ("provider-lacks-imap", {}, None),
    ("no-local-copy", {**COPY, "shape": Shape(2, 1, 0, False, True)}, None),
    ("mail-stays-on-server", {}, None),
    ("mail-stays-on-server", OFF, "blocks"),
    ("mail-stays-on-server", {**OFF, "shape": Shape(1)}, "blocks"),
    ("mail-stays-on-server", {**OFF, "shape": Shape(1, 1, 0, True)}, None),
    ("shared-mailbox", {"shared": True}, "note"),
    ("shared-mailbox", {}, None),
    ("must-enable", {"view": PROVIDER}, "note"),
    ("must-enable", {}, None),
    ("plaintext", {"view": PLAIN}, "note"),
    ("plaintext", {}, None),
    ("plaintext", {"view": picture(*CANDIDATES)}, None)])
def test_when_it_fires(id, situation, severity):
    finding = look(id, **situation)
    assert (finding.severity if finding else None) == severity


def pop3(*facts):
    return picture(*CANDIDATES, candidate("pop3", facts=facts))


@pytest.mark.parametrize(("devices", "view", "word", "because"), [
    ((PHONE,), picture(), "none of your devices", "answer devices.1.kind = phone"),
    ((DESKTOP, PHONE), picture(*CANDIDATES), "no secured server", "no-pop3-server"),
    ((DESKTOP, PHONE), PLAIN, "no secured server", "only-plain-text"),
    ((DESKTOP, PHONE), pop3(fact("pop3-uidl", "no")), "cannot leave mail in place",
     "fact pop3-uidl@pop3 pop.full.example:995 tls = no"),
    ((DESKTOP, PHONE), pop3(fact("pop3-uidl", "unknown", because="capa-refused")), "not known",
     "fact pop3-uidl@pop3 pop.full.example:995 tls = unknown (capa-refused)"),
    ((DESKTOP, PHONE), pop3(fact("pop3-uidl"), fact("pop3-expire", value=30)), "may delete",
     "fact pop3-expire@pop3 pop.full.example:995 tls = yes 30"),
    ((Device("PC", "desktop", "imap-only", stays=True), PHONE), picture(), "{program} on {device} cannot",
     "client imap-only: pop3-keep closed, program-lacks-pop3"),
    ((DESKTOP, PHONE), picture(), "asked for.", "answer devices.1.mode = advised")])
def test_why_there_is_no_copy(devices, view, word, because):
    finding = look("no-local-copy", *devices, view=view, **COPY)
    assert word in finding.says.template
    assert because in finding.because
