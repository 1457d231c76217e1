"""What goes over the client's line: a raw socket inside its namespace, and a reader of what it heard.

    with Capture(lab) as heard: ...
    heard.questions, heard.connections, heard.names, heard.said
"""

import re
import select
import socket
import struct
import threading

import dns.exception
import dns.message

_EVERYTHING = 0x0003        # ETH_P_ALL (linux/if_ether.h)
_OUT = 4                    # PACKET_OUTGOING (linux/if_packet.h)
# RFC 6066 section 3: extension 0, its length, that of the list, kind 0 (a host name), its length, the name.
_SERVER_NAME = re.compile(rb"\x00\x00\x00[\x05-\xff]\x00[\x03-\xff]\x00\x00([\x01-\xff])([a-z0-9.-]+)")


class Capture:
    """Hears everything that leaves the client while the block runs.

    questions: names that were asked of DNS. connections: (address, port) of every attempt over TCP.
    names: host names told in TLS handshakes. said: what was sent, one bytes for each packet. The last words
    on connections of a program that ran before are nobody's.
    """

    def __init__(self, lab):
        self.lab = lab
        self.questions: set[str] = set()
        self.connections: set[tuple[str, int]] = set()
        self.names: set[str] = set()
        self.said: list[bytes] = []
        self._begun: set[tuple[str, int, int]] = set()

    def __enter__(self):
        with self.lab.inside():
            self._line = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERYTHING))
            self._line.bind(("line", _EVERYTHING))
        self._end, self._stop = socket.socketpair()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *failure):
        self._stop.close()
        self._thread.join()
        self._line.close()
        self._end.close()

    def _listen(self):
        while True:
            ready, _, _ = select.select([self._line, self._end], [], [])
            if self._line in ready:
                packet, where = self._line.recvfrom(65535)
                if where[2] == _OUT:
                    self._take(packet)
            else:
                return      # only when nothing waits any more

    def _take(self, packet):
        if packet[0] >> 4 == 4:
            kind, address, rest = packet[9], socket.inet_ntoa(packet[16:20]), packet[(packet[0] & 15) * 4:]
        else:
            kind, address, rest = packet[6], socket.inet_ntop(socket.AF_INET6, packet[24:40]), packet[40:]
        if kind not in (socket.IPPROTO_TCP, socket.IPPROTO_UDP):
            return          # such as neighbour discovery, which is the system's own
        own, port = struct.unpack_from("!2H", rest)
        tcp = kind == socket.IPPROTO_TCP
        payload = rest[(rest[12] >> 4) * 4:] if tcp else rest[8:]
        if tcp and rest[13] & 0x12 == 0x02:     # SYN without ACK
            self.connections.add((address, port))
            self._begun.add((address, port, own))
        if tcp and (address, port, own) not in self._begun:
            return
        self.said.append(payload)
        if not tcp and port == 53:
            self._ask(payload)
        if tcp and payload[:1] == b"\x16":      # a handshake record
            self.names |= {found[2][:found[1][0]].decode() for found in _SERVER_NAME.finditer(payload)}

    def _ask(self, payload):
        try:
            message = dns.message.from_wire(payload)
        except dns.exception.DNSException:
            return
        self.questions |= {one.name.to_text(omit_final_dot=True).lower() for one in message.question}
