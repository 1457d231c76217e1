"""Ready-made mail programs, devices in a mode, and whole plans, for the tests of advice."""

from advisor.consequences import Seat, Shape, Whole
from advisor.model.client import Client
from advisor.model.household import Device
from advisor.modes import POP3_MODES, access
from tests.samples import household, picture


def client(id="thunderbird", **changes):
    """A mail program that can do everything, unless told otherwise."""
    return Client(**{
        "id": id, "name": id.title(), "kinds": ("desktop",), "platforms": ("linux",),
        "protocols": ("imap", "pop3", "smtp"), "oauth2": True, "sources": ("made up",),
        "pop3_modes": POP3_MODES, "pop3_default": "keeps", "imap_offline": True, **changes})


CLIENTS = {"thunderbird": client(), "outlook-classic": client("outlook-classic"),
           "generic": client("generic", imap_offline=False),
           "imap-only": client("imap-only", protocols=("imap", "smtp"), pop3_modes=()),
           "pop3-only": client("pop3-only", protocols=("pop3", "smtp"), imap_offline=False),
           "remover": client("remover", protocols=("pop3", "smtp"), pop3_modes=("pop3-remove",),
                             imap_offline=False),
           "no-oauth": client("no-oauth", oauth2=False)}


def seat(mode, *, kind="desktop", stays=True, program=None, company=True, view=None, days=14, wishes=None,
         **device):
    """One device in `mode`; wishes: those of the household."""
    program = program or CLIENTS["thunderbird"]
    view = view or picture()
    owned = Device(**{"name": "Office PC", "kind": kind, "client": program.id, "stays": stays, **device})
    return Seat(owned, 1, mode, program, access(view, program), company, household(owned, **(wishes or {})),
                view, days)


def whole(*devices, shape=None, view=None, **wishes):
    """A plan as a whole. devices: those of the household; shape: as the consequence shall see it."""
    view = view or picture()
    home = household(*devices, **wishes)
    return Whole(shape or Shape(active=min(2, len(home.devices))), home, view, CLIENTS,
                 tuple(access(view, CLIENTS[device.client]) for device in home.devices))
