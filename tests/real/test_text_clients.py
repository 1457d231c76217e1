"""The files for text-mode programs, as written, in the real programs: they log in, and lose nothing by it.

The password is given the way each program has for that (.netrc, a command, a flag), never in our file. The
lab's authority stands where the system's certificates are, so that the files' own checks are what is tried.
"""

import re
import shutil
import uuid

import pytest

from tests.real.lab.scenarios import PASSWORD
from tests.real.written import ALICE, BOB, EXPIRED, SEEDED_IDS, copy, message_ids, netrc, said


def with_pass_command(path):
    """mbsync takes a command only in its file; it goes into the test's copy."""
    path.write_text(path.read_text().replace("\nPort ", f'\nPassCmd "echo {PASSWORD}"\nPort '))


class TestMbsync:
    def test_it_copies_everything_and_the_copy_outlives_the_server(self, written, start, home, mailbox):
        config = copy(written["mbsync"]["mbsyncrc"], home)
        with_pass_command(config)
        (home / "Mail" / ALICE).mkdir(parents=True)
        run = start("mbsync", "-c", config, "-a")
        assert run.returncode == 0, said(run)
        assert message_ids(home / "Mail" / ALICE / "INBOX") >= SEEDED_IDS
        assert set(mailbox(ALICE)) >= SEEDED_IDS

    def test_it_refuses_the_expired_certificate(self, written, start, home):
        config = copy(written["mbsync"]["mbsyncrc"], home, host=EXPIRED)
        with_pass_command(config)
        (home / "Mail" / ALICE).mkdir(parents=True)
        run = start("mbsync", "-c", config, "-a")
        assert run.returncode != 0
        assert "certificate" in said(run).lower(), said(run)


class TestOfflineimap:
    def test_it_copies_everything(self, written, start, home, mailbox):
        config = copy(written["offlineimap"]["offlineimaprc"], home)
        netrc(home, "imap.full.example")
        (home / "Mail").mkdir()
        run = start("offlineimap", "-c", config, "-o", "-u", "basic")
        assert run.returncode == 0, said(run)
        assert message_ids(home / "Mail" / ALICE / "INBOX") >= SEEDED_IDS, said(run)
        assert set(mailbox(ALICE)) >= SEEDED_IDS

    def test_it_refuses_the_expired_certificate(self, written, start, home):
        config = copy(written["offlineimap"]["offlineimaprc"], home, host=EXPIRED)
        netrc(home, EXPIRED)
        (home / "Mail").mkdir()
        run = start("offlineimap", "-c", config, "-o", "-u", "basic")
        assert "certificate" in said(run).lower(), said(run)
        assert not message_ids(home / "Mail")


@pytest.mark.parametrize("device", ["getmail", "getmail-pop3"])
class TestGetmail:
    def as_nobody(self, home, start, config):
        """getmail does not deliver mail as root. It would ask on the terminal for what is added here."""
        config.write_text(config.read_text().replace("\nca_certs", f"\npassword = {PASSWORD}\nca_certs"))
        for part in ("cur", "new", "tmp"):
            (home / "Mail" / ALICE / part).mkdir(parents=True)
        for path in [home, *home.rglob("*")]:
            shutil.chown(path, "nobody", "nogroup")
        return start("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
                     "getmail", "--getmaildir", home, "--rcfile", config)

    def test_it_fetches_and_leaves_everything(self, written, start, home, mailbox, device):
        run = self.as_nobody(home, start, copy(written[device]["getmailrc"], home))
        assert run.returncode == 0, said(run)
        assert message_ids(home / "Mail" / ALICE) >= SEEDED_IDS, said(run)
        assert set(mailbox(ALICE)) >= SEEDED_IDS

    def test_it_refuses_the_expired_certificate(self, written, start, home, device):
        run = self.as_nobody(home, start, copy(written[device]["getmailrc"], home, host=EXPIRED))
        assert "certificate" in said(run).lower(), said(run)
        assert not message_ids(home / "Mail")


class TestFetchmail:
    def fetch(self, home, start, config, host):
        netrc(home, host)
        return start("fetchmail", "-f", config, "--nosyslog", "-v", "--pidfile", home / "pid",
                     "-i", home / "ids", "--mda", f"cat >> {home}/got")

    def test_it_fetches_and_leaves_everything(self, written, start, home, mailbox):
        config = copy(written["fetchmail"]["fetchmailrc"], home)
        run = self.fetch(home, start, config, "pop.full.example")
        assert run.returncode == 0, said(run)
        got = (home / "got").read_text(errors="replace")
        assert all(one in got for one in SEEDED_IDS)
        assert set(mailbox(ALICE)) >= SEEDED_IDS
        assert self.fetch(home, start, config, "pop.full.example").returncode == 1      # 1: nothing new

    def test_it_refuses_the_expired_certificate(self, written, start, home):
        config = copy(written["fetchmail"]["fetchmailrc"], home, host=EXPIRED)
        run = self.fetch(home, start, config, EXPIRED)
        assert run.returncode != 0
        assert "certificate" in said(run).lower(), said(run)
        assert not (home / "got").exists()

    def test_starttls_is_demanded(self, written, start, home):
        """The words that stand in the file for STARTTLS, at a host that does not offer it."""
        config = copy(written["fetchmail"]["fetchmailrc"], home, host="mail.plain.example")
        config.write_text(config.read_text().replace("service 995", "service 110").replace(
            'ssl sslproto "auto"', 'sslproto "TLS1.2+"'))
        run = self.fetch(home, start, config, "mail.plain.example")
        assert run.returncode != 0
        assert "> PASS" not in said(run), said(run)


class TestMsmtp:
    def send(self, start, home, config):
        letter = f"<{uuid.uuid4()}@lab>"
        run = start("msmtp", "-C", config, f"--passwordeval=echo {PASSWORD}", BOB,
                    text=f"From: {ALICE}\nTo: {BOB}\nMessage-ID: {letter}\nSubject: msmtp\n\nHello\n")
        return run, letter

    def test_it_sends(self, written, start, home, mailbox):
        run, letter = self.send(start, home, copy(written["mbsync"]["msmtprc"], home))
        assert run.returncode == 0, said(run)
        assert letter in mailbox(BOB)

    def test_it_sends_with_starttls(self, written, start, home, mailbox):
        config = copy(written["mbsync"]["msmtprc"], home)
        config.write_text(config.read_text().replace("port 465", "port 587").replace(
            "tls_starttls off", "tls_starttls on"))
        run, letter = self.send(start, home, config)
        assert run.returncode == 0, said(run)
        assert letter in mailbox(BOB)

    def test_it_refuses_the_expired_certificate(self, written, start, home):
        run, _ = self.send(start, home, copy(written["mbsync"]["msmtprc"], home, host=EXPIRED))
        assert run.returncode != 0
        assert "certificate" in said(run).lower(), said(run)


def neomutt(start, config, *words, text=""):
    secrets = ("-e", f"set imap_pass={PASSWORD} pop_pass={PASSWORD} smtp_pass={PASSWORD} wait_key=no")
    return start("neomutt", "-F", config, *secrets, *words, text=text)


class TestNeomutt:
    def test_it_shows_the_settings_and_runs_nothing(self, written, start, home):
        shown = said(neomutt(start, copy(written["neomutt"]["neomuttrc"], home), "-D"))
        assert r'set real_name = "Alicia \"`id` $HOME\" Núñez; #1 100%"' in shown
        assert "set ssl_force_tls = yes" in shown
        shown = said(neomutt(start, copy(written["neomutt-pop3"]["neomuttrc"], home), "-D"))
        assert "set pop_delete = no" in shown

    def test_it_sends(self, written, start, home, mailbox):
        config = copy(written["neomutt"]["neomuttrc"], home)
        letter = f"<{uuid.uuid4()}@lab>"
        words = ("-e", f"my_hdr Message-ID: {letter}", "-s", "neomutt", BOB)
        run = neomutt(start, config, *words, text="Hello\n")
        assert run.returncode == 0, said(run)
        assert letter in mailbox(BOB)

    def test_it_opens_the_inbox(self, written, start, home):
        piped, screen = self.look(start, home, copy(written["neomutt"]["neomuttrc"], home))
        assert "Message-ID:" in piped, screen

    def test_it_fetches_over_pop3_and_leaves_everything(self, written, start, home, mailbox):
        config = copy(written["neomutt-pop3"]["neomuttrc"], home)
        for folder in (ALICE, f"{ALICE}/inbox"):
            for part in ("cur", "new", "tmp"):
                (home / "Mail" / folder / part).mkdir(parents=True)
        piped, screen = self.look(start, home, config, "<fetch-mail>")
        assert "Message-ID:" in piped, screen
        assert message_ids(home / "Mail") >= SEEDED_IDS
        assert set(mailbox(ALICE)) >= SEEDED_IDS

    def test_it_asks_about_the_expired_certificate_before_anything_else(self, written, start, home):
        piped, screen = self.look(start, home, copy(written["neomutt"]["neomuttrc"], home, host=EXPIRED))
        assert piped == ""
        assert re.search("(?i)expired", screen), screen

    def look(self, start, home, config, keys=""):
        """A message of the inbox, piped out by NeoMutt's own keys, and its screen (script(1) is one)."""
        push = f"{keys}<limit>~A<enter><tag-pattern>~A<enter><pipe-message>cat > {home}/piped<enter><exit>"
        secrets = f"set imap_pass={PASSWORD} pop_pass={PASSWORD} wait_key=no"
        command = f"neomutt -F {config} -e '{secrets}' -e 'push \"{push}\"'"
        run = start("script", "-qec", f"exec timeout --foreground 6 {command}", "/dev/null")
        piped = home / "piped"
        return piped.read_text(errors="replace") if piped.exists() else "", said(run)


class TestAerc:
    def look(self, start, home, config):
        """What aerc logs in a few seconds on a screen of script(1)."""
        text = config.read_text()
        config.write_text(text + f"source-cred-cmd = echo {PASSWORD}\noutgoing-cred-cmd = echo {PASSWORD}\n")
        (home / ".config/aerc/aerc.conf").write_text(f"[general]\nlog-file={home}/log\nlog-level=debug\n")
        run = start("script", "-qec", "exec timeout --foreground 5 aerc", "/dev/null")
        log = home / "log"
        return log.read_text(errors="replace") if log.exists() else said(run)

    def test_it_opens_the_inbox(self, written, start, home):
        log = self.look(start, home, copy(written["aerc"]["accounts.conf"], home,
                                          name=".config/aerc/accounts.conf"))
        assert "Opening INBOX" in log, log

    def test_it_refuses_the_expired_certificate(self, written, start, home):
        log = self.look(start, home, copy(written["aerc"]["accounts.conf"], home, host=EXPIRED,
                                          name=".config/aerc/accounts.conf"))
        assert "certificate has expired" in log, log
        assert "Opening INBOX" not in log
