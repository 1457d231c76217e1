"""Surveys over IMAP: huge mailboxes, the manners of other servers, and servers that answer nonsense."""

import re
import time
import tracemalloc
from datetime import date, timedelta

import pytest

from advisor.model.account import Quota
from advisor.model.endpoint import Endpoint
from advisor.net.account import look
from advisor.net.account_imap_survey import INBOX_SAMPLE, MOST_SAMPLED, SAMPLE
from advisor.password import Secret
from advisor.survey import totals
from tests.net.account_servers import NAME, PASSWORD, Attempts, imap_account

HOST = "mail.d.example"
TODAY = date(2026, 11, 23)
AFTER = "IMAP4rev1 NAMESPACE QUOTA SPECIAL-USE STATUS=SIZE"


def numbers_of(chosen, messages):
    """The sequence numbers in a set such as `1:3,7`."""
    found = []
    for part in chosen.split(","):
        low, _, high = part.partition(":")
        found += range(int(low), int(high or low) + 1)
    assert not found or max(found) <= messages
    return found


class Mailboxes:
    """Folders by name: how many messages, and a function from number to (size, day). said: every command."""

    def __init__(self, folders, row=lambda number: (1000, TODAY - timedelta(days=30)), rows=None, sized=True,
                 namespace='(("" "/")) NIL NIL', quota="(STORAGE 500 1000)"):
        self.folders, self.row, self.rows = folders, row, rows or {}
        self.sized, self.namespace_line, self.quota_line = sized, namespace, quota
        self.selected = ""

    @property
    def commands(self):
        return {"NAMESPACE": self.namespace, "GETQUOTAROOT": self.quota, "LIST": self.list,
                "STATUS": self.status, "EXAMINE": self.examine, "FETCH": self.fetch}

    def namespace(self, peer, tag, words):
        peer.say(f"* NAMESPACE {self.namespace_line}", f"{tag} OK done")

    def quota(self, peer, tag, words):
        peer.say('* QUOTAROOT INBOX "User quota"', f'* QUOTA "User quota" {self.quota_line}',
                 f"{tag} OK done")

    def list(self, peer, tag, words):
        peer.say(*(f'* LIST ({flags}) "{separator}" "{name}"'
                   for name, (_, flags, separator) in self.folders.items()), f"{tag} OK done")

    def status(self, peer, tag, words):
        name = re.match(r'"(.*)" \((.*)\)', words)[1]
        if name not in self.folders:
            peer.say(f"{tag} NO there is no such folder")
            return
        messages = self.folders[name][0]
        size = f" SIZE {sum(self.row_of(name, n)[0] for n in range(1, min(messages, 50) + 1))}" \
            if self.sized else ""
        peer.say(f'* STATUS "{name}" (MESSAGES {messages}{size})', f"{tag} OK done")

    def row_of(self, name, number):
        return self.rows.get(name, self.row)(number)

    def examine(self, peer, tag, words):
        self.selected = words.strip('"')
        if self.selected not in self.folders:
            peer.say(f"{tag} NO there is no such folder")
            return
        peer.say(f"* {self.folders[self.selected][0]} EXISTS", "* 0 RECENT", "* FLAGS ()",
                 "* OK [UIDVALIDITY 1] x", f"{tag} OK [READ-ONLY] done")

    def fetch(self, peer, tag, words):
        chosen, _, items = words.partition(" ")
        assert items == "(RFC822.SIZE INTERNALDATE)"
        told = []
        for number in numbers_of(chosen, self.folders[self.selected][0]):
            size, day = self.row_of(self.selected, number)
            told.append(f'* {number} FETCH (INTERNALDATE "{day:%d-%b-%Y} 10:00:00 +0000" RFC822.SIZE {size})')
        peer.raw(("\r\n".join([*told, f"{tag} OK done"]) + "\r\n").encode())


def plain(messages, flags="", separator="/"):
    return messages, flags, separator


@pytest.fixture
def surveyed(internet):
    """Look at scripted mailboxes: gives the survey and what the server heard."""
    def run(boxes, after=AFTER, seconds=10.0, more=None, progress=lambda *told: None):
        script = imap_account(Attempts(), after=after, more={**boxes.commands, **(more or {})})
        listener = internet.mail(HOST, 993, script)
        with Secret(PASSWORD) as secret:
            looked = look(internet.network(), Endpoint("imap", HOST, 993, "tls"), (NAME,), secret,
                          today=TODAY, seconds=seconds, progress=progress, survey=True)
        assert looked.login.outcome == "worked"
        return looked.survey, [line.partition(" ")[2] for line in listener.heard]
    return run


def test_a_hundred_thousand_messages(surveyed):
    """Bounded work, in time, messages looked at and memory; the estimate is near the truth."""
    def row(number):        # ten years, evenly; sizes from 1000 to 1999
        return 1000 + number % 1000, TODAY - timedelta(days=(100_000 - number) * 3650 // 100_000)

    boxes = Mailboxes({"INBOX": plain(100_000), **{f"Folder {n}": plain(20_000) for n in range(150)}}, row)
    seen = []
    tracemalloc.start()
    began = time.monotonic()
    found, heard = surveyed(boxes, progress=lambda *told: seen.append(told))
    taken = time.monotonic() - began
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < 10
    assert most < 16 * 1024 * 1024
    assert found.missing == ()
    assert found.inbox_messages == 100_000
    assert totals(found).messages == 100_000 + 150 * 20_000
    inbox = found.samples[0]
    assert (inbox.looked_at, inbox.exact, len(found.samples)) == (INBOX_SAMPLE, False, MOST_SAMPLED)
    assert sum(sample.looked_at for sample in found.samples) == INBOX_SAMPLE + (MOST_SAMPLED - 1) * SAMPLE
    assert inbox.recent == pytest.approx(10_000, rel=0.05)
    assert inbox.size == pytest.approx(100_000 * 1500, rel=0.05)
    assert inbox.oldest == "2016-11-26"     # the first message is always looked at
    said = {line.split()[0] for line in heard if line}
    assert not {"SELECT", "STORE", "SEARCH", "EXPUNGE", "APPEND"} & said
    assert seen[0][1] == 0
    assert all(done <= of for _, done, of in seen)
    assert seen[-1][1] == seen[-1][2]


def test_a_small_mailbox_is_exact(surveyed):
    boxes = Mailboxes({"INBOX": plain(7), "Sent": plain(3, "\\Sent"), "Junk": plain(9, "\\Junk")},
                      lambda number: (number * 100, TODAY - timedelta(days=number * 100)))
    found, heard = surveyed(boxes)
    assert found.inbox_size == 2800
    assert [(one.folder, one.exact, one.recent) for one in found.samples] == [
        ("INBOX", True, 3), ("Sent", True, 3)]
    assert found.quota == Quota(500 * 1024, 1000 * 1024)
    assert totals(found).messages == 19
    assert not any(line.startswith("SELECT") for line in heard)


def test_an_empty_mailbox(surveyed):
    found, _ = surveyed(Mailboxes({"INBOX": plain(0)}))
    assert (found.inbox_messages, found.inbox_size, found.largest, found.missing) == (0, 0, 0, ())
    assert totals(found).monthly is None


def test_courier(surveyed):
    """Everything lies below INBOX., and nothing says what it is for."""
    boxes = Mailboxes({name: plain(2, "\\HasNoChildren", ".") for name in (
        "INBOX", "INBOX.Enviados", "INBOX.Borradores", "INBOX.Papelera", "INBOX.Work.Sent")},
        namespace='(("INBOX." ".")) NIL NIL', sized=False)
    found, heard = surveyed(boxes, after="IMAP4rev1 NAMESPACE UIDPLUS")
    assert (found.prefix, found.separator, found.quota) == ("INBOX.", ".", None)
    assert {one.name: one.proposed for one in found.folders} == {
        "INBOX": None, "INBOX.Enviados": "sent", "INBOX.Borradores": "drafts", "INBOX.Papelera": "trash",
        "INBOX.Work.Sent": None}
    assert found.inbox_size == 2000
    assert not any(line.startswith("GETQUOTA") for line in heard)


def test_cyrus_in_lower_case(surveyed):
    boxes = Mailboxes({"INBOX": plain(1), "Verschickt": plain(1, "\\hasnochildren \\sent"),
                       "Oben": plain(0, "\\noselect")})
    found, heard = surveyed(boxes)
    assert {one.name: (one.use, one.selectable) for one in found.folders} == {
        "INBOX": (None, True), "Verschickt": ("sent", True), "Oben": (None, False)}
    assert not any(line.startswith('STATUS "Oben"') for line in heard)


def test_uses_that_are_told_only_to_those_who_ask(surveyed):
    boxes = Mailboxes({"INBOX": plain(1), "Weg": plain(1)})

    def folders(peer, tag, words):
        if words.startswith("(SPECIAL-USE)"):
            peer.say('* LIST (\\Trash) "/" "Weg"', f"{tag} OK done")
        else:
            boxes.list(peer, tag, words)
    found, _ = surveyed(boxes, more={"LIST": folders})
    assert {one.name: one.use for one in found.folders} == {"INBOX": None, "Weg": "trash"}


def test_gmail_shows_the_same_mail_many_times(surveyed):
    """Labels are views: what comes is counted in All Mail alone, and so is the whole."""
    boxes = Mailboxes({"INBOX": plain(5), "Familia": plain(40), "[Gmail]": plain(0, "\\Noselect"),
                       "[Gmail]/Todos": plain(60, "\\All"), "[Gmail]/Enviados": plain(20, "\\Sent"),
                       "[Gmail]/Destacados": plain(3, "\\Flagged"), "[Gmail]/Papelera": plain(2, "\\Trash")})
    found, _ = surveyed(boxes)
    assert [one.folder for one in found.samples] == ["INBOX", "[Gmail]/Todos"]
    whole = totals(found)
    assert (whole.messages, whole.monthly_messages, whole.monthly) == (62, 60, 60_000)


def test_names_in_modified_utf7_and_with_quotes(surveyed):
    boxes = Mailboxes({"INBOX": plain(1), "Entw&APw-rfe": plain(4), "2024": plain(5)})
    found, _ = surveyed(boxes)
    assert {one.name: (one.messages, one.proposed) for one in found.folders} == {
        "INBOX": (1, None), "Entwürfe": (4, "drafts"), "2024": (5, None)}


def test_a_folder_that_may_not_be_looked_at(surveyed):
    boxes = Mailboxes({"INBOX": plain(1), "Secret": plain(9), "Open": plain(2)})

    def status(peer, tag, words):
        if "Secret" in words:
            peer.say(f"{tag} BAD not you")
        else:
            boxes.status(peer, tag, words)
    found, _ = surveyed(boxes, more={"STATUS": status})
    assert {one.name: one.messages for one in found.folders} == {"INBOX": 1, "Secret": None, "Open": 2}
    assert found.missing == ()


def test_rev2_brings_sizes_and_namespace_along(surveyed):
    found, heard = surveyed(Mailboxes({"INBOX": plain(3)}), after="IMAP4rev2 IMAP4rev1")
    assert found.prefix == ""
    assert any("MESSAGES SIZE" in line for line in heard)


def nonsense(*lines):
    def say(peer, tag, words):
        peer.raw(b"".join(line if isinstance(line, bytes) else line.replace("TAG", tag).encode() + b"\r\n"
                          for line in lines))
    return say


@pytest.mark.parametrize(("command", "missing"), [
    ("NAMESPACE", "namespace"), ("GETQUOTAROOT", "quota"), ("LIST", "folders"), ("EXAMINE", "messages"),
    ("FETCH", "messages")])
@pytest.mark.parametrize("answer", [
    nonsense("TAG NO not today"), nonsense("TAG BAD what"), nonsense("TAG OK and nothing said"),
    nonsense("* NAMESPACE ((((", "* QUOTA ((", "* LIST )) (", "* x EXISTS", "* 1 FETCH (((", "TAG OK done"),
    nonsense("* LIST (\\Sent) NIL {4}", b"\xff\xfe\x00\x01", " x", '* QUOTA "" (STORAGE x y)', "TAG OK done"),
    nonsense('* NAMESPACE (("\x1b[31m" "/")) NIL NIL', '* QUOTA "" (STORAGE 5 0)', "TAG OK done"),
], ids=["no", "bad", "nothing", "brackets", "literal", "odd"])
def test_a_server_that_answers_nonsense(surveyed, command, missing, answer):
    """One part is missing at most, and the others are there."""
    found, _ = surveyed(Mailboxes({"INBOX": plain(3), "Sent": plain(2, "\\Sent")}), more={command: answer})
    assert set(found.missing) <= {missing, "line"}
    if missing != "messages" and "line" not in found.missing:     # what is no IMAP at all ends the line
        assert found.inbox_messages == 3
    assert "\x1b" not in (found.prefix or "")


@pytest.mark.parametrize("command", ["NAMESPACE", "GETQUOTAROOT", "LIST", "STATUS", "EXAMINE", "FETCH"])
@pytest.mark.parametrize("flood", [
    b"* LIST () NIL {999999999}\r\n", b"* 1 FETCH (" + b"x" * 600_000, b"* 5 EXPUNGE\r\n" * 60_000,
    b"\0" * 9000])
def test_a_server_that_says_too_much(surveyed, command, flood):
    def say(peer, tag, words):
        peer.raw(flood)
        peer.wait()
    began = time.monotonic()
    found, _ = surveyed(Mailboxes({"INBOX": plain(3)}), more={command: say}, seconds=0.6)
    assert time.monotonic() - began < 3
    assert "line" in found.missing or "time" in found.missing


def test_one_deadline_for_everything(surveyed):
    """A server that drips is left when the time is over, with what was learned until then."""
    boxes = Mailboxes({"INBOX": plain(3)})
    began = time.monotonic()
    found, _ = surveyed(
        boxes, seconds=0.6, more={"FETCH": lambda peer, tag, words: peer.drip(b"* 1 FETCH" * 99)})
    assert time.monotonic() - began < 3
    assert found.missing == ("messages", "time")
    assert found.quota is not None
    assert [one.messages for one in found.folders] == [3]


def test_too_many_folders_are_cut(surveyed):
    boxes = Mailboxes({"INBOX": plain(1), **{f"f{n}": plain(1) for n in range(1500)}})
    found, heard = surveyed(boxes)
    assert len(found.folders) == 400
    assert found.missing == ("folders",)
    assert sum(line.startswith("STATUS") for line in heard) == 200
