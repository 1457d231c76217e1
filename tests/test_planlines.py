"""The lines of a plan: one line a device first, each thing said once, nothing kept from the person."""

import msgspec
import pytest

from advisor import registry
from advisor.advise import advise
from advisor.i18n import Speaker
from advisor.model.household import MODES, Device
from advisor.model.picture import ProviderView
from advisor.planlines import plan_lines
from tests.plan_samples import CLIENTS, client
from tests.samples import DESKTOP, LAPTOP, PHONE, candidate, fact, household, picture

ENGLISH, SPANISH = Speaker("en"), Speaker("es")
PROGRAMS = {**CLIENTS, "mbsync": client("mbsync", protocols=("imap",), pop3_modes=(), notes=("copies-only",))}
NAS = Device("NAS", "server", "mbsync", stays=True)
OLD = Device("Old PC", "desktop", "thunderbird", stays=True, today="pop3-remove")
GMAIL = ProviderView("gmail", "Gmail", ("app-password", "enable-pop"), ("app-password",), "https://g.example",
                     "domain", "server", 10, 15000)
IMAP, POP3, SMTP = candidate("imap"), candidate("pop3"), candidate("smtp")
EXPIRE_0 = candidate("pop3", facts=(fact("pop3-uidl"), fact("pop3-expire", value=0)))
NO_UIDL = candidate("pop3", facts=(fact("pop3-uidl", "no"),))
HOMES = {
    "classic": (picture(), household(backup="inbox")),
    "no UIDL": (picture(IMAP, NO_UIDL, SMTP), household(backup="inbox")),
    "no UIDL, POP3 only": (picture(NO_UIDL, SMTP), household(DESKTOP, PHONE)),
    "EXPIRE 0": (picture(IMAP, EXPIRE_0, SMTP), household(DESKTOP, PHONE, backup="everything")),
    "POP3 only": (picture(POP3, SMTP), household(DESKTOP, PHONE, backup="inbox")),
    "IMAP only": (picture(IMAP, SMTP), household(backup="inbox")),
    "Gmail": (picture(provider=GMAIL), household(backup="inbox")),
    "small quota": (picture(), household(DESKTOP, quota_mb=500, used_mb=300, monthly_mb=40)),
    "fills": (picture(), household(DESKTOP, PHONE, quota_mb=1000, used_mb=500, monthly_mb=60)),
    "shared": (picture(), household(DESKTOP, PHONE, shared=True)),
    "laptop only": (picture(), household(LAPTOP, backup="inbox")),
    "five phones": (picture(), household(
        *(Device(f"Phone {n}", "phone", "generic", False, "metered") for n in range(1, 6)))),
    "NAS": (picture(), household(DESKTOP, NAS, PHONE, backup="everything")),
    "moving": (picture(), household(OLD, PHONE, quota_mb=2000, used_mb=100, monthly_mb=60)),
    "off the server": (picture(), household(DESKTOP, keep_off_server=True)),
    "own choice": (picture(), household(
        DESKTOP, msgspec.structs.replace(PHONE, mode="pop3-remove"), backup="inbox"))}


def lines(name, speaker=ENGLISH, width=80):
    seen, home = HOMES[name]
    return plan_lines(advise(seen, home, PROGRAMS), speaker, width)


def words(name, speaker=ENGLISH):
    return " ".join(" ".join(lines(name, speaker, 200)).split())


@pytest.mark.parametrize("name", HOMES)
@pytest.mark.parametrize("speaker", [ENGLISH, SPANISH], ids=["en", "es"])
def test_every_household_fits_and_says_each_thing_once(name, speaker):
    for width in (40, 80):
        said = lines(name, speaker, width)
        assert max(map(len, said)) <= width
        assert all(line == line.rstrip() for line in said)
    points = [line for line in lines(name, speaker, 4000) if line.startswith(("  - ", "    > ", "  > "))]
    assert len([one for one in points if one.startswith("  - ")]) == len(
        {one for one in points if one.startswith("  - ")})


@pytest.mark.parametrize("name", HOMES)
def test_the_devices_come_first_each_with_one_line(name):
    _, home = HOMES[name]
    said = lines(name, width=200)
    assert said[0] == "Plan for ana@full.example"
    for device, line in zip(home.devices, said[2:], strict=False):
        assert line.startswith(f"{device.name}: ")


@pytest.mark.parametrize("name", HOMES)
def test_nothing_bad_is_kept_from_the_person(name):
    """Every finding that counts is told, as itself or in the words of the section that tells it."""
    seen, home = HOMES[name]
    plan, said = advise(seen, home, PROGRAMS), words(name)
    told_otherwise = {"all-folders", "deletion-not-shared", "read-marks-not-shared", "mailbox-fills",
                      "migrate-pop-to-imap"}
    for finding in [*plan.findings, *(finding for one in plan.devices for finding in one.findings)]:
        if finding.severity == "note" or finding.id in told_otherwise:
            continue
        alike = finding.says.template.split("{")[0].strip(" .") in said
        assert ENGLISH.say(finding.says) in said or (alike and "The same goes for" in said), finding.id
    if plan.migration:
        assert "Moving Old PC from POP3 to IMAP" in said
    if "mailbox-fills" in {finding.id for finding in plan.findings}:
        assert "if nobody deletes mail" in said


def test_a_pop3_device_is_told_of_in_one_sentence():
    said = words("classic")
    assert said.count("[devices differ]") <= 4
    assert "Office PC is on its own (POP3)" in said
    assert "What you delete on Office PC" not in said


def test_what_is_true_of_five_phones_is_said_once():
    said = words("five phones")
    assert said.count("paid by volume") == 1
    assert "The same goes for Phone 2, Phone 3, Phone 4, Phone 5." in said


def test_the_archive_is_the_copy():
    seen, home = HOMES["NAS"]
    plan = advise(seen, home, PROGRAMS)
    assert [one.mode for one in plan.devices] == ["imap-offline", "imap-offline", "imap"]
    assert (plan.backup.kind, plan.backup.device, plan.backup.covers) == ("archive", "NAS", "everything")
    assert "NAS: fetches every folder and keeps it" in words("NAS")
    assert "NAS holds it: every folder" in words("NAS")
    assert "mirror-is-not-backup" not in {finding.id for finding in plan.devices[1].findings}


def test_a_device_that_takes_all_off_the_server_is_no_copy():
    for name in ("no UIDL, POP3 only", "small quota", "off the server"):
        assert "Your copy None: what Office PC has taken off the server is nowhere else." in words(name)


def test_why_is_said_where_pop3_is_advised():
    for name, reason in (("small quota", "Your mailbox would soon be full."),
                         ("POP3 only", "No usable IMAP server"),
                         ("off the server", "You would rather not have mail on the server"),
                         ("laptop only", "Laptop holds the copy that you asked for")):
        assert f"Why {reason}" in words(name) or reason in words(name).split("What to watch")[0]


def test_the_forecast_has_bars_up_to_the_month_in_which_it_is_full():
    said = lines("fills")
    bars = [line.strip() for line in said if "% in" in line]
    assert bars == ["#################... 86% in 6 months", "#################### 100% in 9 months"]
    assert "full in about 9 months (6 to 13)" in words("fills")
    assert "does not fill up within ten years" in words("small quota")
    assert "Reckoned with 60 MB of new mail a month (40 to 90)." in words("fills")
    gmail = words("Gmail")
    assert "Nobody said how much mail comes: 50 MB a month are assumed (20 to 150)." in gmail
    assert "an empty mailbox is assumed" in gmail
    assert "How the mailbox fills" not in words("classic")


def test_the_steps_of_a_move_are_numbered():
    said = [line for line in lines("moving", width=400) if line[:3].strip().rstrip(".").isdigit()]
    assert [line[:4] for line in said] == [f"{n:>2}. " for n in range(1, 9)]
    assert "Keep that copy." in said[0]
    assert "Only now remove the old account" in said[-1]


def test_a_persons_own_choice_is_marked():
    said = words("own choice")
    assert "removes it from the server at once (POP3) (your own choice)" in said
    assert "[mail can be lost]" in said
    assert "The copy on Office PC holds what arrives in the inbox" in said


def test_every_mode_and_severity_has_a_text():
    for speaker in (ENGLISH, SPANISH):
        assert all(speaker.has_code("mode", mode) for mode in (*MODES, "archive", "left-out"))
        assert all(speaker.has_code("consequence", one.id)
                   for one in registry.collect("advisor.consequences", "CONSEQUENCE"))
