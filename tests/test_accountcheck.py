"""`--login` from the command line: exit codes, what is asked and said.

The servers are scripted and real TLS lies between; only the flags' network is bent to loopback.
"""

import io
import json
import sys

import pytest
from msgspec.structs import replace

from advisor import accountcheck, cli
from advisor.exits import Exit
from advisor.model.picture import ProviderView
from tests.account_stage import ADDRESS, ANSWERS, HOSTS, PORTS, Stage
from tests.net.account_servers import PASSWORD, SERVERS, WRONG, Attempts
from tests.net.test_account_imap_survey import AFTER, Mailboxes, plain
from tests.servers import Internet, server_context


@pytest.fixture
def stage(tmp_path, monkeypatch, capfd):
    with Internet() as internet:
        yield Stage(internet, tmp_path, monkeypatch, capfd)


def test_everything_works(stage):
    code, out, err = stage.run()
    assert code == Exit.DONE, err
    assert stage.tried() == ["imap", "pop3", "smtp"]
    for words in ("Logging in", "IMAP (imap.d.example): works.", "The mailbox", "Inbox: 3 messages",
                  "By their names, please check: sent = Enviados.", "Nothing in the mailbox was changed."):
        assert words in out
    assert err == ""


def test_the_json_has_the_same(stage):
    code, out, _ = stage.run("--json")
    assert code == Exit.DONE
    told = json.loads(out)
    assert [one["evidence"] for one in told["answers"]] == ["E3", "E3", "E3"]
    assert [one["outcome"] for one in told["account"]["logins"]] == ["worked"] * 3
    assert told["account"]["measured"]["folders"] == {"sent": "Enviados"}
    let_in = [one for one in told["probes"] if one["capabilities"]["after_login"] is not None]
    assert {one["endpoint"]["protocol"] for one in let_in} == {"imap", "pop3", "smtp"}
    assert {"to": "imap.d.example", "what": "login"} in told["disclosures"]


def test_login_disabled_after_the_login_bars_nobody(stage):
    """Some servers go on saying it to somebody who is in already."""
    stage.scripts["imap"] = {"capabilities": "IMAP4rev1 IDLE AUTH=PLAIN", "more": stage.boxes.commands,
                             "after": "IMAP4rev1 LOGINDISABLED QUOTA MOVE"}
    code, out, _ = stage.run("--json")
    told = json.loads(out)
    best = told["answers"][0]
    assert (code, best["protocol"], best["evidence"], best["standing"]) == (Exit.DONE, "imap", "E3", "usable")
    probe = next(one for one in told["probes"] if one["capabilities"]["after_login"] is not None)
    facts = {fact["name"]: (fact["answer"], fact["value"]) for fact in probe["facts"]}
    assert (facts["imap-auth"], facts["imap-login-disabled"]) == (("yes", "PLAIN"), ("no", None))
    assert (facts["imap-move"][0], facts["imap-idle"][0]) == ("yes", "no")


def test_a_greeting_that_names_less_than_the_server_can(stage):
    stage.scripts["imap"] = {"capabilities": "IMAP4rev1 AUTH=PLAIN ID IDLE SPECIAL-USE", "after": AFTER,
                             "more": stage.boxes.commands, "greeting": "IMAP4rev1 AUTH=PLAIN"}
    _, out, _ = stage.run("--json")
    probes = [one for one in json.loads(out)["probes"] if one["endpoint"]["protocol"] == "imap"]
    for probe in probes:
        assert probe["capabilities"]["after_tls"] == [
            "IMAP4REV1", "AUTH=PLAIN", "ID", "IDLE", "SPECIAL-USE"]


def test_lower_case_uses_and_folders_below_the_inbox(stage):
    """As Cyrus and Courier do it: \\sent, and everything below `INBOX.`."""
    boxes = Mailboxes({"INBOX": plain(3, separator="."), "INBOX.Sent": plain(2, r"\HasNoChildren \sent", "."),
                       "INBOX.Papelera": plain(1, separator=".")}, namespace='(("INBOX." ".")) NIL NIL')
    stage.scripts["imap"] = {"after": AFTER.replace(" SPECIAL-USE", ""), "more": boxes.commands}
    _, out, _ = stage.run("--json")
    told = json.loads(out)
    assert told["account"]["measured"]["folders"] == {"sent": "INBOX.Sent", "trash": "INBOX.Papelera"}
    assert told["account"]["measured"]["prefix"] == "INBOX."
    probe = next(one for one in told["probes"] if one["capabilities"]["after_login"] is not None)
    facts = {fact["name"]: (fact["answer"], fact["value"], fact["because"]) for fact in probe["facts"]}
    assert facts["imap-special-use"] == ("yes", None, "seen-in-list")
    assert facts["imap-namespace"] == ("yes", "INBOX.", "answered")


def test_an_old_pop3_server_is_known_after_the_login(stage):
    stage.scripts["pop3"] = {"capabilities": None, "more": {
        "STAT": ["+OK 2 2000"], "UIDL": ["+OK 1 abc"], "LIST": ["+OK", "1 1000", "2 1000", "."]}}
    _, out, _ = stage.run("--json")
    probes = [one for one in json.loads(out)["probes"] if one["endpoint"]["protocol"] == "pop3"]
    uidl = [next(fact for fact in probe["facts"] if fact["name"] == "pop3-uidl") for probe in probes]
    assert (uidl[-1]["answer"], uidl[-1]["because"]) == ("yes", "tried")


def test_without_login_there_is_no_account(stage, capfd):
    for protocol in PORTS:
        stage.internet.mail(HOSTS[protocol], PORTS[protocol], SERVERS[protocol](stage.attempts[protocol]))
    assert cli.main(["discover", ADDRESS, "--json", "--lan"]) == Exit.DONE
    assert json.loads(capfd.readouterr().out)["account"] is None
    assert stage.tried() == []


def test_saved_evidence_keeps_what_the_login_told(stage, capfd):
    saved = stage.folder / "evidence.json"
    assert stage.run("--save-evidence", str(saved))[0] == Exit.DONE
    code = cli.main(["discover", ADDRESS, "--evidence", str(saved), "--json"])
    told = json.loads(capfd.readouterr().out)
    assert (code, told["answers"][0]["evidence"]) == (Exit.DONE, "E3")
    assert told["account"]["measured"]["quota_mb"] == 1


def test_refused_once_means_refused(stage):
    stage.attempts["imap"] = Attempts(WRONG["imap"])
    code, out, _ = stage.run()
    assert code == Exit.LOGIN_REFUSED
    assert stage.tried() == ["imap"]
    assert len(stage.attempts["imap"].seen) == 1
    assert "This login name with this password is not accepted." in out
    assert "could lock the" in out


def test_one_protocol_that_is_off_does_not_stop_the_others(stage):
    stage.attempts["imap"] = Attempts("NO [ALERT] Your account is not enabled for IMAP use.")
    code, out, _ = stage.run()
    assert code == Exit.DONE
    assert stage.tried() == ["imap", "pop3", "smtp"]
    assert "switched off for the account" in out


def test_a_server_that_could_not_be_verified_gets_no_password(stage):
    stage.contexts["imap"] = server_context(HOSTS["imap"], expired=True)
    _, out, _ = stage.run("--json")
    assert stage.tried() == ["pop3", "smtp"]
    assert [one["outcome"] for one in json.loads(out)["account"]["logins"]] == ["worked", "worked"]


@pytest.mark.parametrize(("accept", "tried"), [(False, []), (True, ["imap", "pop3", "smtp"])])
def test_a_server_that_nobody_confirmed_gets_no_password(stage, monkeypatch, accept, tried):
    real = accountcheck.candidates
    monkeypatch.setattr(accountcheck, "candidates", lambda picture: tuple(
        replace(one, standing="confirm", because="derived") for one in real(picture)))
    _, out, _ = stage.run("--json", accept=accept)
    assert stage.tried() == tried
    logins = json.loads(out)["account"]["logins"]
    assert {one["because"] for one in logins} == ({""} if accept else {"not-confirmed"})


def test_a_plan_is_not_made_for_an_account_that_lets_nobody_in(stage):
    answers = stage.folder / "answers.toml"
    answers.write_text(ANSWERS)
    stage.attempts["imap"] = Attempts(WRONG["imap"])
    code, out, err = stage.run("write", "--answers", str(answers), "-o", str(stage.folder / "out"))
    assert (code, out) == (Exit.LOGIN_REFUSED, "")
    assert err.startswith("mail-advisor: imap.d.example did not let you in.")
    assert not (stage.folder / "out").exists()


def test_a_plan_with_a_login_that_works(stage):
    answers = stage.folder / "answers.toml"
    answers.write_text(ANSWERS)
    code, out, err = stage.run("write", "--answers", str(answers), "-o", str(stage.folder / "out"), "--json")
    assert code == Exit.DONE, err
    assert json.loads(out)["account"]["measured"]["quota_mb"] == 1
    saved = next((stage.folder / "out").rglob("evidence.json"))
    assert json.loads(saved.read_text())["account"]["logins"][0]["outcome"] == "worked"


@pytest.mark.parametrize("right", [True, False])
def test_the_wizard_looks_into_the_account_too(stage, capfd, right):
    answers = stage.folder / "answers.toml"
    answers.write_text(ANSWERS + '[wishes]\nbackup = "none"\n')
    if not right:
        stage.attempts["imap"] = Attempts(WRONG["imap"])
    code, out, err = stage.run("wizard", ADDRESS, "--answers", str(answers), "--no-input",
                               "-o", str(stage.folder / "out"))
    assert code == Exit.DONE, out + err
    assert "Logging in" in out
    account = json.loads(next((stage.folder / "out").rglob("evidence.json")).read_text())["account"]
    assert account["logins"][0]["outcome"] == ("worked" if right else "refused")
    assert len(stage.attempts["imap"].seen) == 1
    kept = [path for path in stage.folder.rglob("*") if path.is_file() and path != stage.secret]
    assert not any(PASSWORD.encode() in path.read_bytes() for path in kept)
    assert PASSWORD not in out + err


@pytest.mark.parametrize(("words", "code", "says"), [
    (["discover", ADDRESS, "--password-stdin"], Exit.USAGE, "together with --login"),
    (["discover", ADDRESS, "--token-command", "x"], Exit.USAGE, "together with --login"),
    (["discover", ADDRESS, "--login", "--offline"], Exit.USAGE, "ask nobody"),
    (["discover", ADDRESS, "--login", "--evidence", "x"], Exit.USAGE, "ask nobody"),
    (["demo", "--login"], Exit.USAGE, "does not go with the demo"),
    ([ADDRESS, "--login", "--offline"], Exit.USAGE, "ask nobody"),
    (["discover", ADDRESS, "--password", PASSWORD], Exit.USAGE, "--login")])
def test_flags_that_do_not_go_together(capfd, words, code, says):
    assert cli.main([*words, "--lan"]) == code
    out, err = capfd.readouterr()
    assert says in err
    assert PASSWORD not in out + err


def test_nobody_to_ask_for_the_password(stage):
    code, out, err = stage.run("--no-input", password=[])
    assert (code, out, stage.tried()) == (Exit.MISSING, "", [])
    assert "--password-file" in err


class Keyboard(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_person_sees_the_servers_and_then_types(stage, monkeypatch, capfd, language):
    monkeypatch.setattr(sys, "stdin", Keyboard())
    screen = Keyboard()
    monkeypatch.setattr(sys, "stderr", screen)
    asked = []
    monkeypatch.setattr("getpass.getpass", lambda question: asked.append(
        (question, screen.getvalue())) or PASSWORD)
    code, _, _ = stage.run("--lang", language, password=[])
    assert code == Exit.DONE
    (question, before), = asked
    assert ADDRESS in question
    for host in ("IMAP imap.d.example:993", "POP3 pop.d.example:995", "SMTP smtp.d.example:465"):
        assert host in before
    assert PASSWORD not in screen.getvalue()
    progress = {"en": "Looking at the mailbox: ", "es": "Mirando el buzón: "}[language]
    assert progress in screen.getvalue()
    assert screen.getvalue().endswith("\r")      # and it was wiped away


def test_for_a_screen_reader_nothing_is_drawn_again(stage, monkeypatch):
    screen = Keyboard()
    monkeypatch.setattr(sys, "stderr", screen)
    assert stage.run("--plain")[0] == Exit.DONE
    assert "\r" not in screen.getvalue()


def test_no_server_at_all(stage):
    stage.contexts = {protocol: server_context("other.example") for protocol in PORTS}
    code, out, _ = stage.run()
    assert (code, stage.tried()) == (Exit.NO_SERVER, [])
    assert "No server was found that could be given a password." in out


def test_enter_alone_means_no_login(stage, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Keyboard())
    monkeypatch.setattr(sys, "stderr", Keyboard())
    monkeypatch.setattr("getpass.getpass", lambda question: "")
    code, out, _ = stage.run(password=[])
    assert (code, stage.tried()) == (Exit.DONE, [])
    assert "Logging in" not in out


def test_the_provider_needs_are_told_before_the_first_try(stage, monkeypatch, capfd):
    told = []
    real = accountcheck.log_in

    def with_provider(evidence, picture, *rest):
        view = ProviderView("gmail", "Gmail", ("oauth-or-app-password",), (), "", "profile")
        return real(evidence, replace(picture, provider=view), *rest)
    monkeypatch.setattr(accountcheck, "log_in", with_provider)
    monkeypatch.setattr(accountcheck, "_tell", told.append)
    stage.run()
    assert "app password" in told[0]
