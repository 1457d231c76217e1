"""A stage for `--login`: a provider of scripted servers on loopback, and commands run against it."""



from advisor import cli, commands
from advisor.reach import Reach
from tests.net.account_servers import PASSWORD, SERVERS, Attempts
from tests.net.test_account_imap_survey import AFTER, Mailboxes, plain
from tests.world import document

ADDRESS = "ana@d.example"
PORTS = {"imap": 993, "pop3": 995, "smtp": 465}
HOSTS = {"imap": "imap.d.example", "pop3": "pop.d.example", "smtp": "smtp.d.example"}
BOXES = {"INBOX": plain(3), "Enviados": plain(2)}
ANSWERS = f'''address = "{ADDRESS}"
name = "Ana"
[[devices]]
name = "PC"
kind = "desktop"
client = "thunderbird"
stays = true
'''


class Stage:
    """A provider on loopback and a way to run commands against it. attempts: what each server saw."""

    def __init__(self, internet, folder, monkeypatch, capfd):
        self.internet, self.folder, self._capfd = internet, folder, capfd
        self.attempts = {protocol: Attempts() for protocol in PORTS}
        self.boxes = Mailboxes(BOXES)
        self.scripts = {"imap": {"after": AFTER, "more": self.boxes.commands}, "pop3": {}, "smtp": {}}
        self.contexts = {}
        config = folder / "config"
        config.mkdir()
        (config / "d.example.xml").write_bytes(document())
        self._reach = Reach(third_party=False, lan=True, ca_file=internet.ca_file, local_config=config,
                            resolver=f"127.0.0.1:{internet.nameserver.port}", dial=internet.dial,
                            sources=("local-config",))
        monkeypatch.setattr(commands, "reach_of", lambda options: self._reach)
        self.secret = folder / "secret"
        self.secret.write_text(PASSWORD + "\n")

    def run(self, *words, password=None, accept=False):
        """Exit code, standard output and standard error."""
        for protocol, script in self.scripts.items():
            self.internet.mail(HOSTS[protocol], PORTS[protocol],
                               SERVERS[protocol](self.attempts[protocol], **script),
                               tls=self.contexts.get(protocol, "own"))
        given = ["--password-file", str(self.secret)] if password is None else password
        commands = ("write", "advise", "wizard")
        first = words if words and words[0] in commands else ("discover", ADDRESS, *words)
        code = cli.main([*first, "--login", *given, "--lan", *(["--accept-unconfirmed"] if accept else [])])
        out, err = self._capfd.readouterr()
        return code, out, err

    def tried(self):
        """Protocols that saw the password, in order of IMAP, POP3, SMTP."""
        return [protocol for protocol, attempts in self.attempts.items() if attempts.seen]
