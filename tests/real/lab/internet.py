"""The lab as a whole: a server and a client namespace 40 ms apart, DNS, web, mail hosts.

    with Internet() as lab:
        lab.run(["program", "its", "words"])        # as a client: own resolver, the lab's addresses
"""

import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import dns.rcode

from tests.real.lab import delayline, namespaces, scenarios
from tests.real.lab.mailhost import MailHost
from tests.real.lab.pki import Authority
from tests.real.lab.webhost import WebHost

RTT_MS = 40
PATIENCE = 60       # seconds until everything has to be up
SERVER_SIDE, CLIENT_SIDE = ("198.51.100.1", "2001:db8:ff::1"), ("198.51.100.2", "2001:db8:ff::2")


class Internet:
    """Comes up on entering and is gone after leaving, whatever happened in between.

    ca: file to trust, authority: whose it is. web: the web host with its log. server, client, dead: names of
    the namespaces; `dead` has no line to anywhere.
    """

    def __enter__(self):
        namespaces.clear_leftovers()
        until = time.monotonic() + PATIENCE
        with ExitStack() as undo:
            self.folder = Path(tempfile.mkdtemp(prefix=namespaces.own_name("")))
            undo.callback(shutil.rmtree, self.folder)
            self.folder.chmod(0o755)        # Dovecot and Postfix run as users of their own
            authority = self.authority = Authority(self.folder / "pki")
            self.ca = authority.pem
            self.server, self.client, self.dead = (
                self._namespace(undo, part) for part in ("srv", "cli", "off"))
            self._lay_line(undo)
            self._start_dns(undo)
            hosts = []
            for key in scenarios.HOSTS:
                hosts.append(MailHost(key, self.folder / key, self.server, authority))
                undo.callback(hosts[-1].stop)
            self.web = WebHost(self.server, authority)
            undo.callback(self.web.stop)
            self._wait_for_dns(until)
            for host in hosts:
                host.wait(until)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *failure):
        self._undo.close()

    def run(self, command, *, namespace=None, **settings):
        """Run a client program inside, without a terminal; settings as in subprocess.run."""
        settings = {"stdin": subprocess.DEVNULL, "capture_output": True, "timeout": 60, **settings}
        return subprocess.run(self.command(command, namespace), **settings)

    def command(self, command, namespace=None):
        """The command line that runs `command` as a client."""
        return ["ip", "netns", "exec", namespace or self.client, *map(str, command)]

    def inside(self):
        """Sockets opened in this block belong to the client side."""
        return namespaces.inside(self.client)

    def _namespace(self, undo, part):
        name = namespaces.create(part, scenarios.DNS)
        undo.callback(namespaces.delete, name)
        return name

    def _lay_line(self, undo):
        addresses = {scenarios.DNS, scenarios.WEB, scenarios.REFUSING, scenarios.COURIER,
                     scenarios.CYRUS}
        addresses |= {host.address for host in scenarios.HOSTS.values()}
        addresses6 = {scenarios.WEB6, *(host.address6 for host in scenarios.HOSTS.values() if host.address6)}
        for address in sorted(addresses):
            namespaces.ip("-n", self.server, "addr", "add", f"{address}/32", "dev", "lo")
        for address in sorted(addresses6):
            namespaces.ip("-n", self.server, "addr", "add", f"{address}/128", "dev", "lo", "nodad")
        line = subprocess.Popen(
            [sys.executable, "-u", delayline.__file__, self.server, ",".join(SERVER_SIDE),
             self.client, ",".join(CLIENT_SIDE), str(RTT_MS)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True)
        undo.callback(_end, line)
        if line.stdout.readline() != b"ready\n":
            raise RuntimeError("the line between the namespaces did not come up")
        gateway, gateway6 = SERVER_SIDE
        namespaces.ip("-n", self.client, "route", "add", "default", "via", gateway, "dev", "line", "onlink")
        namespaces.ip("-n", self.client, "-6", "route", "add", "default", "via", gateway6, "dev", "line",
                      "onlink")
        namespaces.ip("-n", self.server, "route", "add", "blackhole", f"{scenarios.BLACK_HOLE}/32")
        namespaces.ip("-n", self.server, "-6", "route", "add", "blackhole", f"{scenarios.BLACK_HOLE6}/128")

    def _start_dns(self, undo):
        folder = self.folder / "knot"
        folder.mkdir()
        conf = [f"server:\n  listen: [ {scenarios.DNS}@53 ]\n  rundir: {folder}\n",
                "log:\n  - target: stderr\n    any: warning\n", f"database:\n  storage: {folder}\n",
                f"template:\n  - id: default\n    storage: {folder}\n    zonefile-load: whole\n", "zone:\n"]
        for name, text in scenarios.zones().items():
            leaf = f"{name.rstrip('.') or 'root'}.zone"
            (folder / leaf).write_text(text)
            conf.append(f'  - domain: "{name}"\n    file: {leaf}\n')
        (folder / "knot.conf").write_text("".join(conf))
        with open(folder / "knot.out", "w") as out:
            knot = subprocess.Popen(
                ["ip", "netns", "exec", self.server, "knotd", "-c", str(folder / "knot.conf")],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        undo.callback(_end, knot)

    def _wait_for_dns(self, until):
        question = dns.message.make_query("none.example.", "MX")
        with namespaces.inside(self.server):
            while True:
                try:
                    if dns.query.udp(question, scenarios.DNS, timeout=1).rcode() == dns.rcode.NOERROR:
                        return
                except (dns.exception.Timeout, OSError):
                    pass        # not up yet; the deadline below decides
                if time.monotonic() > until:
                    raise RuntimeError("Knot did not come up: " + (self.folder / "knot/knot.out").read_text())
                time.sleep(0.05)


def _end(process):
    process.kill()
    process.wait()
    if process.stdout:
        process.stdout.close()
