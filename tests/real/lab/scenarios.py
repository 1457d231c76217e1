"""The domains of the lab: what each of them publishes, and which mail host serves it.

Every domain shows one way in which providers differ: how they tell their settings, or what is wrong
with them.
"""

from dataclasses import dataclass, field

DNS, WEB, WEB6 = "192.0.2.53", "192.0.2.80", "2001:db8:80::80"
BLACK_HOLE, BLACK_HOLE6 = "192.0.2.250", "2001:db8:80::250"     # routed, never answers
COURIER, CYRUS = "192.0.2.22", "192.0.2.23"                     # other server programs than Dovecot
REFUSING = "192.0.2.251"                                        # answers every connection with a reset

USERS = ("alice", "bob", "carol")
PASSWORD = "s3cret-lab"
SEEDED = 5      # messages in each inbox at the start

AUTOCONFIG = "/mail/config-v1.1.xml"
WELL_KNOWN = "/.well-known/autoconfig/mail/config-v1.1.xml"


@dataclass(frozen=True)
class Host:
    """A mail host: its address, its Dovecot profile (see dovecot.py) and what its certificate is like."""

    address: str
    profile: str
    certificate: str = "good"       # good, expired, wrong-name
    address6: str | None = None


HOSTS = {
    "modern": Host("192.0.2.11", "modern", address6="2001:db8:80::11"),
    "starttls": Host("192.0.2.12", "starttls-only"),
    "tlsonly": Host("192.0.2.13", "tls-only"),
    "plain": Host("192.0.2.14", "plaintext"),
    "poponly": Host("192.0.2.15", "pop-only"),
    "imaponly": Host("192.0.2.16", "imap-only"),
    "expired": Host("192.0.2.17", "modern", certificate="expired"),
    "wrongname": Host("192.0.2.18", "modern", certificate="wrong-name"),
    "oldcaps": Host("192.0.2.19", "oldcaps"),
    "scram": Host("192.0.2.20", "scram"),
    "clear": Host("192.0.2.21", "noplain-clear"),
}


@dataclass(frozen=True)
class Domain:
    """A mail domain. host: key of HOSTS, or None. records: (owner, "TYPE data").

    web: (scheme, name, path) -> body.
    """

    host: str | None
    records: tuple[tuple[str, str], ...]
    web: dict[tuple[str, str, str], str] = field(default_factory=dict)


def _server(tag, protocol, host, port, inside=""):
    return (f'<{tag} type="{protocol}"><hostname>{host}</hostname><port>{port}</port>'
            "<socketType>SSL</socketType><authentication>password-cleartext</authentication>"
            f"<username>%EMAILADDRESS%</username>{inside}</{tag}>\n")


def client_config(domain, pop=None):
    """An autoconfig file for `domain` whose servers are imap. and smtp. below it, and `pop`."""
    body = _server("incomingServer", "imap", "imap." + domain, 993)
    if pop:
        body += _server("incomingServer", "pop3", pop, 995,
                        "<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer>"
                        "<daysToLeaveMessagesOnServer>30</daysToLeaveMessagesOnServer></pop3>")
    body += _server("outgoingServer", "smtp", "smtp." + domain, 465)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<clientConfig version="1.1">\n'
            f'<emailProvider id="{domain}"><domain>{domain}</domain>\n'
            f"<displayName>{domain} Mail</displayName>\n{body}</emailProvider>\n</clientConfig>\n")


def _services(host, imap=True, pop=True):
    """SRV records (RFC 6186, RFC 8314): both forms of each service, or the target "." where there is none."""
    def offered(yes, first, second, tls_port, port, service):
        if not yes:
            return [(f"_{service}s._tcp", "SRV 0 0 0 ."), (f"_{service}._tcp", "SRV 0 0 0 .")]
        return [(f"_{service}s._tcp", f"SRV {first} 1 {tls_port} {host}."),
                (f"_{service}._tcp", f"SRV {second} 1 {port} {host}.")]

    return [*offered(True, 0, 10, 465, 587, "submission"), *offered(imap, 0, 10, 993, 143, "imap"),
            *offered(pop, 20, 30, 995, 110, "pop3")]


DOMAINS: dict[str, Domain] = {}


def _domain(name, host, *records, names="", mx="mx", web=None):
    """Add a domain: `names` are its hosts (all lead to the mail host), `mx` the label of its MX."""
    here = [("@", f"MX 10 {mx if '.' in mx else mx + '.' + name}.")]
    if host:
        labels = names.split() + ([] if "." in mx or mx in names.split() else [mx])
        here += [(label, f"A {HOSTS[host].address}") for label in labels]
    DOMAINS[name] = Domain(host, (*here, *records), web or {})


# Everything is published: autoconfig host, .well-known, SRV, MX and the usual names.
_d = "full.example"
_domain(_d, "modern", ("@", f"A {WEB}"), ("autoconfig", f"A {WEB}"),
        ("imap", f"AAAA {HOSTS['modern'].address6}"), *_services("mail." + _d), names="imap pop smtp mail",
        web={("https", "autoconfig." + _d, AUTOCONFIG): client_config(_d, pop="pop." + _d),
             ("https", _d, WELL_KNOWN): client_config(_d)})
# Only the .well-known URL.
_d = "wellknown.example"
_domain(_d, "modern", ("@", f"A {WEB}"), names="imap smtp",
        web={("https", _d, WELL_KNOWN): client_config(_d)})
# Autoconfig over http alone, which anybody on the way could have written.
_d = "httponly.example"
_domain(_d, "modern", ("autoconfig", f"A {WEB}"), names="imap smtp",
        web={("http", "autoconfig." + _d, AUTOCONFIG): client_config(_d)})
# SRV records alone, and a host that nobody would guess.
_d = "srvonly.example"
_domain(_d, "modern", *_services("post7." + _d), mx="post7")
# SRV says that there is POP3 and no IMAP.
_d = "popsrv.example"
_domain(_d, "poponly", *_services("pop." + _d, imap=False), names="pop smtp")
# Hosted elsewhere: the MX leads to a provider with autoconfig.
_domain("hosted.example", "modern", mx="mx1.in.bighost.example")
_d = "bighost.example"
_domain(_d, "modern", ("autoconfig", f"A {WEB}"), names="imap smtp mx1.in", mx="mx1.in." + _d,
        web={("https", "autoconfig." + _d, AUTOCONFIG): client_config(_d)})
# Nothing published; usual names, in various states.
_domain("guess.example", "modern", names="imap pop smtp")
for _key in ("starttls", "tlsonly", "plain", "expired", "wrongname", "oldcaps", "scram", "clear"):
    _domain(_key + ".example", _key, mx="mail")
_domain("imaponly.example", "imaponly", *_services("mail.imaponly.example", pop=False), mx="mail")
# Known to the provider database alone (the lab has its own under every name that clients ask).
_d = "ispdb.example"
_domain(_d, "modern", names="imap smtp", web={
    ("https", *where): client_config(_d) for where in (
        ("live.thunderbird.net", "/autoconfig/v1.1/" + _d),
        ("autoconfig.thunderbird.net", "/v1.1/" + _d), ("v1.ispdb.net", "/" + _d))})
# The autoconfig host and the bare domain never answer.
_domain("slow.example", "modern", ("@", f"A {BLACK_HOLE}"), ("autoconfig", f"A {BLACK_HOLE}"),
        names="imap smtp")
# The IMAP host has an IPv6 address that leads nowhere.
_d = "broken6.example"
_domain(_d, "modern", ("imap", f"AAAA {BLACK_HOLE6}"), *_services("imap." + _d, pop=False), names="imap smtp")
# Mail is received, and cannot be read anywhere.
_domain("none.example", None, ("mx", f"A {REFUSING}"))
# Courier and Cyrus for IMAP and POP3; nothing published, the usual names.
for _d, _key in (("courier.example", COURIER), ("cyrus.example", CYRUS)):
    _domain(_d, None, ("imap", f"A {_key}"), ("pop", f"A {_key}"), ("mx", f"A {REFUSING}"))
# The autoconfig file is broken.
_d = "badxml.example"
_domain(_d, "modern", ("autoconfig", f"A {WEB}"), names="imap smtp",
        web={("https", "autoconfig." + _d, AUTOCONFIG): "<clientConfig><oops>"})

DATABASES = ("live.thunderbird.net", "autoconfig.thunderbird.net", "v1.ispdb.net")


def names_of(host):
    """All names that lead to a mail host: what its certificate has to cover."""
    record = f"A {HOSTS[host].address}"
    return sorted(f"{owner}.{name}" for name, domain in DOMAINS.items()
                  for owner, data in domain.records if data == record)


def users_of(host):
    """The addresses of everybody with a mailbox on this host."""
    return [f"{user}@{name}" for name, domain in DOMAINS.items() if domain.host == host for user in USERS]


def web_files():
    """Everything on the web, by (scheme, name, path)."""
    return {where: body for domain in DOMAINS.values() for where, body in domain.web.items()}


def zones():
    """The zone files: one for each domain, the provider databases, and an empty root."""
    records = {name: domain.records for name, domain in DOMAINS.items()}
    records |= {name: (("@", f"A {WEB}"),) for name in DATABASES}
    records["."] = ()
    return {name: "\n".join([
        f"$ORIGIN {name.rstrip('.')}.", "$TTL 60",
        "@ SOA ns.lab.invalid. root.lab.invalid. 1 3600 600 86400 5", "@ NS ns.lab.invalid.",
        *(f"{owner} {data}" for owner, data in rows)]) + "\n" for name, rows in records.items()}
