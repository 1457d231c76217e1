"""`mail-advisor providers`: see whether what is known of providers still holds, and describe one more.

`check` visits the servers that the profiles name; `new` writes the first profile of a provider from what its
servers say.
"""

import datetime
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor import __version__, data, discovery, providers
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.files import OutputFile
from advisor.model.provider import Profile
from advisor.model.text import counted, text

if TYPE_CHECKING:
    from advisor.checking import Checked, Looked
    from advisor.model.evidence import Evidence
    from advisor.model.picture import Picture
    from advisor.reach import Reach

Search = Callable[[str, Namespace, "Reach", Speaker], "tuple[Evidence, Picture]"]
Result = tuple[dict[str, Any], list[str], Exit]     # what is printed as JSON, as lines, and how it ended


def run(options: Namespace, speaker: Speaker, reach: "Reach", width: int, search: Search) -> Result:
    """`providers check [ID ...]` or `providers new ADDRESS`. search: from an address to what was found."""
    if options.action == "check":
        return check(options, speaker, reach, width)
    if len(options.ids) != 1:
        raise AdvisorError("usage", text("providers new takes one address."), Exit.USAGE,
                           hint=text("See mail-advisor --help."))
    return new(options, speaker, *search(options.ids[0], options, reach, speaker))


def check(options: Namespace, speaker: Speaker, reach: "Reach", width: int) -> Result:
    """Visit the servers of one profile, or of all."""
    from advisor import checking

    if reach.offline:
        raise AdvisorError("check-offline", text("Nothing can be checked with --offline."), Exit.USAGE)
    chosen = _profiles(options.ids)
    day = datetime.date.today()

    def seen(looked: "Looked") -> None:
        if not options.json and looked.holds != "yes":
            # Somebody waits a minute or two: what is found out is said at once, aside.
            print(f"{looked.profile.id}: {looked.endpoint} {_word(looked, speaker)}",  # noqa: T201
                  file=sys.stderr)

    with discovery.reached(reach) as network:
        checked = checking.check(chosen, network, day, seen=seen)
    if not checked.reached and any(one.visit is not None for one in checked.looked):
        verdict = Exit.NETWORK
    else:
        verdict = Exit.UNCONFIRMED if checked.contradictions else Exit.DONE
    if verdict is Exit.UNCONFIRMED and options.accept_unconfirmed:
        verdict = Exit.DONE
    return _document(chosen, checked), _lines(chosen, checked, speaker, width, verdict), verdict


def new(options: Namespace, speaker: Speaker, evidence: "Evidence", picture: "Picture") -> Result:
    """The first profile of whoever serves an address, to a file with -o, else to the screen."""
    from advisor import profilecheck, profiledraft, writing
    from advisor.tomlfile import decode

    target: Path | None = options.output
    if target is not None and (target.is_dir() or not target.suffix):
        target = target / f"{evidence.address.registrable}.toml"
    elif target is not None and target.suffix != ".toml":
        raise AdvisorError("profile-name", text("“{name}” cannot be the name of a profile.",
                                                name=target.name), Exit.USAGE,
                           hint=text("Use small letters, digits, dots and hyphens, such as my-hoster.toml."))
    name, written = profiledraft.draft(evidence, picture, speaker, target.stem if target else None)
    content = written.encode("utf-8")
    profile, wrong = decode(f"{name}.toml", content, Profile)       # parsed back before it goes anywhere
    if profile is not None:
        wrong = profilecheck.mistakes_of(profile, f"{name}.toml", written, datetime.date.today())
    if wrong:
        raise RuntimeError(f"the draft of a profile does not fit the schema: {wrong[0]}")
    folder = data.own_place() / "profiles"
    if target is None:
        return {"schema": 1, "id": name, "file": None, "profile": written}, written.splitlines(), Exit.DONE
    made = writing.write((OutputFile(target.name, content, "application/toml", "profile"),), target.parent,
                         force=options.force)[0]
    lines = [speaker.say(text("{path} was written. Fill in what is marked FILL IN.", path=str(made)))]
    if made.parent.resolve() != folder.resolve():
        lines.append(speaker.say(text("mail-advisor uses it when it lies in {folder}.", folder=str(folder))))
    return {"schema": 1, "id": name, "file": str(made), "profile": written}, lines, Exit.DONE


def _profiles(ids: list[str]) -> tuple[Profile, ...]:
    known = providers.load()
    if not ids:
        return tuple(sorted((one for one in known if one.servers), key=lambda one: one.id))
    found = []
    for one in ids:
        profile = providers.by_id(known, one)
        if profile is None:
            raise AdvisorError("unknown-provider", text("There is no provider called {id}.", id=one),
                               Exit.USAGE, hint=text("`mail-advisor list providers` shows all of them."))
        found.append(profile)
    return tuple(found)


def _word(looked: "Looked", speaker: Speaker) -> str:
    if looked.visit is None:
        return speaker.say(text("cannot be visited without a customer's domain"))
    if looked.visit.outcome == "spoke":
        return speaker.say(text("wants another way to log in than the profile says"))
    return speaker.code("because", looked.visit.outcome)


def _document(chosen: tuple[Profile, ...], checked: "Checked") -> dict[str, Any]:
    return {
        "schema": 1, "version": __version__, "day": checked.day.isoformat(),
        "providers": [{
            "id": profile.id, "name": profile.name, "checked": profile.checked.isoformat(),
            "stale": profile.is_stale(checked.day),
            "servers": [{
                "protocol": one.server.protocol, "host": one.endpoint.host if one.endpoint else
                one.server.host, "port": one.server.port, "security": one.server.security,
                "outcome": one.visit.outcome if one.visit else "not-visited", "holds": one.holds}
                for one in checked.looked if one.profile.id == profile.id]} for profile in chosen],
        "contradictions": [{
            "provider": one.provider, "fact": one.fact, "profile_says": one.profile_says,
            "server_said": one.server_said, "checked": one.checked.isoformat(),
            "date": checked.day.isoformat(), "version": __version__} for one in checked.contradictions],
        "disclosures": [{"to": host, "what": "visit"} for host in _told(checked)]}


def _told(checked: "Checked") -> list[str]:
    hosts = sorted({one.endpoint.host for one in checked.looked if one.endpoint is not None})
    return ["resolver", *hosts] if hosts else []


def _lines(chosen: tuple[Profile, ...], checked: "Checked", speaker: Speaker, width: int,
           verdict: Exit) -> list[str]:
    from advisor.contradicting import as_report
    from advisor.wrapped import Page

    page = Page(speaker, width)
    if verdict is Exit.NETWORK:
        page.say(text("No server at all could be reached: that is this network, and says nothing of the "
                      "profiles."))
        return page.lines
    count = {word: sum(one.holds == word for one in checked.looked) for word in ("yes", "no", "unknown")}
    page.line(speaker.say(counted("{n} server answers as its profile says.",
                                  "{n} servers answer as their profiles say.", n=count["yes"])))
    if checked.contradictions:
        page.title(text("This no longer holds; please report these lines:"))
        for line in as_report(checked.contradictions, __version__):
            page.line(line, "  ", "    ")
    open_ = [one for one in checked.looked if one.holds == "unknown"]
    if open_:
        page.title(text("Not known, because of the network or for want of a customer's domain"))
    for one in open_:
        page.item(f"{one.profile.id}: {one.endpoint or one.server.host} {_word(one, speaker)}")
    old = [profile for profile in chosen if profile.is_stale(checked.day)]
    if old:
        page.title(text("Checked long ago; read the provider's pages again"))
    for profile in old:
        page.item(f"{profile.id} ({profile.checked.isoformat()}) {profile.help}".rstrip())
    page.title(text("Who learned what"))
    hosts = len(_told(checked)) - 1
    page.item(speaker.say(counted("{n} mail server was visited, without a login and without an address.",
                                  "{n} mail servers were visited, without a login and without an address.",
                                  n=max(hosts, 0))))
    return page.lines
