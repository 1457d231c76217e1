"""One https request: to the address that was judged, verified for its name, redirects under our rules.

http.client reads the answer; connecting, encrypting, following and the limits are ours. Nothing is sent that
says who asks: no cookies, no referrer, no versions.
"""

import functools
import http.client
import io
import re
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from advisor.model.evidence import HttpAnswer, HttpOutcome
from advisor.net.line import Ended, Limit, acknowledge_at_once
from advisor.net.tls import Trust

MAX_BODY = 256 * 1024
MAX_HEADERS = 32 * 1024
MAX_REDIRECTS = 4
FETCH_SECONDS = 3.0
USER_AGENT = "mail-advisor"

# Opens the line to a host on port 443 for as long as the block runs.
Open = Callable[[str, int, Limit], AbstractContextManager[socket.socket]]

_HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
_XML = {"Content-Type": "text/xml; charset=utf-8"}
# Labels for DNS, the last of them no number: IP addresses are not followed, however they are written.
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)*(?=.*[a-z])[a-z0-9-]{1,63}")
# What may stand in a path and a query as it is (RFC 3986 section 3.3 and 3.4), and what is encoded already.
_PLAIN = "/?%:@!$&'()*+,;=-._~"
_PRIVATE = ("private-address", "not-visited")


def get(url: str, open_line: Open, trust: Trust, *, clear: bool = False) -> HttpAnswer:
    """GET `url` and what it redirects to. Takes at most 3 seconds and raises nothing.

    clear: http on port 80 is allowed too; only the one source whose flag the person gave says so.
    """
    return _send(url, open_line, trust, clear=clear)


def post(url: str, body: bytes, open_line: Open, trust: Trust) -> HttpAnswer:
    """POST the XML in `body` to `url`. Takes at most 3 seconds and raises nothing.

    A redirect is the answer (its code, no body): whoever is pointed at must not learn the body unasked.
    """
    return _send(url, open_line, trust, content=body)


def _send(url: str, open_line: Open, trust: Trust, *, content: bytes | None = None,
          clear: bool = False) -> HttpAnswer:
    limit = Limit(FETCH_SECONDS)
    hops: list[str] = []
    try:
        while True:
            target = _allowed(url, hops, clear=clear)
            hops.append(url)
            status, location, body = _ask(target, open_line, trust, limit, content)
            if location is None or content is not None:
                return HttpAnswer("answered", status, tuple(hops), body)
            url = _without_query(_join(url, location), hops[0])
    except _Refused as refusal:
        return HttpAnswer("refused", None, tuple(hops), note=str(refusal))
    except Ended as end:
        outcome: HttpOutcome = ("timeout" if end.outcome in ("timeout", "silent") else
                                "refused" if end.outcome in _PRIVATE else "failed")
        tells_more = end.outcome == "nonsense" or end.note.startswith("dns-")
        return HttpAnswer(outcome, None, tuple(hops), note=end.note if tells_more else end.outcome)
    except TimeoutError:
        return HttpAnswer("timeout", None, tuple(hops), note="timeout")
    except (http.client.HTTPException, OSError, ValueError) as error:
        note = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
        return HttpAnswer("failed", None, tuple(hops), note=note)


class _Refused(Exception):
    """Our own rules forbid to go there."""


def _join(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise _Refused("redirect-to-nonsense") from None


def _without_query(url: str, first: str) -> str:
    """`url` without its query, where `first` had one and the redirect leaves the domain that was asked.

    We only ever send a query to tell an address, and that was for the domain alone (its `autoconfig.` host).
    """
    asked, target = urlsplit(first), urlsplit(url)
    domain = (asked.hostname or "").partition(".")[2]
    if not asked.query or target.hostname == domain or (target.hostname or "").endswith("." + domain):
        return url
    return target._replace(query="", fragment="").geturl()


def _allowed(url: str, hops: list[str], *, clear: bool = False) -> SplitResult:
    """`url` in parts, if policy lets us ask it: https, port 443, a name, no login, no ring."""
    start = "redirect-to" if hops else "url"
    if len(hops) > MAX_REDIRECTS:
        raise _Refused("too-many-redirects")
    try:
        target = urlsplit(url)
        port = target.port
    except ValueError:
        raise _Refused(f"{start}-nonsense") from None
    if target.scheme != "https" and not (clear and target.scheme == "http"):
        raise _Refused(f"{start}-{target.scheme if target.scheme == 'http' else 'other-scheme'}")
    if "@" in target.netloc:
        raise _Refused(f"{start}-userinfo")
    if port not in (None, 443 if target.scheme == "https" else 80):
        raise _Refused(f"{start}-port")
    if not _HOST.fullmatch(target.hostname or ""):
        raise _Refused(f"{start}-address")      # an IP address, or nothing that DNS could know
    if url in hops:
        raise _Refused("redirect-loop")
    return target


def _ask(target: SplitResult, open_line: Open, trust: Trust, limit: Limit,
         content: bytes | None = None) -> tuple[int, str | None, bytes]:
    """Status, where to go instead (or None), body. content: POSTed where given."""
    host, secure = target.hostname or "", target.scheme == "https"
    path = quote((target.path or "/") + (f"?{target.query}" if target.query else ""), _PLAIN)
    with open_line(host, 443 if secure else 80, limit) as sock:
        limit.step(FETCH_SECONDS)
        with trust.secure(sock, host, limit) if secure else sock as line:
            connection = _Connection(line, host, limit)
            connection.request("GET" if content is None else "POST", path, content,
                               {"Host": host, **_HEADERS} | (_XML if content is not None else {}))
            with connection.getresponse() as response:
                return _read(response)


def _read(response: http.client.HTTPResponse) -> tuple[int, str | None, bytes]:
    if sum(len(name) + len(value) for name, value in response.headers.items()) > MAX_HEADERS:
        raise Ended("nonsense", "headers-too-large")
    location = response.headers.get("Location")
    if response.status in (301, 302, 303, 307, 308) and location:
        return response.status, location, b""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Ended("nonsense", "compressed")       # we asked for none, and unpack none: no gzip bombs
    body = bytearray()
    while part := response.read(16 * 1024):
        body += part
        if len(body) > MAX_BODY:
            raise Ended("nonsense", "body-too-large")
    if response.length:     # read() with a size says nothing where the line ended too soon
        raise http.client.IncompleteRead(bytes(body), response.length)
    return response.status, None, bytes(body)


class _Connection(http.client.HTTPConnection):
    """http.client over a line that we connected, and verified where it is https; it opens none itself."""

    auto_open = 0

    def __init__(self, line: socket.socket, host: str, limit: Limit) -> None:
        super().__init__(host)
        self.sock = line
        # http.client only calls it, with the socket first.
        self.response_class = functools.partial(_Response, limit)   # type: ignore[assignment]


class _Response(http.client.HTTPResponse):
    """http.client's reader, kept to the time limit: it allows each read its time, and so a drip for ever."""

    def __init__(self, limit: Limit, sock: socket.socket, method: str | None = None) -> None:
        super().__init__(sock, method=method)
        self.fp = io.BufferedReader(_Timed(sock, limit, self.fp))


class _Timed(io.RawIOBase):
    """The bytes of a socket for as long as the limit lasts."""

    def __init__(self, sock: socket.socket, limit: Limit, opened: io.BufferedIOBase) -> None:
        self._sock = sock
        self._limit = limit
        self._opened = opened   # keeps the socket open: http.client closes it before the body was read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:    # type: ignore[override]  # what io hands in
        self._sock.settimeout(self._limit.left())
        acknowledge_at_once(self._sock)
        return self._sock.recv_into(buffer)

    def close(self) -> None:
        self._opened.close()
        super().close()
