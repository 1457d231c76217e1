"""The files in tests/goldens are byte for byte what is written today."""

from tests.goldens import CLIENTS, FOLDER, wanted


def test_the_golden_files_are_those_of_today():
    kept = {path: path.read_bytes() for client in CLIENTS for path in (FOLDER / client).rglob("*")
            if path.is_file()}
    made = wanted()
    assert sorted(map(str, kept)) == sorted(map(str, made))
    for path, content in made.items():
        assert kept[path] == content, f"{path} differs; if that is meant: python -m tests.goldens"
