"""Real plans with their files, as the sheet gets them."""

from msgspec.structs import replace

from advisor import clients
from advisor.advise import advise
from advisor.model.evidence import (
    Claim,
    Denial,
    Disclosure,
    Evidence,
    Exchange,
    SourceRun,
    Tls,
    Trouble,
    Visit,
)
from advisor.model.household import Device
from advisor.render import render
from tests.samples import ANA, DESKTOP, LAPTOP, endpoint, fact, household, picture

PHONE = Device("Phone", "phone", "thunderbird-android", stays=False)
FAMILY = household(DESKTOP, LAPTOP, PHONE, backup="inbox")
FILLING = household(DESKTOP, LAPTOP, PHONE, backup="inbox", quota_mb=2000, used_mb=900, monthly_mb=60)


def plan_of(home=FAMILY, seen=None, language="en"):
    """The advice for a household, in a language."""
    return advise(seen or picture(), replace(home, language=language), clients.load())


def files_of(plan):
    """What advisor/render.py writes for the plan."""
    return render(plan, clients.load())


def visit(protocol, days_left=89, **changes):
    """A visit with a certificate."""
    tls = Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", "CN=Some CA", f"CN={protocol}.full.example",
              (f"{protocol}.full.example",), "2027-02-21T00:00:00Z", days_left)
    return Visit(**{"endpoint": endpoint(protocol), "outcome": "spoke", "address": "192.0.2.1", "tls": tls,
                    "greeting": "* OK ready", "after_tls": ("IMAP4REV1", "IDLE"), **changes})


EVIDENCE = Evidence(
    ANA,
    claims=(Claim("srv", endpoint("imap"), "%EMAILADDRESS%", (), "SRV _imaps._tcp.full.example", "I3"),),
    denials=(Denial("srv", "pop3", "SRV _pop3s._tcp.full.example", "tls"),),
    facts=(fact("imap-idle"), fact("pop3-expire", "unknown", because="not-announced")),
    runs=(SourceRun("srv", "answered", 12), SourceRun("autoconfig", "failed", 30, "http-500")),
    exchanges=(Exchange("imap", visit("imap"), 0, 5), Exchange("pop3", visit("pop3", 12), 0, 5),
               Exchange("smtp", visit("smtp", tls=None, outcome="certificate-expired"), 0, 5)),
    disclosures=(Disclosure("imap.full.example", "visit"), Disclosure("resolver", "domain")),
    troubles=(Trouble("sources.srv", "KeyError: 'x'"),))
