"""One search from an address to a picture, as `discover` makes it, in a small Internet of the test's own."""

import hashlib
import json
from dataclasses import dataclass

from advisor import discovery, probing, providers
from advisor.address import parse
from advisor.combine import combine
from advisor.i18n import Speaker
from advisor.model.evidence import Evidence
from advisor.model.picture import Picture
from advisor.reach import Reach
from advisor.report import discover_document, discover_lines, exit_of
from tests.servers import imap_server, pop3_server, smtp_server

D = "d.test"
AUTOCONFIG = "https://autoconfig.{}/mail/config-v1.1.xml"
WELL_KNOWN = "https://{}/.well-known/autoconfig/mail/config-v1.1.xml"
RANDOM = "x" + hashlib.sha256(D.encode()).hexdigest()[:16]       # a label that nobody has
RANDOM_SERVICE = "_" + RANDOM
IMAP = imap_server("IMAP4rev1 AUTH=PLAIN IDLE")
POP3 = pop3_server(["USER", "UIDL", "TOP"])
SMTP = smtp_server(["AUTH PLAIN LOGIN", "SIZE 1000"])
SCRIPTS = {993: IMAP, 995: POP3, 465: SMTP}


def publish(internet, **services):
    """`imaps=["0 1 993 mail.d.test."]` as SRV records of the domain."""
    for service, records in services.items():
        internet.zone[f"_{service}._tcp.{D}", "SRV"] = records


def serve(internet, *where):
    """Real servers, as `mail.d.test:993`."""
    for one in where:
        host, _, port = one.partition(":")
        internet.mail(host, int(port), SCRIPTS[int(port)])


@dataclass
class Look:
    """What came of a search."""

    evidence: Evidence
    picture: Picture

    def place(self, protocol):
        """The server to use, in brief: `mail.d.test:993 tls`; None where there is none."""
        best = self.picture.best(protocol)
        return None if best is None else str(best.endpoint).partition(" ")[2]

    def candidate(self, where):
        """The candidate at `imap mail.d.test:993 tls`."""
        return next(one for one in self.picture.candidates if str(one.endpoint) == where)

    def verdict(self, where):
        """(evidence, standing, because) of a candidate."""
        one = self.candidate(where)
        return one.evidence, one.standing, one.because

    def run(self, source):
        return next(run for run in self.evidence.runs if run.id == source)

    def visit(self, where):
        return next(visit for visit in self.evidence.visits() if str(visit.endpoint) == where)

    def hosts(self):
        """The hosts of all servers that were visited or named."""
        return {one.endpoint.host for one in self.picture.candidates} | {
            visit.endpoint.host for visit in self.evidence.visits()}

    @property
    def notes(self):
        return set(self.picture.notes)

    @property
    def exit(self):
        return exit_of(self.picture)

    @property
    def document(self):
        return json.loads(json.dumps(discover_document(self.evidence, self.picture)))

    def page(self, language="en"):
        """What a person reads, as one line."""
        return " ".join(" ".join(discover_lines(self.evidence, self.picture, Speaker(language), 88)).split())


def look(network, given=f"ana@{D}", *, third_party=False, offline=False, deadline=8.0, local_config=None,
         consents=()):
    """Search with the usual sources and all shipped profiles. The databases of third parties are off."""
    profiles = providers.load()
    reach = Reach(third_party=third_party, consents=frozenset(consents))
    evidence = probing.probe(
        parse(given, lan=True), network, profiles=profiles, local_config=local_config, deadline=deadline,
        sources=discovery.chosen(reach), offline=offline)
    assert evidence.troubles == ()
    return Look(evidence, combine(evidence, profiles))
