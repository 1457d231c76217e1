"""`providers check` sees what no longer holds, and `providers new` writes a profile that works at once."""

import json
from argparse import Namespace

import pytest

from advisor import checking, data, demonstration, discovery, providers, sandbox, upkeep
from advisor.cli import main
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.judging import judge
from advisor.sandbox.manners import Manners
from tests.test_contradicting import DAY, profile
from tests.test_profilecheck import GOOD
from tests.world import World


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(checking, "PAUSE", 0.0)


@pytest.fixture(scope="module")
def box():
    with sandbox.start() as provider:
        yield provider


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv(data.OWN, str(tmp_path / "mine"))
    folder = tmp_path / "mine" / "profiles"
    folder.mkdir(parents=True)
    return folder


def options(**changes):
    usual = {"action": "check", "ids": [], "json": False, "accept_unconfirmed": False, "offline": False,
             "timeout": 8.0, "output": None, "force": False}
    return Namespace(**usual | changes)


def described(box, **changes):
    """What `providers new` makes of the sandbox."""
    reach = demonstration.reach_of(box, options())
    found = discovery.run(discovery.parse_address(box.address, reach, accept_typo=True), reach)
    return upkeep.new(options(**changes), Speaker(changes.get("lang", "en")), found, judge(found))


def checked(box, *ids, **changes):
    reach = demonstration.reach_of(box, options())
    return upkeep.check(options(ids=list(ids), **changes), Speaker("en"), reach, 100)


def test_a_first_profile_fits_the_schema_and_is_used_at_once(box, own):
    document, lines, verdict = described(box, output=own)
    made = own / "demo.example.toml"
    assert verdict is Exit.DONE
    assert document["file"] == str(made)
    assert lines == [f"{made} was written. Fill in what is marked FILL IN."]
    known = providers.load()
    assert (known.own, known.left_out) == ({"demo.example"}, ())
    new = providers.by_domain(known, "demo.example")
    assert {(one.protocol, one.host, one.port) for one in new.servers} >= {
        ("imap", "imap.demo.example", 993), ("smtp", "smtp.demo.example", 465)}
    # Nothing is made up: no name, no need, no page, no source but the measuring itself.
    assert (new.name, new.needs, new.help, new.mx) == ("demo.example", (), "", ())
    assert (new.sources, new.confidence) == (("measured",), "C")
    assert made.read_text(encoding="utf-8").count("FILL IN") >= 6
    assert "ana@" not in made.read_text(encoding="utf-8")


def test_it_never_overwrites(box, own):
    (own / "demo.example.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(AdvisorError) as refusal:
        described(box, output=own / "demo.example.toml")
    assert refusal.value.exit_code is Exit.CANNOT_WRITE
    assert (own / "demo.example.toml").read_text(encoding="utf-8") == "mine"


def test_the_file_gives_the_id_and_says_where_it_belongs(box, tmp_path, own):
    document, lines, _ = described(box, output=tmp_path / "my-hoster.toml")
    assert document["id"] == "my-hoster"
    assert str(own) in lines[1]
    for name in ("My Hoster.toml", "hoster.txt"):
        with pytest.raises(AdvisorError) as refusal:
            described(box, output=tmp_path / name)
        assert refusal.value.exit_code is Exit.USAGE
        assert not (tmp_path / name).exists()


def test_a_folder_that_is_not_there_yet_is_made(box, tmp_path):
    document, _, _ = described(box, output=tmp_path / "new" / "profiles")
    assert document["file"] == str(tmp_path / "new" / "profiles" / "demo.example.toml")


def test_the_draft_speaks_spanish(box):
    _, lines, _ = described(box, lang="es")
    assert "# COMPLETAR: cómo se llama el proveedor." in lines


def test_where_nothing_answers_nothing_is_written(capsys, tmp_path):
    assert main(["providers", "new", "ana@movistar.es", "--offline", "-o", str(tmp_path / "x.toml")]) == 4
    assert "nothing to write into a profile" in capsys.readouterr().err
    assert not (tmp_path / "x.toml").exists()


def test_a_profile_that_holds(box, own):
    described(box, output=own)
    document, lines, verdict = checked(box, "demo.example")
    assert verdict is Exit.DONE
    assert {one["holds"] for one in document["providers"][0]["servers"]} == {"yes"}
    assert document["contradictions"] == []
    assert {"to": "imap.demo.example", "what": "visit"} in document["disclosures"]
    assert lines[0].endswith("servers answer as their profiles say.")


def test_what_no_longer_holds_is_told_as_a_report(box, own, capsys):
    described(box, output=own)
    made = own / "demo.example.toml"
    made.write_text(made.read_text(encoding="utf-8").replace('"imap.demo.example"', '"gone.demo.example"')
                    .replace('"pop3"\nhost = "pop.', '"pop3"\nhost = "imap.'), encoding="utf-8")
    document, lines, verdict = checked(box, "demo.example")
    assert verdict is Exit.UNCONFIRMED
    facts = {one["fact"]: one["server_said"] for one in document["contradictions"]}
    assert facts["imap gone.demo.example:993 tls"] == "no-address"
    assert all(set(one) == {"provider", "fact", "profile_says", "server_said", "checked", "date", "version"}
               for one in document["contradictions"])
    assert any("server said no-address" in line for line in lines)
    assert "gone.demo.example" in capsys.readouterr().err       # said at once, aside
    assert checked(box, "demo.example", accept_unconfirmed=True)[2] is Exit.DONE


def test_a_network_that_lets_nobody_through_says_nothing(box):
    document, lines, verdict = checked(box, "movistar")         # the sandbox is the whole Internet here
    assert verdict is Exit.NETWORK
    assert document["contradictions"] == []
    assert len(lines) == 1


def test_servers_of_one_owner_are_visited_one_after_the_other():
    class Slow(World):
        def __init__(self):
            super().__init__()
            self.now, self.most = 0, 0

        def visit(self, endpoint):
            self.now += 1
            self.most = max(self.most, self.now)
            try:
                return super().visit(endpoint)
            finally:
                self.now -= 1

    slow = Slow()
    slow.slow = {"imap.hoster.es:993": 0.02, "pop.hoster.es:995": 0.02}
    found = checking.check([profile()], slow, DAY, pause=0.0)
    assert slow.most == 1
    assert [one.visit.outcome for one in found.looked] == ["refused"] * 3
    assert not found.reached


def test_names_made_from_the_domain():
    known = providers.load()
    world = World(mail={"imap.movistar.es:993": None})
    movistar, dinahosting = (providers.by_id(known, one) for one in ("movistar", "dinahosting"))
    found = checking.check([movistar, dinahosting], world, DAY, pause=0.0)
    assert "imap.infonegocio.com:993" in world.asked
    assert {one.holds for one in found.looked if one.profile is dinahosting} == {"unknown"}
    holds = {str(one.endpoint): one.holds for one in found.looked}
    assert holds["imap imap.movistar.es:993 tls"] == "yes"
    assert "imap imap.{domain}:993 tls" in {one.fact for one in found.contradictions}


@pytest.mark.parametrize("words", [
    ["providers"], ["providers", "mend"], ["providers", "check", "nobody"],
    ["providers", "check", "--offline"],
    ["providers", "new"], ["providers", "new", "a@b.es", "c@d.es"]])
def test_what_was_not_meant_is_usage(words, capsys):
    assert main(words) == Exit.USAGE
    assert capsys.readouterr().err.startswith("mail-advisor: ")


def test_an_own_profile_can_be_checked_by_its_id(own, capsys):
    (own / "hoster.toml").write_text(GOOD, encoding="utf-8")
    assert main(["list", "providers", "--json"]) == 0
    listed = {one["id"]: one for one in json.loads(capsys.readouterr().out)["providers"]}
    assert listed["hoster"]["own"] is True
    assert listed["gmail"]["own"] is False


def test_what_a_server_announces_is_in_the_draft():
    with sandbox.start(Manners(login_delay=900, expire=30)) as slow:
        _, lines, _ = described(slow)
    assert lines[lines.index("[pop3]"):][:3] == [
        "[pop3]", "poll_minutes = 15     # LOGIN-DELAY 900", "keeps_days = 30     # EXPIRE 30"]
