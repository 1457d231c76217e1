"""DNS names and questions as they are on the wire (RFC 1035 sections 3.1 and 4.1).

Only plain names: letters, digits, hyphens and underscores. Whatever else stands in one is for dnspython
(dns.py).
"""

import re
import struct

# Numbers of the kinds of records that we ask for (RFC 1035 section 3.2.2, RFC 3596, RFC 2782).
KINDS = {"A": 1, "CNAME": 5, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}
OPT = 41                    # RFC 6891: what a resolver says about itself, as if it were a record
INTERNET = 1                # the class of all of them

_PLAIN = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_LONGEST = 253              # letters and dots; on the wire two bytes more
_POINTER = 0xC0             # the upper bits of a length: the name goes on elsewhere (RFC 1035 section 4.1.4)


class Unusual(Exception):
    """It is for dnspython to say what this means."""


def asking(name: str, kind: str) -> bytes:
    """The question for records of `kind` of the A-label `name`, in lower case. Raises Unusual."""
    plain = name.removesuffix(".").lower()
    if kind not in KINDS or len(plain) > _LONGEST or _PLAIN.fullmatch(plain) is None:
        raise Unusual
    labels = b"".join(bytes((len(label),)) + label.encode() for label in plain.split("."))
    return labels + struct.pack("!x2H", KINDS[kind], INTERNET)


def name_at(data: bytes, place: int) -> tuple[str, int]:
    """The name at `place` in a message, in lower case, the root as `.`, and where it ends.

    Raises Unusual for what is broken or not plain, IndexError where the message ends before it.
    """
    labels: list[bytes] = []
    end = 0                 # behind the first pointer
    lowest = place          # a pointer leads to what stood before, so nothing goes round in circles
    while size := data[place]:
        place += 1
        if size >= _POINTER:
            target = (size - _POINTER) << 8 | data[place]
            if target >= lowest:
                raise Unusual
            end = end or place + 1
            lowest = place = target
        elif size < 64:
            labels.append(data[place:place + size])
            place += size
        else:
            raise Unusual
    end = end or place + 1
    if not labels:
        return ".", end
    name = b".".join(labels).decode("latin-1").lower()
    if len(name) > _LONGEST or name.count(".") != len(labels) - 1 or _PLAIN.fullmatch(name) is None:
        raise Unusual
    return name, end
