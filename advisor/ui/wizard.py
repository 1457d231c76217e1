"""The wizard: asks step by step, looks for the servers meanwhile, advises, and writes the files after a yes.

It knows neither the network nor the files: everything it calls is given to it, so that the demo, the real
provider and the tests go through the very same conversation.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from advisor.answerscheck import flat
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.interview import COUNT, Interview
from advisor.model.client import Client
from advisor.model.evidence import Evidence
from advisor.model.files import Existing
from advisor.model.household import Household
from advisor.model.picture import Picture
from advisor.model.plan import Plan
from advisor.model.text import Text, text
from advisor.steps import Step
from advisor.ui import confirming, filing, form, greeting, prompts, resuming, reviewing, saving
from advisor.ui.entering import enter
from advisor.ui.greeting import greet
from advisor.ui.keeping import Keeping
from advisor.ui.screen import Back, Interrupted, Screen
from advisor.ui.search import Search
from advisor.ui.steps import Given, Steps


class _Restart(Exception):
    """Something was changed; go through the questions again from the first open one."""


class _Leave(Exception):
    """The person does not want to go on; with the exit code for that."""

    def __init__(self, code: Exit) -> None:
        super().__init__(code)
        self.code = code


def run(screen: Screen, steps: Steps, speaker: Speaker, clients: Sequence[Client], *,
        given: Given | None = None, domains: Sequence[str] = (), greeted: bool = False) -> Exit:
    """The whole conversation. clients: all mail programs. domains: well-known ones, for the Tab key.

    greeted: the first words (greeting.py) were said already, before the clients were read.
    Returns DONE, DECLINED, INTERRUPTED, NO_SERVER, UNCONFIRMED or CANNOT_WRITE; raises AdvisorError for what
    the person has to mend outside of the conversation.
    """
    if not greeted:
        greet(screen, speaker)
    return _Conversation(screen, steps, speaker, clients, given or Given(), domains).run()


class _Conversation:
    def __init__(self, screen: Screen, steps: Steps, speaker: Speaker, clients: Sequence[Client],
                 given: Given, domains: Sequence[str]) -> None:
        self._screen, self._steps, self._speaker = screen, steps, speaker
        self._given, self._domains = given, domains
        self._interview = Interview(tuple(clients), speaker.say, lan=given.lan,
                                    remembered=given.remembered,
                                    base={"language": speaker.language, **given.answers})
        self._search: Search | None = None
        self._shown: Search | None = None           # the search whose outcome was shown and confirmed
        self._entered: Evidence | None = None       # its evidence, with what logging in told
        self._warned: Search | None = None          # the search that was looked at while others were asked
        self._told: dict[str, Any] = {}             # answers that were taken without asking, as told
        self._keeping = Keeping(wanted=given.remember)

    def run(self) -> Exit:
        """Until the files are written or the person leaves."""
        try:
            self._begin()
            while True:
                try:
                    return self._once()
                except _Restart:
                    continue
                except Back:
                    self._back()
        except _Leave as left:
            return left.code
        except (Interrupted, KeyboardInterrupt):
            self._keeping.stop()
            self._say()
            self._say(greeting.stopped(self._keeping.works, self._given.remember), "attention")
            return Exit.INTERRUPTED
        finally:
            self._screen.watch(None)

    def _begin(self) -> None:
        """Answers from last time, from a file and from flags, and a search as soon as there is an address."""
        before = resuming.offered(self._screen, self._speaker, self._given)
        if before is not None:
            self._interview, notes = self._interview.fill(before, "resumed")
            self._note(notes)
            self._look()
        answers: dict[str, Any] = flat(self._given.answers)
        if self._given.address is not None:
            answers["address"] = self._given.address
        self._interview = resuming.told(self._interview, answers, self._given.in_file)
        if "address" in answers:
            try:
                address = self._unmistaken(str(answers["address"]))
            except Back:
                self._interview = self._interview.redo("address")
                return
            self._interview, _ = self._interview.fill({"address": address}, "flag")
            self._say(text("E-mail address: {address}", address=address), "good")
            self._look()
        if self._given.redo is not None:
            self._interview = resuming.redone(self._interview, self._given.redo)

    def _once(self) -> Exit:
        """One way through, from the first open question to the files."""
        self._ask_all()
        evidence, picture = self._outcome()
        household = self._interview.household()
        plan = self._steps.advise(picture, household)
        self._say()
        self._screen.show(self._steps.plan_lines(plan, self._screen.terminal.width))
        reviewing.show(self._screen, self._interview, self._speaker)
        while (action := reviewing.next_action(self._screen, self._speaker)) == "save":
            saving.save(self._screen, self._speaker,
                        lambda path: self._steps.save_answers(household, path, self._given.force))
        if action in ("write", "leave") and self._given.save_answers is not None:
            self._steps.save_answers(household, self._given.save_answers, self._given.force)
            saving.told(self._screen, self._speaker, self._given.save_answers)
        if action == "leave":
            self._say(greeting.declined(self._given.remember))
            raise _Leave(Exit.DECLINED)
        try:
            if action == "again":
                self._look_again(reviewing.whom(self._screen, self._speaker, evidence), evidence)
            elif action == "change":
                self._interview = self._interview.redo(
                    reviewing.which(self._screen, self._interview, self._speaker))
            else:
                self._write(plan, household, evidence)
                return Exit.DONE
        except Back:        # to the review, not to the last question
            pass
        raise _Restart

    def _ask_all(self) -> None:
        while (step := self._interview.current()) is not None:
            self._warn()
            self._tell_settled(step.key)
            try:
                self._interview, notes = self._asked(step)
            except Back:
                self._back()
                continue
            self._note(notes)
            unkept = self._keeping.save(self._interview)
            self._note([unkept] if unkept is not None else [])
            self._look()
        self._tell_settled(None)

    def _warn(self) -> None:
        """Tell at once, between two questions, that nothing was found: the other answers would be in vain."""
        search = self._search
        if search is None or search is self._warned or not (search.over and self._screen.attended):
            return
        self._warned = search
        if confirming.nothing_usable(self._steps.combine(search.result())):
            self._outcome()

    def _asked(self, step: Step) -> tuple[Interview, tuple[Text, ...]]:
        """The interview with the answer to this step, and what is to be said about it. Raises Back."""
        interview, screen = self._interview, self._screen
        if step.key == COUNT and self._given.form is not None:
            typed = screen.ask(form.prompt(interview, self._speaker, self._given.form))
            return form.taken(interview, typed, "last-client" if typed == self._given.form else "typed")
        prompt = prompts.for_step(step, interview, self._speaker, self._domains)
        # The short form leaves most questions out, so their number would say nothing.
        prompt = prompt if self._given.form is None else replace(prompt, place="")
        typed = screen.ask(prompt)
        if typed == prompts.LIKE and interview.like() is not None:
            return interview.like_before()
        while step.key == "address":
            try:
                typed = self._unmistaken(typed)
                break
            except Back:    # to the address, as it was typed
                typed = screen.ask(replace(prompt, default=typed))
        return interview.answer(typed, "typed" if screen.attended else "default")

    def _back(self) -> None:
        earlier = self._interview.back()
        if earlier is None:
            self._say(text("This is the first question."))
        else:
            self._interview = earlier

    def _tell_settled(self, before: str | None) -> None:
        reviewing.tell_settled(self._screen, self._interview, self._speaker, self._told, before)

    def _unmistaken(self, address: str) -> str:
        return confirming.unmistaken(self._screen, self._speaker, address, self._steps.suggest(address))

    def _look(self) -> None:
        """Start to look for the servers, unless that was done for this address."""
        known = self._interview.answers.get("address")
        if known is None or (self._search is not None and self._search.address == known.value):
            return
        self._start(Search(str(known.value), self._steps.discover, deadline=self._steps.deadline,
                           can_skip=self._steps.can_skip))
        if self._screen.attended:
            self._say(text("The search for the servers runs while you answer."), "dim")

    def _look_again(self, source: str, evidence: Evidence) -> None:
        """Ask everybody anew, or only one source."""
        if source == reviewing.ALL:
            self._search = None
            self._look()
            return
        self._start(Search(
            str(self._interview.answers["address"].value),
            lambda address, search: self._steps.ask_again(evidence, source, search),
            deadline=self._steps.deadline, can_skip=self._steps.can_skip))

    def _start(self, search: Search) -> None:
        self._search = search
        search.start()
        self._screen.watch(search)

    def _outcome(self) -> tuple[Evidence, Picture]:
        """What was found, shown and confirmed once for each search."""
        search = self._search
        if search is None:
            raise RuntimeError("no address")
        if search is not self._shown:
            self._say()
            self._screen.wait(search)
        self._screen.watch(None)
        self._warned = search
        evidence = search.result() if search is not self._shown or self._entered is None else self._entered
        picture = self._steps.combine(evidence)
        if search is self._shown:
            return evidence, picture
        self._say()
        self._screen.show(self._steps.found_lines(evidence, picture, self._screen.terminal.width))
        if confirming.nothing_usable(picture):
            self._say(confirming.none_found(), "bad")
            self._stuck(Exit.NO_SERVER)
        if not confirming.confirmed(self._screen, self._speaker, picture, self._steps.registrable,
                                    accepted=self._given.accept_unconfirmed):
            self._stuck(Exit.UNCONFIRMED)
        self._shown, self._entered = search, None
        if self._steps.entrance is not None:
            self._entered = enter(self._screen, self._speaker, self._steps.entrance, evidence, picture)
            return self._entered, self._steps.combine(self._entered)
        return evidence, picture

    def _stuck(self, code: Exit) -> None:
        """It cannot go on with these servers: another address, another search, or the end."""
        action = confirming.way_out(self._screen, self._speaker)
        if action == "leave":
            raise _Leave(code)
        if action == "again":
            self._search = None
            self._look()
        else:
            self._search = None     # the same address, entered again, is looked for again
            self._interview = self._interview.redo("address")
        raise _Restart

    def _write(self, plan: Plan, household: Household, evidence: Evidence) -> None:
        def write(folder: Path, existing: Existing) -> tuple[Path, list[str]]:
            return self._steps.write(plan, household, evidence, folder, existing, self._screen.terminal.width)

        folder = filing.file(self._screen, self._speaker, write, self._given.output,
                             existing=self._given.existing, dry_run=self._given.dry_run)
        if folder is None:
            raise _Leave(Exit.CANNOT_WRITE)
        if self._given.dry_run:
            return
        self._keeping.forget(household.address)
        self._given.finished(household, folder)

    def _note(self, notes: Sequence[Text]) -> None:
        for note in notes:
            self._say(note, "attention")

    def _words(self, sentence: Text) -> str:
        return self._speaker.say(sentence)

    def _say(self, sentence: Text | None = None, style: Any = "normal") -> None:
        self._screen.say(self._words(sentence) if sentence is not None else "", style)
