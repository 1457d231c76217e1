"""`write` for several addresses: all or none, what the devices share comes first, mistakes are said."""

import json

import pytest

from advisor.cli import main
from advisor.exits import Exit
from tests.test_signing import RSA, pair

ANSWERS = """address = "{address}"
name = "Ana"
language = "{language}"
[[devices]]
name = "PC"
kind = "desktop"
client = "thunderbird"
stays = true
mode = "imap"
[[devices]]
name = "{other}"
kind = "phone"
client = "apple-mail"
stays = false
mode = "imap"
"""
OFFLINE = ("--offline", "--accept-unconfirmed")


@pytest.fixture
def write(tmp_path, capsys):
    """Runs `write` for these addresses (address: name of the second device); exit code, output, errors."""
    def run(addresses, *flags, language="en", command="write"):
        words = []
        for number, (address, other) in enumerate(addresses):
            path = tmp_path / f"{number}.toml"
            path.write_text(ANSWERS.format(address=address, other=other, language=language))
            words += ["--answers", str(path)]
        code = main([command, *words, "-o", str(tmp_path / "out"), *OFFLINE, *map(str, flags)])
        return code, *capsys.readouterr()
    return run


BOTH = (("ana@gmx.net", "Phone"), ("eva@posteo.de", "Tablet"))


def test_each_address_as_always_and_beside_them_what_its_devices_share(write, tmp_path):
    code, out, _ = write(BOTH, "--json")
    assert code == Exit.DONE
    report = json.loads(out)
    assert [plan["address"] for plan in report["plans"]] == ["ana@gmx.net", "eva@posteo.de"]
    paths = {file["path"].removeprefix(f"{tmp_path}/out/") for file in report["files"]}
    assert paths == {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*")
                     if path.is_file()}
    assert {"together/PC/thunderbird-import.zip", "together/PC/profile/prefs.js", "together/PC/policies.json",
            "ana@gmx.net/plan.json", "eva@posteo.de/PC/thunderbird-import.zip",
            "ana@gmx.net/Phone/mail.mobileconfig"} <= paths
    assert not [path for path in paths if path.startswith("together/") and "PC" not in path]


@pytest.mark.parametrize(("language", "words"), [
    ("en", "All addresses at once"), ("es", "Todas las direcciones a la vez")])
def test_a_person_is_told_to_take_the_shared_files(write, language, words):
    code, out, _ = write(BOTH, language=language)
    assert code == Exit.DONE
    assert out.index(words) < out.index("together:") < out.index("eva@posteo.de:")


def test_without_a_common_device_nothing_is_shared(write, tmp_path):
    (tmp_path / "third.toml").write_text(
        ANSWERS.format(address="leo@gmx.net", other="x", language="en").replace('"PC"', '"Other"'))
    code, out, _ = write(BOTH[:1], "--answers", tmp_path / "third.toml")
    assert code == Exit.DONE
    assert "All addresses at once" not in out
    assert not (tmp_path / "out" / "together").exists()


def test_all_or_none(write, tmp_path):
    blocked = tmp_path / "out" / "eva@posteo.de"
    blocked.mkdir(parents=True)
    (blocked / "plan.json").write_text("mine")
    code, _, errors = write(BOTH)
    assert code == Exit.CANNOT_WRITE
    assert "plan.json" in errors
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == ["plan.json"]


@pytest.mark.parametrize(("flags", "words"), [
    (("--set", "name=x"), "--set goes with one answers file"), (("--login",), "--login goes with one"),
    (("--evidence", "x"), "--evidence goes with one"), (("--save-evidence", "x"), "--save-evidence goes")])
def test_what_goes_with_one_address_only(write, tmp_path, flags, words):
    code, _, errors = write(BOTH, *flags)
    assert (code, words in errors) == (Exit.USAGE, True), errors
    assert not (tmp_path / "out").exists()


def test_the_same_address_twice(write):
    code, _, errors = write((BOTH[0], BOTH[0]))
    assert (code, "Two answers files are about ana@gmx.net" in errors) == (Exit.USAGE, True)


def test_several_files_go_with_write_only(write):
    code, _, errors = write(BOTH, command="advise")
    assert (code, "go with write only" in errors) == (Exit.USAGE, True)


def test_apples_profile_is_signed_where_that_was_asked_for(write, tmp_path):
    key, certificate = pair(tmp_path, RSA)
    code, _, errors = write(BOTH, "--sign-key", key, "--sign-cert", certificate)
    assert code == Exit.DONE, errors
    signed = (tmp_path / "out/ana@gmx.net/Phone/mail.mobileconfig").read_bytes()
    assert signed[:1] == b"\x30"        # DER
    assert b"com.apple.mail.managed" in signed
    private = key.read_bytes().split(b"\n")[1]
    for path in (tmp_path / "out").rglob("*"):
        assert not path.is_file() or private not in path.read_bytes()
    # The same again is not another file.
    assert write(BOTH, "--sign-key", key, "--sign-cert", certificate)[0] == Exit.DONE


@pytest.mark.parametrize("flag", ["--sign-key", "--sign-cert"])
def test_half_a_pair_is_no_signature(write, tmp_path, flag):
    code, _, errors = write(BOTH[:1], flag, tmp_path / "0.toml")
    assert (code, "a key and its certificate are needed" in errors) == (Exit.USAGE, True)
    assert not (tmp_path / "out").exists()


def test_only_certificates_are_taken_from_the_file_of_authorities(write, tmp_path):
    key, certificate = pair(tmp_path, RSA)
    mixed = tmp_path / "mixed.pem"
    mixed.write_bytes(key.read_bytes() + certificate.read_bytes())
    assert write(BOTH[:1], "--ca-file", mixed)[0] == Exit.DONE
    written = (tmp_path / "out/ana@gmx.net/PC/mail-advisor-ca.pem").read_bytes()
    assert written == certificate.read_bytes()
