"""A person's own profiles and mail programs go before the shipped ones, and a mistake stops nothing."""

import json
import shutil

import platformdirs
import pytest

from advisor import clients, data, discovery, ownfiles, providers
from advisor.cli import main
from advisor.i18n import Speaker
from advisor.sources import Search, mx
from tests.samples import ANA
from tests.test_profilecheck import GOOD
from tests.world import World


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The folder of the person's own files, empty."""
    monkeypatch.setenv(data.OWN, str(tmp_path / "mine"))
    for kind in ("profiles", "templates"):
        (tmp_path / "mine" / kind).mkdir(parents=True)
    return tmp_path / "mine"


def put(own, name, written):
    (own / "profiles" / f"{name}.toml").write_text(written, encoding="utf-8")


def test_the_folder_is_that_of_the_system_unless_the_environment_names_another(monkeypatch, tmp_path):
    monkeypatch.delenv(data.OWN, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert data.own_place() == tmp_path / "mail-advisor"
    assert data.own_place() == platformdirs.user_config_path("mail-advisor", appauthor=False)
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert data.own_place() == platformdirs.user_config_path("mail-advisor", appauthor=False)
    assert data.own_folder("profiles") is None
    assert providers.load().own == frozenset()


def test_an_own_profile_is_found_by_domain_and_by_mx(own, capsys):
    put(own, "hoster", GOOD)
    known = providers.load()
    assert providers.by_domain(known, "hoster.es").id == "hoster"
    found = mx.SOURCE.find(Search(ANA, World({"MX full.example": ["10 MX.HOSTER.es."]}), known))
    assert (found.provider, found.mx_class) == ("hoster", "mailbox")
    assert main(["discover", "ana@hoster.es", "--offline", "--json"]) == 8
    told = json.loads(capsys.readouterr().out)
    assert told["provider"]["id"] == "hoster"
    assert {one["host"] for one in told["answers"]} == {"imap.hoster.es", "smtp.hoster.es"}


def test_it_replaces_the_shipped_one_with_its_id_and_wins_for_a_domain(own):
    put(own, "gmail", GOOD.replace('"hoster"', '"gmail"'))
    put(own, "mine", GOOD.replace('"hoster"', '"mine"').replace("hoster.es", "movistar.es"))
    known = providers.load()
    assert providers.by_id(known, "gmail").name == "Hoster"
    assert providers.by_domain(known, "gmail.com") is None
    assert providers.by_domain(known, "movistar.es").id == "mine"
    assert providers.by_domain(known, "telefonica.net").id == "movistar"
    assert len(known) == len(list(data.folder("profiles").glob("*.toml"))) + 1
    assert "hoster.es" in discovery.known_domains()


def test_a_mistake_is_named_and_the_rest_goes_on(own, capsys):
    put(own, "bad", GOOD.replace('"hoster"', '"bad"').replace("2026-11-01", "2999-01-01"))
    put(own, "gmail", "id = \n")
    put(own, "hoster", GOOD)
    assert main(["discover", "ana@gmail.com", "--offline", "--json", "--lang", "es"]) == 8
    out, err = capsys.readouterr()
    assert json.loads(out)["provider"]["id"] == "gmail"
    place = own / "profiles"
    assert err.splitlines() == [
        f"mail-advisor: {place}/bad.toml:8: 2999-01-01 está en el futuro. El archivo no se usa.",
        f"mail-advisor: {place}/gmail.toml:1: Esto no es TOML: Invalid value (at line 1, column 6). "
        "El archivo no se usa."]
    assert providers.load().own == {"hoster"}


def test_of_two_that_list_a_domain_the_first_keeps_it(own):
    put(own, "a", GOOD.replace('"hoster"', '"a"'))
    put(own, "b", GOOD.replace('"hoster"', '"b"'))
    known = providers.load()
    assert known.own == {"a"}
    assert [one.place for one in known.left_out] == ["b.toml:3", "b.toml:4"]


def test_a_mended_file_is_read_again(own):
    put(own, "hoster", "id = \n")
    assert providers.load().own == frozenset()
    put(own, "hoster", GOOD)
    assert providers.load().own == {"hoster"}


def test_an_own_program_goes_before_the_shipped_one(own, tmp_path, capsys):
    shutil.copytree(data.folder("templates") / "thunderbird", own / "templates" / "thunderbird")
    toml = own / "templates" / "thunderbird" / "client.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('name = "', 'name = "Our ', 1), encoding="utf-8")
    shutil.copytree(data.folder("templates") / "generic", own / "templates" / "our-sheet")
    sheet = next(one.template for one in clients.load()["our-sheet"].files)
    (own / "templates" / "our-sheet" / sheet).write_text("{{ nobody_knows_this }}\n", encoding="utf-8")
    assert clients.load()["thunderbird"].name.startswith("Our ")
    assert clients.left_out() == ()
    assert main(["list", "clients", "--json"]) == 0
    assert "our-sheet" in {one["id"] for one in json.loads(capsys.readouterr().out)["clients"]}
    answers = tmp_path / "answers.toml"
    answers.write_text('address = "ana@movistar.es"\nname = "Ana"\nlanguage = "en"\n'
                       '[[devices]]\nname = "PC"\n'
                       'kind = "desktop"\nclient = "our-sheet"\nstays = true\n', encoding="utf-8")
    # A template of their own that does not work is refused with its name, and is not called our bug.
    assert main(["write", "--answers", str(answers), "--offline", "--json", "--accept-unconfirmed",
                 "-o", str(tmp_path / "out")]) == 0
    refused = json.loads(capsys.readouterr().out)["refused"]
    assert [f"our-sheet/{sheet}" in one["why"] for one in refused] == [True]


def test_a_mistake_in_an_own_program_is_named(own):
    (own / "templates" / "mine").mkdir()
    (own / "templates" / "mine" / "client.toml").write_text(
        'name = "Mine"\nkinds = ["desktop"]\nplatforms = ["linux"]\nprotocols = ["imap"]\n'
        'oauth2 = false\nsources = ["x"]\nnotes = ["odd"]\n', encoding="utf-8")
    assert "mine" not in clients.load()
    assert ownfiles.complaints(Speaker("en")) == [
        f"{own}/templates/mine/client.toml:7: The code odd has no text in: en, es. The file is not used."]
