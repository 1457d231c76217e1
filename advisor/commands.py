"""What each command does, from the flags to the exit code. The wizard's own flow is in ui/wizard.py.

Every command takes the same road: evidence, picture, plan, files. Only the ends differ.
"""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.text import text
from advisor.printing import print_json, print_lines, width

if TYPE_CHECKING:
    from advisor.model.evidence import Evidence
    from advisor.model.files import Existing
    from advisor.model.household import Household
    from advisor.model.picture import Picture
    from advisor.model.plan import Plan
    from advisor.reach import Reach


def discover(options: Namespace, speaker: Speaker) -> Exit:
    """Who serves this address, and what the servers can do."""
    needed = ("advisor.report", "advisor.accountreport", "advisor.onescreen")
    evidence, picture = _search(options.address, options, reach_of(options), speaker, needed)
    from advisor import accountfacts, accountreport, onescreen, report  # imported by now

    if options.json:
        print_json({**report.discover_document(evidence, picture),
                    "account": accountreport.document(evidence.account),
                    "report": onescreen.document(evidence, picture, speaker)})
    elif options.report:
        print_lines(onescreen.lines(evidence, picture, speaker, width()))
    else:
        print_lines([
            *report.discover_lines(evidence, picture, speaker, width(), explain=options.explain),
            *accountreport.lines(evidence.account, picture, speaker, width())])
    login = Exit.DONE if evidence.account is None else accountfacts.exit_of(evidence.account)
    verdict = report.exit_of(picture) if login is Exit.DONE else login
    return Exit.DONE if verdict is Exit.UNCONFIRMED and options.accept_unconfirmed else verdict


class Advice(Struct, frozen=True):
    """Everything on the road from the answers to the plan. speaker: in the language of the plan."""

    household: "Household"
    evidence: "Evidence"
    picture: "Picture"
    plan: "Plan"
    speaker: Speaker


def advise(options: Namespace, speaker: Speaker) -> Exit:
    """The plan for the devices of an answers file; nothing is written."""
    found = advice(_household(options, speaker), options, speaker, reach_of(options))
    if options.what_if is None:
        show(found, options)
    else:
        _compare(found, options)
    return Exit.UNCONFIRMED if _doubtful(found) and not options.accept_unconfirmed else Exit.DONE


def write(options: Namespace, speaker: Speaker) -> Exit:
    """Discover, advise and write: the wizard without questions."""
    if options.output is None and not options.dry_run:
        raise AdvisorError(
            "output-missing", text("It is not said where the files should go."), Exit.MISSING,
            hint=text("Give a folder with -o DIR."))
    from advisor import certificates

    certificates.given(options)         # what cannot be used is told before anybody is asked
    if further := getattr(options, "further", []):
        from advisor import several

        return several.write([options.answers, *further], options, speaker)
    found = advice(_household(options, speaker), options, speaker, reach_of(options))
    return finish(found, options)


def company(options: Namespace, speaker: Speaker) -> Exit:
    """One sheet about everybody whose files lie in a folder."""
    from advisor import companydelivery, companyreport

    people, sheet = companydelivery.deliver(options.folder, options.answers, options.set, speaker,
                                            force=options.force)
    if options.json:
        print_json(companyreport.document(people, options.folder, sheet))
    else:
        print_lines(companyreport.lines(people, options.folder, sheet, speaker, width()))
    return Exit.DONE


def explain(options: Namespace, speaker: Speaker) -> Exit:
    """Explain one consequence."""
    from advisor import explaining

    if options.json:
        print_json(explaining.explain_document(options.consequence, speaker))
    else:
        print_lines(explaining.explain_lines(options.consequence, speaker, width()))
    return Exit.DONE


def known(options: Namespace, speaker: Speaker) -> Exit:
    """What this version knows: clients, providers, consequences, sources, schemas."""
    from advisor import listing

    document = listing.document(options.what, speaker)
    if options.json or options.what == "schemas":
        print_json(document)
    else:
        print_lines(listing.lines(options.what, document, speaker, width(), plain=options.plain))
    return Exit.DONE


def keep(options: Namespace, speaker: Speaker) -> Exit:
    """See whether what is known of providers still holds, or describe one more."""
    from advisor import upkeep

    document, lines, verdict = upkeep.run(options, speaker, reach_of(options), width(), _search)
    if options.json:
        print_json(document)
    else:
        print_lines(lines)
    return verdict


def demo(options: Namespace, speaker: Speaker) -> Exit:
    """The main job against the provider that lives in this program."""
    from advisor import demonstration

    if options.login:
        raise AdvisorError("login-elsewhere", text("--login does not go with the demo, which has no account "
                                                   "of yours."), Exit.USAGE)
    return demonstration.run(options, speaker)


def doctor(options: Namespace, speaker: Speaker) -> Exit:
    """What works here: on this network and on this computer."""
    from advisor import examining

    return examining.run(options, speaker, reach_of(options))


def wizard(options: Namespace, speaker: Speaker) -> Exit:
    """Ask step by step, advise, write the files."""
    from advisor import assistant, fitting

    fitting.demand(options)
    return assistant.run(options, speaker, reach_of(options), options.address)


RUN: dict[str, Callable[[Namespace, Speaker], Exit]] = {
    "discover": discover, "advise": advise, "write": write, "company": company,
    "explain": explain, "list": known, "providers": keep,
    "doctor": doctor, "demo": demo, "wizard": wizard}


def reach_of(options: Namespace) -> "Reach":
    """How far the flags let a run reach."""
    from advisor import reach

    return reach.from_flags(options)


def _search(given: str, options: Namespace, reach: "Reach", speaker: Speaker,
            needed: tuple[str, ...] = ()) -> "tuple[Evidence, Picture]":
    """needed: modules that the caller uses afterwards."""
    from advisor import discovery, fitting

    fitting.demand(options)
    if options.evidence is not None:
        evidence = discovery.load(options.evidence)
    else:
        parsed = discovery.parse_address(given, reach, accept_typo=options.accept_unconfirmed)
        evidence = discovery.run(parsed, reach, meanwhile=("advisor.judging", *needed, speaker.get_ready))
    from advisor.judging import judge  # imported by now

    if options.login:
        from advisor import accountcheck

        evidence = accountcheck.log_in(evidence, judge(evidence), options, reach, speaker)
    if options.save_evidence is not None:
        discovery.save(evidence, options.save_evidence, force=options.force, scrubbed=options.scrub)
    return evidence, judge(evidence)


def _household(options: Namespace, speaker: Speaker) -> "Household":
    from advisor import answersfile, clients

    if getattr(options, "further", []):
        raise AdvisorError(
            "several-addresses", text("Several answers files go with write only."), Exit.USAGE,
            hint=text("Give one answers file here."))
    if options.answers is None and not options.set:
        raise AdvisorError(
            "answers-missing", text("There is no answers file, and this command asks nothing."),
            Exit.MISSING, hint=text("Give one with --answers FILE, or start mail-advisor without a command."))
    return answersfile.read(options.answers, options.set, tuple(clients.load().values()), speaker)


def advice(household: "Household", options: Namespace, speaker: Speaker, reach: "Reach") -> Advice:
    """Search for the servers of the household's address and find the best plan for its devices."""
    from msgspec.structs import replace

    from advisor import clients

    language = options.lang or household.language or speaker.language
    household = replace(household, language=language)
    evidence, picture = _search(household.address, options, reach, Speaker(language),
                                ("advisor.preconditions", "advisor.advise"))
    from advisor import advise as planning
    from advisor import preconditions

    preconditions.demand(evidence, picture, Speaker(language))
    plan = planning.advise(picture, household, clients.load())
    return Advice(household, evidence, picture, plan, Speaker(language))


def show(found: Advice, options: Namespace) -> None:
    """Print the plan."""
    if options.json:
        print_json(plan_document(found))
    else:
        print_lines(plan_lines(found))


def _compare(found: Advice, options: Namespace) -> None:
    """Print what would be different if one device read its mail in another way."""
    from advisor import clients, whatif

    device, mode = whatif.read(options.what_if, found.household)
    seen = whatif.what_if(found.picture, found.household, clients.load(), device, mode)
    if options.json:
        print_json({**plan_document(found), "what_if": whatif.what_if_document(seen, found.speaker)})
    else:
        print_lines(whatif.what_if_lines(seen, found.speaker, width()))


def plan_document(found: Advice) -> dict[str, Any]:
    """The JSON of the plan, with the account where somebody logged in."""
    from advisor import accountreport, planreport

    account = accountreport.document(found.evidence.account)
    return {**planreport.plan_document(found.plan, found.speaker),
            **({} if account is None else {"account": account})}


def plan_lines(found: Advice) -> list[str]:
    from advisor import accountreport, planreport

    return [*planreport.plan_lines(found.plan, found.speaker, width()),
            *accountreport.lines(found.evidence.account, found.picture, found.speaker, width())]


def finish(found: Advice, options: Namespace) -> Exit:
    """Write everything below the output folder, unless somebody has to confirm the servers first."""
    from advisor import certificates, delivery

    demand_confirmed(found, options)
    delivered = delivery.deliver(
        found.plan, found.household, found.evidence, options.output or Path(), found.speaker,
        certificates.given(options), existing=existing(options), rehearse=options.dry_run)
    if options.json:
        print_json({**plan_document(found), **delivery.document(delivered, found.speaker)})
    else:
        print_lines([*plan_lines(found), "", *delivery.lines(delivered, found.speaker, width())])
    return Exit.DONE


def demand_confirmed(found: Advice, options: Namespace) -> None:
    """AdvisorError where somebody has to say yes to a server first."""
    doubtful = _doubtful(found)
    if doubtful and not options.accept_unconfirmed:
        raise AdvisorError(
            "unconfirmed", text("Nobody vouches for these servers yet: {servers}.",
                                servers=", ".join(doubtful)),
            Exit.UNCONFIRMED,
            hint=text("If they are right, say so with --accept-unconfirmed. Nothing was written."))


def existing(options: Namespace) -> "Existing":
    """What the flags say about files that are there already."""
    if options.force and options.keep_both:
        raise AdvisorError("usage-existing", text("--force and --keep-both exclude each other."), Exit.USAGE)
    return "replace" if options.force else "keep-both" if options.keep_both else "refuse"


def _doubtful(found: Advice) -> tuple[str, ...]:
    """The servers in the plan that need a person's yes first, as `host:port`, without repeats."""
    used = {server.endpoint for device in found.plan.devices
            for server in (device.settings.incoming, device.settings.outgoing)}
    return tuple(sorted({f"{one.endpoint.host}:{one.endpoint.port}" for one in found.picture.candidates
                         if one.endpoint in used and one.standing != "usable"}))
