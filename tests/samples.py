"""Small ready-made values for tests: an address, a picture of a good provider, a family's devices."""

from advisor.model.address import Address
from advisor.model.endpoint import USUAL_PORTS, Endpoint
from advisor.model.evidence import Fact
from advisor.model.household import Device, Household, Wishes
from advisor.model.picture import Candidate, Picture

ANA = Address("ana@full.example", "ana", "full.example", "full.example", "full.example")

HOSTS = {"imap": "imap.full.example", "pop3": "pop.full.example", "smtp": "smtp.full.example"}


def endpoint(protocol, security="tls", host=None):
    """The usual endpoint of full.example for `protocol`."""
    return Endpoint(protocol, host or HOSTS[protocol], USUAL_PORTS[protocol, security], security)


def fact(name, answer="yes", value=None, because="announced", protocol=None, security="tls"):
    """A fact about the usual endpoint of the protocol in its name (`imap-idle`, `pop3-uidl`)."""
    return Fact(name, answer, value, because, endpoint(protocol or name.split("-")[0], security))


def candidate(protocol, security="tls", **changes):
    """A verified, trusted candidate; POP3 announces UIDL and TOP, IMAP the usual things."""
    facts = {
        "imap": (fact("imap-idle"), fact("imap-special-use"), fact("imap-quota"), fact("imap-move")),
        "pop3": (fact("pop3-uidl"), fact("pop3-top"),
                 fact("pop3-expire", "unknown", because="not-announced"),
                 fact("pop3-login-delay", "unknown", because="not-announced")),
        "smtp": (fact("smtp-auth", value="PLAIN LOGIN"), fact("smtp-size", value=26214400)),
    }[protocol]
    settings = {
        "endpoint": endpoint(protocol, security), "username": "ana@full.example", "auth": ("password",),
        "identity": "I3", "evidence": "E2", "standing": "usable", "because": "verified",
        "sources": ("autoconfig",), "facts": facts}
    return Candidate(**{**settings, **changes})


def picture(*candidates, **changes):
    """A picture with these candidates; IMAP, POP3 and SMTP of full.example when none are given."""
    chosen = candidates or (candidate("imap"), candidate("pop3"), candidate("smtp"))
    return Picture(**{"address": ANA, "candidates": tuple(chosen), **changes})


DESKTOP = Device("Office PC", "desktop", "thunderbird", stays=True)
LAPTOP = Device("Laptop", "laptop", "outlook-classic", stays=False)
PHONE = Device("Phone", "phone", "generic", stays=False)


def household(*devices, **changes):
    """Desktop, laptop and phone of Ana, unless others are given; `backup="inbox"` sets the wish."""
    wishes = Wishes(**{key: changes.pop(key) for key in tuple(changes) if key in Wishes.__struct_fields__})
    return Household(**{"address": "ana@full.example", "name": "Ana García", "language": "en",
                        "devices": devices or (DESKTOP, LAPTOP, PHONE), "wishes": wishes, **changes})
