"""The demo's web server: one autoconfig file over https, and 404 for everything else.

The file is in the format of Thunderbird's autoconfig (config-v1.1.xml). It is served for
autoconfig.demo.example only, as a provider would.
"""

import ssl
from collections.abc import Callable
from xml.sax.saxutils import escape

from advisor.model.endpoint import USUAL_PORTS, Protocol, Security
from advisor.sandbox.conversation import Conversation, TooLong

PATH = "/mail/config-v1.1.xml"
MOST_HEADERS = 100
_SOCKET_TYPE: dict[Security, str] = {"tls": "SSL", "starttls": "STARTTLS", "plain": "plain"}


def server(context: ssl.SSLContext, host: str, document: bytes | None) -> Callable[[Conversation], None]:
    """What serves a caller: `document` at PATH of `host`, 404 elsewhere (and everywhere if it is None)."""

    def serve(conversation: Conversation) -> None:
        conversation.start_tls(context)
        try:
            line = conversation.read_line().decode("latin-1").split()
            headers = _headers(conversation)
        except TooLong:
            conversation.write(_answer("431 Request Header Fields Too Large"))
            return
        if len(line) != 3 or not line[2].startswith("HTTP/1.") or headers is None:
            conversation.write(_answer("400 Bad Request"))
            return
        method, target, _ = line
        asked = headers.get("host", "").lower().partition(":")[0]
        if method not in ("GET", "HEAD"):
            conversation.write(_answer("405 Method Not Allowed", more="Allow: GET, HEAD\r\n"))
        elif document is None or asked != host or target.partition("?")[0] != PATH:
            conversation.write(_answer("404 Not Found", b"There is nothing here.\n", method == "HEAD"))
        else:
            conversation.write(_answer("200 OK", document, method == "HEAD", kind="text/xml"))

    return serve


def autoconfig(domain: str, hosts: dict[Protocol, str],
               offered: tuple[tuple[Protocol, Security], ...]) -> bytes:
    """The autoconfig file for `domain` with the servers that are offered."""
    servers = []
    for protocol, security in sorted(offered, key=lambda offer: offer[0]):     # imap, pop3, smtp
        element = "outgoingServer" if protocol == "smtp" else "incomingServer"
        servers.append(f"""\
    <{element} type="{protocol}">
      <hostname>{escape(hosts[protocol])}</hostname>
      <port>{USUAL_PORTS[protocol, security]}</port>
      <socketType>{_SOCKET_TYPE[security]}</socketType>
      <username>%EMAILADDRESS%</username>
      <authentication>password-cleartext</authentication>
    </{element}>
""")
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="{escape(domain)}">
    <domain>{escape(domain)}</domain>
    <displayName>Demo provider</displayName>
    <displayShortName>Demo</displayShortName>
{"".join(servers)}  </emailProvider>
</clientConfig>
""".encode()


def _headers(conversation: Conversation) -> dict[str, str] | None:
    headers: dict[str, str] = {}
    for _ in range(MOST_HEADERS):
        line = conversation.read_line().decode("latin-1").rstrip("\r\n")
        if not line:
            return headers
        name, colon, value = line.partition(":")
        if not colon:
            return None
        headers[name.strip().lower()] = value.strip()
    return None


def _answer(status: str, body: bytes = b"", head_only: bool = False, *,
            kind: str = "text/plain", more: str = "") -> bytes:
    head = (f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n{more}"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n")
    return head.encode() + (b"" if head_only else body)
