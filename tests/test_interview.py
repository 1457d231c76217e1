"""The conversation as a value: the straight way, back, redo, what is dropped, and any mixture of them."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from advisor.i18n import Speaker
from advisor.interview import Interview
from advisor.model.household import Device, Household, Wishes
from advisor.model.text import Text
from advisor.ui import form
from tests.ui.stage import CLIENTS

SAY = Speaker("en").say
ADDRESS = "ana@full.example"
STRAIGHT = [ADDRESS, "Ana", "2", "laptop", "thunderbird", "no", "Laptop", "phone", "k9", "Phone", "inbox"]


def fresh(**changes):
    return Interview(CLIENTS, SAY, lan=True, **changes)


def told(interview, *answers):
    """The interview after these answers, and everything that was said about dropped ones."""
    notes = []
    for typed in answers:
        interview, said = interview.answer(typed)
        notes += said
    return interview, [SAY(note) for note in notes]


def done():
    return told(fresh(), *STRAIGHT)[0]


def test_the_straight_way_gives_the_household():
    assert done().current() is None
    assert done().household() == Household(
        address=ADDRESS, name="Ana", wishes=Wishes(backup="inbox"), devices=(
            Device("Laptop", "laptop", "thunderbird", stays=False),
            Device("Phone", "phone", "k9", stays=False)))


def test_every_answer_is_reviewed_with_its_origin():
    lines = {line.step.key: line for line in done().review()}
    assert lines["devices.2.stays"].answer.origin == "only-choice"
    assert lines["devices.2.stays"].number is None
    assert lines["devices.1.today"].answer.origin == "default"
    assert lines["devices.1.kind"].answer.origin == "typed"
    assert [line.number for line in lines.values() if line.number] == list(range(1, len(lines)))


def test_a_question_without_a_choice_is_not_asked():
    interview, _ = told(fresh(), *STRAIGHT[:-3])
    assert interview.current().key == "devices.2.client"
    interview, _ = told(interview, "k9")
    assert interview.current().key == "devices.2.name"      # not whether a phone stays in one place


def test_a_single_device_is_not_asked_for_its_name():
    interview, _ = told(fresh(), ADDRESS, "", "1", "desktop", "thunderbird")
    assert interview.current().key == "wishes.backup"
    assert told(interview, "none")[0].household().devices == (
        Device("Desktop", "desktop", "thunderbird", stays=True),)


def test_a_wrong_answer_is_refused_and_changes_nothing():
    interview = fresh()
    assert isinstance(interview.check("nonsense"), Text)
    with pytest.raises(ValueError, match="@"):
        interview.answer("nonsense")


def test_back_keeps_the_answer_and_offers_it():
    interview, _ = told(fresh(), *STRAIGHT[:4])
    earlier = interview.back()
    assert earlier.current().key == "devices.1.kind"
    assert earlier.default(earlier.current()) == "laptop"
    assert earlier.answers == interview.answers


def test_back_from_the_first_question_leads_nowhere():
    assert fresh().back() is None


def test_back_and_forward_again_walks_through_what_was_answered():
    interview = done().back().back().back()
    assert interview.current().key == "devices.2.client"
    keys = []
    while (step := interview.current()) is not None:
        keys.append(step.key)
        interview, _ = interview.answer(str(interview.default(step)))
    assert keys == ["devices.2.client", "devices.2.name", "wishes.backup"]
    assert interview.household() == done().household()


def test_redo_asks_only_that_question():
    interview = done().redo("wishes.backup")
    assert interview.current().key == "wishes.backup"
    interview, _ = interview.answer("none")
    assert interview.current() is None


def test_back_from_a_redone_question_leads_to_the_review():
    assert done().redo("devices.1.kind").back().current() is None


@pytest.mark.parametrize("key", ["devices.2.stays", "devices.3.kind", "nothing"])
def test_what_cannot_be_redone(key):
    with pytest.raises(KeyError):
        done().redo(key)


def test_fewer_devices_drop_those_above_and_say_so():
    interview, _ = done().redo("devices").answer("1")
    assert not [key for key in interview.answers if key.startswith("devices.2.")]
    _, notes = told(done().redo("devices"), "1")
    assert notes == ["A device is left out, with its answers: number 2."]
    assert interview.household().devices[0] == done().household().devices[0]


def test_another_kind_drops_a_program_that_does_not_exist_there_and_says_so():
    interview, notes = told(done().redo("devices.1.kind"), "phone")
    assert "“Thunderbird” is no longer possible" in notes[0]
    assert interview.current().key == "devices.1.client"
    assert interview.answers["devices.1.name"].value == "Phone 2"


def test_another_kind_keeps_a_program_that_exists_there():
    interview, _ = told(done().redo("devices.1.kind"), "desktop")
    assert interview.current() is None
    assert interview.household().devices[0].client == "thunderbird"


def test_a_name_that_was_chosen_is_never_changed():
    interview, _ = told(done().redo("devices.1.name"), "My machine")
    interview, _ = told(interview.redo("devices.1.kind"), "desktop")
    assert interview.household().devices[0].name == "My machine"


def test_answers_from_elsewhere_keep_their_origin_and_bad_ones_are_reported():
    interview, notes = fresh().fill(
        {"devices.1.kind": "phone", "devices": 1, "address": ADDRESS, "wishes.backup": "perhaps"}, "resumed")
    assert interview.answers["devices.1.kind"].origin == "resumed"
    assert "wishes.backup" not in interview.answers
    assert "perhaps" in SAY(notes[0])


def test_what_no_question_asks_for_stays():
    base = {"language": "es", "wishes": {"offline": True}, "devices": [{"connection": "metered"}]}
    household = told(fresh(base=base), *STRAIGHT)[0].household()
    assert household.language == "es"
    assert household.wishes == Wishes(backup="inbox", offline=True)
    assert [device.connection for device in household.devices] == ["metered", "always"]


def test_an_open_question_is_no_household():
    with pytest.raises(ValueError, match="address"):
        fresh().household()


def test_the_number_of_questions_is_known_with_the_number_of_devices():
    assert fresh().place() == (1, None)
    interview, _ = told(fresh(), *STRAIGHT[:3])
    assert interview.place()[0] == 4
    assert interview.place()[1] >= 11


class Conversation(RuleBasedStateMachine):
    """Any sequence of answer, back, redo and resume: nothing is lost unsaid, the end is the straight one."""

    @initialize()
    def begin(self):
        self.interview = fresh()

    def answer(self, typed):
        before = self.interview
        step = before.current()
        self.interview, notes = before.answer(typed)
        lost = [key for key, kept in before.answers.items() if key != step.key and (
            key not in self.interview.answers or self.interview.answers[key].value != kept.value)]
        assert not lost or notes
        assert self.interview.answers[step.key].value == before.check(typed)

    @precondition(lambda self: self.interview.current() is not None)
    @rule(data=st.data())
    def answer_something(self, data):
        step = self.interview.current()
        choices = [str(choice.value) for choice in self.interview.choices(step)]
        typed = data.draw(st.sampled_from(choices or {
            "address": [ADDRESS, "bob@other.example"], "name": ["", "Ana"], "devices": ["1", "2", "3"],
        }.get(step.key, ["Laptop", "Phone", "Phone 2", "PC"])))
        if not isinstance(self.interview.check(typed), Text):
            self.answer(typed)

    @precondition(lambda self: self.interview.current() is not None)
    @rule()
    def press_enter(self):
        default = self.interview.default(self.interview.current())
        if default is not None:
            self.answer(str(default))

    @rule()
    def go_back(self):
        earlier = self.interview.back()
        if earlier is not None:
            assert earlier.answers == self.interview.answers
            self.interview = earlier

    @rule(data=st.data())
    def redo_one(self, data):
        numbered = [line.step.key for line in self.interview.review() if line.number]
        if numbered:
            before = self.interview.answers
            self.interview = self.interview.redo(data.draw(st.sampled_from(numbered)))
            assert self.interview.answers == before

    @precondition(lambda self: self.interview.like() is not None)
    @rule()
    def like_the_device_before(self):
        before, step = self.interview, self.interview.current()
        self.interview, notes = before.like_before()
        devices = (f"devices.{step.device - 1}.", f"devices.{step.device}.")
        lost = [key for key, kept in before.answers.items() if not key.startswith(devices[1]) and (
            key not in self.interview.answers or self.interview.answers[key].value != kept.value)]
        assert not lost or notes
        for what in ("kind", "client", "stays", "today"):
            one, two = (next((self.interview.answer_of(other) for other in self.interview.steps()
                              if other.key == start + what), None) for start in devices)
            assert one is None or one.value == two.value

    @precondition(lambda self: "address" in self.interview.answers)
    @rule(line=st.sampled_from(["laptop thunderbird, phone k9", "PC = desktop, phone, phone", "tablet"]))
    def fill_in_the_short_form(self, line):
        self.interview, _ = form.taken(self.interview, line, "typed")
        assert self.interview.answers["devices"].value == line.count(",") + 1
        assert not [step for step in self.interview.steps()
                    if step.device and self.interview.answer_of(step) is None]

    @rule()
    def break_off_and_resume(self):
        kept = {key: answer.value for key, answer in self.interview.answers.items()}
        resumed, notes = fresh().fill(kept, "resumed")
        assert not notes
        assert {key: answer.value for key, answer in resumed.answers.items()} == kept
        self.interview = resumed

    @invariant()
    def every_answer_still_applies(self):
        if not hasattr(self, "interview"):
            return
        keys = {step.key for step in self.interview.steps()}
        assert set(self.interview.answers) <= keys

    def teardown(self):
        if not hasattr(self, "interview"):
            return
        for _ in range(60):     # pressing Enter always comes to an end
            step = self.interview.current()
            if step is None:
                break
            default = self.interview.default(step)
            self.answer(ADDRESS if default is None else str(default))
        assert self.interview.current() is None
        household = self.interview.household()
        straight = fresh()
        while (step := straight.current()) is not None:
            straight, notes = straight.answer(str(self.interview.answer_of(step).value))
            assert not notes
        extra, _ = straight.fill({key: kept.value for key, kept in self.interview.answers.items()}, "typed")
        assert extra.household() == household


Conversation.TestCase.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
TestAnyConversation = Conversation.TestCase
