"""The page for the person: it shows each setting of each device and no other, and loads nothing."""

import base64
import hashlib
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from advisor import clients, plantelling, render
from advisor.advise import advise
from advisor.formats import settings_sheet
from advisor.formats._sheet_words import called
from advisor.handout import Logo, for_person, handout
from advisor.handout import sight as on_page
from advisor.handout.page import visible
from advisor.i18n import Speaker
from advisor.model.household import Device, Technician
from advisor.model.picture import ProviderView
from advisor.model.text import text
from tests.formats.hostile import hostile_text
from tests.handout.html_reader import Page
from tests.handout.samples import FAMILY, files_of, plan_of
from tests.plan_samples import CLIENTS
from tests.plans import MODES, address, plan, planned, server
from tests.samples import DESKTOP, PHONE, household, picture

LANGUAGES = ("en", "es")


def page_of(made, language="en", files=(), **more):
    """The sheet and what a strict reader sees in it."""
    written = handout(made, files, Speaker(language), **more)
    assert (written.path, written.media_type, written.role) == ("handout.html", "text/html", "handout")
    return Page(written.content), written.content.decode("utf-8")


def tables(content):
    """Device section to (heading, [(label, value)...]) as they stand in the source, found by hand."""
    found = {}
    for section in content.split("<article ")[1:]:
        name = section.split('id="', 1)[1].split('"', 1)[0]
        found[name] = []
        for table in section.split('<table class="settings">')[1:]:
            page = Page(table.split("</table>")[0].replace("<tbody>", "").replace("</tbody>", "").encode())
            found[name].append(page.words)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("client", sorted(clients.load()))
def test_each_setting_of_the_device_is_there_and_no_other(client, mode, language):
    one = planned(client, mode, incoming=server("pop3" if MODES[mode] else "imap", port=1234),
                  outgoing=server("smtp", "starttls", username="somebody"))
    _, content = page_of(plan(one, language=language), language)
    facts = render.facts_of(plan(one), one)
    said = for_person.reading.settings_on(content.encode())
    assert said == {"device-1": settings_sheet.FORMAT.says(facts)}
    # And by the words alone, without the reader that the program itself uses.
    shown = " ".join(tables(content)["device-1"])
    for value in ("Ana García", "ana@full.example", facts["incoming_host"], "1234", "587", "STARTTLS",
                  "somebody", "POP3" if MODES[mode] else "IMAP"):
        assert value in shown
    assert (called(Speaker(language), client, "pop3", "leave-on-server") in shown) == bool(MODES[mode])


def said(page, finding, sentence, made, speaker):
    """Whether it is on the page, of this device or of another with this one's name behind it."""
    if speaker.say(sentence) in page.words:
        return True
    same = speaker.say(text("The same goes for {devices}.", devices="|")).split("|")[0]
    return finding.devices[0] in page.words.split(same, 1)[1] and any(
        speaker.say(replace(sentence, values=tuple(
            (key, one.device.name if value in finding.devices else value) for key, value in sentence.values))
        ) in page.words for one in made.devices)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_plan_advises_is_said_to_the_person(language):
    made = plan_of(language=language)
    files = files_of(made).files
    page, content = page_of(made, language, files)
    speaker = Speaker(language)
    assert page.all("html") == [{"lang": language, "dir": "ltr"}]
    assert "<title>" in content
    for one in made.devices:
        assert one.device.name in page.words
        assert speaker.say(on_page.does(one, made)) in page.words
        assert speaker.say(on_page.why(one, made)) in page.words
    told = [*plantelling.watch(made), *made.findings, plantelling.copy(made),
            *(finding for one in made.devices for finding in one.findings if finding.severity == "note")]
    for finding in told:
        if not plantelling.apart(finding, made) or finding.id == "pop-copy-lacks-sent":
            assert said(page, finding, finding.says, made, speaker)
            assert finding.do is None or said(page, finding, finding.do, made, speaker)
    for file in files:
        for step in file.how if file.role != "qr-code" else ():
            assert " ".join(speaker.code("how", step).split()) in page.words
        assert file.role == "qr-code" or file.path in page.words


def test_the_sentences_are_in_the_persons_language():
    made = plan_of(language="es")
    files = files_of(made).files
    english, spanish = (page_of(made, language, files)[0].words for language in LANGUAGES)
    for name, sentence in for_person._WORDS.items():
        # What stands only on other pages, or in an attribute.
        if name not in ("copy_this", "copied", "help", "by_hand", "before", "fills",
                        "full", "months", "with_plan", "as_today", "less_or_more"):
            assert Speaker("es").say(sentence) in spanish, name
            assert sentence.template in english, name
    assert english != spanish


def test_headings_go_down_one_level_at_a_time_and_tables_have_heads():
    page, _ = page_of(plan_of(), files=files_of(plan_of()).files)
    levels = [int(tag[1]) for tag, _ in page.tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    heads = page.all("th")
    assert heads
    assert all(head.get("scope") in ("row", "col") for head in heads)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    pointed = [name for _, attrs in page.tags for key in ("aria-labelledby", "for") if key in attrs
               for name in attrs[key].split()]
    assert set(pointed) <= set(ids)


def test_the_page_may_load_nothing_and_run_only_its_own_script():
    page, _ = page_of(plan_of(), files=files_of(plan_of()).files)
    assert page.asks_for == []
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "img-src" not in policy
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.inside[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in policy
    assert [attrs for tag, attrs in page.tags if tag == "script"] == [{}]


@settings(max_examples=60, deadline=None)
@given(hostile_text, hostile_text, hostile_text, st.sampled_from(list(MODES)))
def test_hostile_names_change_nothing_but_text(name, device, username, mode):
    def shown(name, device, username):
        one = planned("thunderbird", mode, name=device, incoming=server(
            "pop3" if MODES[mode] else "imap", username=username))
        made = plan(one, name=name)
        return page_of(made, technician=Technician(name or "x", device or "y"))

    page, _ = shown(name, device, username)
    plain, _ = shown("x" if name else "", "y", "z")
    assert page.shape == plain.shape
    assert page.inside == plain.inside
    for value in (name, device, username):
        assert " ".join(visible(value).split()) in page.words


@pytest.mark.parametrize("evil", [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'-->]]></style></title>", "{{ 7*7 }}",
    "\u202eelpmaxe.kcatta\u202c", "مكتب", "x" * 300, "&lt;b&gt;", "a\x00b\x1b[2J", "\ud800"])
def test_nasty_names_by_name(evil):
    home = household(Device(evil, "desktop", "thunderbird", stays=True), DESKTOP, name=evil, backup="inbox")
    made = plan_of(home)
    page, content = page_of(made, files=files_of(made).files)
    assert page.asks_for == []
    assert len(page.all("script")) == 1
    assert page.inside["script"].strip().startswith("//")
    assert "\u202e" not in content
    assert " ".join(visible(evil).split()) in page.words
    assert "49" not in page.words or evil != "{{ 7*7 }}"


def test_an_address_can_be_hostile_too():
    made = plan(planned("generic"), address=address('"<b>&\'"', "xn--fiq228c.example"))
    page, _ = page_of(made)
    assert '"<b>&\'"@xn--fiq228c.example' in page.words
    assert not page.all("b")


def test_large_type_can_be_asked_for():
    assert "checked" not in page_of(plan())[0].all("input")[0]
    assert "checked" in page_of(plan(), large=True)[0].all("input")[0]


def test_the_same_plan_gives_the_same_bytes():
    made = plan_of()
    files = files_of(made).files
    assert handout(made, files, Speaker("es")) == handout(made, files, Speaker("es"))


def test_a_device_that_nothing_fits_has_no_settings():
    old = Device("Old PC", "desktop", "remover", stays=True)
    made = advise(picture(), household(old, DESKTOP, backup="everything", offline=True), CLIENTS)
    assert [one.usable for one in made.devices] == [False, True]
    page, content = page_of(made)
    assert "Old PC: nothing is set up here." in page.words
    assert tables(content)["device-1"] == []
    assert tables(content)["device-2"]


def test_a_page_that_shows_something_else_is_never_handed_on(monkeypatch):
    monkeypatch.setattr(for_person.settings.sheet, "called", lambda *given: "995")
    with pytest.raises((RuntimeError, KeyError)):
        page_of(plan())


def test_a_setting_that_is_left_out_is_noticed(monkeypatch):
    whole = for_person.settings.parts
    monkeypatch.setattr(for_person.settings, "parts", lambda *given: whole(*given)[:-1])
    with pytest.raises(RuntimeError, match=r"handout\.html does not show"):
        page_of(plan())


def test_whom_to_call():
    page, _ = page_of(plan())
    assert "Name and telephone:" in page.words
    page, _ = page_of(plan(), technician=Technician("Marta <Ruiz>", "600 123 456"))
    assert "Marta <Ruiz> 600 123 456" in page.words
    assert "Name and telephone:" not in page.words


def test_the_providers_page_and_what_to_prepare():
    seen = picture(provider=ProviderView("gmail", "Gmail", ("app-password",), ("app-password",),
                                         "https://help.example/imap", "domain"))
    page, _ = page_of(plan_of(seen=seen))
    assert Speaker("en").code("need", "app-password") in page.words
    assert {"href": "https://help.example/imap", "rel": "noreferrer"} in page.all("a")
    page, _ = page_of(replace(plan(), help="javascript:alert(1)"))
    assert page.all("a") == []


def test_a_logo_is_part_of_the_page():
    page, _ = page_of(plan(), technician=Technician("Marta"), logo=Logo("image/png", b"\x89PNG\r\n\x1a\n"))
    assert page.all("img") == [{"class": "logo", "src": "data:image/png;base64,iVBORw0KGgo=", "alt": "Marta"}]
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv"))
    assert "; img-src data:; " in policy
    assert page.asks_for == []


def test_a_program_without_files_is_set_up_by_hand():
    assert "type the settings into the program by hand" in page_of(plan())[0].words


def test_a_move_from_pop3_is_described_on_its_device():
    home = household(replace(DESKTOP, today="pop3-remove"), PHONE)
    made = plan_of(home, language="es")
    page, content = page_of(made, "es")
    assert made.migration
    assert "Pasar Office PC de POP3 a IMAP" in page.words
    for step in made.migration:
        assert Speaker("es").code("migration", step.code) in page.words
    assert content.index("Pasar Office PC") < content.index('id="device-2"')


def test_a_large_household_is_shown_whole():
    made = plan_of(household(*(replace(DESKTOP, name=f"PC {n}") for n in range(40)), backup="inbox"))
    _, content = page_of(made)
    assert len(tables(content)) == 40


def test_the_family_has_nothing_that_needs_a_password():
    made = plan_of(FAMILY)
    page, _ = page_of(made, files=files_of(made).files)
    assert "No password is on this sheet." in page.words
    assert [attrs.get("type") for attrs in page.all("input")] == ["checkbox"]


def test_a_program_that_only_sends_has_what_it_needs_for_that():
    made = plan(replace(planned("msmtp"), usable=False, only_sends=True))
    page, content = page_of(made)
    assert "Office PC only sends mail; nothing is read here." in page.words
    shown = " ".join(tables(content)["device-1"])
    assert "smtp.full.example" in shown
    assert "imap.full.example" not in shown
    assert page.words.count("only sends") > 2
