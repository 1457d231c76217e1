"""A small Internet made of dicts: what DNS, the web and the mail servers of a test answer."""

import time

from advisor.model.evidence import DnsAnswer, HttpAnswer, Tls, Visit

SAYS = {"imap": ("IMAP4REV1", "AUTH=PLAIN", "IDLE"), "pop3": ("USER", "UIDL", "TOP"),
        "smtp": ("AUTH PLAIN LOGIN", "SIZE 1000")}


class World:
    """A Network. dns: {"MX d.example": [records] or a DnsAnswer}; web: {url: body or an HttpAnswer};
    mail: {"imap.d.example:993": capabilities, an outcome, or None for the usual ones}.

    Everything else is absent, has no address, or refuses. slow: {question: seconds}.
    """

    def __init__(self, dns=None, web=None, mail=None, slow=None):
        self.dns, self.web, self.mail, self.slow = dns or {}, web or {}, mail or {}, slow or {}
        self.asked, self.posted = [], []

    def _ask(self, question):
        self.asked.append(question)
        time.sleep(self.slow.get(question, 0))

    def resolve(self, name, kind):
        self._ask(f"{kind} {name}")
        answer = self.dns.get(f"{kind} {name}", DnsAnswer("absent"))
        return answer if isinstance(answer, DnsAnswer) else DnsAnswer("found", tuple(answer))

    def fetch(self, url):
        self._ask(url)
        answer = self.web.get(url, HttpAnswer("failed", note="no-address"))
        return answer if isinstance(answer, HttpAnswer) else HttpAnswer("answered", 200, (url,), answer)

    def fetch_in_clear(self, url):
        return self.fetch(url)

    def post(self, url, body):
        self.posted.append((url, body))
        self._ask(f"POST {url}")
        answer = self.web.get(f"POST {url}", HttpAnswer("failed", note="no-address"))
        return answer if isinstance(answer, HttpAnswer) else HttpAnswer("answered", 200, (url,), answer)

    def visit(self, endpoint):
        where = f"{endpoint.host}:{endpoint.port}"
        self._ask(where)
        answer = self.mail.get(where, "refused")
        address = self.dns.get(f"A {endpoint.host}", ["192.0.2.11"])[0]
        if isinstance(answer, str):
            return Visit(endpoint, answer, address)
        said = answer or SAYS[endpoint.protocol]
        if endpoint.security == "plain":
            return Visit(endpoint, "spoke", address, None, "hello", said)
        tls = Tls("TLSv1.3", "AES128", "CA", endpoint.host, (endpoint.host,), "2030-01-01", 99)
        before = said if endpoint.security == "starttls" else None
        return Visit(endpoint, "spoke", address, tls, "hello", before, said)


def server(kind, protocol, host, port, socket, auth="password-cleartext", username="%EMAILADDRESS%"):
    """One server section of an autoconfig document."""
    return (f'<{kind}Server type="{protocol}"><hostname>{host}</hostname><port>{port}</port>'
            f"<socketType>{socket}</socketType><authentication>{auth}</authentication>"
            f"<username>{username}</username></{kind}Server>")


def document(*sections, domain="d.example"):
    """An autoconfig document with these sections; IMAP, POP3 and SMTP of the domain when none are given."""
    usual = (server("incoming", "imap", f"imap.{domain}", 993, "SSL"),
             server("incoming", "pop3", f"pop.{domain}", 995, "SSL"),
             server("outgoing", "smtp", f"smtp.{domain}", 465, "SSL"))
    return (f'<?xml version="1.0"?>\n<clientConfig version="1.1"><emailProvider id="{domain}">'
            f"<domain>{domain}</domain><displayName>{domain} mail</displayName>"
            f"{''.join(sections or usual)}</emailProvider></clientConfig>").encode()


def places(claims):
    """Claims in brief: `imap imap.d.example:993 tls`."""
    return [str(claim.endpoint) for claim in claims]
