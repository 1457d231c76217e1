"""Each examination says what is so, what is not, and what nobody tried; and only its own failures count."""

import pytest

from advisor import examining, i18n, registry
from advisor.exits import Exit
from advisor.model.evidence import DnsAnswer, HttpAnswer
from tests.doctor.rooms import CLEAR, SECURE, page, room, terminal, visited

NOTHING = HttpAnswer("timeout", None, (CLEAR,))
FOREIGN = HttpAnswer("refused", None, (SECURE,), note="certificate-untrusted")


def status(here):
    return {finding.id: finding.status for finding in examining.examine(here)}


def differing(here):
    well = status(room())
    return {name: value for name, value in status(here).items() if value != well.get(name)}


def test_where_all_is_well_nothing_fails():
    found = status(room())
    assert set(found.values()) <= {"works", "note"}
    assert {"dns", "dns-honest", "portal", "interception", "port-443", "port-993", "port-995", "port-465",
            "port-587", "authorities", "terminal", "encoding", "languages", "data", "state"} <= set(found)
    assert [name for name, value in found.items() if value == "note"] == ["dns-proven"]
    assert examining.exit_of(examining.examine(room())) is Exit.DONE


@pytest.mark.parametrize(("changes", "differs"), [
    ({"A web.example": DnsAnswer("timeout")}, {"dns": "fails"}),
    ({"A web.example": None}, {"dns": "fails"}),
    ({"A web.example": DnsAnswer("absent")}, {"dns": "note"}),
    ({"A web.example": DnsAnswer("found", ("192.0.2.1",), authentic=True)}, {"dns-proven": "works"}),
    ({"A x.invalid": DnsAnswer("found", ("192.0.2.9",))}, {"dns-honest": "fails"}),
    ({"A x.invalid": DnsAnswer("timeout")}, {"dns-honest": "note"}),
    ({CLEAR: NOTHING}, {"portal": "note"}),
    ({CLEAR: page(CLEAR, hops=(CLEAR, "http://login.hotel.example/"))}, {"portal": "fails"}),
    ({CLEAR: page(CLEAR, 511)}, {"portal": "fails"}),
    ({CLEAR: page(CLEAR, hops=(CLEAR, "https://www.web.example/"))}, {}),
    ({SECURE: HttpAnswer("timeout", None, (SECURE,))}, {"port-443": "fails"}),
    ({SECURE: page(SECURE, 404)}, {}),
    ({SECURE: FOREIGN}, {"interception": "fails"}),
    (visited(993, "timeout"), {"port-993": "fails"}),
    (visited(995, "refused"), {"port-995": "fails"}),
    (visited(465, "certificate-untrusted"), {"interception": "fails", "port-465": "note"}),
    (visited(993, "certificate-expired"), {"port-993": "fails"}),
    (visited(587, "no-starttls"), {"port-587": "fails"}),
    (visited(587, "turned-away"), {"port-587": "note"}),
    ({key: None for key in visited(587, "spoke")}, {"port-587": "fails"})])
def test_what_the_network_did(changes, differs):
    here = room(changes)
    found = differing(here)
    assert {name: found.get(name) for name in differs} == differs
    # A server that does not answer has no other consequences than its own.
    assert set(found) == set(differs) or "A web.example" in changes
    fails = "fails" in differs.values()
    assert examining.exit_of(examining.examine(here)) is (Exit.NETWORK if fails else Exit.DONE)


def test_nobody_was_asked():
    found = status(room(plan=None))
    assert {found[name] for name in found if name.startswith(("dns", "port"))} == {"not-tried"}
    assert "portal" not in found
    assert examining.exit_of(examining.examine(room(plan=None))) is Exit.DONE


@pytest.mark.parametrize(("facts", "differs"), [
    ({"resolvers": ()}, {"dns": "fails"}), ({"authorities": 0}, {"authorities": "fails"}),
    ({"authorities": None}, {}), ({"terminal": terminal(interactive=False)}, {"terminal": "note"}),
    ({"terminal": terminal(columns=30)}, {"terminal": "note"}), ({"terminal": terminal(plain=True)}, {}),
    ({"terminal": terminal(colours=False)}, {}),
    ({"terminal": terminal(encoding="ascii")}, {"encoding": "note"})])
def test_what_this_computer_is_like(facts, differs):
    assert differing(room(**facts)) == differs


def test_folders_that_cannot_be_written_are_told_with_their_exit_code(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" / "below"))
    assert differing(room()) == {}      # what is well is looked at here too
    found = examining.examine(room())
    assert {one.id: one.status for one in found}["state"] == "fails"
    assert examining.exit_of(found) is Exit.CANNOT_WRITE


def test_a_language_that_is_missing_is_a_broken_installation(tmp_path, monkeypatch):
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    i18n.read_catalogue.cache_clear()
    found = examining.examine(room())
    i18n.read_catalogue.cache_clear()
    assert {one.id: one.status for one in found}["languages"] == "fails"
    assert examining.exit_of(found) is Exit.BUG


def test_every_finding_has_a_name_of_its_own_and_says_what_to_do_where_it_fails():
    for here in (room(), room({"A web.example": DnsAnswer("timeout"), CLEAR: page(CLEAR, 511),
                               SECURE: FOREIGN, **visited(993, "refused")}, resolvers=(), authorities=0)):
        found = examining.examine(here)
        assert len({one.id for one in found}) == len(found)
        assert all(one.do is not None for one in found if one.status == "fails")
    orders = [one.order for one in registry.collect("advisor.doctor", "EXAMINATION")]
    assert len(set(orders)) == len(orders)
