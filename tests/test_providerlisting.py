"""`list providers` shows class, servers, needs, quirks, age and confidence, on any screen."""

import json

import pytest

from advisor import listing, providers
from advisor.cli import main
from advisor.i18n import Speaker

KNOWN = {one["id"]: one for one in listing.document("providers", Speaker("en"))["providers"]}


def test_every_profile_is_listed_with_its_class():
    assert list(KNOWN) == sorted(profile.id for profile in providers.load())
    assert {one["class"] for one in KNOWN.values()} == {"mailbox", "filter", "forwarder", "closed"}
    assert (KNOWN["proofpoint"]["class"], KNOWN["simplelogin"]["class"], KNOWN["terra.es"]["class"]) == (
        "filter", "forwarder", "closed")


def test_the_json_says_everything(capsys):
    assert main(["list", "providers", "--json"]) == 0
    assert {one["id"]: one for one in json.loads(capsys.readouterr().out)["providers"]} == KNOWN
    gmail, movistar = KNOWN["gmail"], KNOWN["movistar"]
    assert gmail["servers"][0] == {"protocol": "imap", "host": "imap.gmail.com", "port": 993,
                                   "security": "tls", "username": "%EMAILADDRESS%", "domains": []}
    assert gmail["pop3"] == {"decides": "server", "poll_minutes": None, "keeps_days": None}
    assert len(gmail["needs"]) == len(gmail["need_codes"]) > 0
    assert gmail["stale_after_days"] > 0
    # How sure each fact is: what only others report is not as sure as the rest.
    assert (movistar["confidence"], movistar["confidence_in"]["mx"]) == ("B", "C")
    for one in KNOWN.values():
        assert one["sources"], one["id"]
        assert set(one["confidence_in"].values()) <= {"A", "B", "C"}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [80, 40])
def test_the_page_fits(language, width):
    speaker = Speaker(language)
    lines = listing.lines("providers", listing.document("providers", speaker), speaker, width)
    page = "\n".join(lines)
    assert "imap.gmail.com:993 TLS" in page
    for line in lines:      # a host or an address of a page is never broken
        assert len(line) <= width or len(line.split()) <= 3, line
    assert speaker.code("class", "forwarder") in " ".join(page.split())
