"""What every consequence must do: need only what exists, be said in both languages, name its evidence."""

import functools
import itertools

import msgspec
import pytest

from advisor import registry
from advisor.consequences import Shape
from advisor.i18n import Speaker
from advisor.model.client import Client
from advisor.model.household import MODES, Device, Wishes
from advisor.model.picture import ProviderView
from advisor.model.plan import SEVERITIES
from tests.plan_samples import CLIENTS, seat, whole
from tests.samples import candidate, fact, household, picture

FAMILY = registry.collect("advisor.consequences", "CONSEQUENCE")
EVERY = pytest.mark.parametrize("one", FAMILY, ids=lambda one: one.id)
UNKNOWN = picture(candidate("imap", facts=()), candidate("pop3", facts=()), candidate("smtp"))
FULL = picture(
    candidate("imap", facts=(fact("imap-idle", "no"), fact("imap-special-use", "no"))),
    candidate("pop3", facts=(fact("pop3-uidl"), fact("pop3-expire", value=30),
                             fact("pop3-login-delay", value=300))),
    candidate("smtp", facts=(fact("smtp-size", value=3_000_000),)))
CLOUD = msgspec.structs.replace(CLIENTS["thunderbird"], notes=("cloud-sync",), pop3_default="removes",
                               inbox="separate")
VIEWS = {"good": picture(), "full": FULL, "unknown": UNKNOWN,
         "POP3 only": picture(candidate("pop3"), candidate("smtp"))}
WISHES = [
    *({"backup": backup, "offline": offline, "keep_off_server": off, "shared": offline}
      for backup, offline, off in itertools.product(
          ("none", "inbox", "everything"), (False, True), (False, True))),
    *({"quota_mb": 1000, "used_mb": used, "monthly_mb": 100} for used in (400, 1000)),
    {"quota_mb": 1000}, {"used_mb": 400}]


@functools.cache
def situations(name):
    """A great many devices in a mode, and mailboxes, for the view called `name`."""
    view = VIEWS[name]
    seats = [seat(mode, kind=kind, program=program, view=view, company=company, wishes=wish,
                  today="pop3-remove", connection="offline")
             for mode, kind, program, wish, company in itertools.product(
                 (*MODES, None), ("desktop", "phone", "shared", "server"), (*CLIENTS.values(), CLOUD),
                 WISHES, (False, True))]
    shapes = Shape(), Shape(1), Shape(2), Shape(2, 2, 2, True), Shape(2, 1, 0, False, True)
    return seats, [whole(*household().devices, shape=shape, view=view, **wish)
                   for shape, wish in itertools.product(shapes, WISHES)]


@functools.cache
def _findings(number, name):
    one, (seats, wholes) = FAMILY[number], situations(name)
    found = [one.of_device(each) for each in seats if one.of_device is not None]
    found += [one.of_mailbox(each) for each in wholes if one.of_mailbox is not None]
    return [finding for finding in dict.fromkeys(found) if finding is not None]


def findings(one, name):
    """Whatever the consequence says in a great many situations of the view called `name`."""
    return _findings(FAMILY.index(one), name)


@EVERY
def test_it_needs_only_what_exists(one):
    facts = {name for check in registry.collect("advisor.checks", "CHECK") for name in check.gives}
    parts = {"devices": Device, "wishes": Wishes, "client": Client, "provider": ProviderView}
    for need in one.needs:
        owner, _, name = need.partition(".")
        known = need in facts or need in ("candidates", "measured")
        assert known or name in parts[owner].__struct_fields__, need


@EVERY
def test_it_has_a_text_in_both_languages(one):
    assert all(Speaker(language).has_code("consequence", one.id) for language in ("en", "es"))


@EVERY
def test_its_findings_bear_its_name_their_evidence_and_no_worse_severity(one):
    spanish = Speaker("es")
    for view in VIEWS:
        for finding in findings(one, view):
            assert finding.id == one.id
            assert finding.because
            assert SEVERITIES.index(finding.severity) >= SEVERITIES.index(one.severity)
            assert spanish.say(finding.says) != Speaker("en").say(finding.says)
            assert finding.do is None or spanish.say(finding.do) != Speaker("en").say(finding.do)


@EVERY
def test_it_claims_nothing_from_facts_that_are_unknown(one):
    """A consequence that needs a fact is silent without it, or names the fact as unknown."""
    facts = [need for need in one.needs if "." not in need and need not in ("candidates", "measured")]
    if not facts:
        return
    for finding in findings(one, "unknown"):
        assert any("unknown" in because for because in finding.because) or one.id == "no-local-copy"


def test_the_ten_of_the_article_and_the_guards_against_loss_are_there():
    assert {one.id for one in FAMILY} >= {
        "removed-from-server", "single-copy", "no-local-copy", "backup-on-fixed-device", "all-folders",
        "consistent-everywhere", "deletion-not-shared", "read-marks-not-shared", "program-cannot",
        "plaintext",
        "two-removers", "remover-vs-imap"}


def test_each_consequence_is_seen_to_fire_somewhere():
    """Otherwise the tests above would say nothing about it. `plaintext` and `must-enable` have their own
    views.
    """
    silent = {one.id for one in FAMILY if not any(findings(one, view) for view in VIEWS)}
    assert silent <= {"plaintext", "must-enable", "metered", "full-download", "oauth-or-app-password"}


def test_shapes_join_in_any_order():
    parts = [Shape(1), Shape(1, 1, 1, True), Shape(1, 1, 0, False, True), Shape(2, 2), Shape()]
    for one, other, third in itertools.product(parts, repeat=3):
        assert one.joined(other) == other.joined(one)
        assert one.joined(other).joined(third) == one.joined(other.joined(third))
