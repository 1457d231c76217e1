"""What to watch and what is good to know: worst first, nothing twice, the mailbox and the copy among it."""

import pytest
from msgspec.structs import replace

from advisor import plantelling
from advisor.handout import handout
from advisor.i18n import Speaker
from advisor.model.household import Device
from advisor.model.plan import Finding
from advisor.model.text import text
from tests.handout.html_reader import Page
from tests.handout.samples import FILLING, files_of, plan_of
from tests.plans import plan, planned
from tests.samples import DESKTOP, PHONE, household


def page_of(made, language="en", files=()):
    """The sheet as a strict reader sees it, and its source."""
    content = handout(made, files, Speaker(language)).content
    return Page(content), content.decode("utf-8")


def test_what_to_watch_begins_with_the_worst_and_says_nothing_twice():
    made = plan_of(household(Device("A", "desktop", "thunderbird", True, mode="pop3-remove"), DESKTOP,
                             backup="inbox"))
    page, _ = page_of(made)
    levels = [Speaker("en").code("severity", level) for level in ("loses-mail", "hides-mail", "diverges")]
    places = [page.words.find(f"{level}:") for level in levels]
    places = [place for place in places if place >= 0]
    assert places
    assert places == sorted(places)
    for one in made.devices:
        for finding in one.findings:
            assert page.words.count(Speaker("en").say(finding.says)) <= 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_to_watch_tells_when_the_mailbox_is_full_and_what_the_copy_lacks(language):
    page, content = page_of(plan_of(FILLING, language=language), language)
    section = content.split('<h2 id="watch">', 1)[1].split("<ul>", 1)[1].split("</ul>", 1)[0]
    watch = Page(section.encode()).words
    speaker = Speaker(language)
    for words in {"en": ("full in about 19 months", "The copy on Office PC holds what arrives in"),
                  "es": ("lleno dentro de 19 meses", "La copia de Office PC contiene lo que")}[language]:
        assert words in watch
    assert speaker.code("severity", "costs") in watch
    assert page.words.count(speaker.say(plantelling.copy(plan_of(FILLING)).says)) == 1


def test_a_copy_of_everything_is_not_described_as_one_of_the_inbox():
    home = household(replace(DESKTOP, client="mbsync"), PHONE, backup="everything")
    made = plan_of(home)
    assert made.backup.kind == "archive"
    page, _ = page_of(made, files=files_of(made).files)
    for words in ("Office PC fetches every folder into a copy of its own", "keeps a copy of everything",
                  "all folders, also what is deleted on the server", "Office PC holds it: every folder.",
                  Speaker("en").code("mode", "archive")):
        assert words in page.words
    assert "keeps a copy of the inbox" not in page.words


def finding(name, number, says="{device} has {number}."):
    return Finding("x", "costs", (name,), text(says, device=name, number=number), ())


def test_what_is_true_of_several_devices_is_said_once_and_only_where_it_is_the_same():
    made = plan(*(replace(planned(name=name), findings=(finding(name, number),))
                  for name, number in (("A", 1), ("B", 2), ("C", 1))))
    page, _ = page_of(made)
    assert "A has 1. The same goes for C." in page.words
    assert "B has 2." in page.words
    assert "C has" not in page.words
