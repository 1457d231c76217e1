"""The sandbox as a whole: puts mailbox, certificate and servers together, and takes them down again."""

import errno
import os
import secrets
import socket
import tempfile
import time
import weakref
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from types import TracebackType

from advisor.model.endpoint import USUAL_PORTS
from advisor.sandbox import imap, letters, names, pop3, submission, web
from advisor.sandbox.account import Account
from advisor.sandbox.certificates import issue
from advisor.sandbox.mailbox import Mailbox
from advisor.sandbox.manners import Manners
from advisor.sandbox.nameserver import Nameserver
from advisor.sandbox.reception import LOOPBACK, Reception

_SERVERS = {"imap": imap.serve, "pop3": pop3.serve, "smtp": submission.serve}


class Sandbox:
    """A running provider. Use it in a `with` block, or call `stop`.

    address, name, password: the account (the password is new in each run and only in memory). domain: its
    domain. ca_file: the authority's certificate in a temporary PEM file, removed by `stop`. resolver: the
    name server as IP:PORT. mailbox: what the servers serve.
    """

    def __init__(self, manners: Manners, zones: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self.manners = manners
        self.domain = names.DOMAIN
        self.address = f"ana@{self.domain}"
        self.name = "Ana García"
        self.password = secrets.token_urlsafe(12)
        now = datetime.now(UTC).replace(microsecond=0)
        self.mailbox = Mailbox(manners.quota_kb * 1024, uid_validity=int(time.time()))
        letters.fill(self.mailbox, self.name, self.address, now)
        account = Account(self.address, self.name, self.password, self.mailbox)

        table = names.records(manners, zones)
        hosts = tuple(name for name, kinds in table.items() if kinds.get("A") or kinds.get("CNAME"))
        context, authority = issue(hosts, manners.certificate)
        offered = names.offered(manners)
        reception = self._reception = Reception()
        try:
            self._doors = {
                (names.MAIL_ADDRESS, USUAL_PORTS[protocol, security]): reception.listen(
                    partial(_SERVERS[protocol], account=account, manners=manners, context=context,
                            tls_first=security == "tls"))
                for protocol, security in offered}
            document = web.autoconfig(self.domain, names.HOSTS, offered) if manners.autoconfig else None
            self._doors[names.WEB_ADDRESS, 443] = reception.listen(
                web.server(context, names.AUTOCONFIG_HOST, document))
            nameserver = Nameserver(table)
            port = reception.listen_for_datagrams(nameserver.serve, nameserver.answer_datagram)
            self.resolver = f"{LOOPBACK}:{port}"
            handle, self.ca_file = tempfile.mkstemp(prefix="mail-advisor-demo-", suffix=".pem")
            # The file also goes when nobody calls stop and the process ends.
            self._remove_file = weakref.finalize(self, _remove, self.ca_file)
            with os.fdopen(handle, "wb") as file:
                file.write(authority)
        except OSError:
            reception.close()
            raise
        reception.open()

    def dial(self, ip: str, port: int, timeout: float) -> socket.socket:
        """Connect to the server that seems to be at `ip` and its standard port; timeout in seconds.

        Everything that is not the sandbox's own is refused: nothing leaves the machine.
        Raises ConnectionRefusedError, and OSError as `socket.connect` does.
        """
        real = self._doors.get((ip, port))
        if real is None:
            raise ConnectionRefusedError(errno.ECONNREFUSED, f"the demo has nothing at {ip} port {port}")
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            line.settimeout(timeout)
            line.connect((LOOPBACK, real))
        except OSError:
            line.close()
            raise
        return line

    def stop(self) -> None:
        """Hang up on everybody, close the ports, remove the PEM file. May be called twice."""
        self._doors = {}
        self._reception.close()
        self._remove_file()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.stop()


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return      # somebody cleaned up the temporary folder
