"""Plugs everything into the wizard: the search, the advice, the texts and the writer.

The wizard itself knows none of them, so the demo and a real provider go through the same conversation.
"""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.ui.screen import Screen
from advisor.ui.terminal import describe

if TYPE_CHECKING:
    from advisor.model.account import Account
    from advisor.model.evidence import Evidence
    from advisor.model.files import Existing
    from advisor.model.household import Household
    from advisor.model.picture import Picture
    from advisor.model.plan import Plan
    from advisor.model.text import Text
    from advisor.password import Secret
    from advisor.reach import Reach
    from advisor.ui.entering import Entrance
    from advisor.ui.search import Search
    from advisor.ui.steps import Given, Steps


def run(options: Namespace, speaker: Speaker, reach: "Reach", address: str | None, *,
        remember: bool = True, opening: "Text | None" = None) -> Exit:
    """The whole conversation on the terminal that there is; where nobody sits at one, nothing is asked.

    remember: keep the answers, so that a conversation that was broken off can go on. opening: what to say
    before anything else.
    """
    screen = _screen(options, speaker)
    with screen.terminal.hushed():
        return _conversation(options, speaker, reach, address, screen, remember=remember, opening=opening)


def _conversation(options: Namespace, speaker: Speaker, reach: "Reach", address: str | None,
                  screen: Screen, *, remember: bool, opening: "Text | None") -> Exit:
    from advisor.ui.greeting import greet

    if opening is not None:
        screen.say(speaker.say(opening))
    greet(screen, speaker)      # the first line does not wait for what is imported next
    from advisor import (
        answerscheck,
        answersfile,
        certificates,
        clients,
        commands,
        discovery,
        ownfiles,
        preferences,
    )
    from advisor.ui import wizard
    from advisor.ui.steps import Given

    certificates.given(options)         # what cannot be used is told before the conversation
    kept = preferences.load()
    if kept.plain and not options.plain:
        options.plain = True
        screen = _screen(options, speaker)
    for line in ownfiles.complaints(speaker):
        screen.say(line)
    programs = tuple(clients.load().values())
    answers = answersfile.given(options.answers, options.set, programs, speaker)
    filed = {} if options.answers is None else answersfile.given(options.answers, (), programs, speaker)
    same = answerscheck.flat(filed).items() & answerscheck.flat(answers).items()
    given = Given(address=address, answers=answers, in_file=frozenset(key for key, _ in same),
                  output=options.output, force=options.force,
                  existing=commands.existing(options), dry_run=options.dry_run,
                  fresh=options.fresh, lan=reach.lan, accept_unconfirmed=options.accept_unconfirmed,
                  remember=remember, redo=options.redo, save_answers=options.save_answers)
    domains = discovery.known_domains()

    def converse(given: "Given") -> Exit:
        return wizard.run(screen, _steps(options, speaker, reach), speaker, programs, given=given,
                          domains=domains, greeted=True)

    if screen.attended and (options.technician or kept.technician):
        from advisor.interview import Interview
        from advisor.ui import technician

        return technician.run(screen, speaker, given, kept, Interview(programs, speaker.say, lan=reach.lan),
                              domains, converse)
    return converse(given)


def _screen(options: Namespace, speaker: Speaker) -> Screen:
    terminal = describe(sys.stdin, sys.stdout, plain=options.plain, no_color=options.no_color)
    if options.no_input or not terminal.interactive:
        from advisor.ui.silent import Silent

        return Silent(terminal, speaker)
    if terminal.plain:
        from advisor.ui.plain import Plain

        return Plain(terminal, speaker)
    from advisor.ui.full import Full

    return Full(terminal, speaker)


def _steps(options: Namespace, speaker: Speaker, reach: "Reach") -> "Steps":
    """What the wizard calls. Each imports what it needs only then: the first line must not wait for it."""
    from advisor.ui.steps import Steps

    def suggest(given: str) -> str | None:
        from advisor import address as addresses
        from advisor import discovery

        parsed = addresses.parse(given, lan=reach.lan)
        meant = discovery.suggestion(parsed)
        return None if meant is None else f"{parsed.local}@{meant}"

    def registrable(host: str) -> str:
        from advisor.suffixes import registrable as registered

        return registered(host) or host

    def discover(given: str, search: "Search") -> "Evidence":
        from advisor import address as addresses
        from advisor import discovery
        from advisor.ui.progress import Progress

        if options.evidence is not None:
            return discovery.load(options.evidence)
        return discovery.run(addresses.parse(given, lan=reach.lan), reach, Progress(search, speaker),
                             search.skipped)

    def combine(evidence: "Evidence") -> "Picture":
        from advisor import discovery
        from advisor.judging import judge

        if options.save_evidence is not None:
            discovery.save(evidence, options.save_evidence, force=True, scrubbed=options.scrub)
        return judge(evidence)

    def advise(picture: "Picture", household: "Household") -> "Plan":
        from advisor import clients
        from advisor.advise import advise as find_plan

        return find_plan(picture, household, clients.load())

    def found_lines(evidence: "Evidence", picture: "Picture", width: int) -> list[str]:
        from advisor import report

        return report.discover_lines(evidence, picture, speaker, width, brief=True)

    def plan_lines(plan: "Plan", width: int) -> list[str]:
        from advisor import planreport

        return planreport.plan_lines(plan, speaker, width)

    def write(plan: "Plan", household: "Household", evidence: "Evidence", output: Path, existing: "Existing",
              width: int) -> tuple[Path, list[str]]:
        from advisor import certificates, delivery

        delivered = delivery.deliver(plan, household, evidence, output, speaker, certificates.given(options),
                                     existing=existing, rehearse=options.dry_run)
        return delivered.folder, delivery.lines(delivered, speaker, width)

    def ask_again(evidence: "Evidence", source: str, search: "Search") -> "Evidence":
        from msgspec.structs import replace

        from advisor import asking_again, discovery
        from advisor.ui.progress import Progress

        if options.evidence is not None or reach.offline:       # nobody may be asked
            return evidence
        only = replace(reach, sources=(source,))
        again = discovery.run(evidence.address, only, Progress(search, speaker), search.skipped)
        return asking_again.renewed(evidence, again, source)

    def save_answers(household: "Household", path: Path, force: bool) -> None:
        from advisor import answersfile, writing
        from advisor.model.files import OutputFile

        file = OutputFile(path.name, answersfile.dump(household), "application/toml", "answers")
        writing.write((file,), path.parent, force=force)

    return Steps(suggest, registrable, discover, combine, advise, found_lines, plan_lines, write,
                 ask_again, save_answers, _entrance(options, speaker, reach) if options.login else None,
                 deadline=round(reach.timeout), can_skip=True)


def _entrance(options: Namespace, speaker: Speaker, reach: "Reach") -> "Entrance":
    """How the wizard looks into the account. The hosts were confirmed by then, doubtful ones too."""
    from advisor import accountcheck, accountreport, password
    from advisor.judging import judge
    from advisor.ui.entering import Entrance

    def told(picture: "Picture") -> list[str]:
        ready = accountcheck.ready_for_login(picture, accepted=True)
        return [*accountcheck.needs(picture, speaker),
                *accountcheck.destinations(ready, speaker)] if ready else []

    def given() -> "Secret | None":
        secret = password.given(options, sys.stdin)
        if secret is None and (options.no_input or not sys.stdin.isatty()):
            raise password.missing()
        return secret

    def typed(picture: "Picture") -> "Secret | None":
        return password.typed(accountcheck.question(picture, speaker))

    def attempt(evidence: "Evidence", picture: "Picture", secret: "Secret", most: int,
                before: "Account | None") -> "Evidence":
        return accountcheck.attempt(evidence, picture, reach, secret, accountcheck.progress(options, speaker),
                                    accepted=True, most=most, before=before)

    def lines(evidence: "Evidence", width: int) -> list[str]:
        return accountreport.lines(evidence.account, judge(evidence), speaker, width)

    return Entrance(told, given, typed, attempt, lines)
