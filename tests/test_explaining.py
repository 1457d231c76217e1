"""`explain`: a meaning, a worked example and a source for every consequence, in both languages."""

import json

import pytest

from advisor import registry
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.explaining import explain_document, explain_lines
from advisor.i18n import Speaker
from tests.mailbox.scripts import CASES, EXPIRING

FAMILY = {one.id: one for one in registry.collect("advisor.consequences", "CONSEQUENCE")}
EVERY = pytest.mark.parametrize("one", FAMILY.values(), ids=lambda one: one.id)
STORIES = {name: one.example for name, one in FAMILY.items() if one.example}


@EVERY
def test_it_has_a_meaning_an_example_and_a_source(one):
    english, spanish = (explain_document(one.id, Speaker(language)) for language in ("en", "es"))
    assert english["says"] != spanish["says"]
    assert english["sources"] == list(one.sources)
    assert one.sources
    assert english["example"] or english["example_says"]
    assert (english["example"], english["example_says"]) != (spanish["example"], spanish["example_says"])
    assert json.loads(json.dumps(english))["schema"] == 1
    assert not one.proof or any(name.startswith(f"{one.proof} ") for name in (*CASES, *EXPIRING))


@EVERY
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [40, 80])
def test_it_is_told_within_the_width_and_with_nothing_left_open(one, language, width):
    lines = explain_lines(one.id, Speaker(language), width)
    assert lines[0] == one.id
    assert max(map(len, lines)) <= width
    assert not any(sign in line for line in lines for sign in "{}")
    assert not any(":" in word and word.startswith("example") for line in lines for word in line.split())


def test_one_example_from_beginning_to_end():
    said = explain_document("removed-from-server", Speaker("en"))["example"]
    assert said["devices"] == {"Computer": "pop3-remove", "Phone": "imap"}
    assert said["steps"] == [
        "A message comes: “Bill”.", "Phone looks for mail. It shows: “Bill”.",
        "Computer looks for mail. It shows: “Bill”.", "Phone looks for mail. It shows: nothing."]
    assert said["end"] == {"On the server": "nothing", "Computer": "“Bill”", "Phone": "nothing"}


# What each example has to show at its end, by what the model says of it.
SHOWS = {
    "all-folders": lambda end: end.hidden_from("computer") == {"photos", "reply"},
    "backup-on-fixed-device": lambda end: "bill" in end.devices["computer"].messages and not end.lost,
    "consistent-everywhere": lambda end: (
        end.devices["computer"].folders == end.devices["phone"].folders == end.server),
    "deletion-not-shared": lambda end: "bill" in end.devices["phone"].messages & end.deleted,
    "fetched-looks-read": lambda end: "bill" in end.devices["phone"].marked("seen"),
    "imap-is-a-view": lambda end: not end.devices["laptop"].messages,
    "kept-copy-not-deleted": lambda end: end.used > 0 and not end.devices["computer"].messages,
    "mailbox-fills": lambda end: end.refused == ("invitation",),
    "migrate-pop-to-imap": lambda end: end.lost == {"bill"},
    "mirror-is-not-backup": lambda end: end.devices["laptop"].messages == {"photos"},
    "no-local-copy": lambda end: end.lost == {"bill"},
    "pop-copy-lacks-sent": lambda end: end.lost == {"reply"} and "bill" in end.devices["computer"].messages,
    "pop-is-a-download": lambda end: "bill" in end.devices["computer"].messages & end.deleted,
    "provider-lacks-imap": lambda end: "bill" not in end.devices["phone"].marked("seen"),
    "read-marks-not-shared": lambda end: (
        end.devices["computer"].marked("seen") != end.devices["phone"].marked("seen")),
    "redownload-on-setup": lambda end: not end.devices["computer"].marked("seen"),
    "removed-from-server": lambda end: end.hidden_from("phone") == {"bill"},
    "remover-vs-imap": lambda end: end.hidden_from("phone") == {"bill"},
    "server-decides-pop": lambda end: end.hidden_from("phone") == {"bill"},
    "shared-mailbox": lambda end: "bill" in end.devices["tablet"].marked("seen"),
    "single-copy": lambda end: end.lost == {"bill"},
    "small-quota-single-device": lambda end: not end.refused and len(end.devices["computer"].messages) == 3,
    "old-mail-only-here": lambda end: end.lost == {"bill"} and "photos" in end.devices["phone"].messages,
    "sent-stays-here": lambda end: end.lost == {"reply"},
    "two-removers": lambda end: end.hidden_from("computer") and end.hidden_from("laptop"),
}


@pytest.mark.parametrize("id", STORIES)
def test_the_example_shows_what_is_claimed(id):
    *_, (_, end) = STORIES[id].played()
    assert SHOWS[id](end)


@pytest.mark.parametrize(("typed", "near"), [
    ("removed-from-srver", "removed-from-server"), ("TWO_REMOVERS", "two-removers"),
    ("mailbox-fill", "mailbox-fills"), ("gravity", None)])
def test_a_typing_mistake_is_answered_with_the_nearest(typed, near):
    with pytest.raises(AdvisorError) as raised:
        explain_document(typed, Speaker("en"))
    assert (raised.value.reference, raised.value.exit_code) == ("unknown-consequence", Exit.USAGE)
    assert (dict(raised.value.context.values)["id"] if raised.value.context else None) == near
