"""How far a run may reach, from the flags. It imports next to nothing: the first line waits for it."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import socket


class Reach(Struct, frozen=True):
    """How far a run may reach, from the flags. timeout: seconds for the whole search.

    sources: ids of the only sources that are asked, or None for the usual ones. consents: the flags that were
    given of those that a source needs, such as `--send-address`.
    dial: connects to an IP address and port; only the demo brings its own.
    """

    offline: bool = False
    third_party: bool = True
    lan: bool = False
    resolver: str | None = None
    ca_file: Path | None = None
    local_config: Path | None = None
    timeout: float = 8.0
    sources: tuple[str, ...] | None = None
    consents: frozenset[str] = frozenset()
    dial: "Callable[[str, int, float], socket.socket] | None" = None


# What a source needs a person's consent for (see Source.flag).
CONSENTS = ("--send-address", "--autodiscover", "--allow-http")


def from_flags(options: Namespace) -> Reach:
    """How far the flags let a run reach."""
    given = [flag for flag in CONSENTS if getattr(options, flag.removeprefix("--").replace("-", "_"))]
    named = None if options.sources is None else tuple(
        name.strip() for name in options.sources.split(",") if name.strip())
    return Reach(offline=options.offline, third_party=not options.no_third_party, lan=options.lan,
                 resolver=options.resolver, ca_file=options.ca_file, local_config=options.local_config,
                 timeout=options.timeout, sources=named, consents=frozenset(given))
