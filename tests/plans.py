"""Plans made by hand, for the tests of everything that writes files."""

from advisor.model.address import Address
from advisor.model.endpoint import USUAL_PORTS, Endpoint
from advisor.model.household import Device
from advisor.model.plan import Backup, DevicePlan, Plan, Pop3Policy, Server, Settings
from tests.samples import ANA, HOSTS

KEEP = Pop3Policy(leave_on_server=True, days=None, delete_on_local_delete=False)
KEEP_14_DAYS = Pop3Policy(leave_on_server=True, days=14, delete_on_local_delete=False)
KEEP_UNTIL_DELETED = Pop3Policy(leave_on_server=True, days=None, delete_on_local_delete=True)
REMOVE = Pop3Policy(leave_on_server=False, days=None, delete_on_local_delete=False)

MODES = {"pop3-keep": KEEP, "pop3-keep-days": KEEP_14_DAYS, "pop3-keep-until-deleted": KEEP_UNTIL_DELETED,
         "pop3-remove": REMOVE, "imap": None, "imap-offline": None}


def server(protocol, security="tls", host=None, port=None, username="ana@full.example", auth="password"):
    """A server of full.example."""
    return Server(Endpoint(protocol, host or HOSTS[protocol], port or USUAL_PORTS[protocol, security],
                           security), username, auth)


def planned(client="thunderbird", mode="imap", *, name="Office PC", incoming=None, outgoing=None,
            check_minutes=10):
    """One device with its settings."""
    policy = MODES[mode]
    return DevicePlan(
        Device(name, "desktop", client, stays=True), mode,
        Settings(incoming or server("pop3" if policy else "imap"), outgoing or server("smtp"), policy,
                 check_minutes, mode == "imap-offline"), ())


def plan(*devices, name="Ana García", language="en", address=ANA):
    """A plan without findings."""
    return Plan(address, name, language, devices or (planned(),), (), Backup("none"), None)


def address(local="ana", domain="full.example"):
    """An address as advisor/address.py would give it."""
    return Address(f"{local}@{domain}", local, domain, domain, domain)
