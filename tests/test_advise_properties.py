"""The search against a naive one, and the properties that every plan has (any household, any server)."""

import itertools
from collections import Counter

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import registry
from advisor.advise import advise
from advisor.consequences import COMPUTERS, Seat, Shape, Whole
from advisor.model.household import Device
from advisor.model.plan import SEVERITIES
from advisor.modes import IMAP_MODES, access, gentle
from advisor.settings import days_kept
from tests.plan_samples import CLIENTS
from tests.samples import candidate, fact, household, picture
from tests.test_advise import EXPIRES, GMAIL, IMAP, NO_UIDL, POP3, SMTP, UNKNOWN_UIDL

KINDS = st.sampled_from(("desktop", "laptop", "phone", "tablet", "shared", "server"))
PROGRAMS = st.sampled_from(sorted(CLIENTS))
DEVICES = st.builds(Device, st.just(""), KINDS, PROGRAMS, st.booleans(),
                    st.sampled_from(("always", "metered", "offline")),
                    st.sampled_from(("none", "pop3-remove")))
SERVERS = {
    "imap": (IMAP, candidate("imap", auth=("oauth2",)), None),
    "pop3": (POP3, NO_UIDL, UNKNOWN_UIDL, EXPIRES, candidate("pop3", "plain"), None)}


@st.composite
def pictures(draw):
    imap, pop3 = draw(st.sampled_from(SERVERS["imap"])), draw(st.sampled_from(SERVERS["pop3"]))
    if imap is None and (pop3 is None or pop3.endpoint.security == "plain"):
        pop3 = POP3
    return picture(*(one for one in (imap, pop3, SMTP) if one is not None),
                   provider=draw(st.sampled_from((None, None, GMAIL))))


SMALL_MAILBOX = {"quota_mb": 1000, "used_mb": 400, "monthly_mb": 100}


@st.composite
def households(draw, most=3):
    devices = draw(st.lists(DEVICES, min_size=1, max_size=most))
    named = tuple(msgspec.structs.replace(one, name=f"d{n}") for n, one in enumerate(devices))
    return household(*named, backup=draw(st.sampled_from(("none", "inbox", "everything"))),
                     offline=draw(st.booleans()), keep_off_server=draw(st.booleans()),
                     **draw(st.sampled_from(({}, {}, SMALL_MAILBOX, {"quota_mb": 1000}))))


def tally(findings):
    """How many findings of each severity, worst first; notes do not count."""
    count = Counter(finding.severity for finding in findings)
    return tuple(count[severity] for severity in SEVERITIES[:-1])


def naive(seen, home):
    """The best tally of all plans, each judged from scratch."""
    family = registry.collect("advisor.consequences", "CONSEQUENCE")
    accesses = [access(seen, CLIENTS[one.client]) for one in home.devices]
    options = [one.modes if any(one.harmless(mode) for mode in one.modes) else (*one.modes, None)
               for one in accesses]
    best = None
    for plan in itertools.product(*options):
        active = [mode for mode in plan if mode is not None]
        if not active and any(one.modes for one in accesses) and not gentle(seen):
            continue
        seats = [Seat(one, n, mode, CLIENTS[one.client], way, len(active) > 1, home, seen,
                      days_kept(home.devices, way.expiry))
                 for n, (one, mode, way) in enumerate(zip(home.devices, plan, accesses, strict=True), 1)]
        pop3 = [mode for mode in active if mode not in IMAP_MODES]
        shape = Shape(min(2, len(active)), min(2, len(pop3)), min(2, pop3.count("pop3-remove")),
                      bool({"pop3-remove", "pop3-keep-days"} & set(pop3)), any(one.copies for one in seats))
        entire = Whole(shape, home, seen, CLIENTS, tuple(accesses))
        found = [rule.of_device(one) for rule in family if rule.of_device for one in seats]
        found += [rule.of_mailbox(entire) for rule in family if rule.of_mailbox]
        this = tally([finding for finding in found if finding is not None])
        best = this if best is None else min(best, this)
    return best


def tally_of(plan):
    return tally([*plan.findings, *(finding for one in plan.devices for finding in one.findings)])


@settings(max_examples=300, deadline=None)
@given(pictures(), households())
def test_no_plan_is_better_than_the_one_found(seen, home):
    assert tally_of(advise(seen, home, CLIENTS)) == naive(seen, home)


@settings(max_examples=6, deadline=None)
@given(pictures(), households(most=4))
def test_no_plan_is_better_for_four_devices(seen, home):
    home = msgspec.structs.replace(home, devices=tuple(
        msgspec.structs.replace(one, name=f"d{n}")
        for n, one in enumerate(itertools.islice(itertools.cycle(home.devices), 4))))
    assert tally_of(advise(seen, home, CLIENTS)) == naive(seen, home)


@settings(max_examples=100, deadline=None)
@given(pictures(), households(most=5))
def test_what_must_hold_for_every_plan(seen, home):
    plan = advise(seen, home, CLIENTS)
    assert msgspec.json.encode(plan) == msgspec.json.encode(advise(seen, home, CLIENTS))
    used = [one for one in plan.devices if one.usable]
    able = [one for one in home.devices if "imap" in access(seen, CLIENTS[one.client]).modes]
    if any(one.mode == "pop3-remove" for one in used):
        assert len(used) == 1
    if able:
        assert not {"loses-mail", "hides-mail"} & {
            finding.severity for one in plan.devices for finding in one.findings}
    if len(able) > 1:
        assert all(one.mode in IMAP_MODES for one in used
                   if one.device in able and not one.device.stays)
    for one in plan.devices:
        assert (one.settings.pop3 is None) == (one.mode in IMAP_MODES)
        assert one.settings.incoming.endpoint.security != "plain"
        assert all(finding.because for finding in one.findings)


@settings(max_examples=60, deadline=None)
@given(households(most=5), st.sampled_from(("inbox", "everything")))
def test_the_fixed_computer_and_only_it_holds_the_copy(home, wish):
    able = {"thunderbird", "outlook-classic", "no-oauth"}
    devices = tuple(msgspec.structs.replace(one, client="thunderbird") for one in home.devices)
    fixed = [one.name for one in devices if one.kind in COMPUTERS and one.stays]
    if not fixed or len(devices) < 2:
        return
    assert {one.client for one in devices} <= able
    plan = advise(picture(), household(*devices, backup=wish), CLIENTS)
    carriers = [one.device.name for one in plan.devices if one.mode not in IMAP_MODES]
    assert len(carriers) == 1
    assert carriers[0] in fixed
    assert plan.backup.device == carriers[0]


def unnamed(plan):
    """Everything about each device but its name, and all that is about the mailbox, without an order."""
    text = sorted(str((msgspec.structs.replace(one.device, name=""), one.mode, one.usable, one.settings,
                       sorted((finding.id, finding.severity) for finding in one.findings)))
                  for one in plan.devices)
    return text, sorted((finding.id, finding.severity) for finding in plan.findings), plan.worst


@settings(max_examples=60, deadline=None)
@given(pictures(), households(most=4), st.randoms(use_true_random=False))
def test_neither_order_nor_names_of_devices_matter(seen, home, random):
    shuffled = list(home.devices)
    random.shuffle(shuffled)
    other = msgspec.structs.replace(home, devices=tuple(
        msgspec.structs.replace(one, name=f"{n} {chr(122 - n)}") for n, one in enumerate(shuffled)))
    assert unnamed(advise(seen, home, CLIENTS)) == unnamed(advise(seen, other, CLIENTS))


@settings(max_examples=60, deadline=None)
@given(households(most=4), st.sampled_from((
    ((IMAP, SMTP), (IMAP, POP3, SMTP)), ((POP3, SMTP), (IMAP, POP3, SMTP)),
    ((NO_UIDL, SMTP), (POP3, SMTP)), ((IMAP, NO_UIDL, SMTP), (IMAP, POP3, SMTP)),
    ((UNKNOWN_UIDL, SMTP), (POP3, SMTP)), ((IMAP, UNKNOWN_UIDL, SMTP), (IMAP, POP3, SMTP)),
    ((EXPIRES, SMTP), (IMAP, EXPIRES, SMTP)),
    ((candidate("imap", facts=(fact("imap-idle", "no"),)), SMTP), (IMAP, SMTP)),
    ((IMAP, candidate("pop3", "plain"), SMTP), (IMAP, POP3, SMTP)))))
def test_a_better_server_never_makes_the_worst_finding_worse(home, servers):
    less, more = (SEVERITIES.index(advise(picture(*some), home, CLIENTS).worst) for some in servers)
    assert more >= less
