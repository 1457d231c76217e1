"""Scripted servers that can be logged in to: what they answer to each attempt is a list, in order.

An answer is a full line (`NO [EXPIRED] old`), None for a login that works, or a function of the peer.
"""

from base64 import b64decode, b64encode
from datetime import date

from advisor.net.account import look
from advisor.password import Secret
from tests.net.scram_server import ScramServer

NAME, PASSWORD = "ana@d.example", "c4nary-Wert-7719"
HOST = "mail.d.example"
TODAY = date(2026, 11, 23)


def enter(network, endpoint, names=(NAME,), secret=PASSWORD, kind="password", **changes):
    """Log in; what came of it."""
    settings = {"today": TODAY, "seconds": 10.0, "progress": lambda *told: None, "survey": False, **changes}
    with Secret(secret, kind) as box:
        return look(network, endpoint, names, box, **settings)


class Attempts:
    """Hands out the answers, and remembers what was tried: (mechanism, what was sent)."""

    def __init__(self, *answers, challenge=""):
        self.answers = list(answers)
        self.challenge = challenge      # what the server says first, before the client says anything
        self.seen = []
        self.password, self.lies = PASSWORD, False

    def next(self, mechanism, sent):
        self.seen.append((mechanism, sent))
        return self.answers.pop(0) if self.answers else None


def imap_account(attempts, capabilities="IMAP4rev1 AUTH=PLAIN SASL-IR", after=None, more=None, starttls=None,
                 injected=(), greeting=None):
    """An IMAP server. more: commands after login, name to a function of (peer, tag, words). greeting: the
    capabilities in it, where they are others."""
    def script(peer):
        told = capabilities
        peer.say(f"* OK [CAPABILITY {greeting or told}] ready")
        while True:
            tag, _, line = peer.hear().partition(" ")
            command, _, words = line.partition(" ")
            match command.upper():
                case "CAPABILITY":
                    peer.say(f"* CAPABILITY {told}", f"{tag} OK done")
                case "STARTTLS" if starttls is not None:
                    peer.say(f"{tag} OK go on", *injected)
                    peer.secure(starttls)
                case "AUTHENTICATE":
                    mechanism, _, first = words.partition(" ")
                    if not first:
                        peer.say(attempts.challenge or "+ ")
                        first = peer.hear()
                    answer = attempts.next(mechanism, b64decode(first))
                    if mechanism.startswith("SCRAM-") and answer is None:
                        answer = scrammed(peer, mechanism, first, "+ ", attempts, WRONG["imap"])
                    if _answer(peer, answer, tag, "OK in"):
                        told = after or capabilities
                case "LOGIN":
                    if _answer(peer, attempts.next("LOGIN", words), tag, "OK in"):
                        told = after or capabilities
                case "LOGOUT":
                    peer.say("* BYE", f"{tag} OK bye")
                    return
                case name if more and name in more:
                    more[name](peer, tag, words)
                case _:
                    peer.say(f"{tag} BAD what")
    return script


def _answer(peer, answer, tag, good):
    if callable(answer):
        answer(peer)
        return False
    peer.say(f"{tag} {good if answer is None else answer}")
    return answer is None


def pop3_account(attempts, capabilities=("SASL PLAIN", "USER", "UIDL"), more=None, starttls=None, injected=(),
                 greeting="+OK ready"):
    """A POP3 server. more: commands after login, name to lines to say."""
    def script(peer):
        peer.say(greeting)
        user = ""
        while True:
            command, _, words = peer.hear().partition(" ")
            match command.upper():
                case "CAPA" if capabilities is not None:
                    peer.say("+OK", *capabilities, ".")
                case "STLS" if starttls is not None:
                    peer.say("+OK go on", *injected)
                    peer.secure(starttls)
                case "USER":
                    user = words
                    peer.say("+OK and the password")
                case "PASS":
                    _reply(peer, attempts.next("USER", (user, words)), "+OK in")
                case "AUTH":
                    mechanism, _, first = words.partition(" ")
                    if not first:
                        peer.say(attempts.challenge or "+ ")
                        first = peer.hear()
                    answer = attempts.next(mechanism, b64decode(first))
                    if mechanism.startswith("SCRAM-") and answer is None:
                        answer = scrammed(peer, mechanism, first, "+ ", attempts, WRONG["pop3"])
                    _reply(peer, answer, "+OK in")
                case "APOP":
                    _reply(peer, attempts.next("APOP", words), "+OK in")
                case "QUIT":
                    peer.say("+OK bye")
                    return
                case name if more and name in more:
                    peer.say(*more[name])
                case _:
                    peer.say("-ERR what")
    return script


def smtp_account(attempts, extensions=("AUTH PLAIN LOGIN", "SIZE 1000"), starttls=None, injected=()):
    """A submission server."""
    def script(peer):
        peer.say("220 smtp ready")
        while True:
            command, _, words = peer.hear().partition(" ")
            match command.upper():
                case "EHLO":
                    lines = ["smtp hello", *extensions]
                    peer.say(*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}")
                case "STARTTLS" if starttls is not None:
                    peer.say("220 go on", *injected)
                    peer.secure(starttls)
                case "AUTH":
                    mechanism, _, first = words.partition(" ")
                    if mechanism == "LOGIN":
                        peer.say("334 VXNlcm5hbWU6")
                        user = b64decode(peer.hear())
                        peer.say("334 UGFzc3dvcmQ6")
                        sent = (user, b64decode(peer.hear()))
                    else:
                        if not first:
                            peer.say(attempts.challenge or "334 ")
                            first = peer.hear()
                        sent = b64decode(first)
                    answer = attempts.next(mechanism, sent)
                    if mechanism.startswith("SCRAM-") and answer is None:
                        answer = scrammed(peer, mechanism, first, "334 ", attempts, WRONG["smtp"])
                    _reply(peer, answer, "235 2.7.0 in")
                case "QUIT":
                    peer.say("221 bye")
                    return
                case _:
                    peer.say("500 what")
    return script


def scrammed(peer, mechanism, first, mark, attempts, wrong):
    """The rest of a SCRAM login: None where the client knows the password, else `wrong`.

    attempts.password: what the server takes for the password. attempts.lies: it says `in` without proof.
    """
    server = ScramServer(mechanism, attempts.password)
    peer.say(mark + b64encode(server.first(b64decode(first))).decode())
    good, proof = server.final(b64decode(peer.hear()))
    if attempts.lies:
        return None
    if not good and attempts.password == PASSWORD:
        return wrong
    peer.say(mark + b64encode(proof).decode())
    return None if peer.hear() == "" else wrong


def _reply(peer, answer, good):
    if callable(answer):
        answer(peer)
    else:
        peer.say(good if answer is None else answer)


SERVERS = {"imap": imap_account, "pop3": pop3_account, "smtp": smtp_account}
WRONG = {"imap": "NO [AUTHENTICATIONFAILED] wrong", "pop3": "-ERR [AUTH] wrong", "smtp": "535 5.7.8 wrong"}
