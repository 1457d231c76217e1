"""Can one get out on the ports that mail and the search for servers need: 443, 993, 995, 465 and 587?"""

from collections.abc import Iterator

from advisor.doctor import PORTS, Examination, Finding, Status, Surroundings
from advisor.model.evidence import Visit, VisitOutcome
from advisor.model.text import Text, text

_WHAT = {443: "HTTPS", 993: "IMAP", 995: "POP3", 465: "SMTP", 587: "SMTP"}

# Nobody was reached at all. Everything else means that the way out is open.
_CLOSED: tuple[VisitOutcome, ...] = ("refused", "unreachable", "timeout", "no-address")
# RFC 3207 section 6 warns of who cuts STARTTLS out of the line to read along.
_STRIPPED: tuple[VisitOutcome, ...] = ("no-starttls", "starttls-refused")


def examine(here: Surroundings) -> Iterator[Finding]:
    """`port-443` and one for each mail port."""
    if here.plan is None:
        for port in (443, *PORTS):
            yield _named("not-tried", port, text("not asked (--offline)"))
        return
    yield _web(here, here.plan.web)
    servers = {server.port: server.host for server in here.plan.servers}
    for port in PORTS:
        visit = here.visit(port)
        if visit is not None:
            yield _judged(port, visit)
        elif port in servers:
            yield _named("fails", port, text("{host} did not answer in time", host=servers[port]), _OUT)
        elif here.plan.whose:
            yield _named("not-tried", port, text("{whose} names no server there", whose=here.plan.whose))
        else:
            yield _named("not-tried", port, text("third parties are left out; give an address to try its "
                                                 "provider's servers"))


_OUT = text("The network here or the provider does not let this through. Try another network, such as that "
            "of a phone, or ask who runs this one.")


def _web(here: Surroundings, host: str) -> Finding:
    if not host:
        return _named("not-tried", 443, text("third parties are left out"))
    answer = here.web(f"https://{host}/")
    if answer is not None and (answer.code is not None or answer.note.startswith("certificate-")):
        return _named("works", 443, text("{host} answers", host=host))
    return _named("fails", 443, text("{host} does not answer", host=host), _OUT)


def _judged(port: int, visit: Visit) -> Finding:
    host = visit.endpoint.host
    if visit.outcome == "spoke":
        return _named("works", port, text("{host} answers", host=host))
    if visit.outcome in _CLOSED:
        return _named("fails", port, text("{host} cannot be reached", host=host), _OUT)
    if visit.outcome in _STRIPPED:
        return _named("fails", port, text("{host} answers without encryption", host=host), text(
            "Somebody in between may have cut it out to read along. Do not send a password here."))
    if visit.outcome in ("certificate-expired", "certificate-not-yet-valid"):
        return _named("fails", port, text("the certificate of {host} is not valid at this time", host=host),
                      text("Check date and time of this computer."))
    return _named("note", port, text("{host} answers, but not as a mail server should", host=host))


def _named(status: Status, port: int, says: Text, do: Text | None = None) -> Finding:
    about = text("Port {port} ({kind})", port=port, kind=_WHAT[port])
    return Finding(f"port-{port}", status, about, says, do)


EXAMINATION = Examination("ports", 30, examine)
