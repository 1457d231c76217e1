"""Names in a certificate that is good, but for somebody else."""

import pytest

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Visit
from advisor.renaming import renamed
from tests.world import World, places

MAIL = Endpoint("imap", "mail.d.example", 993, "tls")
HERE, THERE, SIX = "192.0.2.1", "192.0.2.9", "2001:db8::1"


def visit(*names, address=HERE):
    return Visit(MAIL, "certificate-wrong-name", address, other_names=names)


def test_names_that_lead_to_the_same_machine_are_claimed_in_their_order():
    world = World({"A a.host.net": [HERE], "A b.host.net": [THERE, HERE], "A c.host.net": [THERE]})
    claims = renamed(visit("c.host.net", "b.host.net", "a.host.net"), world)
    assert places(claims) == ["imap b.host.net:993 tls", "imap a.host.net:993 tls"]
    assert [(claim.identity, claim.said) for claim in claims] == [("I1", "certificate of mail.d.example")] * 2
    assert claims[0].order < claims[1].order


def test_an_ipv6_address_is_compared_with_ipv6_addresses():
    world = World({"AAAA a.host.net": [SIX]})
    assert places(renamed(visit("a.host.net", address=SIX), world)) == ["imap a.host.net:993 tls"]


@pytest.mark.parametrize("name", [
    "*.host.net", "MAIL.d.example.", "192.0.2.1", "co.uk", "localhost", "a b", "", "a\nb.host.net"])
def test_names_that_nobody_can_be_meant_by(name):
    world = World()
    assert renamed(visit(name), world) == ()
    assert world.asked == []


def test_only_a_few_of_many_names_are_looked_up():
    world = World()
    renamed(visit(*(f"n{n}.host.net" for n in range(90))), world)
    assert len(world.asked) == 4


def test_most_visits_need_no_question():
    world = World()
    assert renamed(Visit(MAIL, "spoke", HERE), world) == ()
    assert world.asked == []
