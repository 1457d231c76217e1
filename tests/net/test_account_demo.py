"""Logging in to the demo's provider: the survey equals its mailbox, and nothing in there changes."""

from pathlib import Path

import pytest

from advisor import sandbox
from advisor.model.endpoint import PROTOCOLS, USUAL_PORTS, Endpoint
from advisor.net.live import LiveNetwork
from advisor.sandbox.manners import Manners
from advisor.sandbox.names import HOSTS
from tests.net.account_servers import enter, imap_account, pop3_account


@pytest.fixture
def demo():
    """Starts the demo's provider; gives it and a network that leads there."""
    running = []

    def begin(**manners):
        box = sandbox.start(Manners(**manners))
        network = LiveNetwork(resolver=box.resolver, ca_file=Path(box.ca_file), lan=True, dial=box.dial)
        running.append((network, box))
        return box, network

    yield begin
    for network, box in running:
        network.close()
        box.stop()


def at(protocol, security="tls"):
    return Endpoint(protocol, HOSTS[protocol], USUAL_PORTS[protocol, security], security)


@pytest.mark.parametrize("expire", [None, 0])
@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_nothing_in_the_mailbox_changes(demo, protocol, security, expire):
    """Not even with EXPIRE 0, where a server deletes what was retrieved."""
    box, network = demo(expire=expire)
    before = box.mailbox.folders()
    looked = enter(network, at(protocol, security), (box.address,), box.password, survey=True)
    assert looked.login.outcome == "worked"
    network.close()
    assert box.mailbox.folders() == before
    assert (looked.survey is None) == (protocol == "smtp")


def test_the_survey_of_the_demo_equals_its_mailbox(demo):
    box, network = demo()
    folders = {folder.name: folder for folder in box.mailbox.folders()}
    imap = enter(network, at("imap"), (box.address,), box.password, survey=True).survey
    assert {one.name: (one.messages, one.use) for one in imap.folders} == {
        name: (len(folder.messages), folder.special_use.removeprefix("\\").lower() or None)
        for name, folder in folders.items()}
    inbox = folders["INBOX"].messages
    assert (imap.inbox_messages, imap.inbox_size) == (len(inbox), sum(len(one.content) for one in inbox))
    assert (imap.quota.limit, imap.quota.used) == (51_200 * 1024, -(-box.mailbox.used() // 1024) * 1024)
    assert (imap.prefix, imap.separator, imap.missing) == ("", "/", ())
    assert imap.largest == max(len(one.content) for name in ("INBOX", "Sent", "Archive")
                               for one in folders[name].messages)
    oldest = min(one.arrived for name in ("INBOX", "Sent", "Archive") for one in folders[name].messages)
    assert min(sample.oldest for sample in imap.samples) == oldest.date().isoformat()

    pop3 = enter(network, at("pop3"), (box.address,), box.password, survey=True).survey
    assert (pop3.inbox_messages, pop3.inbox_size, pop3.unique_ids) == (
        len(inbox), sum(len(one.content) for one in inbox), True)
    assert pop3.largest == max(len(one.content) for one in inbox)


def test_the_demo_without_its_extras(demo):
    box, network = demo(quota=False, special_use=False, uidl=False)
    imap = enter(network, at("imap"), (box.address,), box.password, survey=True).survey
    assert imap.quota is None
    assert {one.name: one.proposed for one in imap.folders} == {
        "INBOX": None, **{name: name.lower() for name in ("Sent", "Drafts", "Junk", "Trash", "Archive")}}
    assert enter(network, at("pop3"), (box.address,), box.password, survey=True).survey.unique_ids is False


def test_the_maildrop_is_free_again(demo):
    box, network = demo()
    for _ in range(3):
        looked = enter(network, at("pop3"), (box.address,), box.password, survey=True)
        assert looked.login.outcome in ("worked", "in-use")
    assert looked.login.outcome == "worked"


def test_a_mailbox_that_somebody_else_has_open(demo):
    box, network = demo()
    assert box.mailbox.take_maildrop()
    assert enter(network, at("pop3"), (box.address,), box.password).login.outcome == "in-use"


@pytest.mark.parametrize(("more", "expected"), [
    ({"STAT": ["+OK 2 300"], "LIST": ["+OK", "1 100", "2 200", "."], "UIDL": ["+OK 1 abc"], "RSET": ["+OK"]},
     (2, 300, 200, True, ())),
    ({"STAT": ["+OK 2 300"], "LIST": ["-ERR no"], "UIDL": ["-ERR no"]}, (2, 300, None, False, ("inbox",))),
    ({"STAT": ["+OK nonsense"]}, (None, None, None, None, ("inbox",))),
    ({"STAT": ["+OK 0 0"], "LIST": ["+OK", "."], "RSET": ["+OK"]}, (0, 0, None, None, ())),
    ({"STAT": ["+OK 900000 5000000"], "UIDL": ["+OK 1 x"], "RSET": ["+OK"]},
     (900000, 5000000, None, True, ("largest",)))])
def test_pop3_surveys(tried, more, expected):
    looked, _, listener = tried("pop3", server=pop3_account, script={"more": more}, survey=True)
    found = looked.survey
    assert (found.inbox_messages, found.inbox_size, found.largest, found.unique_ids,
            found.missing) == expected
    assert not {"RETR", "TOP", "DELE"} & {line.split()[0] for line in listener.heard if line}


def test_a_survey_that_fails_does_not_undo_the_login(tried):
    def vanish(peer, tag, words):
        raise EOFError
    looked, _, _ = tried("imap", server=imap_account, script={"more": {"LIST": vanish}}, survey=True)
    assert looked.login.outcome == "worked"
    assert looked.visit.outcome in ("spoke", "closed")
    assert looked.survey.missing == ("folders", "line")
