"""Round trips of every probe, beside the least that the protocol allows: `python -m tests.bench.probing`.

The provider of the demo answers over a line that delays each direction by half of --rtt, so the time of a
probe divided by that is its number of round trips. Looking the name up is not counted. The floor counts TCP,
TLS 1.3, the greeting, and each command whose answer has to be known before the next can be sent.
"""

import argparse
import queue
import socket
import statistics
import sys
import threading
import time
from datetime import date
from pathlib import Path

from advisor import sandbox
from advisor.model.endpoint import PROTOCOLS, USUAL_PORTS, Endpoint
from advisor.net.account import look
from advisor.net.live import LiveNetwork
from advisor.password import Secret
from advisor.sandbox.names import HOSTS

# What has to be waited for. visit: TCP, TLS 1.3 and the greeting make three; IMAP has its list there, the
# others ask. starttls: the greeting comes after two, then the first list (not in IMAP), the upgrade, TLS, the
# list. login: one line with SASL-IR, in POP3 and in submission, and the list after it. A survey has no floor:
# it asks NAMESPACE, quota, LIST, all STATUS together, EXAMINE and FETCH for each folder with mail; STAT,
# UIDL, LIST, RSET.
FLOOR = {
    ("imap", "tls", "visit"): 3, ("pop3", "tls", "visit"): 4, ("smtp", "tls", "visit"): 4,
    ("imap", "starttls", "visit"): 5, ("pop3", "starttls", "visit"): 6, ("smtp", "starttls", "visit"): 6,
    ("imap", "tls", "login"): 5, ("pop3", "tls", "login"): 6, ("smtp", "tls", "login"): 6}


class SlowLine:
    """Connects as `dial` does, through a line that holds every byte back for half a round trip each way."""

    def __init__(self, dial, rtt):
        self._dial, self._half = dial, rtt / 2

    def dial(self, address, port, seconds):
        far = self._dial(address, port, seconds)
        with socket.create_server(("127.0.0.1", 0)) as door:
            near = socket.create_connection(door.getsockname(), seconds)
            ours, _ = door.accept()
        for sock in (ours, far):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        time.sleep(2 * self._half)      # SYN and SYN-ACK
        for source, sink, before in ((ours, far, 0.0), (far, ours, self._half)):
            threading.Thread(target=self._carry, args=(source, sink, before), daemon=True).start()
        return near

    def _carry(self, source, sink, before):
        """before: what the other side says first was under way already while the client's ACK travelled."""
        waiting = queue.SimpleQueue()
        threading.Thread(target=self._deliver, args=(waiting, sink), daemon=True).start()
        first = time.monotonic() + before
        while True:
            try:
                data = source.recv(65536)
            except OSError:
                data = b""
            waiting.put((max(time.monotonic(), first) + self._half, data))
            if not data:
                return

    def _deliver(self, waiting, sink):
        while True:
            due, data = waiting.get()
            time.sleep(max(0.0, due - time.monotonic()))
            try:
                if not data:
                    sink.shutdown(socket.SHUT_WR)
                    return
                sink.sendall(data)
            except OSError:
                return


def probes(network, box):
    """(protocol, security, what) to a function that does it."""
    def enter(place, survey):
        with Secret(box.password) as secret:
            looked = look(network, place, (box.address,), secret, today=date(2026, 11, 23), seconds=30.0,
                          progress=lambda *told: None, survey=survey)
        assert looked.login.outcome == "worked", looked.login

    for protocol in PROTOCOLS:
        for security in ("tls", "starttls"):
            place = Endpoint(protocol, HOSTS[protocol], USUAL_PORTS[protocol, security], security)
            yield (protocol, security, "visit"), lambda place=place: network.visit(place)
            if security == "tls":
                yield (protocol, security, "login"), lambda place=place: enter(place, False)
                if protocol != "smtp":
                    yield (protocol, security, "survey"), lambda place=place: enter(place, True)


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rtt", type=float, default=40.0, help="of the line, in ms")
    words.add_argument("--runs", type=int, default=5)
    options = words.parse_args()
    rtt = options.rtt / 1000
    box = sandbox.start()
    network = LiveNetwork(resolver=box.resolver, ca_file=Path(box.ca_file), lan=True,
                          dial=SlowLine(box.dial, rtt).dial)
    network.warm_up()
    sys.stdout.write(f"medians of {options.runs} runs at {options.rtt:.0f} ms; round trips and floor\n"
                     f"{'probe':26}{'ms':>8}{'RTT':>7}{'floor':>7}{'ratio':>7}\n")
    for (protocol, security, what), probe in probes(network, box):
        probe()
        took = []
        for _ in range(options.runs):
            began = time.monotonic()
            probe()
            took.append(time.monotonic() - began)
        trips = statistics.median(took) / rtt
        floor = FLOOR.get((protocol, security, what))
        ratio = f"{floor:>7}{trips / floor:>7.2f}" if floor else f"{'-':>7}{'-':>7}"
        sys.stdout.write(f"{protocol} {security} {what:<{25 - len(protocol) - len(security) - 1}}"
                         f"{trips * options.rtt:>8.0f}{trips:>7.1f}{ratio}\n")
    network.close()
    box.stop()


if __name__ == "__main__":
    main()
