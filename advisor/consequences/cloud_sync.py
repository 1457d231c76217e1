"""Some mail programs fetch the mail through their maker's servers and hand them the password."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if seat.mode is None or "cloud-sync" not in seat.client.notes:
        return None
    return about(
        seat, "cloud-sync", "exposes",
        text("{program} on {device} can fetch your mail through its maker's servers and give them your "
             "password.",
             program=seat.client.name, device=seat.device.name),
        f"client {seat.client.id}: cloud-sync", *seat.answer("client"),
        do=text("Use another program on {device} if you do not want that.", device=seat.device.name))


CONSEQUENCE = Consequence(
    "cloud-sync", "exposes", ("devices.client", "client.notes"), of_device=_look,
    sources=("Microsoft: Sync your account in Outlook to the Microsoft Cloud",))
