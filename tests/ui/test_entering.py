"""The wizard's look into the account: only after a yes, a wrong password once more, kept nowhere."""

import io

import pytest
from msgspec.structs import replace

from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.account import Account, Attempt, Login
from advisor.model.evidence import Evidence
from advisor.password import Secret
from advisor.ui import wizard
from advisor.ui.entering import Entrance
from advisor.ui.plain import Plain
from advisor.ui.steps import Given
from advisor.ui.terminal import Terminal
from tests.samples import ANA, endpoint
from tests.ui.stage import CLIENTS, Stage

GOOD, BAD = "c4nary-Wert-7719", "c4nary-Falsch-1"
ANSWERS = {"address": "ana@full.example", "name": "Ana", "devices": [
    {"name": "PC", "kind": "desktop", "client": "thunderbird", "stays": True, "today": "none"}],
    "wishes": {"backup": "none"}}


class Account_:
    """An account behind the wizard. typed: what the person types, one after the other ("" is Enter alone)."""

    def __init__(self, *typed, given=None, told=("The password goes to imap.full.example:993",)):
        self.typed, self.told, self.from_file = list(typed), list(told), given
        self.attempts, self.asked = [], 0

    def entrance(self):
        return Entrance(lambda picture: self.told, lambda: Secret(self.from_file) if self.from_file else None,
                        self.ask, self.attempt, self.lines)

    def ask(self, picture):
        self.asked += 1
        word = self.typed.pop(0)
        return Secret(word) if word else None

    def attempt(self, evidence, picture, secret, most, before):
        with secret:
            outcome = "worked" if secret.reveal() == GOOD.encode() else "refused"
        self.attempts.append((outcome, most, before is not None))
        login = Login(endpoint("imap"), outcome, "ana", "PLAIN", (Attempt("PLAIN", "ana", outcome),))
        return replace(evidence, account=Account((login,)))

    def lines(self, evidence, width):
        return [f"LOGIN {one.outcome}" for one in evidence.account.logins]


def run(account, answers, language="en", **given):
    """Exit code, what was shown, and the evidence that the picture was made of, in order."""
    seen = []
    stage = Stage(Speaker(language))

    def combine(evidence):
        seen.append(evidence)
        return stage.picture
    output = io.StringIO()
    terminal = Terminal(io.StringIO("".join(f"{line}\n" for line in answers)), output, True, columns=80)
    code = wizard.run(Plain(terminal, Speaker(language)), stage.steps(
        combine=combine, entrance=account.entrance()), Speaker(language), CLIENTS, given=Given(
            answers=ANSWERS, remember=False, lan=True, **given))
    return code, output.getvalue(), seen, stage


LEAVE = ["", "", "", "", "", "", "", ""]


def test_a_yes_logs_in_once(tmp_path):
    account = Account_(GOOD)
    _, shown, seen, _ = run(account, ["yes", "yes", *LEAVE], output=tmp_path)
    assert account.attempts == [("worked", 1, False)]
    assert shown.index("These servers would be used:") < shown.index("Log in once") < shown.index(
        "The password goes to") < shown.index("LOGIN worked")
    assert seen[-1].account is not None
    assert GOOD not in shown


def test_a_no_asks_for_no_password(tmp_path):
    account = Account_(GOOD)
    _, shown, seen, _ = run(account, ["yes", "no", *LEAVE], output=tmp_path)
    assert (account.asked, account.attempts) == (0, [])
    assert "The password goes to" not in shown
    assert seen[-1] == Evidence(ANA)


def test_enter_alone_goes_on_without(tmp_path):
    account = Account_("")
    _, _, seen, _ = run(account, ["yes", "yes", *LEAVE], output=tmp_path)
    assert account.attempts == []
    assert seen[-1].account is None


def test_a_wrong_password_may_be_typed_once_more(tmp_path):
    account = Account_(BAD, GOOD)
    _, shown, seen, _ = run(account, ["yes", "yes", "again", *LEAVE], output=tmp_path)
    assert account.attempts == [("refused", 1, False), ("worked", 2, True)]
    assert seen[-1].account.logins[0].outcome == "worked"
    assert BAD not in shown


def test_but_not_a_third_time(tmp_path):
    account = Account_(BAD, BAD, GOOD)
    _, shown, seen, _ = run(account, ["yes", "yes", "again", *LEAVE], output=tmp_path)
    assert [outcome for outcome, _, _ in account.attempts] == ["refused", "refused"]
    assert shown.count("Type the password once more, or go on") == 1
    assert seen[-1].account.logins[0].outcome == "refused"


def test_or_one_goes_on_without(tmp_path):
    account = Account_(BAD, GOOD)
    _, _, _, stage = run(account, ["yes", "yes", "skip", *LEAVE], output=tmp_path)
    assert account.asked == 1
    assert stage.written


def test_a_password_from_a_file_is_tried_without_asking_for_another(tmp_path):
    account = Account_(given=BAD)
    run(account, ["yes", "yes", *LEAVE], output=tmp_path)
    assert (account.asked, account.attempts) == (0, [("refused", 2, False)])


def test_where_no_server_may_be_given_one_nothing_is_asked(tmp_path):
    account = Account_(told=())
    _, shown, _, _ = run(account, ["yes", *LEAVE], output=tmp_path)
    assert "could be given a password" in shown
    assert "Log in once" not in shown


def test_coming_back_to_the_questions_does_not_log_in_again(tmp_path):
    account = Account_(GOOD)
    run(account, ["yes", "yes", "change", "1", "", *LEAVE, *LEAVE], output=tmp_path)
    assert len(account.attempts) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_both_languages(tmp_path, language):
    code, shown, _, _ = run(Account_(BAD, GOOD), ["yes", "yes", "again", *LEAVE], language, output=tmp_path)
    assert code is Exit.DONE
    assert ("Escribirla otra vez" in shown) == (language == "es")
