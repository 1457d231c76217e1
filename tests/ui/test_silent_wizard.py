"""The wizard where nobody is asked: what is missing is named, and nothing doubtful is accepted."""

import io

import pytest

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.ui import wizard
from advisor.ui.silent import Silent
from advisor.ui.steps import Given
from advisor.ui.terminal import Terminal
from tests import samples
from tests.ui.script import ADDRESS, EN
from tests.ui.stage import CLIENTS, Stage


def silent():
    output = io.StringIO()
    return Silent(Terminal(io.StringIO(), output, False, columns=80), EN), output


def test_silent_names_question_key_and_flag_of_a_missing_answer():
    screen, _ = silent()
    with pytest.raises(AdvisorError) as caught:
        wizard.run(screen, Stage(EN).steps(), EN, CLIENTS, given=Given(address=ADDRESS, lan=True))
    error = caught.value
    assert error.exit_code is Exit.MISSING
    told = " ".join(EN.say(part) for part in (error.message, error.context, error.hint))
    assert "“devices”" in told      # a name may be left out, as in the answers file
    assert "On how many devices" in told
    assert "--set devices.1.kind=..." in told


def test_silent_goes_through_with_every_answer_given(tmp_path):
    screen, output = silent()
    stage = Stage(EN)
    answers = {"name": "Ana", "devices": [{"kind": "phone", "client": "k9", "connection": "metered"}],
               "wishes": {"backup": "none", "offline": True}}
    code = wizard.run(screen, stage.steps(), EN, CLIENTS,
                      given=Given(address=ADDRESS, answers=answers, output=tmp_path, lan=True))
    assert code is Exit.DONE
    assert stage.written[0][2] == tmp_path
    assert stage.written[0][1].wishes.offline       # what no question asks for is kept
    assert stage.written[0][1].devices[0].connection == "metered"
    assert "\x1b" not in output.getvalue()


def test_silent_never_accepts_doubtful_servers_by_itself(tmp_path):
    doubtful = samples.picture(samples.candidate("imap", standing="confirm", because="derived"),
                               samples.candidate("smtp"))
    answers = {"name": "", "devices": [{"kind": "phone", "client": "k9"}], "wishes": {"backup": "none"}}
    for accepted, code in ((False, Exit.UNCONFIRMED), (True, Exit.DONE)):
        assert wizard.run(silent()[0], Stage(EN, doubtful).steps(), EN, CLIENTS, given=Given(
            address=ADDRESS, answers=answers, output=tmp_path, lan=True, accept_unconfirmed=accepted)) is code


def test_silent_leaves_out_what_the_answers_file_may_leave_out(tmp_path):
    screen, output = silent()
    stage = Stage(EN)
    code = wizard.run(screen, stage.steps(), EN, CLIENTS, given=Given(
        address=ADDRESS, answers={"devices": [{"kind": "phone", "client": "k9"}]}, output=tmp_path, lan=True))
    assert code is Exit.DONE
    assert (stage.written[0][1].name, stage.written[0][1].wishes.backup) == ("", "none")
    assert "Your name: (empty) (usual)" in output.getvalue()
