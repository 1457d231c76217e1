"""Mail programs as they behave in each mode, over real sessions: imapclient and poplib, with stores of their
own.

They know nothing of the model. What they hold afterwards is what such a program would show.
"""

import poplib
import re
from email import message_from_bytes

import imapclient
from imapclient.exceptions import IMAPClientError

from tests.real.lab.mailroom import HOST
from tests.real.lab.scenarios import PASSWORD

MARKS = {b"\\Seen": "seen", b"\\Answered": "answered"}
FLAGS = {mark: flag for flag, mark in MARKS.items()}


def letter(name, size):
    """A message of `size` bytes on the wire, called `name`."""
    head = (f"From: Seeder <seed@elsewhere.example>\r\nTo: somebody\r\nSubject: {name}\r\n"
            f"Message-ID: <{name}@elsewhere.example>\r\n"
            "Date: Mon, 01 Jan 2024 10:00:00 +0000\r\n\r\n").encode()
    line = b"All work and no play makes a dull mailbox, said the seeder once more.\r\n"
    body = (line * (size // len(line) + 1))[:size - len(head) - 2]
    return head + body + b"\r\n"


def name_of(content):
    """The name of a message, from its Message-ID."""
    return re.match(r"<(.*)@", message_from_bytes(content)["Message-ID"])[1]


class Pop3Reader:
    """A program with POP3 in one of its four modes."""

    def __init__(self, room, user, mode, days):
        self.room, self.user, self.mode, self.days = room, user, mode, days
        self.set_up()

    def set_up(self):
        """An empty store, and no memory of what was fetched."""
        self.store, self.fetched, self.unwanted = [], {}, set()

    def sync(self, day):
        """UIDL, RETR of what is new, DELE as the mode says, QUIT."""
        session = poplib.POP3_SSL(HOST, 995, context=self.room.context, timeout=20)
        session.user(self.user)
        session.pass_(PASSWORD)
        for row in session.uidl()[1]:
            number, uidl = row.decode().split(" ", 1)
            if uidl not in self.fetched:
                content = b"\r\n".join(session.retr(int(number))[1])
                self.fetched[uidl] = day
                self.store.append({"name": name_of(content), "uidl": uidl, "folder": "INBOX", "marks": set()})
            old = self.mode == "pop3-keep-days" and day - self.fetched[uidl] >= self.days
            unwanted = self.mode == "pop3-keep-until-deleted" and uidl in self.unwanted
            if self.mode == "pop3-remove" or old or unwanted:
                session.dele(int(number))
        session.quit()

    def mark(self, name, mark):
        """In the own store; POP3 has no command for it."""
        for one in self._all(name):
            one["marks"].add(mark)

    def delete(self, name):
        """Here at once; on the server perhaps at the next session."""
        gone = self._all(name)
        self.unwanted |= {one["uidl"] for one in gone}
        self.store = [one for one in self.store if one not in gone]
        return bool(gone)

    def move(self, name, folder):
        """Into a folder of the own store."""
        for one in self._all(name):
            one["folder"] = folder

    def send(self, name, size):
        """The copy stays in the own store."""
        self.store.append({"name": name, "uidl": "", "folder": "Sent", "marks": {"seen"}})
        return True

    def shows(self):
        """(folder, name, marks) of all messages."""
        return [(one["folder"], one["name"], tuple(sorted(one["marks"]))) for one in self.store]

    def complete(self):
        """Names of the messages that are here in full."""
        return {one["name"] for one in self.store}

    def _all(self, name):
        return [one for one in self.store if one["name"] == name]


class ImapReader:
    """A program with IMAP: a list of headers, and bodies of what was opened, or of everything."""

    def __init__(self, room, user, mode, days):
        self.room, self.user, self.offline = room, user, mode == "imap-offline"
        self.set_up()

    def set_up(self):
        """An empty memory."""
        self.headers, self.bodies, self.marks = {}, {}, {}

    def session(self):
        """A new session, logged in."""
        client = imapclient.IMAPClient(HOST, ssl_context=self.room.context, timeout=20)
        client.login(self.user, PASSWORD)
        return client

    def sync(self, day):
        """Look through all folders: new headers, all flags, and what has gone goes here too."""
        with self.session() as client:
            self._look(client)

    def _look(self, client):
        there = {}
        for _, _, folder in client.list_folders():
            validity = client.select_folder(folder, readonly=True)[b"UIDVALIDITY"]
            uids = client.search("ALL")
            for uid, data in (client.fetch(uids, ["FLAGS"]) if uids else {}).items():
                there[validity, folder, uid] = {MARKS[flag] for flag in data[b"FLAGS"] if flag in MARKS}
            fresh = [place[2] for place in there if place[1] == folder and place not in self.headers]
            for uid, data in (client.fetch(fresh, ["ENVELOPE", "RFC822.SIZE"]) if fresh else {}).items():
                self.headers[validity, folder, uid] = re.match(
                    rb"<(.*)@", data[b"ENVELOPE"].message_id)[1].decode()
            missing = [place[2] for place in there if place[1] == folder and place not in self.bodies]
            if self.offline and missing:
                self._fetch(client, validity, folder, missing)
        self.marks = there
        self.headers = {place: name for place, name in self.headers.items() if place in there}
        self.bodies = {place: name for place, name in self.bodies.items() if place in there}

    def _fetch(self, client, validity, folder, uids):
        for uid, data in client.fetch(uids, ["BODY.PEEK[]"]).items():
            self.bodies[validity, folder, uid] = name_of(data[b"BODY[]"])

    def _places(self, client, name):
        """Every folder in which the message lies on the server, with its validity and number there."""
        found = []
        for _, _, folder in client.list_folders():
            validity = client.select_folder(folder)[b"UIDVALIDITY"]
            found += [(validity, folder, uid) for uid in client.search(["HEADER", "Message-ID", f"<{name}@"])]
        return found

    def mark(self, name, mark):
        """Fetch the message and set the flag on the server."""
        with self.session() as client:
            for validity, folder, uid in self._places(client, name):
                client.select_folder(folder)
                self._fetch(client, validity, folder, [uid])
                client.add_flags([uid], [FLAGS[mark]])
            self._look(client)

    def delete(self, name):
        """\\Deleted and UID EXPUNGE (RFC 4315)."""
        with self.session() as client:
            places = self._places(client, name)
            for _, folder, uid in places:
                client.select_folder(folder)
                client.delete_messages([uid])
                client.expunge([uid])
            self._look(client)
        return bool(places)

    def move(self, name, folder):
        """MOVE (RFC 6851), into a folder that is made if need be."""
        with self.session() as client:
            for _, here, uid in self._places(client, name):
                if here != folder:
                    if not client.folder_exists(folder):
                        client.create_folder(folder)
                    client.select_folder(here)
                    client.move([uid], folder)
            self._look(client)

    def send(self, name, size):
        """The copy of what was sent goes to Sent."""
        return self.upload(name, size, "Sent", [b"\\Seen"])

    def upload(self, name, size, folder, flags=()):
        """APPEND, into a folder that is made if need be; False when the server says that it does not fit."""
        with self.session() as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            try:
                client.append(folder, letter(name, size), flags)
                return True
            except IMAPClientError as problem:
                if "Quota exceeded" not in str(problem):
                    raise
                return False
            finally:
                self._look(client)

    def shows(self):
        """(folder, name, marks) of all messages."""
        return [(place[1], self.headers[place], tuple(sorted(marks))) for place, marks in self.marks.items()]

    def complete(self):
        """Names of the messages that are here in full."""
        return set(self.bodies.values())
