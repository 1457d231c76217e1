"""The demo's name server: answers from a table, over UDP and TCP, and asks nobody else.

A name that is not in the table does not exist (NXDOMAIN); a name without the type that was asked for, or
with only names below it, has no data (RFC 8020, RFC 2308 section 2).
"""

from collections.abc import Mapping

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from advisor.sandbox.conversation import Conversation

TTL = 60
NEVER_MORE_THAN = 1232      # octets in a datagram: DNS flag day 2020
LONGEST_CHAIN = 8
SOA = f"ns.demo.example. hostmaster.demo.example. 1 3600 600 86400 {TTL}"


class Nameserver:
    """Answers questions from `table`: name in lower case without trailing dot, type, presentation form."""

    def __init__(self, table: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self._table = table
        # Every ancestor of a name exists too, with no data of its own (RFC 8020 section 2).
        self._exists = {".".join(name.split(".")[depth:])
                        for name in table for depth in range(name.count(".") + 1)}

    def answer_datagram(self, question: bytes) -> bytes | None:
        """The answer to a UDP question, truncated where it is too long; None for what is not a question."""
        query = _read(question)
        if query is None:
            return None
        room = max(512, min(query.payload, NEVER_MORE_THAN)) if query.edns >= 0 else 512
        return self._answer(query).to_wire(max_size=room, prefer_truncation=True)

    def serve(self, conversation: Conversation) -> None:
        """Answer questions on a TCP line, each with its length in front (RFC 1035 section 4.2.2)."""
        while True:
            size = int.from_bytes(conversation.read_exactly(2), "big")
            query = _read(conversation.read_exactly(size))
            if query is None:
                return
            conversation.write(self._answer(query).to_wire(prepend_length=True))

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        response = dns.message.make_response(query, recursion_available=True)
        if query.opcode() != dns.opcode.QUERY or len(query.question) != 1:
            response.set_rcode(dns.rcode.NOTIMP)
            return response
        question = query.question[0]
        kind = dns.rdatatype.to_text(question.rdtype)
        name = question.name
        if question.rdclass != dns.rdataclass.IN:
            response.set_rcode(dns.rcode.REFUSED)
            return response
        response.flags |= dns.flags.AA
        for _ in range(LONGEST_CHAIN):
            here = self._table.get(_key(name), {})
            if kind in here or "CNAME" not in here:
                break
            response.answer.append(_records(name, "CNAME", here["CNAME"]))
            name = dns.name.from_text(here["CNAME"][0])
        if here.get(kind):
            response.answer.append(_records(name, kind, here[kind]))
            return response
        if _key(name) not in self._exists:
            response.set_rcode(dns.rcode.NXDOMAIN)
        # RFC 2308 section 2: a negative answer carries the SOA, whose last number is how long it holds.
        zone = dns.name.Name(name.labels[-3:])      # registrable domains have two labels here, and the root
        response.authority.append(_records(zone, "SOA", (SOA,)))
        return response


def _key(name: dns.name.Name) -> str:
    """The name as it stands in the table."""
    return name.to_text(omit_final_dot=True).lower()


def _records(name: dns.name.Name, kind: str, values: tuple[str, ...]) -> dns.rrset.RRset:
    return dns.rrset.from_text_list(name, TTL, "IN", kind, values)


def _read(question: bytes) -> dns.message.Message | None:
    try:
        query = dns.message.from_wire(question)
    except (dns.exception.DNSException, ValueError):
        return None
    return None if query.flags & dns.flags.QR else query
