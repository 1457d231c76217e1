"""Surveys over POP3: huge maildrops, old servers, and what is never sent."""

import time

import pytest

from advisor.net.account_pop3 import MOST_LISTED
from tests.net.account_servers import enter, pop3_account
from tests.net.conftest import HOST, Attempts, Endpoint

PLACE = Endpoint("pop3", HOST, 995, "tls")


def surveyed(internet, messages, progress=lambda *told: None, **answers):
    """The survey of a maildrop with so many messages, and what the server heard."""
    more = {"STAT": [f"+OK {messages} {messages * 1500}"], "UIDL": ["+OK 1 abc"], "RSET": ["+OK"],
            "LIST": ["+OK", *(f"{number} {1000 + number % 1000}" for number in range(1, messages + 1)), "."],
            **answers}
    listener = internet.mail(HOST, 995, pop3_account(Attempts(), more=more))
    looked = enter(internet.network(), PLACE, survey=True, progress=progress)
    assert looked.login.outcome == "worked"
    return looked.survey, [line.split()[0] for line in listener.heard]


def test_a_hundred_thousand_messages(internet):
    seen = []
    began = time.monotonic()
    found, heard = surveyed(internet, 100_000, lambda *told: seen.append(told))
    assert time.monotonic() - began < 10
    assert (found.inbox_messages, found.inbox_size, found.largest) == (100_000, 150_000_000, 1999)
    assert (found.unique_ids, found.missing) == (True, ())
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert len(seen) >= 3
    assert not {"RETR", "TOP", "DELE"} & set(heard)


def test_beyond_that_no_message_is_asked_for_by_itself(internet):
    found, heard = surveyed(internet, MOST_LISTED + 1, LIST=["-ERR never asked"])
    assert found.inbox_messages == MOST_LISTED + 1
    assert (found.largest, found.missing) == (None, ("largest",))
    assert "LIST" not in heard


@pytest.mark.parametrize("answer", [["-ERR what"], ["+OK"], ["+OK 1"]])
def test_a_server_without_unique_ids(internet, answer):
    assert surveyed(internet, 3, UIDL=answer)[0].unique_ids is False


def test_an_empty_maildrop_tells_nothing_about_unique_ids(internet):
    found, heard = surveyed(internet, 0)
    assert (found.inbox_messages, found.unique_ids, found.largest) == (0, None, None)
    assert "UIDL" not in heard


@pytest.mark.parametrize("stat", [["-ERR locked"], ["+OK"], ["+OK many more"]])
def test_a_maildrop_that_cannot_be_counted(internet, stat):
    found, _ = surveyed(internet, 5, STAT=stat)
    assert found.missing == ("inbox",)
