"""Households and servers that no rule was made for, each read once by a careful person: who has which
devices, what the server says, and what the advice has to be.

The evidence is made as a run makes it: servers are visited in a small Internet of the tests, and providers
are those of our own profiles.
"""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

from advisor import discovery
from advisor.address import parse
from advisor.model.household import Device, Household, Wishes
from advisor.reach import Reach
from tests.vectors.looking import look
from tests.world import World, document, server

DOMAIN = "d.test"
ADDRESS = f"ana@{DOMAIN}"
IMAP = ("IMAP4REV1", "AUTH=PLAIN", "IDLE", "SPECIAL-USE", "QUOTA", "MOVE", "UIDPLUS")
OLD_IMAP = ("IMAP4REV1", "AUTH=PLAIN")
POP3 = ("USER", "UIDL", "TOP", "SASL PLAIN")
SMTP = ("AUTH PLAIN LOGIN", "SIZE 52428800")


@functools.cache
def served(imap=IMAP, pop3=POP3, smtp=SMTP, plain=()):
    """Evidence of a provider whose servers announce this; None: there is no such server.

    plain: protocols that are offered only without encryption.
    """
    said = {"imap": imap, "pop3": pop3, "smtp": smtp}
    ports = {"imap": (993, 143), "pop3": (995, 110), "smtp": (465, 587)}
    sections, dns, mail = [], {}, {}
    for protocol, words in said.items():
        if words is None:
            continue
        host, (tls, clear) = f"{protocol}.{DOMAIN}", ports[protocol]
        dns[f"A {host}"] = ["192.0.2.7"]
        port, socket = (clear, "plain") if protocol in plain else (tls, "SSL")
        mail[f"{host}:{port}"] = "no-starttls" if protocol in plain else words
        kind = "outgoing" if protocol == "smtp" else "incoming"
        sections.append(server(kind, protocol, host, port, socket))
    page = f"https://autoconfig.{DOMAIN}/mail/config-v1.1.xml"
    return look(World(dns, {page: document(*sections, domain=DOMAIN)}, mail)).evidence


@functools.cache
def known(address):
    """Evidence of a provider that we know, as `discover --offline` has it."""
    return discovery.run(parse(address), Reach(offline=True))


def desktop(client="thunderbird", name="Office PC", **changes):
    return Device(name, "desktop", client, **{"stays": True, **changes})


def laptop(client="thunderbird", name="Laptop", **changes):
    return Device(name, "laptop", client, **{"stays": False, **changes})


def phone(client="gmail-app", name="Phone", **changes):
    return Device(name, "phone", client, **{"stays": False, **changes})


def nas(client="mbsync", name="NAS", **changes):
    return Device(name, "server", client, **{"stays": True, **changes})


def home(*devices, address=ADDRESS, **wishes):
    return Household(address, devices, "Ana", "en", Wishes(**wishes))


NO_UIDL, EXPIRE_0 = ("USER", "TOP"), ("USER", "UIDL", "TOP", "EXPIRE 0")
BIG = {"quota_mb": 20000, "used_mb": 3000, "monthly_mb": 150}
SMALL = {"quota_mb": 500, "used_mb": 350, "monthly_mb": 40}
REMOVES = {"today": "pop3-remove"}


class Case(NamedTuple):
    """evidence: how to get it. modes: one a device, None where nothing is set up.

    has, lacks: findings that must, and must not, be there. copy: who carries it. steps: first words of the
    steps of a move, in order.
    """

    evidence: Callable[[], Any]
    home: Household
    modes: tuple[str | None, ...]
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    copy: str | None = None
    steps: tuple[str, ...] = ()


IMAP_2, IMAP_3 = ("imap",) * 2, ("imap",) * 3
MOVE = ("export", "pause-old", "add-imap")
STAY = ("export", "keep-setting", "try-keep")

CASES = {
    "a good provider, nothing wished for": Case(
        served, home(desktop(), laptop(), phone()), IMAP_3, ("consistent-everywhere", "no-local-copy")),
    "a good provider, a copy of the inbox": Case(
        served, home(desktop(), laptop(), phone(), backup="inbox", **BIG), ("pop3-keep", "imap", "imap"),
        ("pop-copy-lacks-sent", "sent-stays-here"), ("single-copy",), "Office PC"),
    "no UIDL beside IMAP": Case(
        lambda: served(pop3=NO_UIDL), home(desktop(), phone(), backup="inbox"), ("imap-offline", "imap"),
        ("no-local-copy", "mirror-is-not-backup")),
    "no UIDL, POP3 only, one device": Case(
        lambda: served(imap=None, pop3=NO_UIDL), home(desktop("outlook-classic")), ("pop3-remove",),
        ("single-copy", "provider-lacks-imap")),
    "no UIDL, POP3 only, three devices": Case(
        lambda: served(imap=None, pop3=NO_UIDL), home(desktop(), laptop(), phone("k9")),
        ("pop3-remove", None, None), ("single-copy", "program-cannot"), ("two-removers",)),
    "EXPIRE 0 beside IMAP": Case(
        lambda: served(pop3=EXPIRE_0), home(desktop(), phone(), backup="inbox"), ("imap-offline", "imap"),
        ("no-local-copy",)),
    "EXPIRE 0, POP3 only": Case(
        lambda: served(imap=None, pop3=EXPIRE_0), home(desktop(), phone("k9")), ("pop3-remove", None),
        ("single-copy", "program-cannot")),
    "EXPIRE 30, POP3 only": Case(
        lambda: served(imap=None, pop3=(*POP3, "EXPIRE 30")), home(desktop(), phone("fairemail")),
        ("pop3-keep", "pop3-keep"), ("server-decides-pop",), ("program-cannot",), "Office PC"),
    "EXPIRE 30 beside IMAP": Case(
        lambda: served(pop3=(*POP3, "EXPIRE 30")), home(desktop(), phone(), backup="inbox"),
        ("imap-offline", "imap"), ("no-local-copy",), ("server-decides-pop",)),
    "POP3 only, and a phone that knows only IMAP": Case(
        lambda: served(imap=None), home(desktop(), phone(), backup="inbox"), ("pop3-keep", None),
        ("program-cannot",), copy="Office PC"),
    "POP3 only, asks for patience": Case(
        lambda: served(imap=None, pop3=(*POP3, "LOGIN-DELAY 900")),
        home(desktop(), laptop("outlook-classic")), ("pop3-keep", "pop3-keep"), ("poll-limit",), (),
        "Office PC"),
    "IMAP only, a copy of everything": Case(
        lambda: served(pop3=None), home(desktop(), phone(), backup="everything"), ("imap-offline", "imap"),
        ("no-local-copy", "mirror-is-not-backup")),
    "IMAP of the old kind": Case(
        lambda: served(imap=OLD_IMAP, pop3=None), home(desktop("claws-mail"), phone("k9")), IMAP_2),
    "IMAP without encryption": Case(
        lambda: served(plain=("imap",)), home(desktop(), phone("samsung-email")), ("pop3-keep", "pop3-keep"),
        ("plaintext", "provider-lacks-imap"), copy="Office PC"),
    "POP3 without encryption": Case(
        lambda: served(plain=("pop3",)), home(desktop(), phone(), backup="inbox"), ("imap-offline", "imap"),
        ("plaintext", "no-local-copy")),
    "Gmail, Outlook took everything": Case(
        lambda: known("ana@gmail.com"),
        home(desktop("outlook-classic", **REMOVES), phone(), address="ana@gmail.com", backup="inbox"),
        ("pop3-keep", "imap"), ("server-decides-pop", "must-enable", "old-mail-only-here"),
        ("fetched-looks-read",), "Office PC", ("export", "keep-setting-web", "try-keep")),
    "Gmail, phones only": Case(
        lambda: known("ana@gmail.com"), home(phone(), phone(name="Tablet"), address="ana@gmail.com"), IMAP_2,
        ("oauth-or-app-password",), ("must-enable",)),
    "Outlook.com with classic programs": Case(
        lambda: known("ana@outlook.es"),
        home(desktop("outlook-classic"), laptop("claws-mail"), phone("outlook-mobile"),
             address="ana@outlook.es"), IMAP_3, ("oauth-or-app-password", "cloud-sync")),
    "Yahoo, not asked yet": Case(
        lambda: known("ana@yahoo.es"),
        home(desktop(), phone("samsung-email"), address="ana@yahoo.es", backup="inbox"),
        ("imap-offline", "imap"), ("no-local-copy",)),
    "iCloud has no POP3": Case(
        lambda: known("ana@icloud.com"),
        home(desktop("apple-mail", "iMac"), phone("apple-mail", "iPhone"), address="ana@icloud.com",
             backup="inbox"), IMAP_2, ("no-local-copy", "oauth-or-app-password")),
    "GMX": Case(
        lambda: known("ana@gmx.net"), home(desktop(), phone(), address="ana@gmx.net"), IMAP_2,
        ("must-enable",)),
    "IONOS": Case(lambda: known("ana@online.de"), home(desktop(), phone(), address="ana@online.de"), IMAP_2),
    "Movistar, Outlook took everything": Case(
        lambda: known("ana@movistar.es"),
        home(desktop("outlook-classic", "PC de casa", **REMOVES), phone(name="Móvil"),
             address="ana@movistar.es"), IMAP_2, ("migrate-pop-to-imap",), steps=MOVE),
    "one mailbox, several people": Case(
        served, home(desktop(name="Counter"), desktop("outlook-classic", "Back office"), phone(),
                     shared=True), IMAP_3, ("shared-mailbox", "consistent-everywhere")),
    "only a laptop that travels": Case(
        served, home(laptop(connection="offline"), backup="inbox"), ("pop3-keep",),
        ("backup-on-fixed-device",), ("single-copy",), "Laptop"),
    "only a laptop, to be read offline": Case(
        served, home(laptop(connection="offline"), offline=True), ("imap-offline",), (), ("not-offline",)),
    "five phones": Case(
        served, home(*(phone("apple-mail" if n % 2 else "gmail-app", f"Phone {n}") for n in range(1, 6)),
                     backup="inbox"), ("imap",) * 5, ("no-local-copy",)),
    "only a phone": Case(served, home(phone(), backup="inbox"), ("imap",), ("no-local-copy",)),
    "a NAS that archives": Case(
        served, home(desktop(), phone(), nas(), backup="everything"),
        ("imap-offline", "imap", "imap-offline"), ("backup-on-fixed-device",), ("no-local-copy",), "NAS"),
    "a NAS with getmail": Case(
        served, home(desktop(), phone(), nas("getmail"), backup="everything"),
        ("imap-offline", "imap", "imap-offline"), (), ("no-local-copy",), "NAS"),
    "a NAS and only the inbox": Case(
        served, home(laptop(), phone(), nas(), backup="inbox"), ("imap", "imap", "imap-offline"), (),
        ("no-local-copy",), "NAS"),
    "a metered line": Case(
        served, home(desktop(), phone(connection="metered"), laptop(connection="metered"), offline=True,
                     **BIG), ("imap-offline", "imap", "imap"), ("metered", "not-offline"),
        ("full-download",)),
    "mail off the server, one computer": Case(
        served, home(desktop(), keep_off_server=True), ("pop3-keep-days",), ("single-copy",),
        ("mail-stays-on-server",), "Office PC"),
    "mail off the server, two devices": Case(
        served, home(desktop(), phone(), keep_off_server=True), IMAP_2, ("mail-stays-on-server",)),
    "mail off the server, only a phone": Case(
        served, home(phone("k9"), keep_off_server=True), ("imap",), ("mail-stays-on-server",)),
    "a small mailbox, one computer": Case(
        served, home(desktop(), **SMALL), ("pop3-keep-days",), ("small-quota-single-device", "single-copy"),
        ("mailbox-fills",), "Office PC"),
    "a small mailbox, two devices": Case(
        served, home(desktop(), phone(), backup="inbox", **SMALL), ("pop3-keep", "imap"),
        ("mailbox-fills",), ("single-copy",), "Office PC"),
    "a full mailbox": Case(
        served, home(desktop(), phone(), quota_mb=1000, used_mb=1000, monthly_mb=30), IMAP_2,
        ("mailbox-fills",)),
    "the size is not known": Case(
        served, home(desktop(), phone(), monthly_mb=100), IMAP_2, (), ("mailbox-fills",)),
    "only the size is known": Case(
        served, home(desktop(), phone(), quota_mb=2000), IMAP_2, ("mailbox-fills",)),
    "Outlook took everything, now a phone": Case(
        served, home(desktop("outlook-classic", **REMOVES), phone()), IMAP_2, ("migrate-pop-to-imap",),
        steps=MOVE),
    "Outlook took everything, and a copy is wished for": Case(
        served, home(desktop("outlook-classic", **REMOVES), phone(), backup="inbox"), ("pop3-keep", "imap"),
        ("old-mail-only-here",), copy="Office PC", steps=STAY),
    "two computers took mail until today": Case(
        served, home(desktop("outlook-classic", **REMOVES), laptop("thunderbird", **REMOVES),
                     phone(today="pop3-keep"), backup="inbox"), ("pop3-keep", "imap", "imap"),
        ("old-mail-only-here", "migrate-pop-to-imap"), ("two-removers",), "Office PC", STAY),
    "one computer that took mail, and stays alone": Case(
        served, home(desktop("outlook-classic", **REMOVES)), ("imap",), ("migrate-pop-to-imap",), steps=MOVE),
    "a phone with POP3 today": Case(
        served, home(desktop(today="imap"), phone("k9", today="pop3-keep")), IMAP_2, ("migrate-pop-to-imap",),
        steps=("pause-phone", "add-imap", "compare")),
    "a remover for which nothing is set up": Case(
        lambda: served(imap=None, pop3=NO_UIDL), home(desktop(), laptop(**REMOVES)), ("pop3-remove", None),
        ("old-mail-only-here",), ("two-removers",), steps=("export", "stop-fetching")),
    "a kiosk": Case(
        served, home(Device("Library", "shared", "thunderbird", True), phone(), backup="inbox"), IMAP_2,
        ("no-local-copy",), ("copy-on-shared-computer",)),
    "a copy of everything, and nothing stays": Case(
        served, home(laptop(), phone(), backup="everything"), ("imap-offline", "imap"), ("no-local-copy",)),
    "one desktop, a copy of everything": Case(
        served, home(desktop(), backup="everything"), ("pop3-keep",), ("pop-copy-lacks-sent",),
        copy="Office PC"),
    "new Outlook and privacy": Case(
        served, home(desktop("outlook-new"), phone("outlook-mobile")), IMAP_2, ("cloud-sync",)),
    "twelve devices": Case(
        served, home(
            desktop(), desktop("outlook-classic", "PC 2"), desktop("evolution", "PC 3"), laptop(),
            laptop("outlook-new", "Laptop 2"), laptop("apple-mail", "MacBook"), phone(),
            phone("apple-mail", "iPhone"), phone("k9", "Phone 3"),
            Device("iPad", "tablet", "apple-mail", False), nas(),
            Device("Kiosk", "shared", "thunderbird", True), backup="everything", **BIG),
        (*("imap-offline",) * 3, *("imap",) * 7, "imap-offline", "imap"), ("cloud-sync",),
        ("copy-on-shared-computer", "no-local-copy"), "NAS"),
    "the person insists twice": Case(
        served, home(desktop(mode="pop3-remove"), laptop(mode="pop3-remove"), phone("k9")),
        ("pop3-remove", "pop3-remove", "imap"), ("removed-from-server", "single-copy", "two-removers")),
    "the person insists": Case(
        served, home(desktop(), laptop(mode="pop3-remove"), phone("k9"), backup="inbox"),
        ("pop3-keep", "pop3-remove", "imap"), ("removed-from-server", "single-copy"), copy="Office PC"),
}
