"""`mail-advisor doctor`: says whom it will ask, asks all of them at once, and reports what works here.

Without an address, `example.com` (which IANA keeps for examples) and the mail servers of one large provider
are asked; with one, the servers of its own provider. Nobody learns the address.
"""

import secrets
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from advisor import discovery, providers, registry
from advisor.doctor import PORTS, Finding, Plan, Surroundings
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.judging import judge
from advisor.model.address import Address
from advisor.model.endpoint import Endpoint
from advisor.model.picture import Picture
from advisor.model.text import Text, counted, text
from advisor.net.network import Network
from advisor.printing import print_json
from advisor.reach import Reach
from advisor.ui.terminal import Terminal, describe
from advisor.ui.words import wrap

NEUTRAL = "example.com"     # RFC 2606, kept by IANA; signed, and served with and without encryption
LARGE = "google-workspace"  # profile of a provider that listens on all four ports and bears one visit more


def run(options: Namespace, speaker: Speaker, reach: Reach) -> Exit:
    """The command: look, tell, and end with 0 where nothing fails (see `exit_of`)."""
    if options.login:
        raise AdvisorError("login-elsewhere", text("doctor logs in nowhere; try it with discover --login."),
                           Exit.USAGE)
    address = None if options.address is None else discovery.parse_address(
        options.address, reach, accept_typo=options.accept_unconfirmed)
    terminal = describe(sys.stdin, sys.stdout, plain=options.plain, no_color=options.no_color)

    def tell(sentence: Text) -> None:       # never among the JSON
        print("\n".join(wrap(speaker.say(sentence), terminal.width)),
              file=sys.stderr if options.json else sys.stdout, flush=True)

    here = look(address, reach, terminal, tell)
    findings = examine(here)
    if options.json:
        print_json(document(findings, here, speaker))
    else:
        for line in ["", *lines(findings, speaker, terminal.width)]:
            terminal.write(line)
    return exit_of(findings)


def plan_for(picture: Picture | None, reach: Reach) -> Plan:
    """Whom to ask. picture: what a search found for an address; None where there is no address."""
    web = NEUTRAL if reach.third_party else ""
    proof = f"{secrets.token_hex(8)}.invalid"
    if picture is None:
        if not reach.third_party:
            return Plan(NEUTRAL, proof)
        large = next(profile for profile in providers.load() if profile.id == LARGE)
        servers = tuple(Endpoint(one.protocol, one.host, one.port, one.security) for one in large.servers
                        if one.port in PORTS)
        return Plan(NEUTRAL, proof, web, servers, large.name)
    # A guessed server counts where somebody is there; that nobody is says nothing about this network.
    named = [one.endpoint for one in picture.candidates if one.sources != ("guess",)
             or one.evidence not in ("E-", "E0") or one.because.startswith("certificate-")]
    first = {endpoint.port: endpoint for endpoint in reversed(named) if endpoint.port in PORTS}
    return Plan(picture.address.ascii_domain, proof, web, tuple(first[port] for port in sorted(first)),
                picture.address.domain)


def contacts(plan: Plan) -> Text:
    """Said before anybody is asked: who is, and that they learn no more than that somebody asks."""
    asked = ", ".join(dict.fromkeys([*([plan.web] if plan.web else []),
                                     *(server.host for server in plan.servers)]))
    if not asked:
        return text("Asked: only your DNS server.")
    return text("Asked: your DNS server, and {hosts}. They learn your IP address, and no e-mail address.",
                hosts=asked)


def look(address: Address | None, reach: Reach, terminal: Terminal,
         tell: Callable[[Text], None]) -> Surroundings:
    """Ask everybody that `reach` allows. tell: is told whom, before the first packet."""
    from advisor.net.recording import Recorder

    with discovery.reached(reach) as network:
        if reach.offline:
            return Surroundings(terminal, authorities=network.authorities())
        picture = None
        if address is not None:
            tell(text("First the servers of {domain} are looked for, as discover does.",
                      domain=address.domain))
            picture = judge(discovery.run(address, reach))
        plan = plan_for(picture, reach)
        tell(contacts(plan))
        recorder = Recorder(network)
        ask(plan, recorder, reach.timeout)
        return Surroundings(terminal, plan, recorder.exchanges, network.resolvers(), network.authorities())


def ask(plan: Plan, network: Network, seconds: float) -> None:
    """Put all questions of the plan at once; returns when all are answered or the seconds are over."""
    questions: list[Callable[[], object]] = [
        partial(network.resolve, name, "A") for name in (plan.name, plan.proof)]
    if plan.web:
        questions += [partial(network.fetch, f"https://{plan.web}/"),
                      partial(network.fetch_in_clear, f"http://{plan.web}/")]
    questions += [partial(network.visit, server) for server in plan.servers]
    threads = [threading.Thread(target=question, daemon=True) for question in questions]
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))


def examine(here: Surroundings) -> tuple[Finding, ...]:
    """All findings, in the order of the examinations."""
    members = sorted(registry.collect("advisor.doctor", "EXAMINATION"), key=lambda one: one.order)
    return tuple(finding for one in members for finding in one.examine(here))


def exit_of(findings: Iterable[Finding]) -> Exit:
    """DONE where nothing fails; else NETWORK before CANNOT_WRITE before BUG."""
    codes = {finding.exit for finding in findings if finding.status == "fails"}
    return next((code for code in (Exit.NETWORK, Exit.CANNOT_WRITE, Exit.BUG) if code in codes), Exit.DONE)


def lines(findings: Iterable[Finding], speaker: Speaker, width: int) -> list[str]:
    """For a person: one line a finding, which begins with a word for how it is, and what to do about it."""
    told: list[str] = []
    failed = 0
    shown = tuple(findings)
    for finding, following in zip(shown, (*shown[1:], None), strict=True):
        start = f"[{speaker.code('doctor', finding.status)}] "
        told += wrap(f"{start}{_said(finding, speaker)}", width, "  ")
        if finding.do is not None and (following is None or following.do != finding.do):   # once for several
            told += wrap(f"  > {speaker.say(finding.do)}", width, "  ")
        failed += finding.status == "fails"
    verdict = text("Nothing stands in the way here.") if not failed else counted(
        "{n} thing does not work here.", "{n} things do not work here.", n=failed)
    return [*told, "", *wrap(speaker.say(verdict), width)]


def document(findings: Iterable[Finding], here: Surroundings, speaker: Speaker) -> dict[str, Any]:
    """The JSON of `doctor`, schema 1: checks[]{id,status,says,do}, asked[] (hosts), resolvers[], columns."""
    plan = here.plan
    return {
        "schema": 1,
        "checks": [{"id": finding.id, "status": finding.status, "says": _said(finding, speaker),
                    "do": None if finding.do is None else speaker.say(finding.do)} for finding in findings],
        "asked": [] if plan is None else list(dict.fromkeys(
            [*([plan.web] if plan.web else []), *(server.host for server in plan.servers)])),
        "resolvers": list(here.resolvers), "columns": here.terminal.seen}


def _said(finding: Finding, speaker: Speaker) -> str:
    return f"{speaker.say(finding.about)}: {speaker.say(finding.says)}"
