"""Every plan of a household, one after the other, each judged: what the search has to equal.

It knows nothing of parts of plans or of preferences: it counts the findings of every plan that is possible.
"""

import itertools
from collections import Counter

from advisor import registry
from advisor.consequences import Seat, Shape, Whole
from advisor.model.plan import SEVERITIES
from advisor.modes import access, gentle
from advisor.settings import days_kept

COUNTED = SEVERITIES[:-1]       # notes explain; they do not make a plan worse
FAMILY = registry.collect("advisor.consequences", "CONSEQUENCE")


def tally(findings):
    """How many findings of each severity, worst first."""
    count = Counter(finding.severity for finding in findings)
    return tuple(count[severity] for severity in COUNTED)


def tally_of(plan):
    """The same of a whole plan."""
    return tally([*plan.findings, *(finding for one in plan.devices for finding in one.findings)])


def _plus(one, other):
    return tuple(a + b for a, b in zip(one, other, strict=True))


def best_tally(seen, home, clients):
    """The mildest tally of all plans. Each device in each mode is judged once, each plan is added up."""
    accesses = [access(seen, clients[one.client]) for one in home.devices]
    judged = {}
    for (number, device), company in itertools.product(enumerate(home.devices, 1), (True, False)):
        one = accesses[number - 1]
        modes = one.modes if any(one.harmless(mode) for mode in one.modes) else (*one.modes, None)
        for mode in (device.mode,) if device.mode else modes:
            seat = Seat(device, number, mode, clients[device.client], one, company, home, seen,
                        days_kept(home.devices, one.expiry))
            found = (rule.of_device(seat) for rule in FAMILY if rule.of_device)
            judged.setdefault((company, number), []).append(
                (seat, tally([finding for finding in found if finding is not None])))
    wholes, best = {}, None
    for company in (True, False):
        for plan in itertools.product(*(judged[company, n] for n in range(1, len(home.devices) + 1))):
            shape = Shape()
            for seat, _ in plan:
                shape = shape.joined(seat.shape)
            active = sum(seat.mode is not None for seat, _ in plan)
            idle = not any(one.modes for one in accesses) or gentle(seen)
            if (active > 1) != company or (not active and not idle):
                continue
            if shape not in wholes:
                entire = Whole(shape, home, seen, clients, tuple(accesses))
                found = (rule.of_mailbox(entire) for rule in FAMILY if rule.of_mailbox)
                wholes[shape] = tally([finding for finding in found if finding is not None])
            total = wholes[shape]
            for _, own in plan:
                total = _plus(total, own)
            best = total if best is None else min(best, total)
    return best
