"""A wizard with a make-believe provider, for tests and for looking at (`python -m tests.ui.stage`)."""

import argparse
import sys

from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.client import Client
from advisor.model.endpoint import USUAL_PORTS, Endpoint
from advisor.model.evidence import Evidence, SourceRun, Visit
from advisor.model.plan import Backup, DevicePlan, Plan, Server, Settings
from advisor.ui import wizard
from advisor.ui.full import Full
from advisor.ui.plain import Plain
from advisor.ui.progress import Progress
from advisor.ui.silent import Silent
from advisor.ui.steps import Given, Steps
from advisor.ui.terminal import describe
from tests import samples

CLIENTS = (
    Client("thunderbird", "Thunderbird", ("desktop", "laptop", "shared", "server"), ("windows",),
           ("imap", "pop3", "smtp"), True, ("x",)),
    Client("outlook-classic", "Outlook (classic)", ("desktop", "laptop"), ("windows",),
           ("imap", "pop3", "smtp"), False, ("x",)),
    Client("k9", "K-9 Mail", ("phone", "tablet"), ("android",), ("imap", "smtp"), True, ("x",)),
    Client("generic", "Generic", ("desktop", "laptop", "phone", "tablet", "shared", "server"), (),
           ("imap", "pop3", "smtp"), False, ("x",)),
)


def plan_of(picture, household):
    """IMAP everywhere; what is advised is another test's business."""
    incoming = Server(picture.best("imap").endpoint, "ana", "password")
    settings = Settings(incoming, Server(picture.best("smtp").endpoint, "ana", "password"), None, 10, False)
    return Plan(picture.address, household.name, "en",
                tuple(DevicePlan(device, "imap", settings, ()) for device in household.devices), (),
                Backup("none"), None)


class Stage:
    """Steps that remember what was asked of them. picture: what every search finds."""

    def __init__(self, speaker, picture=None, hold=None):
        self.speaker = speaker
        self.picture = picture or samples.picture()
        self.hold = hold                # an Event that a search waits for
        self.searched = []
        self.written = []
        self.saved = []

    def discover(self, address, search):
        self.searched.append(address)
        progress = Progress(search, self.speaker)
        progress.source_ended(SourceRun("mx", "answered", 20))
        progress.source_ended(SourceRun("srv", "absent", 30))
        if self.hold is not None:
            self.hold.wait()
        for protocol in ("imap", "pop3", "smtp"):
            server = Endpoint(protocol, samples.HOSTS[protocol], USUAL_PORTS[protocol, "tls"], "tls")
            progress.visit_ended(Visit(server, "spoke" if protocol != "pop3" else "refused"))
        return Evidence(samples.ANA)

    def ask_again(self, evidence, source, search):
        self.searched.append(source)
        return evidence

    def save_answers(self, household, path, force):
        self.saved.append((household, path, force))

    def write(self, plan, household, evidence, folder, existing, width):
        self.written.append((plan, household, folder, existing))
        return folder / "ana@full.example", ["mail-settings/ana@full.example/handout.html"]

    def steps(self, **changes):
        return Steps(**{
            "suggest": lambda address: address.replace("gmial", "gmail") if "gmial" in address else None,
            "registrable": lambda host: ".".join(host.split(".")[-2:]), "discover": self.discover,
            "combine": lambda evidence: self.picture, "advise": plan_of,
            "found_lines": lambda evidence, picture, width: ["IMAP, POP3 and SMTP were found."],
            "plan_lines": lambda plan, width: [f"{one.device.name}: {one.mode}" for one in plan.devices],
            "write": self.write, "ask_again": self.ask_again, "save_answers": self.save_answers, **changes})


def main():
    """The wizard on this terminal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lang", default="en")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--no-input", action="store_true")
    parser.add_argument("--address")
    options = parser.parse_args()
    speaker = Speaker(options.lang)
    terminal = describe(sys.stdin, sys.stdout, plain=options.plain)
    kind = Silent if options.no_input or not terminal.interactive else Plain if terminal.plain else Full
    code = wizard.run(kind(terminal, speaker), Stage(speaker).steps(), speaker, CLIENTS,
                      given=Given(address=options.address, lan=True),
                      domains=("gmail.com", "gmx.net", "full.example"))
    assert isinstance(code, Exit)
    return code


if __name__ == "__main__":
    sys.exit(main())
