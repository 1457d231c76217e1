"""How the sandbox's servers behave. The demo shows its best manners; a test asks for a particular bad one."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Manners:
    """Switches; the defaults are a provider without fault.

    imap, pop3, submission: the protocol is offered. starttls_only: nothing listens on 993, 995 and 465.
    tls_only: nothing listens on 143, 110 and 587. autoconfig: the https file is there. srv: the domain has
    SRV records (RFC 6186; a protocol that is not offered gets the target "."). certificate: what is wrong
    with it. greeting: `silent` says nothing at all, `turned-away` greets with BYE, -ERR and 554.

    idle, special_use, quota, move: IMAP extensions. uidl, top: POP3 commands. expire: days of POP3 EXPIRE,
    None for NEVER; with 0 a message that was retrieved is deleted at QUIT, as RFC 2449 section 6.7 allows.
    login_delay: announced in seconds, not enforced. quota_kb: size of the mailbox in KiB.
    max_message: largest message that is taken, in octets (SMTP SIZE, IMAP APPENDLIMIT).
    """

    imap: bool = True
    pop3: bool = True
    submission: bool = True
    starttls_only: bool = False
    tls_only: bool = False
    autoconfig: bool = True
    srv: bool = True
    certificate: Literal["good", "expired", "wrong-name", "untrusted"] = "good"
    greeting: Literal["normal", "silent", "turned-away"] = "normal"
    idle: bool = True
    special_use: bool = True
    quota: bool = True
    move: bool = True
    uidl: bool = True
    top: bool = True
    expire: int | None = None
    login_delay: int | None = None
    quota_kb: int = 51_200
    max_message: int = 10_485_760
