"""A regional hoster: a first profile from real servers, used at once, and checked against them."""

import json

from advisor import data
from advisor.exits import Exit


def test_a_first_profile_serves_at_once_and_tells_what_no_longer_holds(advisor, tmp_path, monkeypatch):
    monkeypatch.setenv(data.OWN, str(tmp_path / "mine"))
    folder = tmp_path / "mine" / "profiles"
    folder.mkdir(parents=True)
    made = advisor("providers", "new", "alice@full.example", "-o", str(folder))
    assert made.returncode == Exit.DONE, made.stderr
    profile = folder / "full.example.toml"

    offline = advisor("discover", "alice@full.example", "--offline", "--json")
    assert offline.returncode == Exit.UNCONFIRMED       # known, and nobody was visited
    assert json.loads(offline.stdout)["provider"]["id"] == "full.example"

    checked = advisor("providers", "check", "full.example", "--json")
    assert checked.returncode == Exit.DONE, checked.stderr
    servers = json.loads(checked.stdout)["providers"][0]["servers"]
    assert {one["holds"] for one in servers} == {"yes"}
    assert {one["protocol"] for one in servers} == {"imap", "pop3", "smtp"}

    profile.write_text(profile.read_text(encoding="utf-8").replace("imap.full.example", "gone.full.example"),
                       encoding="utf-8")
    again = advisor("providers", "check", "full.example")
    assert again.returncode == Exit.UNCONFIRMED
    assert "gone.full.example:993 tls: profile says offered, server said no-address" in again.stdout

    # What the servers say wins over the profile, and the report is at hand.
    live = advisor("discover", "alice@full.example", "--json")
    told = json.loads(live.stdout)
    assert live.returncode == Exit.DONE
    assert next(one["host"] for one in told["answers"] if one["protocol"] == "imap") == "imap.full.example"
    assert "no-address" in {one["server_said"] for one in told["contradictions"]}
