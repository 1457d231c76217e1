"""An independent witness: what a mail server says, read with bare sockets.

The program uses imapclient, poplib and smtplib; this file uses none of them, so that the two can be compared.
"""

import base64
import re
import socket
import ssl

IMPLICIT_TLS = {993, 995, 465}


def _plain(user, password):
    """RFC 4616."""
    return base64.b64encode(f"\0{user}\0{password}".encode()).decode()


class Line:
    """A line-wise conversation with a server, in the namespace in which it was opened."""

    def __init__(self, address, port, name, ca):
        self.name, self.context = name, ssl.create_default_context(cafile=ca)
        self.socket = socket.create_connection((address, port), 10)
        self.reader = self.socket.makefile("rb")
        if port in IMPLICIT_TLS:
            self.start_tls()

    def start_tls(self):
        """Speak TLS from here on; the certificate must be good for the name."""
        self.reader.close()
        self.socket = self.context.wrap_socket(self.socket, server_hostname=self.name)
        self.reader = self.socket.makefile("rb")

    def send(self, text):
        """Send one line."""
        self.socket.sendall(text.encode() + b"\r\n")

    def read(self):
        """The next line, without its end; EOFError when the server has hung up."""
        line = self.reader.readline()
        if not line:
            raise EOFError("the server has hung up")
        return line.decode("utf-8", "replace").rstrip("\r\n")

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.reader.close()
        self.socket.close()


class Imap(Line):
    """Just enough IMAP (RFC 9051): commands with literal-free answers, and fetching header fields."""

    def __init__(self, *where):
        super().__init__(*where)
        self.greeting, self.count = self.read(), 0

    def command(self, text):
        """Send a command and return its untagged lines; AssertionError unless the server says OK."""
        self.count += 1
        tag = f"w{self.count}"
        self.send(f"{tag} {text}")
        rows = []
        while not (row := self.read()).startswith(tag + " "):
            rows.append(row)
        assert row.startswith(f"{tag} OK"), row
        return rows

    def capabilities(self):
        """The tokens of CAPABILITY."""
        rows = [row for row in self.command("CAPABILITY") if row.upper().startswith("* CAPABILITY ")]
        return rows[0].split()[2:]

    def upgrade(self):
        """STARTTLS."""
        self.command("STARTTLS")
        self.start_tls()

    def login(self, user, password):
        """AUTHENTICATE PLAIN, as the program does: some servers announce other things after LOGIN."""
        self.count += 1
        self.send(f"w{self.count} AUTHENTICATE PLAIN")
        assert self.read().startswith("+")
        self.send(_plain(user, password))
        while not (row := self.read()).startswith(f"w{self.count} "):
            pass
        assert row.startswith(f"w{self.count} OK"), row

    def inbox(self, user, password):
        """Message-IDs of everything in the inbox, without changing anything there."""
        self.login(user, password)
        rows = self.command("EXAMINE INBOX")
        total = int(next(found[1] for row in rows if (found := re.fullmatch(r"\* (\d+) EXISTS", row))))
        if not total:
            return []
        fields = self.command("FETCH 1:* BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]")
        return [found[1] for row in fields if (found := re.match(r"Message-ID:\s*(<.*>)", row, re.I))]


class Pop3(Line):
    """Just enough POP3 (RFC 1939, RFC 2449)."""

    def __init__(self, *where):
        super().__init__(*where)
        self.greeting = self.read()

    def command(self, text):
        """Send a command; AssertionError unless the server says +OK."""
        self.send(text)
        row = self.read()
        assert row.startswith("+OK"), row
        return row

    def capabilities(self):
        """The lines of CAPA."""
        self.command("CAPA")
        rows = []
        while (row := self.read()) != ".":
            rows.append(row)
        return rows

    def upgrade(self):
        """STLS (RFC 2595)."""
        self.command("STLS")
        self.start_tls()

    def login(self, user, password):
        """AUTH PLAIN (RFC 5034)."""
        self.send("AUTH PLAIN")
        assert self.read().startswith("+")
        self.command(_plain(user, password))


class Smtp(Line):
    """Just enough submission (RFC 6409)."""

    def __init__(self, *where):
        super().__init__(*where)
        self.greeting = self.reply()[0]

    def reply(self):
        """All lines of one reply."""
        rows = [self.read()]
        while rows[-1][3:4] == "-":
            rows.append(self.read())
        return rows

    def capabilities(self):
        """The lines of EHLO after the first, which only greets."""
        self.send("EHLO witness.lab.example")
        return [row[4:] for row in self.reply()[1:]]

    def upgrade(self):
        """STARTTLS (RFC 3207)."""
        self.send("STARTTLS")
        reply = self.reply()
        assert reply[0].startswith("220"), reply
        self.start_tls()

    def login(self, user, password):
        """AUTH PLAIN; returns the reply's code."""
        self.send("AUTH PLAIN " + _plain(user, password))
        return self.reply()[0][:3]


SPEAKERS = {"imap": Imap, "pop3": Pop3, "smtp": Smtp}
