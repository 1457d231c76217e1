"""From the picture and the answers to the plan: a way to read the mailbox for each device, with its reasons.

Every plan that is possible is weighed by its worst consequence; the mildest one is advised. What a person has
chosen is kept and judged like the rest. Nothing here looks at a clock, the environment or the network.
"""

from collections.abc import Mapping

from advisor import registry
from advisor.consequences import COMPUTERS, Consequence, Seat, Shape, Whole
from advisor.deadends import way_out
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.forecast import forecast
from advisor.migration import migration
from advisor.model.client import Client
from advisor.model.household import Household, Mode
from advisor.model.picture import Picture
from advisor.model.plan import SEVERITIES, Alternative, Backup, DevicePlan, Finding, Forecast, Plan, Severity
from advisor.model.text import Text, text
from advisor.modes import IMAP_MODES, REASONS, Access, access, gentle, open_candidates, protocol_of
from advisor.search import Choice, Search, badness, scaled, scored
from advisor.settings import days_kept, nominal, settings
from advisor.volume import volume

_KINDS = ("phone", "tablet", "shared", "laptop", "desktop", "server")      # ever better places for a copy
_CONNECTIONS = ("offline", "metered", "always")
# Codes of what a provider needs for one protocol only.
_ONLY_FOR = {"enable-pop": "pop3", "enable-imap": "imap"}
_LIKED: tuple[Mode | None, ...] = (
    "imap", "imap-offline", "pop3-keep", "pop3-keep-until-deleted", "pop3-keep-days", "pop3-remove", None)


def advise(picture: Picture, household: Household, clients: Mapping[str, Client]) -> Plan:
    """The plan for `household`, in its language or in English.

    AdvisorError `no-server` where nothing may be used for reading or for sending, `unknown-client` for a
    program that `clients` lacks, `mode-not-possible` where a person chose a mode that is closed to the
    device.
    """
    _demand_servers(picture)
    return _Advice(picture, household, clients).plan()


def _demand_servers(picture: Picture) -> None:
    reading = open_candidates(picture, "imap") or open_candidates(picture, "pop3")
    if reading and open_candidates(picture, "smtp"):
        return
    domain, provider = picture.address.domain, picture.provider
    what = (text("No server for sending the mail of {domain} can be used.", domain=domain) if reading
            else text("No server for reading the mail of {domain} can be used.", domain=domain))
    way = way_out(picture)
    moved = Text(f"noticed:{provider.became}") if way is None and provider and provider.became else None
    raise AdvisorError(
        "no-server", what, Exit.NO_SERVER, context=moved,
        hint=way or text("Run mail-advisor discover to see what was found and why it cannot be used, or ask "
                         "the provider."))


class _Advice:
    """One household, weighed. Devices are addressed by their place in the household, from 0."""

    def __init__(self, picture: Picture, household: Household, clients: Mapping[str, Client]) -> None:
        self.picture, self.household, self.clients = picture, household, clients
        self.devices = household.devices
        self.consequences: tuple[Consequence, ...] = registry.collect("advisor.consequences", "CONSEQUENCE")
        known: dict[str, Access] = {}
        for device in self.devices:
            if device.client not in clients:
                raise AdvisorError(
                    "unknown-client", text("There is no mail program {client}.", client=device.client),
                    Exit.USAGE,
                    context=text("device {device}", device=device.name),
                    hint=text("Known: {clients}.", clients=", ".join(sorted(clients))))
            if device.client not in known:
                known[device.client] = access(picture, clients[device.client])
        self.accesses = tuple(known[device.client] for device in self.devices)
        # What a device is, never what it is called; the best place for a copy comes last.
        self.order = sorted(range(len(self.devices)), key=self._suitability)
        self.place = {index: place for place, index in enumerate(self.order)}
        self.can_copy = any(self._can_copy(index) for index in range(len(self.devices)))
        self.choices: dict[tuple[int, Mode | None, bool], Choice] = {}
        self.judged: dict[Shape, int] = {}

    def plan(self) -> Plan:
        """Search, then tell what was found."""
        allowed = [self._allowed(index) for index in range(len(self.devices))]
        # Alone is who is the only device, or who could be left as the only one.
        droppable = sum(None in modes for modes in allowed)
        companies = [size for size, possible in (
            (True, len(self.devices) > 1), (False, len(self.devices) - droppable < 2)) if possible]
        searches = [
            (company, Search([[self._choice(index, mode, company) for mode in allowed[index]]
                              for index in self.order], company, self._judge, idle=gentle(self.picture)))
            for company in companies]
        score, best = min((found for _, search in searches if (found := search.best()) is not None),
                          key=lambda found: found[0])
        chosen = self._in_order(best)
        whole = self._whole(chosen)
        readers = sum(choice.seat.pop3 for choice in chosen)
        plans = tuple(
            DevicePlan(choice.seat.device, nominal(choice.seat), settings(choice.seat, readers),
                       choice.findings,
                       "person" if choice.seat.device.mode else "advised", choice.seat.mode is not None,
                       choice.seat.client.only_sends)
            for choice in chosen)
        provider = self.picture.provider
        return Plan(
            self.picture.address, self.household.name, self.household.language or "en", plans, whole,
            self._backup(chosen), _worst(_all(chosen, whole)), self._alternatives(searches, score, chosen),
            _needed(provider.needs, plans) if provider else (), provider.help if provider else "",
            forecast=self._forecast(chosen), migration=migration(
                plans, server_decides=bool(provider and provider.pop3_decides == "server")))

    def _allowed(self, index: int) -> tuple[Mode | None, ...]:
        """The modes to weigh for a device; None (leave it out) only where every mode could harm the others.
        """
        device, open_to_it = self.devices[index], self.accesses[index]
        if device.mode is not None:
            if device.mode in open_to_it.closed:
                raise AdvisorError(
                    "mode-not-possible",
                    text("{device} cannot use {mode}.", device=device.name, mode=device.mode),
                    Exit.USAGE, context=REASONS[open_to_it.closed[device.mode]],
                    hint=text("Possible there: {modes}.", modes=", ".join(open_to_it.modes) or "-"))
            return (device.mode,)
        if any(open_to_it.harmless(mode) for mode in open_to_it.modes):
            return open_to_it.modes
        return (*open_to_it.modes, None)

    def _choice(self, index: int, mode: Mode | None, company: bool) -> Choice:
        """A device in a mode, judged once."""
        key = (index, mode, company)
        if key not in self.choices:
            device, one = self.devices[index], self.accesses[index]
            seat = Seat(device, index + 1, mode, self.clients[device.client], one, company, self.household,
                        self.picture, days_kept(self.devices, one.expiry))
            findings = _sorted(tuple(
                finding for consequence in self.consequences if consequence.of_device is not None
                if (finding := consequence.of_device(seat)) is not None))
            liking = self._liking(seat)
            # Between equals the device that is least fit for a copy is the one that is left out.
            rank = 0 if mode is None else liking + 1
            self.choices[key] = Choice(seat, findings, seat.shape, scored(
                findings, liking, self.place[index], len(self.devices), rank))
        return self.choices[key]

    def _liking(self, seat: Seat) -> int:
        """Which of two equally good modes is preferred: the smaller number.

        A full download is preferred where a copy is wished for that POP3 cannot give, or not all of.
        """
        wish = self.household.wishes.backup
        mirror = wish != "none" and seat.device.kind in COMPUTERS and (
            not self.can_copy or (wish == "everything" and seat.device.stays))
        if mirror and seat.mode in IMAP_MODES:
            return 0 if seat.mode == "imap-offline" else 1
        return _LIKED.index(seat.mode)

    def _can_copy(self, index: int) -> bool:
        """Whether the device could hold a copy that can be relied on."""
        device, one = self.devices[index], self.accesses[index]
        alone = len(self.devices) == 1
        if device.kind not in COMPUTERS or not (device.stays or alone):
            return False
        if "copies-only" in self.clients[device.client].notes and "imap-offline" in one.modes:
            return device.mode in (None, "imap-offline")
        return ("pop3-keep" in one.modes and one.proven and (one.expiry is None or alone)
                and device.mode in (None, "pop3-keep"))

    def _suitability(self, index: int) -> tuple[object, ...]:
        device = self.devices[index]
        return (device.stays, _CONNECTIONS.index(device.connection), _KINDS.index(device.kind), device.client,
                device.today, device.mode or "", -index)

    def _in_order(self, found: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Choices back in the order of the household."""
        return tuple(sorted(found, key=lambda choice: choice.seat.number))

    def _mailbox(self, shape: Shape) -> tuple[Finding, ...]:
        whole = Whole(shape, self.household, self.picture, self.clients, self.accesses)
        return _sorted(tuple(
            finding for consequence in self.consequences if consequence.of_mailbox is not None
            if (finding := consequence.of_mailbox(whole)) is not None))

    def _judge(self, shape: Shape) -> int:
        if shape not in self.judged:
            self.judged[shape] = scaled(self._mailbox(shape), len(self.devices))
        return self.judged[shape]

    def _whole(self, chosen: tuple[Choice, ...]) -> tuple[Finding, ...]:
        shape = Shape()
        for choice in chosen:
            shape = shape.joined(choice.shape)
        return self._mailbox(shape)

    def _forecast(self, chosen: tuple[Choice, ...]) -> Forecast:
        expiry = next((one.expiry for one in self.accesses if one.expiry is not None), None)
        return forecast(
            volume(self.picture, self.household),
            tuple(choice.seat.mode for choice in chosen if choice.seat.mode is not None), self.devices,
            days_kept(self.devices, expiry), expiry)

    def _backup(self, chosen: tuple[Choice, ...]) -> Backup:
        holders = [choice.seat for choice in chosen if choice.seat.copies]
        if not holders:
            return Backup("none")
        best = max(holders, key=lambda seat: (seat.archives, self.place[seat.number - 1]))
        if best.archives:
            return Backup("archive", best.device.name, "everything")
        return Backup("pop3-copy", best.device.name, "inbox")

    def _alternatives(self, searches: list[tuple[bool, Search]], score: int,
                      chosen: tuple[Choice, ...]) -> tuple[Alternative, ...]:
        """For each different device the best plan in which it reads in another way, and what speaks against
        it.
        """
        told: set[tuple[object, ...]] = set()
        alternatives: list[Alternative] = []
        for index, choice in enumerate(chosen):
            kind = (*self._suitability(index)[:-1], choice.seat.mode)
            if kind in told or choice.seat.mode is None:
                continue
            told.add(kind)
            others = _others(choice.seat.mode, self.accesses[index])
            found = min(
                (one for company, search in searches
                 if (one := search.best_with(self.place[index], [
                     self._choice(index, mode, company) for mode in others])) is not None),
                key=lambda one: one[0], default=None)
            if found is None:
                continue
            changed = self._in_order(found[1])
            all_new = _all(changed, self._whole(changed))
            against = _against(all_new, _all(chosen, self._whole(chosen)))
            if against or found[0] < score:
                change = tuple((new.seat.device.name, nominal(new.seat)) for old, new in zip(
                    chosen, changed, strict=True) if old.seat.mode != new.seat.mode)
                alternatives.append(Alternative(change, _worst(all_new), against))
        return tuple(alternatives)


def _needed(needs: tuple[str, ...], plans: tuple[DevicePlan, ...]) -> tuple[str, ...]:
    """What to prepare at the provider for the ways of reading that this plan uses."""
    used = {protocol_of(one.mode) for one in plans if one.usable}
    return tuple(code for code in needs if _ONLY_FOR.get(code, "") in ("", *used))


def _others(mode: Mode, one: Access) -> tuple[Mode, ...]:
    """The modes to compare with: those of the other protocol where there are any, for they tell most."""
    far = tuple(other for other in one.modes if protocol_of(other) != protocol_of(mode))
    return far or tuple(other for other in one.modes if other != mode)


def _all(chosen: tuple[Choice, ...], whole: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return (*(finding for choice in chosen for finding in choice.findings), *whole)


def _against(new: tuple[Finding, ...], old: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings of `new` that `old` lacks or has in a milder form, notes aside."""
    before = {(finding.id, finding.devices): SEVERITIES.index(finding.severity) for finding in old}
    return _sorted(tuple(
        finding for finding in new if badness((finding,))
        and SEVERITIES.index(finding.severity) < before.get((finding.id, finding.devices), len(SEVERITIES))))


def _sorted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Worst first; within a severity as they came."""
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def _worst(findings: tuple[Finding, ...]) -> Severity | None:
    return min((finding.severity for finding in findings), key=SEVERITIES.index, default=None)
