"""The plan that is found against every plan there is: households of up to four devices of these kinds, with
every server and wish below. All of them, one after the other: `python -m tests.bench.exhaustive`.
"""

import itertools

import msgspec
import pytest

from advisor.advise import advise
from advisor.model.household import Device
from advisor.model.picture import ProviderView
from advisor.modes import access
from tests.brute import best_tally, tally_of
from tests.plan_samples import CLIENTS
from tests.samples import candidate, fact, household, picture

IMAP, POP3, SMTP = candidate("imap"), candidate("pop3"), candidate("smtp")
EXPIRES = candidate("pop3", facts=(fact("pop3-uidl"), fact("pop3-expire", value=30)))
DEVICES = (
    Device("", "desktop", "thunderbird", True), Device("", "laptop", "generic", False, "offline"),
    Device("", "phone", "imap-only", False, "metered"), Device("", "phone", "pop3-only", False),
    Device("", "desktop", "remover", True, today="pop3-remove"), Device("", "server", "thunderbird", True))
SERVERS = {
    "everything": picture(),
    "no UIDL": picture(IMAP, candidate("pop3", facts=(fact("pop3-uidl", "no"),)), SMTP),
    "POP3 only": picture(POP3, SMTP),
    "POP3 only, no UIDL": picture(candidate("pop3", facts=(fact("pop3-uidl", "no"),)), SMTP),
    "IMAP only": picture(IMAP, SMTP),
    "EXPIRE": picture(IMAP, EXPIRES, SMTP), "POP3 only, EXPIRE": picture(EXPIRES, SMTP),
    "UIDL not known": picture(IMAP, candidate("pop3", facts=(
        fact("pop3-uidl", "unknown", because="capa-refused"),)), SMTP),
    "Gmail": picture(provider=ProviderView("gmail", "Gmail", ("enable-pop",), (), "", "domain", "server"))}
WISHES = (
    {}, {"backup": "inbox"}, {"backup": "everything", "offline": True}, {"keep_off_server": True},
    {"keep_off_server": True, "backup": "inbox"}, {"quota_mb": 1000, "used_mb": 400, "monthly_mb": 100})


def homes(size):
    """Every household of so many devices, in no particular order of devices."""
    for devices in itertools.combinations_with_replacement(DEVICES, size):
        yield tuple(msgspec.structs.replace(one, name=f"d{n}") for n, one in enumerate(devices))


def situations(size):
    """Every household of a size with every server and every wish."""
    for devices, (name, seen), wishes in itertools.product(homes(size), SERVERS.items(), WISHES):
        yield name, seen, household(*devices, **wishes)


def check(seen, home):
    """The search is as good as trying everything, and what must hold for every plan holds."""
    plan = advise(seen, home, CLIENTS)
    # Worst first: so it never loses mail where a plan without loss exists.
    assert tally_of(plan) == best_tally(seen, home, CLIENTS), home
    used = [one for one in plan.devices if one.usable]
    removers = [one for one in used if one.mode == "pop3-remove"]
    assert len(removers) <= 1
    assert not removers or len(used) == 1
    for one in used:
        if one.device.kind == "phone" and "imap" in access(seen, CLIENTS[one.device.client]).modes:
            assert one.mode == "imap"


@pytest.mark.parametrize("size", [1, 2])
def test_every_household_of_one_and_two_devices(size):
    for _, seen, home in situations(size):
        check(seen, home)


@pytest.mark.parametrize(("size", "step"), [(3, 5), (4, 11)])
def test_every_so_many_of_the_larger_ones(size, step):
    """A step that shares no factor with the servers and wishes, so that all of them meet all households."""
    for _, seen, home in itertools.islice(situations(size), 0, None, step):
        check(seen, home)
