"""Which servers are visited, in what order, and when that is enough: no network, no clock."""

import pytest

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Denial, Visit
from advisor.visits import GUESS, Visits


def at(where, protocol="imap"):
    """`mail:993` as an endpoint in the domain."""
    host, _, port = where.partition(":")
    security = "tls" if port in ("993", "995", "465") else "starttls"
    return Endpoint(protocol, f"{host}.d.example", int(port), security)


def spoke(visits, *endpoints):
    for endpoint in endpoints:
        visits.end(endpoint, Visit(endpoint, "spoke"))


def named(*places):
    """Visits with servers that were named: (endpoint, rank, order)."""
    visits = Visits()
    for endpoint, rank, order in places:
        visits.name(endpoint, rank, order)
    return visits


def next_of(visits, now=0.0, **more):
    return visits.next(now, **{"guessing": True, **more})


def test_a_server_is_visited_once_however_many_name_it():
    visits = named((at("mail:993"), 50, 0), (at("mail:993"), 30, 2))
    assert next_of(visits) == [at("mail:993")]
    assert next_of(visits) == []
    spoke(visits, at("mail:993"))
    visits.name(at("mail:993"), 40, 0)
    assert next_of(visits) == []


def test_the_best_named_come_first():
    visits = named((at("c:993"), 50, 0), (at("b:993"), 30, 1), (at("a:993"), 30, 0))
    assert next_of(visits) == [at("a:993"), at("b:993"), at("c:993")]


def test_starttls_waits_until_tls_was_tried_on_that_host():
    visits = named((at("mail:143"), 30, 0), (at("mail:993"), 30, 1), (at("other:143"), 30, 2))
    assert next_of(visits) == [at("mail:993"), at("other:143")]
    visits.end(at("mail:993"), Visit(at("mail:993"), "refused"))
    assert next_of(visits) == [at("mail:143")]


def test_starttls_waits_for_tls_only_where_somebody_takes_the_connection():
    """A firewall that drops what comes for 993 would hold everything up for two seconds."""
    for connected, then in ((False, [at("mail:143")]), (True, [])):
        visits = named((at("mail:993"), 50, 0), (at("mail:143"), 50, 1))
        assert next_of(visits) == [at("mail:993")]
        if connected:
            visits.connect(at("mail:993"))
        assert next_of(visits, 0.24) == []
        assert next_of(visits, 0.26) == then
    visits.end(at("mail:993"), Visit(at("mail:993"), "tls-failed"))
    assert next_of(visits, 0.3) == [at("mail:143")]


def test_one_guess_a_protocol_goes_out_and_the_next_when_it_failed():
    visits = named((at("imap:993"), GUESS, 0), (at("mail:993"), GUESS, 1), (at("smtp:465", "smtp"), GUESS, 2))
    assert next_of(visits, guessing=False) == []
    assert next_of(visits) == [at("smtp:465", "smtp"), at("imap:993")]     # the longest conversation first
    assert next_of(visits) == []
    visits.end(at("imap:993"), Visit(at("imap:993"), "refused"))
    assert next_of(visits) == [at("mail:993")]


def test_a_guess_that_hangs_is_waited_for_a_quarter_of_a_second():
    visits = named((at("imap:993"), GUESS, 0), (at("mail:993"), GUESS, 1))
    assert next_of(visits, 1.0) == [at("imap:993")]
    assert visits.due(1.1) == [pytest.approx(1.25)]
    assert next_of(visits, 1.2) == []
    assert next_of(visits, 1.25) == [at("mail:993")]


def test_a_guess_goes_along_while_somebody_better_may_still_name_it():
    visits = named((at("post7:993"), 50, 0), (at("imap:993"), GUESS, 0))
    assert next_of(visits, awaited=75) == [at("post7:993")]
    assert next_of(visits, awaited=30) == [at("imap:993")]


def test_after_a_verified_guess_there_are_no_others():
    visits = named((at("imap:993"), GUESS, 0), (at("mail:993"), GUESS, 1))
    next_of(visits)
    spoke(visits, at("imap:993"))
    assert next_of(visits, 9.0, awaited=30) == []


def test_what_is_denied_is_not_guessed_but_visited_where_somebody_names_it():
    visits = named((at("imap:993"), GUESS, 0), (at("mail:993"), 30, 0))
    visits.deny([Denial("srv", "imap", "SRV", None)])
    assert next_of(visits) == [at("mail:993")]
    assert visits.promising
    assert "imap" not in visits.missing


def test_an_answer_needs_a_way_in_and_a_way_out():
    visits = named((at("pop:995", "pop3"), 30, 0), (at("smtp:465", "smtp"), 65, 0))
    next_of(visits)
    spoke(visits, at("pop:995", "pop3"))
    assert not visits.answered
    spoke(visits, at("smtp:465", "smtp"))
    assert visits.answered
    assert visits.missing == {"imap"}
    assert visits.rank == 65


@pytest.mark.parametrize(("best", "flying", "worth"), [
    ((at("mail:993"), 30, 0), (at("mail:143"), 30, 1), False),      # the same server, the weaker way
    ((at("mail:143"), 30, 0), (at("mail:993"), 30, 1), True),       # the stronger way
    ((at("b:993"), 50, 1), (at("a:993"), 50, 0), True),             # the better priority
    ((at("a:993"), 50, 0), (at("b:993"), 50, 1), False),
    ((at("a:993"), 50, 0), (at("imap:993"), 30, 0), True),          # the better source
])
def test_only_what_could_be_better_is_waited_for(best, flying, worth):
    visits = named(best)
    next_of(visits)
    spoke(visits, best[0])
    visits.name(*flying)
    assert next_of(visits) == [flying[0]]
    assert visits.promising is worth


def test_a_first_server_of_a_protocol_is_waited_for():
    visits = named((at("mail:993"), 30, 0), (at("pop:995", "pop3"), GUESS, 0))
    next_of(visits)
    spoke(visits, at("mail:993"))
    assert visits.promising
    visits.end(at("pop:995", "pop3"), None)
    assert not visits.promising


def test_a_usual_name_that_somebody_names_as_well_still_holds_the_others_back():
    visits = named((at("imap:993"), GUESS, 0), (at("mail:993"), GUESS, 1))
    assert next_of(visits, awaited=30) == [at("imap:993")]
    visits.name(at("imap:993"), 40, 0)
    assert next_of(visits, awaited=30) == []


def test_a_run_pays_at_most_24_visits_to_at_most_12_hosts():
    """However long the list is that a stranger's document or zone hands us."""
    many = [at(f"mail{number}:993") for number in range(30)]
    visits = named(*((one, 30, order) for order, one in enumerate(many)))
    assert next_of(visits) == many[:12]
    spoke(visits, *many[:12])
    assert next_of(visits) == []
    again = [at(f"mail{number}:995", "pop3") for number in range(12)]
    third = [at(f"mail{number}:465", "smtp") for number in range(12)]
    for order, one in enumerate(again + third):
        visits.name(one, 30, order)
    assert len(next_of(visits)) == 12
    assert next_of(visits) == []
