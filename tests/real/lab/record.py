"""An independent record of what a mail server announces: before TLS, inside TLS, after logging in.

It is read with bare sockets (witness.py), and what follows from it is worked out here once more, by a plain
table that shares nothing with the program's own checks.
"""

from dataclasses import dataclass

from tests.real.lab.witness import SPEAKERS

# fact -> the words of which any makes it a yes; a second list where IMAP4rev2 alone makes it one.
_IMAP = {
    "imap-idle": "IDLE", "imap-special-use": "SPECIAL-USE", "imap-move": "MOVE", "imap-uidplus": "UIDPLUS",
    "imap-namespace": "NAMESPACE", "imap-quota": "QUOTA QUOTA=RES-STORAGE",
    "imap-condstore": "CONDSTORE QRESYNC", "imap-compress": "COMPRESS=DEFLATE",
    "imap-utf8": "UTF8=ACCEPT UTF8=ONLY", "imap-acl": "ACL", "imap-gmail-labels": "X-GM-EXT-1",
    "imap-apple-push": "XAPPLEPUSHSERVICE XAPPLELITERAL"}
_POP3 = {"pop3-uidl": "UIDL", "pop3-top": "TOP", "pop3-pipelining": "PIPELINING", "pop3-utf8": "UTF8",
         "pop3-resp-codes": "RESP-CODES AUTH-RESP-CODE"}
_SMTP = {"smtp-utf8": "SMTPUTF8", "smtp-8bit": "8BITMIME", "smtp-chunking": "CHUNKING"}


@dataclass(frozen=True)
class Record:
    """Lists in upper case, None where that stage was not reached."""

    protocol: str
    greeting: str
    before: list[str] | None
    inside: list[str] | None
    after: list[str] | None

    def facts(self):
        """fact -> (answer, value), for those that follow from the lists alone."""
        known = self.after if self.after is not None else self.inside
        words = {line.split()[0] for line in known if line.split()}
        absent = "no" if self.after is not None or self.protocol != "imap" else "unknown"
        table = {"imap": _IMAP, "pop3": _POP3, "smtp": _SMTP}[self.protocol]
        found = {name: ("yes" if words & set(tokens.split()) else absent, None)
                 for name, tokens in table.items()}
        found[f"{self.protocol}-auth"] = ("yes", " ".join(self._ways()))
        if self.protocol == "imap":
            found["imap-login-disabled"] = ("yes" if "LOGINDISABLED" in self.inside else "no", None)
            found["imap-sasl-ir"] = ("yes" if "SASL-IR" in self.inside else "no", None)
        if self.protocol == "smtp":
            size = next((line.split()[1] for line in known if line.startswith("SIZE ")), None)
            found["smtp-size"] = ("yes", int(size)) if size else ("no", None)
        return found

    def _ways(self):
        if self.protocol == "imap":
            return [word[5:] for word in self.inside if word.startswith("AUTH=")] or ["LOGIN"]
        lines = [line.split() for line in self.inside]
        ways = [word for line in lines if line[:1] in (["SASL"], ["AUTH"]) for word in line[1:]]
        ways += ["USER"] if ["USER"] in lines else []
        ways += ["APOP"] if self.protocol == "pop3" and "@" in self.greeting.partition("<")[2] else []
        return list(dict.fromkeys(ways))


def record(protocol, address, port, name, ca, *, upgrade=False, user="", password=""):
    """Ask the server. upgrade: STARTTLS. user: log in too (nothing else is done there)."""
    with SPEAKERS[protocol](address, port, name, ca) as line:
        encrypted = port in (993, 995, 465)
        first = [row.upper() for row in line.capabilities()]
        before, inside = (None, first) if encrypted else (first, None)
        if upgrade:
            line.upgrade()
            inside = [row.upper() for row in line.capabilities()]
        after = None
        if user:
            line.login(user, password)
            after = [row.upper() for row in line.capabilities()]
        return Record(protocol, line.greeting, before, inside, after)
