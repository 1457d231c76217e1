"""Whom does this computer trust? Without certificate authorities no server can be told from an impostor."""

from collections.abc import Iterator

from advisor.doctor import Examination, Finding, Surroundings
from advisor.model.text import counted, text

_TRUST = text("Trusted authorities")


def examine(here: Surroundings) -> Iterator[Finding]:
    """`authorities`."""
    if here.authorities is None:
        yield Finding("authorities", "works", _TRUST, text("those of the operating system"))
    elif here.authorities:
        yield Finding("authorities", "works", _TRUST, counted(
            "{n} certificate", "{n} certificates", n=here.authorities))
    else:
        yield Finding("authorities", "fails", _TRUST, text("none at all"), text(
            "Install the system's certificates (on Debian: ca-certificates), or name a file with --ca-file."))


EXAMINATION = Examination("authorities", 40, examine)
