"""From the flags to evidence: out of a file, offline, or from the network.

The file is the same evidence that a run saves, so a bug report can be judged again without the network.
"""

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs

from advisor import address as addresses
from advisor import providers, registry
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.address import Address
from advisor.model.evidence import Evidence
from advisor.model.files import OutputFile
from advisor.model.provider import CLOSED
from advisor.model.text import text
from advisor.reach import Reach

if TYPE_CHECKING:
    import threading

    from advisor.meanwhile import Step
    from advisor.net.live import LiveNetwork
    from advisor.probing import Watcher
    from advisor.sources import Source


def parse_address(given: str, reach: Reach, *, accept_typo: bool) -> Address:
    """The address, or AdvisorError: where it cannot be one, or looks like a typo that nobody confirmed.

    Asked before the first packet: domains one letter away from a well-known one may well collect mail.
    """
    parsed = addresses.parse(given, lan=reach.lan)
    meant = suggestion(parsed)
    if meant is not None and not accept_typo:
        raise AdvisorError(
            "address-typo", text("{domain} looks like a typing mistake. Did you mean {meant}?",
                                 domain=parsed.domain, meant=meant),
            Exit.UNCONFIRMED,
            hint=text("If the address is right, say so with --accept-unconfirmed. Nothing was asked yet."))
    return parsed


def suggestion(parsed: Address) -> str | None:
    """The well-known domain that was probably meant, or None."""
    return addresses.suggestion(parsed, known_domains())


def known_domains() -> tuple[str, ...]:
    """Every mail domain that a profile lists and that is still in use."""
    return providers.domains(providers.load())


def run(parsed: Address, reach: Reach, watcher: "Watcher | None" = None,
        stop: "threading.Event | None" = None, meanwhile: "Sequence[Step]" = ()) -> Evidence:
    """Ask everybody that `reach` allows and return what they said. Never raises for what the world does.

    stop: whoever sets it gets what is known by then. meanwhile: see probing.probe.
    """
    known = providers.load()
    profile = providers.by_domain(known, parsed.ascii_domain)
    # Of a service that is closed for sure nobody has to be asked, unless the person names whom.
    idle = (profile is not None and profile.became == CLOSED and profile.confidence == "A"
            and reach.sources is None and reach.local_config is None)
    with reached(structs.replace(reach, offline=True) if idle else reach) as network:
        from advisor import probing  # now: it takes about as long as reading the authorities

        sources = chosen(reach)
        found = probing.probe(
            parsed, network, profiles=known, sources=sources, local_config=reach.local_config,
            watcher=watcher or probing.QUIET, deadline=reach.timeout, offline=reach.offline or idle,
            stop=stop, meanwhile=meanwhile)
    if idle and not reach.offline:
        found = structs.replace(found, runs=tuple(
            structs.replace(one, note="not-needed") if one.note == "offline" else one for one in found.runs))
    return structs.replace(found, day=datetime.date.today())


@contextlib.contextmanager
def reached(reach: Reach) -> "Iterator[LiveNetwork]":
    """The network as far as `reach` goes; whatever is open is closed in the end. AdvisorError for flags that
    do not fit."""
    from advisor.net.live import LiveNetwork

    for flag, path in (("--ca-file", reach.ca_file), ("--local-config", reach.local_config)):
        if path is not None and not path.exists():
            raise AdvisorError("no-such-file", text("There is no {path}.", path=str(path)), Exit.USAGE,
                               hint=text("Check what follows {flag}.", flag=flag))
    try:
        network = LiveNetwork(resolver=reach.resolver, ca_file=reach.ca_file, lan=reach.lan, dial=reach.dial)
    except ValueError as failure:
        raise AdvisorError(
            "resolver-unfit", text("{resolver} is not the address of a DNS server.",
                                   resolver=str(reach.resolver)), Exit.USAGE,
            hint=text("Give an IP address, such as 9.9.9.9 or 192.168.1.1:5353.")) from failure
    try:
        if not reach.offline:
            network.warm_up()
        yield network
    finally:
        network.close()


def chosen(reach: Reach) -> "tuple[Source, ...]":
    """The sources that `reach` allows. AdvisorError where it names one that does not exist.

    Those that need a consent are asked when their flag was given, or when they are named themselves.
    """
    members: tuple[Source, ...] = registry.collect("advisor.sources", "SOURCE")
    known = [source.id for source in members]
    for name in reach.sources or ():
        if name not in known:
            raise AdvisorError(
                "usage-source", text("There is no source called {name}.", name=name), Exit.USAGE,
                hint=text("The sources are: {names}.", names=", ".join(known)))
    return tuple(source for source in members if (reach.third_party or not source.third_party) and (
        source.id in reach.sources if reach.sources is not None else
        not source.flag or source.flag in reach.consents))


def load(path: Path) -> Evidence:
    """Saved evidence. AdvisorError where the file is missing or is something else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Evidence)
    except OSError as failure:
        raise AdvisorError(
            "evidence-unreadable", text("{path} cannot be read: {why}.", path=str(path),
                                        why=failure.strerror or type(failure).__name__),
            Exit.USAGE, hint=text("Give a file that --save-evidence wrote.")) from failure
    except msgspec.DecodeError as failure:
        raise AdvisorError(
            "evidence-unfit", text("{path} is not evidence of mail-advisor: {why}.", path=str(path),
                                   why=str(failure)),
            Exit.USAGE, hint=text("Give a file that --save-evidence wrote.")) from failure


def as_bytes(evidence: Evidence) -> bytes:
    """The evidence as it is saved: indented JSON."""
    return msgspec.json.format(msgspec.json.encode(evidence), indent=1) + b"\n"


def save(evidence: Evidence, path: Path, *, force: bool, scrubbed: bool = False) -> None:
    """Write the evidence to `path`; AdvisorError (CANNOT_WRITE) where that would overwrite something.

    scrubbed: without the part before the @ (see scrubbing.py).
    """
    from advisor import writing
    from advisor.scrubbing import scrub

    said = as_bytes(scrub(evidence) if scrubbed else evidence)
    kept = OutputFile(path.name, said, "application/json", "evidence")
    writing.write((kept,), path.parent, force=force)
