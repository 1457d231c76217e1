"""What must hold for every question, and what each of them says to good and bad answers."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import registry
from advisor.i18n import Speaker
from advisor.model.text import Text
from advisor.questions import State
from advisor.questions import device_client as client
from advisor.questions import device_count as count
from advisor.questions import device_kind as kind
from advisor.questions import device_name as name
from advisor.questions import device_stays as stays
from tests.ui.stage import CLIENTS

QUESTIONS = registry.collect("advisor.questions", "QUESTION")
SAY = Speaker("en").say


def state(device=1, clients=CLIENTS, **values):
    by_key = {key.replace("__", "."): value for key, value in values.items()}
    return State(by_key, clients, SAY, device, lan=True)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
class TestEvery:
    def test_is_complete(self, question):
        assert question.order > 0
        assert question.key
        assert question.flag.startswith("--set ")
        for sentence in (question.label, question.asks, question.why):
            assert sentence.template.strip()

    def test_every_choice_is_accepted_as_it_stands_and_by_its_label(self, question):
        for one in ("desktop", "laptop", "phone"):
            here = state(devices__1__kind=one)
            for choice in question.choices(here):
                assert question.accept(str(choice.value), here) == choice.value
                assert question.accept(SAY(choice.label).upper(), here) == choice.value

    def test_its_default_is_a_good_answer(self, question):
        here = state(devices=2, devices__1__kind="laptop")
        default = question.default(here)
        if default is not None:
            assert question.accept(str(default), here) == default

    @given(st.text())
    def test_nothing_typed_breaks_it(self, question, typed):
        judged = question.accept(typed, state(devices=2, devices__1__kind="laptop"))
        if isinstance(judged, Text):
            assert not [sign for sign in SAY(judged) if unicodedata.category(sign) == "Cc"]


def test_orders_and_keys_are_unique():
    assert len({question.order for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("typed", ["0", "51", "-1", "two", "1.5", "", "9" * 5000, "²"])
def test_a_number_of_devices_that_cannot_be(typed):
    assert isinstance(count.accept(typed, state()), Text)


def test_only_programs_that_run_on_the_device_are_offered():
    assert [one.value for one in client.choices(state(devices__1__kind="phone"))] == ["k9", "generic"]


def test_a_misspelt_program_is_suggested_and_not_taken():
    answer = client.accept("thunderbrid", state(devices__1__kind="laptop"))
    assert isinstance(answer, Text)
    assert dict(answer.values)["near"] == "thunderbird"


def test_only_kinds_that_some_program_runs_on_are_offered():
    assert [one.value for one in kind.choices(state(clients=CLIENTS[2:3]))] == ["phone", "tablet"]


@pytest.mark.parametrize(("what", "possible", "usual"), [
    ("phone", [False], None), ("laptop", [True, False], None), ("desktop", [True, False], True),
    ("server", [True, False], True), ("tablet", [True, False], None)])
def test_whether_it_stays_is_asked_only_where_it_is_not_obvious(what, possible, usual):
    here = state(devices__1__kind=what)
    assert [one.value for one in stays.choices(here)] == possible
    assert stays.usual(here) is usual


def test_names_are_unique_without_regard_to_case():
    here = state(device=2, devices=2, devices__1__name="Phone", devices__2__kind="phone")
    assert name.default(here) == "Phone 2"
    assert isinstance(name.accept("PHONE", here), Text)
    assert name.accept("  My phone ", here) == "My phone"


@pytest.mark.parametrize("typed", ["", "   ", "x" * 61, "a\x1b[31mb", "a\nb"])
def test_a_name_that_cannot_be(typed):
    assert isinstance(name.accept(typed, state(devices__1__kind="phone")), Text)


def test_a_wrong_address_says_how_to_mend_it():
    address = next(question for question in QUESTIONS if question.id == "address")
    problem = address.accept("ana", state())
    assert "@" in SAY(problem)


@pytest.mark.parametrize("pasted", [
    " ana@demo.example ", "Ana García <ana@demo.example>", "mailto:ana@demo.example?subject=x",
    "ana@DEMO.example.", "<ana@demo.example>"])
def test_an_address_that_was_pasted_is_kept_bare(pasted):
    address = next(question for question in QUESTIONS if question.id == "address")
    assert address.accept(pasted, state()) == "ana@demo.example"


def test_nothing_is_no_address_and_that_is_said_plainly():
    address = next(question for question in QUESTIONS if question.id == "address")
    assert Speaker("en").say(address.accept("  ", state())).startswith("Please type an e-mail address")
