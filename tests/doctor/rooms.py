"""Surroundings for the examinations, made by hand: a network where all is well, and what differs from it."""

import io

from advisor.doctor import Plan, Surroundings
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import DnsAnswer, Exchange, HttpAnswer, Tls, Visit
from advisor.ui.terminal import Terminal

SERVERS = tuple(Endpoint(*place) for place in (
    ("imap", "imap.p.example", 993, "tls"), ("pop3", "pop.p.example", 995, "tls"),
    ("smtp", "smtp.p.example", 465, "tls"), ("smtp", "smtp.p.example", 587, "starttls")))
PLAN = Plan("web.example", "x.invalid", "web.example", SERVERS, "P")
SECURE, CLEAR = "https://web.example/", "http://web.example/"
TLS = Tls("TLSv1.3", "AES128", "CA", "host", ("host",), "2030-01-01", 99)


def page(url, code=200, hops=None, note=""):
    """A page that was fetched."""
    return HttpAnswer("answered" if code == 200 else "failed", code, hops or (url,), note=note)


WELL = {"A web.example": DnsAnswer("found", ("192.0.2.1",)), "A x.invalid": DnsAnswer("absent"),
        SECURE: page(SECURE), CLEAR: page(CLEAR),
        **{str(server): Visit(server, "spoke", "192.0.2.1", TLS) for server in SERVERS}}


def terminal(**facts):
    """A terminal with these facts."""
    return Terminal(io.StringIO(), io.StringIO(), **{
        "interactive": True, "colours": True, "plain": False, "columns": 80, **facts})


def room(changes=(), plan=PLAN, **facts):
    """Surroundings where all is well, but for `changes`; None takes an answer away."""
    answers = {**WELL, **dict(changes)}
    exchanges = tuple(Exchange(asked, answer, 0, 1) for asked, answer in answers.items() if answer)
    return Surroundings(**{"terminal": terminal(), "plan": plan, "exchanges": exchanges if plan else (),
                           "resolvers": ("192.0.2.53",), "authorities": 3, **facts})


def visited(port, outcome):
    """A visit to the server on this port that ended like that."""
    server = next(one for one in SERVERS if one.port == port)
    return {str(server): Visit(server, outcome, "192.0.2.1")}
