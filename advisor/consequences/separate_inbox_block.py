"""Some programs show every account in a block of its own, with its own inbox; people then miss mail in the
lower one.
"""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if seat.mode is None or seat.client.inbox in ("unknown", "joined") or not seat.read_here:
        return None
    do = (text("To see one inbox for all accounts, choose the view of all inboxes (unified folders) in "
               "{program}.",
               program=seat.client.name) if seat.client.inbox == "joinable" else
          text("Look into the inbox of each account; in {program} a search folder can show them together.",
               program=seat.client.name))
    return about(
        seat, "separate-inbox-block", "note",
        text("{program} shows this account with an inbox of its own, below your other accounts.",
             program=seat.client.name), f"client {seat.client.id}: inbox = {seat.client.inbox}", do=do)


CONSEQUENCE = Consequence(
    "separate-inbox-block", "note", ("devices.mode", "devices.kind", "client.inbox"), of_device=_look,
    sources=("mail-advisor list clients --json",))
