"""Whom to call, as lines for a sheet: what can be dialled or opened is a link, the rest is words."""

from urllib.parse import quote

from msgspec import Struct

from advisor.model.household import Technician


class Line(Struct, frozen=True):
    """One line. link: where it leads, or empty."""

    says: str
    link: str = ""


def lines(technician: Technician) -> tuple[Line, ...]:
    """What is known of the technician; empty where that is nothing."""
    dialled = "".join(sign for sign in technician.phone if sign in "+0123456789")
    written = quote(technician.mail, safe="@") if "@" in technician.mail else ""
    web = technician.web if technician.web.startswith(("https://", "http://")) else ""
    found = (Line(technician.name), Line(technician.contact),
             Line(technician.phone, f"tel:{dialled}" if dialled else ""),
             Line(technician.mail, f"mailto:{written}" if written else ""),
             Line(technician.web, web))
    return tuple(line for line in found if line.says)
