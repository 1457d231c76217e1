"""The provider's own rules win over what the server announces, and it is said that they do."""

import json

import pytest
from msgspec.structs import replace

from advisor.i18n import Speaker
from advisor.model.evidence import Evidence, Exchange, Visit
from advisor.model.picture import ProviderView
from advisor.overriding import about_override, overridden
from advisor.report import discover_document, discover_lines
from tests.samples import ANA, candidate, endpoint, fact, picture

DECIDES = ProviderView("gmail", "Gmail", (), (), "", "profile", "server")
ZERO = fact("pop3-expire", value=0)


@pytest.mark.parametrize("provider", [None, replace(DECIDES, pop3_decides="program")])
def test_without_a_rule_the_announcement_counts(provider):
    assert overridden(ZERO, provider) == ZERO
    assert about_override(ZERO, provider, Speaker("en")) == ""


def test_a_rule_wins_over_the_announcement():
    counts = overridden(ZERO, DECIDES)
    assert (counts.answer, counts.value, counts.because) == ("unknown", None, "provider-decides")
    assert "EXPIRE 0" in about_override(ZERO, DECIDES, Speaker("en"))
    assert overridden(fact("pop3-uidl"), DECIDES) == fact("pop3-uidl")


def test_the_measurement_stays_in_the_json_and_says_who_overrides_it():
    visit = Visit(endpoint("pop3"), "spoke", after_tls=("EXPIRE 0",))
    evidence = Evidence(ANA, facts=(ZERO, fact("pop3-uidl")), exchanges=(Exchange("x", visit, 0, 1),))
    found = picture(candidate("pop3", facts=(ZERO,)), provider=DECIDES)
    facts = json.loads(json.dumps(discover_document(evidence, found)))["probes"][0]["facts"]
    assert facts[0] == {"name": "pop3-expire", "answer": "yes", "value": 0, "because": "announced",
                        "overridden_by": "profile gmail"}
    assert "overridden_by" not in facts[1]


@pytest.mark.parametrize(("language", "says"), [("en", "but Gmail acts"), ("es", "pero Gmail se guía")])
def test_the_page_says_so_and_raises_no_alarm(language, says):
    found = picture(candidate("imap"), candidate("pop3", facts=(ZERO,)), candidate("smtp"), provider=DECIDES)
    page = " ".join(" ".join(discover_lines(Evidence(ANA), found, Speaker(language), 80)).split())
    assert says in page
    assert "after 0 day" not in page
