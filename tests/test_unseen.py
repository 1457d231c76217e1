"""What `advise --evidence` says to households that no rule was made for: the modes, the reasons, and that it
reads well at any width.
"""

import json

import pytest

from advisor import cli, clients, discovery
from advisor.advise import advise as advised
from advisor.answersfile import dump
from advisor.i18n import Speaker
from advisor.judging import judge
from advisor.planlines import plan_lines
from tests.unseen import CASES, desktop, home, known

EVERY = pytest.mark.parametrize("name", CASES)


@pytest.fixture
def advise(tmp_path, capsys, monkeypatch):
    """Run `mail-advisor advise` on a case; its output."""
    def run(name, *flags, width=80):
        monkeypatch.setenv("COLUMNS", str(width))
        case = CASES[name]
        (tmp_path / "answers.toml").write_bytes(dump(case.home))
        (tmp_path / "evidence.json").write_bytes(discovery.as_bytes(case.evidence()))
        code = cli.main(["advise", "--answers", str(tmp_path / "answers.toml"), "--evidence",
                         str(tmp_path / "evidence.json"), "--lan", *flags])
        said = capsys.readouterr()
        assert code in (0, 8), said.err
        return said.out
    return run


@EVERY
def test_the_advice_is_what_a_careful_person_would_give(advise, name):
    case, plan = CASES[name], json.loads(advise(name, "--json"))
    assert tuple(one["mode"] if one["usable"] else None for one in plan["devices"]) == case.modes
    found = [*plan["findings"], *(finding for one in plan["devices"] for finding in one["findings"])]
    ids = {finding["id"] for finding in found}
    assert set(case.has) <= ids
    assert not set(case.lacks) & ids
    assert plan["backup"]["device"] == case.copy
    steps = [step["step"].partition(".")[0] for step in plan["migration"]]
    assert tuple(steps[:len(case.steps)]) == case.steps
    assert bool(steps) == bool(case.steps)
    assert all(finding["because"] for finding in found)


@EVERY
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [40, 80])
def test_it_reads_well(advise, name, language, width):
    lines = advise(name, "--lang", language, width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert not any(sign in line for line in lines for sign in "{}")
    for device in CASES[name].home.devices:
        assert any(line.startswith(f"{device.name}: ") for line in lines)


@EVERY
def test_nobody_is_told_to_do_the_same_thing_twice_below_one_heading(name):
    case, section = CASES[name], []
    plan = advised(judge(case.evidence()), case.home, clients.load())
    for line in plan_lines(plan, Speaker("en"), 4000):
        section = [] if line and not line.startswith(" ") else section
        assert line not in section or not line.startswith("    > ") or line.startswith("    > [")
        section.append(line)


def test_two_overrides_are_told_below_one_heading(advise):
    lines = advise("the person insists twice").splitlines()
    assert lines.count("What your own choice costs") == 1
    said = " ".join(" ".join(lines).split())
    told = said.partition("What your own choice costs")[2].partition("What to watch")[0]
    assert told.count("would do better like this") == 2
    assert told.count("[mail can be lost]") == 2


def test_an_override_is_kept_and_its_costs_are_told(advise):
    said = " ".join(advise("the person insists").split())
    assert "at once (POP3) (your own choice)" in said
    told = said.partition("What your own choice costs")[2].partition("Rejected")[0]
    assert "Laptop would do better like this: works on the server (IMAP)." in told
    assert "[mail can be lost]" in told
    assert "[mail goes missing on a device]" in told


@pytest.mark.parametrize(("address", "word", "palabra"), [
    ("ana@proton.me", "bridge", "bridge"), ("ana@tuta.com", "own app", "aplicac"),
    ("ana@terra.es", "closed", "cerr")])
def test_a_provider_that_lets_no_program_in_is_told_with_its_reason(tmp_path, capsys, address, word, palabra):
    (tmp_path / "answers.toml").write_bytes(dump(home(desktop(), address=address)))
    (tmp_path / "evidence.json").write_bytes(discovery.as_bytes(known(address)))
    for language, reason in (("en", word), ("es", palabra)):
        code = cli.main(["advise", "--answers", str(tmp_path / "answers.toml"), "--evidence",
                         str(tmp_path / "evidence.json"), "--lang", language])
        said = capsys.readouterr()
        assert (code, said.out) == (4, "")
        assert reason in said.err.lower()


def test_no_sentence_is_left_in_english(advise):
    """Words that no Spanish sentence has. Names of menus and of the provider's own things aside."""
    for name in CASES:
        said = advise(name, "--lang", "es", width=2000).replace("Android and iOS", "")
        for word in (" the ", " your ", " with ", " mail ", " and "):
            assert word not in said, (name, word)
