"""The files for text-mode programs, as written, in the real programs: they log in, and lose nothing by it.

The password is given the way each program has for that (.netrc, a command, a flag), never in our file. The
lab's authority stands where the system's certificates are, so that the files' own checks are what is tried.
"""

import json
import os
import re
import shutil
import tempfile
import uuid
from pathlib import Path

import pytest

from advisor.formats import _key_file
from tests.real.lab import thunderbird
from tests.real.lab.mailhost import seeded_id
from tests.real.lab.scenarios import PASSWORD, SEEDED

ALICE, BOB = "alice@full.example", "bob@full.example"
EXPIRED = "mail.expired.example"
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"

# Device to its client and mode; each has the settings of its own files.
DEVICES = {
    "mbsync": ("mbsync", "imap"), "offlineimap": ("offlineimap", "imap"), "aerc": ("aerc", "imap"),
    "neomutt": ("neomutt", "imap"), "neomutt-pop3": ("neomutt", "pop3-keep"),
    "getmail": ("getmail", "imap-offline"), "getmail-pop3": ("getmail", "pop3-keep"),
    "fetchmail": ("fetchmail", "pop3-keep"), "evolution": ("evolution", "imap-offline"),
    "evolution-pop3": ("evolution", "pop3-keep"), "geary": ("geary", "imap-offline"),
    "claws": ("claws-mail", "imap"), "claws-pop3": ("claws-mail", "pop3-keep"),
    "claws-pop3-days": ("claws-mail", "pop3-keep-days"), "thunderbird": ("thunderbird", "imap"),
    "thunderbird-pop3": ("thunderbird", "pop3-keep"),
}
EVOLUTION_SOURCES = Path(__file__).with_name("lab") / "evolution_sources.py"
SEEDED_IDS = {seeded_id(number, ALICE) for number in range(1, SEEDED + 1)}


@pytest.fixture(scope="module")
def written(tmp_path_factory, module_advisor):
    """Device to its files, name to path, as `mail-advisor write` left them."""
    folder = tmp_path_factory.mktemp("written")
    lines = [f'address = "{ALICE}"', "name = 'Alicia \"`id` $HOME\" Núñez; #1 100%'", 'language = "en"']
    for name, (client, mode) in DEVICES.items():
        lines += ["[[devices]]", f'name = "{name}"', 'kind = "desktop"', f'client = "{client}"',
                  "stays = true", f'mode = "{mode}"']
    (folder / "answers.toml").write_text("\n".join(lines) + "\n")
    run = module_advisor("write", "--answers", folder / "answers.toml", "-o", folder / "out", "--json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["refused"] == []
    files = {}
    for file in report["files"]:
        files.setdefault(file["device"], {})[Path(file["path"]).name] = Path(file["path"])
    return files


@pytest.fixture
def home():
    """An empty home that other users may enter (pytest's own folders are root's)."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.fixture
def start(lab, home):
    """Runs a program as a client of the lab that trusts the lab's authority, with `home` as its home."""
    def run(*command, text="", env=None, timeout=60):
        # `ip netns exec` gives every command a mount table of its own, so this mount is seen by it alone.
        mounted = ["sh", "-c", 'mount --bind "$0" "$1" && shift && exec "$@"', lab.ca, SYSTEM_CERTIFICATES]
        return lab.run([*mounted, *command], stdin=None, input=text.encode(), timeout=timeout, env={
            **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
            "HOME": str(home), "SSL_CERT_FILE": str(lab.ca), "TERM": "xterm", **(env or {})})
    return run


def copy(path, home, *, host=None, name=None, secret=""):
    """The file as written, in `home`. host: every server replaced by this one. secret: a line to add."""
    text = path.read_text()
    if host:
        text = re.sub(r"(imap|pop|smtp|mail)\.full\.example", host, text)
    target = home / (name or path.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text + secret)
    target.chmod(0o600)
    return target


def netrc(home, *hosts):
    path = home / ".netrc"
    path.write_text("".join(f"machine {host} login {ALICE} password {PASSWORD}\n" for host in hosts))
    path.chmod(0o600)


def said(run):
    return (run.stdout + run.stderr).decode(errors="replace")


def message_ids(folder):
    """The Message-IDs in all Maildirs below `folder`."""
    return {found[1] for path in folder.rglob("*") if path.parent.name in ("new", "cur")
            if (found := re.search(r"^Message-ID: (\S+)", path.read_text(errors="replace"), re.M | re.I))}


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


class TestEvolution:
    @pytest.mark.parametrize("device", ["evolution", "evolution-pop3"])
    def test_its_registry_takes_the_three_files(self, written, start, home, device):
        names = [name for name in written[device] if name.endswith(".source")]
        assert len(names) == 3
        for name in names:
            copy(written[device][name], home, name=f".config/evolution/sources/{name}")
        run = start("dbus-run-session", "--", "/usr/bin/python3", EVOLUTION_SOURCES)
        assert run.returncode == 0, said(run)
        loaded = {uid: _key_file.groups(text.encode()) for uid, text in json.loads(run.stdout).items()}
        assert {f"{uid}.source" for uid in loaded} == set(names)
        for name in names:
            ours = _key_file.groups(written[device][name].read_bytes())
            theirs = loaded[name.removesuffix(".source")]
            for group, keys in ours.items():
                # An empty method is shown as the word "none", which its session treats as empty.
                shown = {key: theirs[group].get(key, "").replace("none", "") for key in keys}
                assert shown == keys, group


class TestGeary:
    def test_it_opens_the_account_and_goes_to_the_server(self, written, start, home):
        copy(written["geary"]["geary.ini"], home, name=".config/geary/account_01/geary.ini")
        (home / "run").mkdir(mode=0o700)
        run = start("timeout", "5", "dbus-run-session", "--", "xvfb-run", "-a", "geary", "--debug",
                    env={"XDG_RUNTIME_DIR": str(home / "run")})
        assert (home / ".local/share/geary/account_01/geary.db").exists(), said(run)
        assert "imap.full.example:993" in said(run)


# What Claws Mail needs to start without asking: a mailbox, and a tree for the IMAP account (the first).
CLAWS_FOLDERS = """<?xml version="1.0" encoding="UTF-8"?>
<folderlist><folder type="mh" name="Mailbox" path="Mail">
<folderitem path="inbox" name="inbox" type="inbox" /></folder>
<folder type="imap" name="imap" account_id="1"></folder></folderlist>
"""


def sections(text):
    """Section to its lines, of an accountrc."""
    return {part.split("\n")[0]: set(part.split("\n")[1:]) - {""} for part in text.split("[Account: ")[1:]}


def test_claws_keeps_the_settings_when_it_writes_its_own_file(written, start, home):
    """On leaving it writes every setting that it has: what it read, and its defaults for the rest."""
    devices = [name for name in DEVICES if name.startswith("claws")]
    ours = "\n".join(written[name]["accountrc"].read_text().replace("[Account: 1]", f"[Account: {number}]")
                     for number, name in enumerate(devices, 1))
    config = home / ".claws-mail/accountrc"
    config.parent.mkdir()
    config.write_text(ours)
    (home / ".claws-mail/folderlist.xml").write_text(CLAWS_FOLDERS)
    for folder in ("inbox", "sent", "queue", "draft", "trash"):
        (home / "Mail" / folder).mkdir(parents=True)
    leave = ("claws-mail --offline & until claws-mail --status | grep -v running; do :; done; "
             "claws-mail --exit; wait")
    run = start("timeout", "40", "dbus-run-session", "--", "xvfb-run", "-a", "sh", "-c", leave)
    theirs = sections(config.read_text())
    assert all(len(lines) > 100 for lines in theirs.values()), said(run)
    for number, lines in sections(ours).items():
        assert lines - theirs[number] == {"config_version=2"}       # it writes its own, newer one


# Where Thunderbird looks for policies on Linux, beside the folder of the program.
SYSTEM_FOLDER = "/etc/thunderbird"


@pytest.mark.parametrize(("device", "kind", "port"), [
    ("thunderbird", "imap", 993), ("thunderbird-pop3", "pop3", 995)])
def test_thunderbird_takes_the_policies_in_an_empty_profile(
        written, lab, tmp_path, mailbox, monkeypatch, device, kind, port):
    system = tmp_path / "system"
    (system / "policies").mkdir(parents=True)
    shutil.copy(written[device]["policies.json"], system / "policies")
    monkeypatch.setattr(thunderbird, "ISP", SYSTEM_FOLDER)      # the folder that it lays ours over
    with thunderbird.Thunderbird(lab, thunderbird.fresh_profile(tmp_path), isp=system) as program:
        [account] = [one for one in program.ask("accounts") if one["type"] in ("imap", "pop3")]
        assert (account["type"], account["port"], account["socketType"]) == (kind, port, 3)
        assert account["identities"][0]["email"] == ALICE
        if kind == "pop3":
            assert account["leave_on_server"] is True
            assert account["delete_mail_left_on_server"] is False
        [row] = program.ask("read", PASSWORD, SEEDED)["accounts"]
        assert (row["login"], row["messages"][0] >= SEEDED) == ("0x0", True)
        letter = f"{uuid.uuid4()}@lab"
        assert program.ask("send", PASSWORD, BOB, letter) == ["0x0"]
        assert f"<{letter}>" in mailbox(BOB)
    assert set(mailbox(ALICE)) >= SEEDED_IDS
