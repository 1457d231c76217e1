"""A server that deletes old mail by itself, whatever the programs do (EXPIRE, RFC 2449 section 6.7):
Dovecot's autoexpunge, compared with the model after every event.

A day of the script is the part of a second that Dovecot's rule makes of it.
"""

import time

import pytest

from advisor.mailbox import Pass
from tests.mailbox.scripts import EXPIRING, EXPIRY
from tests.real.lab.mailroom import Mailroom
from tests.real.lab.programs_at_work import ImapReader
from tests.real.test_mailbox import LARGE, Reality, compare

SECONDS = 8         # for EXPIRY days; longer than everything that happens on one day of the script


@pytest.fixture(scope="module")
def expiring():
    """A mail host that deletes what is older than some seconds, at the end of the next session."""
    rule = f"namespace inbox {{\n  mailbox INBOX {{\n    autoexpunge = {SECONDS}s\n  }}\n}}"
    with Mailroom("expiry", LARGE, rule) as room:
        yield room


class Aging(Reality):
    """Days go by on the clock too; then somebody looks, and Dovecot tidies up behind them."""

    def happen(self, event):
        super().happen(event)
        if isinstance(event, Pass):
            oldest = time.time()
            while time.time() < oldest + SECONDS * event.days / EXPIRY + 1:
                time.sleep(0.1)
            with self.room.inside(), ImapReader(self.room, self.user, "imap", 0).session() as client:
                client.select_folder("INBOX")


@pytest.mark.parametrize("name", EXPIRING)
def test_what_the_server_deletes_stays_on_the_device_that_downloaded_it(expiring, name):
    devices, script, quota = EXPIRING[name]
    compare(expiring, devices, script, quota, reality=Aging, expires=EXPIRY)
