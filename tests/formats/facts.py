"""The flat facts of one device, as advisor/render.py makes them of a plan."""

from advisor.render import facts_of
from tests.plans import MODES, plan, planned, server


def facts(mode="imap", *, name="Ana García", username="ana@full.example", **changes):
    """Facts of a device in `mode`; every other keyword replaces one of them."""
    device = planned("generic", mode, incoming=server("pop3" if MODES[mode] else "imap", username=username))
    return {**facts_of(plan(device, name=name), device), **changes}


def rendered(client, mode="imap", *, role=None, **changes):
    """The first file of that role (or the first) for a device of `client`, as bytes."""
    from advisor import clients
    from advisor.render import render

    incoming = changes.pop("incoming", None) or server("pop3" if MODES[mode] else "imap")
    outgoing = changes.pop("outgoing", None) or server("smtp", "starttls")
    files = render(plan(planned(client, mode, incoming=incoming, outgoing=outgoing), **changes),
                   clients.load()).files
    return next(file.content for file in files if role in (None, file.role))
