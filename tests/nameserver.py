"""A name server on loopback for tests: DNS over UDP and TCP, from a zone that the test writes."""

import contextlib
import socket
import struct
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class Nameserver:
    """DNS over UDP and TCP from `zone`: (name, kind) to records, to an rcode name, or to a function.

    Names without records of a kind are NODATA; unknown names are NXDOMAIN. `silent` answers nothing, and
    `deaf` drops so many questions before it listens. asked: (name, kind) of what was answered; questions: all
    that arrived over UDP, answered or not.
    """

    def __init__(self, zone):
        self.zone = zone
        self.asked = []
        self.questions = []
        self.silent = False
        self.deaf = 0
        self.truncate = False
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._bind()
        self._tcp.listen()
        self.port = self._udp.getsockname()[1]
        self._threads = [threading.Thread(target=target, daemon=True)
                         for target in (self._datagrams, self._streams)]
        for thread in self._threads:
            thread.start()

    def _bind(self):
        for _ in range(20):
            self._udp.bind(("127.0.0.1", 0))
            try:
                self._tcp.bind(("127.0.0.1", self._udp.getsockname()[1]))
                return
            except OSError:
                self._udp.close()
                self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        raise OSError("no port free for both UDP and TCP")

    def close(self):
        for sock in (self._udp, self._tcp):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join(5)

    def close_tcp(self):
        """From now on over UDP only."""
        with contextlib.suppress(OSError):
            self._tcp.shutdown(socket.SHUT_RDWR)
        self._tcp.close()

    def _datagrams(self):
        while True:
            try:
                data, client = self._udp.recvfrom(65535)
            except OSError:
                return
            if not data:
                return
            self.questions.append(dns.message.from_wire(data))
            if self.silent or self.deaf:
                self.deaf = max(0, self.deaf - 1)
                continue
            answer = self.answer(data, self.truncate)
            with contextlib.suppress(OSError):
                self._udp.sendto(answer, client)

    def _streams(self):
        while True:
            try:
                sock, _ = self._tcp.accept()
            except OSError:
                return
            with sock, contextlib.suppress(OSError, struct.error):
                size, = struct.unpack("!H", sock.recv(2))
                answer = self.answer(sock.recv(size), False, 65535)
                sock.sendall(struct.pack("!H", len(answer)) + answer)

    def answer(self, data, truncate, most=0):
        """The response to one question, in wire form."""
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if truncate:
            response.flags |= dns.flags.TC
            return response.to_wire()
        found = self.zone.get((name, kind))
        if callable(found):
            return found(response)
        if isinstance(found, str):
            response.set_rcode(dns.rcode.from_text(found))
        elif found is None and not any(owner == name for owner, _ in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif found:
            response.answer.append(dns.rrset.from_text_list(f"{name}.", 60, "IN", kind, found))
        return response.to_wire(max_size=most)
