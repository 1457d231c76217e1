"""The files in tests/goldens are byte for byte what is written today."""

from advisor import readable
from tests.goldens import CLIENTS, FOLDER, wanted


def test_every_program_has_golden_files():
    assert {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"} == set(
        CLIENTS)


def test_a_difference_can_be_read_for_every_golden_file():
    for path in FOLDER.rglob("*"):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            beside = path.with_name(path.name + ".txt")
            assert readable.is_plain(path.read_bytes()) or readable.is_plain(beside.read_bytes()), path


def test_the_golden_files_are_those_of_today():
    kept = {path: path.read_bytes() for client in CLIENTS for path in (FOLDER / client).rglob("*")
            if path.is_file()}
    made = wanted()
    assert sorted(map(str, kept)) == sorted(map(str, made))
    for path, content in made.items():
        assert kept[path] == content, f"{path} differs; if that is meant: python -m tests.goldens"
