"""The page for a company: every person with copy, expiry and links, and nothing that a name could change."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.handout import Logo
from advisor.handout.for_company import company, full_on
from advisor.handout.page import visible
from advisor.i18n import Speaker
from advisor.model.company import (
    Certificate,
    DeviceOnFile,
    ForecastOnFile,
    Person,
    PlanOnFile,
    ServerOnFile,
    SettingsOnFile,
)
from advisor.model.household import MODES, Technician
from advisor.model.plan import Backup
from tests.formats.hostile import hostile_text
from tests.handout.html_reader import Page

SETTINGS = SettingsOnFile(ServerOnFile("imap", "imap.full.example", 993, "tls"),
                          ServerOnFile("smtp", "smtp.full.example", 587, "starttls"))
COPY = Backup("pop3-copy", "Office PC", "inbox")


def person(address="ana@full.example", *, link="./x", mode="imap", backup=COPY, full_in=19, worst=None,
           days_left=89, usable=True, device="Office PC", name=""):
    plan = PlanOnFile(1, address, (DeviceOnFile(device, "thunderbird", mode, SETTINGS, usable),), backup,
                      ForecastOnFile(full_in, 2000), worst, name)
    known = Certificate(date(2027, 2, 21), days_left, "imap.full.example", 993)
    return Person(address, link, plan, (known,), date(2026, 11, 24), ("handout.html", "record.html"))


def page_of(*people, language="en", name="Bar Paco", **more):
    written = company(people, name, Speaker(language), **more)
    assert (written.path, written.media_type, written.role) == ("company.html", "text/html", "company")
    return Page(written.content)


@pytest.mark.parametrize("language", ["en", "es"])
def test_everybody_is_there_with_servers_copy_expiry_and_both_sheets(language):
    page = page_of(person(name="Ana García", link="./ana%40full.example"),
                   person("zoe@full.example", backup=Backup("none"), link="./zoe"), language=language)
    tls = Speaker(language).code("security", "tls")
    for words in ("Bar Paco", "ana@full.example", "Ana García", "zoe@full.example", "Office PC",
                  f"imap.full.example:993 {tls}", "smtp.full.example:587 STARTTLS", "2027-02-21", "2028-06",
                  Speaker(language).code("mode", "imap")):
        assert words in page.words
    links = [attrs["href"] for attrs in page.all("a")]
    assert links == [f"./{who}/{sheet}.html" for who in ("ana%40full.example", "zoe")
                     for sheet in ("handout", "record")]
    assert page.all("html") == [{"lang": language, "dir": "ltr"}]
    assert page.asks_for == []


def test_what_needs_somebody_soon_stands_out_in_words_too():
    assert "⚠" not in page_of(person(full_in=None)).words
    for changed in ({"backup": Backup("none")}, {"full_in": 3}, {"full_in": 0}, {"days_left": 12},
                    {"worst": "loses-mail"}):
        assert "⚠" in page_of(person(**{"full_in": None, **changed})).words, changed


def test_a_server_stands_once_with_all_who_use_it():
    page = page_of(*(person(f"p{number}@full.example") for number in range(3)))
    assert page.words.count("p0@full.example, p1@full.example, p2@full.example") == 2


def test_an_archive_and_a_device_that_is_left_out_are_called_so():
    page = page_of(person(mode="imap-offline", backup=Backup("archive", "Office PC", "everything")),
                   person("zoe@full.example", usable=False))
    assert Speaker("en").code("mode", "archive") in page.words
    assert Speaker("en").code("mode", "left-out") in page.words
    assert "Office PC: everything" in page.words


@pytest.mark.parametrize(("seen", "months", "day"), [
    (date(2026, 11, 24), 1, date(2026, 12, 1)), (date(2026, 12, 31), 1, date(2027, 1, 1)),
    (date(2026, 11, 24), 0, date(2026, 11, 1)), (None, 3, None), (date(2026, 1, 1), None, None),
    (date(9999, 12, 1), 1, None)])
def test_the_month_in_which_the_mailbox_is_full(seen, months, day):
    one = person(full_in=months)
    assert full_on(Person(one.folder, one.link, one.plan, (), seen)) == day


@settings(max_examples=60, deadline=None)
@given(hostile_text, hostile_text, hostile_text, st.sampled_from(MODES))
def test_hostile_words_change_nothing_but_text(address, device, name, mode):
    def shown(address, device, name):
        return page_of(person(address, mode=mode, device=device, name=name or "x"), name=name)

    page, plain = shown(address, device, name), shown("x", "y", "z")
    assert page.shape == plain.shape
    assert page.inside == plain.inside
    for value in (address, device):
        assert " ".join(visible(value).split()) in page.words


def test_logo_and_whom_to_call():
    assert "Name and telephone:" in page_of(person()).words
    page = page_of(person(), technician=Technician("Marta", phone="+34 600 123 456"),
                   logo=Logo("image/png", b"\x89PNG\r\n\x1a\n"))
    assert "Marta +34 600 123 456" in page.words
    assert {"href": "tel:+34600123456", "rel": "noreferrer"} in page.all("a")
    assert page.all("img")[0]["src"] == "data:image/png;base64,iVBORw0KGgo="


def test_the_same_people_give_the_same_bytes():
    first = company((person(),), "x", Speaker("es"))
    assert first.content == company((person(),), "x", Speaker("es")).content
