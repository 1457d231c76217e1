"""Does the DNS server answer, who is it, and does it invent names that do not exist?"""

from collections.abc import Iterator

from advisor.doctor import Examination, Finding, Surroundings
from advisor.model.text import text

_DNS = text("DNS server")
_HONEST = text("Made-up names")
_PROVEN = text("DNSSEC")


def examine(here: Surroundings) -> Iterator[Finding]:
    """`dns`, `dns-honest` and `dns-proven`."""
    if here.plan is None:
        yield Finding("dns", "not-tried", _DNS, text("not asked (--offline)"))
        return
    answer = here.dns(here.plan.name)
    servers = ", ".join(here.resolvers)
    if not here.resolvers:
        yield Finding("dns", "fails", _DNS, text("this computer knows none"),
                      text("Connect to a network, or name one with --resolver 9.9.9.9."))
    elif answer is None or answer.status not in ("found", "absent"):
        yield Finding("dns", "fails", _DNS, text("{servers} does not answer", servers=servers),
                      text("Check the connection; on a hotel network open a web page and accept its terms "
                           "first. Another server can be tried with --resolver."))
    else:
        yield Finding("dns", "works", _DNS, text("{servers} answers", servers=servers)) \
            if answer.status == "found" else Finding(
                "dns", "note", _DNS, text("{servers} answers, but finds nothing for {name}",
                                          servers=servers, name=here.plan.name))
        yield _honest(here, here.plan.proof)
        yield Finding("dns-proven", "works", _PROVEN, text("answers are proven on this computer")) \
            if answer.authentic else Finding(
                "dns-proven", "note", _PROVEN,
                text("answers are not proven on this computer, as on most networks"))


def _honest(here: Surroundings, proof: str) -> Finding:
    """RFC 6761 section 6.4: names below `.invalid` do not exist. Who finds one makes names up."""
    invented = here.dns(proof)
    if invented is None or invented.status in ("failed", "timeout"):
        return Finding("dns-honest", "note", _HONEST, text("not known: the question was not answered"))
    if invented.status == "absent":
        return Finding("dns-honest", "works", _HONEST, text("none; what does not exist is not found"))
    return Finding(
        "dns-honest", "fails", _HONEST, text("an address ({address}) for a name that nobody can have",
                                             address=", ".join(invented.records[:2])),
        text("The DNS server leads you elsewhere, as the sign-in page of a hotel does. Open a web page and "
             "accept the terms, or use another DNS server with --resolver."))


EXAMINATION = Examination("resolver", 10, examine)
