"""The canary: a password that must show up nowhere, on any way that `--login` can fail."""

import logging
import os
import sys
import time
import typing
from base64 import b64encode

import msgspec
import pytest

from advisor import accountcheck
from advisor.exits import Exit
from advisor.model.evidence import Evidence
from advisor.net import account_imap, account_pop3, account_smtp
from tests.account_stage import ADDRESS, PORTS, Stage
from tests.net.account_servers import PASSWORD, WRONG, Attempts
from tests.net.test_account_imap_survey import AFTER
from tests.servers import Internet, server_context

FORMS = (PASSWORD, b64encode(PASSWORD.encode()).decode(),
         b64encode(f"\0{ADDRESS}\0{PASSWORD}".encode()).decode())


@pytest.fixture
def stage(tmp_path, monkeypatch, capfd):
    with Internet() as internet:
        yield Stage(internet, tmp_path, monkeypatch, capfd)


def server(protocol, *answers):
    """The server of `protocol` answers so to the logins."""
    def prepare(stage, monkeypatch):
        stage.attempts[protocol] = Attempts(*answers)
    return prepare


def vanish(peer):
    raise EOFError


def silent(protocol):
    def prepare(stage, monkeypatch):
        monkeypatch.setattr(accountcheck, "SECONDS", 0.25)
        stage.attempts[protocol] = Attempts(lambda peer: peer.wait())
    return prepare


def raw(protocol, garbage):
    def prepare(stage, monkeypatch):
        monkeypatch.setattr(accountcheck, "SECONDS", 0.25)
        stage.attempts[protocol] = Attempts(lambda peer: (peer.raw(garbage), peer.wait()))
    return prepare


def echoed(command, *lines):
    """A command of the survey whose answer holds the password."""
    def prepare(stage, monkeypatch):
        def say(peer, tag, words):
            peer.say(*(line.replace("TAG", tag) for line in lines))
        more = stage.scripts["imap"]["more"]
        stage.scripts["imap"] = {"after": AFTER, "more": {**more, command: say}}
    return prepare


def announced(stage, monkeypatch):
    stage.scripts["imap"] = {"after": f"IMAP4rev1 {PASSWORD} AUTH={PASSWORD.upper()}"}


def bad_certificate(stage, monkeypatch):
    for protocol in PORTS:
        stage.contexts[protocol] = server_context("other.example")


def bug(where, name, kind=RuntimeError):
    """Our own mistake, with the password in its words."""
    def prepare(stage, monkeypatch):
        def broken(*_, **__):
            local = PASSWORD
            raise kind(f"broken with {local}")
        monkeypatch.setattr(where, name, broken)
    return prepare


def chained(stage, monkeypatch):
    def broken(*_, **__):
        try:
            raise ValueError(PASSWORD)
        except ValueError as first:
            raise RuntimeError(f"again {PASSWORD}") from first
    monkeypatch.setattr(account_imap.Session, "send", broken)


def secret_file(content):
    def prepare(stage, monkeypatch):
        stage.secret.write_text(content)
    return prepare


def program(code):
    def prepare(stage, monkeypatch):
        script = stage.folder / "secret.py"
        script.write_text(code)
        return ["--password-command", f'"{sys.executable}" "{script}"']
    return prepare


def unproven(protocol):
    """SCRAM with somebody who does not know the password."""
    def prepare(stage, monkeypatch):
        stage.attempts[protocol].password = "another"
        stage.scripts[protocol] = {
            "imap": {"capabilities": "IMAP4rev1 AUTH=SCRAM-SHA-256 AUTH=PLAIN"},
            "pop3": {"capabilities": ("SASL SCRAM-SHA-256 PLAIN",)},
            "smtp": {"extensions": ("AUTH SCRAM-SHA-256 PLAIN",)}}[protocol]
    return prepare


def nothing_special(stage, monkeypatch):
    """All logins work."""


def starved(stage, monkeypatch):
    monkeypatch.setattr(accountcheck, "SECONDS", 0.01)


PATHS = {
    **{f"wrong-{p}": server(p, WRONG[p]) for p in PORTS},
    **{f"dropped-{p}": server(p, vanish) for p in PORTS},
    **{f"unproven-{p}": unproven(p) for p in PORTS},
    **{f"silent-{p}": silent(p) for p in PORTS},
    **{f"echo-{p}": server(p, f"{WRONG[p]}: {PASSWORD}") for p in PORTS},
    **{f"echo-base64-{p}": server(p, f"{WRONG[p]}: {FORMS[2]}") for p in PORTS},
    **{f"echo-upper-{p}": server(p, f"{WRONG[p]}: {PASSWORD.upper()}") for p in PORTS},
    **{f"flood-{p}": raw(p, PASSWORD.encode() * 20_000 + b"\r\n") for p in PORTS},
    **{f"control-{p}": raw(p, b"\x1b]0;" + PASSWORD.encode() + b"\x07\r\n") for p in PORTS},
    "echo-bye": server("imap", lambda peer: (peer.say(f"* BYE {PASSWORD}"), vanish(peer))),
    "echo-link": server("imap", f"NO [WEBALERT https://x.example/?p={PASSWORD}] Web login required."),
    "echo-code": server("imap", f"NO [{PASSWORD}] no"),
    "bad-imap": server("imap", f"BAD {PASSWORD}"),
    "unknown-smtp": server("smtp", f"299 {PASSWORD}"),
    "two-wrong": server("imap", "NO [CANNOT] not so", WRONG["imap"]),
    "capabilities": announced,
    "folder-names": echoed("LIST", f'* LIST (\\Sent) "/" "{PASSWORD}"', "TAG OK done"),
    "namespace": echoed("NAMESPACE", f'* NAMESPACE (("{PASSWORD}." "{PASSWORD}")) NIL NIL', "TAG OK done"),
    "quota-root": echoed("GETQUOTAROOT", f'* QUOTAROOT INBOX "{PASSWORD}"',
                         f'* QUOTA "{PASSWORD}" (STORAGE 1 2)', "TAG OK done"),
    "quota-refused": echoed("GETQUOTAROOT", f"TAG NO {PASSWORD}"),
    "survey-nonsense": echoed("FETCH", f"* 1 FETCH ({PASSWORD}", "TAG OK done"),
    "survey-abort": echoed("STATUS", f"{PASSWORD}"),
    "certificates": bad_certificate,
    "no-time": starved,
    "bug-imap": bug(account_imap.Session, "send"),
    "bug-pop3": bug(account_pop3.Session, "send", KeyError),
    "bug-smtp": bug(account_smtp.Session, "send", AttributeError),
    "bug-value": bug(account_imap.Session, "send", ValueError),
    "bug-survey": bug(account_imap, "survey"),
    "bug-after": bug(account_imap.Session, "after", TypeError),
    "bug-chained": chained,
    "bug-check": bug(accountcheck, "check"),
    "bug-evidence": bug(accountcheck, "with_account"),
    "interrupted": bug(account_imap.Session, "send", KeyboardInterrupt),
    "unicode": bug(account_imap.Session, "send",
                   lambda words: UnicodeEncodeError("ascii", words, 0, 1, words)),
    "file-empty": secret_file(f"\n{PASSWORD}\n"),
    "file-control": secret_file(f"{PASSWORD}\0\n"),
    "program-fails": program(f"print('{PASSWORD}'); raise SystemExit(1)"),
    "program-breaks": program(f"raise RuntimeError('{PASSWORD}')"),
    "program-talks": program(f"import sys; print('{PASSWORD}', file=sys.stderr)"),
    "evidence-exists": nothing_special,
    "all-well": nothing_special,
}


JSON = ["--json", "--save-evidence", "evidence.json", "--lang", "es"]
AS_TEXT = [path for path in PATHS if path.startswith(("wrong", "echo-", "bug", "folder", "quota", "file"))]


@pytest.mark.parametrize(("path", "words"), [
    *((path, JSON) for path in PATHS), *((path, []) for path in AS_TEXT)])
def test_the_password_shows_up_nowhere(stage, monkeypatch, caplog, path, words):
    given = PATHS[path](stage, monkeypatch)
    inputs = {stage.folder / name for name in ("secret", "secret.py")}
    monkeypatch.chdir(stage.folder)
    if path == "evidence-exists":
        (stage.folder / "evidence.json").write_text("mine")
    monkeypatch.setattr(sys, "argv", ["mail-advisor", "discover", ADDRESS, "--login"])
    began = time.monotonic()
    with caplog.at_level(logging.DEBUG):
        code, out, err = stage.run(*words, "--debug", str(stage.folder / "debug.txt"), password=given)
    assert time.monotonic() - began < 20
    assert code in list(Exit)
    assert "Traceback" not in out + err
    places = {"stdout": out, "stderr": err, "log": caplog.text, "argv": str(sys.argv),
              "environment": str(dict(os.environ))}
    places |= {str(file): file.read_text(encoding="utf-8", errors="replace")
               for file in stage.folder.rglob("*") if file.is_file() and file not in inputs}
    for place, said in places.items():
        for form in FORMS:
            assert form.casefold() not in said.casefold(), place
    if path.startswith(("bug-imap", "bug-pop3", "bug-smtp", "bug-survey", "bug-check", "unicode")):
        assert (code, (stage.folder / "debug.txt").exists()) in ((Exit.BUG, True), (Exit.NETWORK, False),
                                                                 (Exit.DONE, False))


def test_there_are_enough_of_them():
    assert len(PATHS) >= 30


def test_no_type_of_ours_has_room_for_a_password():
    def fields(kind, seen):
        for field in msgspec.structs.fields(kind):
            yield field.name
            for part in _structs(field.type):
                if part not in seen:
                    seen.add(part)
                    yield from fields(part, seen)
    names = set(fields(Evidence, {Evidence}))
    assert names >= {"claims", "account", "attempts", "mechanism"}      # it went all the way down
    assert not {name for name in names if any(word in name for word in ("password", "secret", "token"))}


def _structs(kind):
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for part in typing.get_args(kind):
        yield from _structs(part)
