"""Domains as they are in the wild, and what a run must find for each of them."""

from tests.world import World, document, server

D = "d.example"
AC = "https://autoconfig.{}/mail/config-v1.1.xml"
WK = "https://{}/.well-known/autoconfig/mail/config-v1.1.xml"
DB = "https://autoconfig.thunderbird.net/v1.1/{}"


def a(*labels):
    """Addresses for these names in the domain, all of the same host."""
    return {f"A {label}.{D}": ["192.0.2.1"] for label in labels}


def srv(**services):
    """`imaps="mail:993"` as SRV records; "." denies the service."""
    return {f"SRV _{service}._tcp.{D}": ["0 0 0 ." if where == "." else
                                         f"0 1 {where.partition(':')[2]} {where.partition(':')[0]}.{D}"]
            for service, where in services.items()}


def mail(*where, outcome=None):
    """Servers in the domain, as `imap:993`, that speak, or end every visit with `outcome`."""
    return {f"{one.partition(':')[0]}.{D}:{one.partition(':')[2]}": outcome for one in where}


def tls(imap=None, pop3=None, smtp=None):
    """What is expected: names in the domain, on the ports of implicit TLS."""
    return {protocol: f"{host}.{D}:{port} tls" for protocol, host, port in (
        ("imap", imap, 993), ("pop3", pop3, 995), ("smtp", smtp, 465)) if host}


def one_server(kind, protocol, host, port, socket):
    return {AC.format(D): document(server(kind, protocol, f"{host}.{D}", port, socket))}


NO_POP3 = srv(pop3s=".", pop3=".")
ALL = ("imap:993", "pop:995", "smtp:465")
SCENARIOS = {
    "everything": (
        World({**a("imap", "pop", "smtp", "mail"), **srv(imaps="mail:993", submissions="mail:465"),
               f"MX {D}": [f"10 mx.{D}"]}, {AC.format(D): document()}, mail(*ALL, "mail:993", "mail:465")),
        tls("imap", "pop", "smtp")),
    "well-known": (
        World({}, {WK.format(D): document()}, mail("imap:993", "smtp:465")), tls("imap", None, "smtp")),
    "srv only": (
        World(srv(imaps="post7:993", submission="post7:465", pop3s="post7:995"), {},
              mail("post7:993", "post7:995", "post7:465")), tls("post7", "post7", "post7")),
    "POP3 only": (
        World({**a("pop", "imap"), **srv(imaps=".", imap=".", pop3s="pop:995", submissions="pop:465")}, {},
              mail("pop:995", "pop:465", "imap:993")), tls(None, "pop", "pop")),
    "IMAP without POP3": (
        World({**a("mail"), **NO_POP3, **srv(imaps="mail:993", submissions="mail:465")}, {},
              mail("mail:993", "mail:465", "mail:995")), tls("mail", None, "mail")),
    "database": (
        World(a("imap", "smtp"), {DB.format(D): document()}, mail("imap:993", "smtp:465")),
        tls("imap", None, "smtp")),
    "guesses": (World(a("imap", "pop", "smtp"), {}, mail(*ALL)), tls("imap", "pop", "smtp")),
    "STARTTLS only": (
        World(a("mail"), {}, mail("mail:143", "mail:110", "mail:587")),
        {protocol: f"mail.{D}:{port} starttls" for protocol, port in (
            ("imap", 143), ("pop3", 110), ("smtp", 587))}),
    "a broken document": (
        World(a("imap", "smtp"), {AC.format(D): b"<clientConfig><oops>"}, mail("imap:993", "smtp:465")),
        tls("imap", None, "smtp")),
    "the document names a dead host": (
        World(a("imap", "smtp"), one_server("incoming", "imap", "old", 993, "SSL"),
              mail("imap:993", "smtp:465")),
        tls("imap", None, "smtp")),
    "the document says plain, the host can do better": (
        World({}, one_server("incoming", "pop3", "pop", 110, "plain"), mail("pop:110", "pop:995")),
        tls(None, "pop")),
    "bad certificates": (
        World(a("mail"), {}, mail("mail:993", "mail:465", "mail:143", outcome="certificate-expired")), {}),
    "no encryption": (
        World(a("mail"), {}, mail("mail:143", "mail:110", "mail:587", outcome="no-starttls")), {}),
    "nothing": (World({f"MX {D}": [f"10 mx.{D}"]}), {})}
