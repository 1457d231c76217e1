"""What the demo's name server knows: the records of demo.example, and where its hosts seem to be.

The addresses are loopback addresses on which nothing needs to listen: `Sandbox.dial` maps them, with the
standard ports, to the ports that the servers really have.
"""

from collections.abc import Mapping

from advisor.model.endpoint import USUAL_PORTS, Protocol, Security
from advisor.sandbox.manners import Manners

DOMAIN = "demo.example"
MAIL_ADDRESS = "127.0.0.25"
WEB_ADDRESS = "127.0.0.80"
AUTOCONFIG_HOST = f"autoconfig.{DOMAIN}"
HOSTS: dict[Protocol, str] = {
    "imap": f"imap.{DOMAIN}", "pop3": f"pop.{DOMAIN}", "smtp": f"smtp.{DOMAIN}"}

# RFC 6186 section 3 and RFC 8314 section 5.1.
SERVICES: dict[str, tuple[Protocol, Security]] = {
    "_imaps": ("imap", "tls"), "_imap": ("imap", "starttls"),
    "_pop3s": ("pop3", "tls"), "_pop3": ("pop3", "starttls"),
    "_submissions": ("smtp", "tls"), "_submission": ("smtp", "starttls"),
}

Records = dict[str, dict[str, tuple[str, ...]]]


def offered(manners: Manners) -> tuple[tuple[Protocol, Security], ...]:
    """The protocols that the servers speak, and how each line is protected; TLS first."""
    protocols: dict[Protocol, bool] = {
        "imap": manners.imap, "pop3": manners.pop3, "smtp": manners.submission}
    return tuple(
        (protocol, security) for protocol, security in SERVICES.values()
        if protocols[protocol] and not (manners.starttls_only if security == "tls" else manners.tls_only))


def records(manners: Manners, more: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Records:
    """All names with their records by type, in presentation form; `more` goes over them."""
    table: Records = {
        DOMAIN: {"MX": (f"10 mail.{DOMAIN}.",), "A": (WEB_ADDRESS,),
                 "NS": (f"ns.{DOMAIN}.",), "TXT": ('"v=spf1 mx -all"',)},
        f"ns.{DOMAIN}": {"A": ("127.0.0.53",)},
        f"mail.{DOMAIN}": {"A": (MAIL_ADDRESS,)},
    }
    if manners.autoconfig:
        table[AUTOCONFIG_HOST] = {"A": (WEB_ADDRESS,)}
    speaks = offered(manners)
    for protocol, host in HOSTS.items():
        if any(protocol == offer for offer, _ in speaks):
            table[host] = {"A": (MAIL_ADDRESS,)}
    if manners.srv:
        for service, (protocol, security) in SERVICES.items():
            offer = f"0 1 {USUAL_PORTS[protocol, security]} {HOSTS[protocol]}."
            # RFC 6186 section 3.4: a target of "." says that the service is not there.
            table[f"{service}._tcp.{DOMAIN}"] = {
                "SRV": (offer if (protocol, security) in speaks else "0 0 0 .",)}
    for name, kinds in more.items():
        known = table.setdefault(name.lower().rstrip("."), {})
        known.update({kind.upper(): tuple(values) for kind, values in kinds.items()})
    return table
