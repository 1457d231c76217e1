"""What goes wrong in real places: no network, a folder that cannot be written, files that exist."""

import json

import pytest

from advisor.exits import Exit
from tests.real.household import answers

ALICE = "alice@full.example"


@pytest.fixture
def answers_file(tmp_path):
    path = tmp_path / "answers.toml"
    path.write_text(answers(ALICE))
    return path


def one_clear_message(run):
    """A person reads a message and no traceback; nothing is left over for a machine to mistake."""
    assert run.stderr.startswith("mail-advisor: ")
    assert "Traceback" not in run.stderr
    assert len(run.stderr.splitlines()) <= 5


def test_without_a_network(advisor, lab, answers_file, tmp_path):
    run = advisor("discover", ALICE, namespace=lab.dead)
    assert run.returncode == Exit.NETWORK
    assert run.stdout.startswith("The network did not answer")
    assert not run.stderr

    run = advisor("write", "--answers", answers_file, "-o", tmp_path / "out", namespace=lab.dead)
    assert run.returncode == Exit.NETWORK
    one_clear_message(run)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written(advisor, answers_file, tmp_path):
    """Root may write everywhere but below a file and in /proc; both are what a full disk looks like to us."""
    (tmp_path / "file").write_text("mine")
    for target in (tmp_path / "file", tmp_path / "file" / "below", "/proc/mail-advisor"):
        run = advisor("write", "--answers", answers_file, "-o", target)
        assert run.returncode == Exit.CANNOT_WRITE
        one_clear_message(run)
    assert (tmp_path / "file").read_text() == "mine"


def test_existing_files_stay_as_they_are(advisor, answers_file, tmp_path):
    out = tmp_path / "out"
    words = ("write", "--answers", answers_file, "-o", out, "--json")
    assert advisor(*words).returncode == Exit.DONE
    plan = next(out.rglob("plan.json"))
    plan.write_text("changed by hand")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    run = advisor(*words)
    assert run.returncode == Exit.CANNOT_WRITE
    one_clear_message(run)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before

    assert advisor(*words, "--force").returncode == Exit.DONE
    assert json.loads(plan.read_text())["devices"]


def test_what_is_written_is_for_its_owner_alone(advisor, answers_file, tmp_path):
    assert advisor("write", "--answers", answers_file, "-o", tmp_path / "out").returncode == Exit.DONE
    modes = {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert modes == {"0o600"}


def test_the_same_evidence_gives_the_same_bytes(advisor, lab, answers_file, tmp_path):
    """A saved run can be judged again without any network, with the same files as the result."""
    first, second = tmp_path / "first", tmp_path / "second"
    assert advisor("write", "--answers", answers_file, "-o", first).returncode == Exit.DONE
    evidence = next(first.rglob("evidence.json"))
    assert advisor("write", "--answers", answers_file, "-o", second, "--evidence", evidence,
                   namespace=lab.dead).returncode == Exit.DONE
    written = [{path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
               for out in (first, second)]
    assert written[0]
    assert written[0] == written[1]
