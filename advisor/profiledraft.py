"""Writes the first profile of a provider from evidence: what was seen, and a comment wherever only a person
can know. Nothing is made up: no server that did not answer, no name, no need, no page.

The text fits the schema as it stands, so it can be tried at once. Pure.
"""

import re
from collections.abc import Callable

import tomli_w

from advisor.address import host_from
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.endpoint import PROTOCOLS
from advisor.model.evidence import DnsAnswer, Evidence
from advisor.model.picture import Candidate, Picture
from advisor.model.text import Text, text
from advisor.modes import expiry_days

Say = Callable[[Text], str]        # a comment in the language of the person
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def draft(evidence: Evidence, picture: Picture, speaker: Speaker,
          profile_id: str | None = None) -> tuple[str, str]:
    """The id and the text of a first profile. AdvisorError where no server answered that could stand in it.

    profile_id: the name of the file without its ending, where there is one; else the registered domain.
    """
    good = {protocol: _verified(picture, protocol) for protocol in PROTOCOLS}
    if not good["smtp"] or not (good["imap"] or good["pop3"]):
        raise AdvisorError(
            "nothing-verified",
            text("No servers of {domain} to read and to send with could be verified, so there is nothing to "
                 "write into a profile.", domain=evidence.address.domain),
            Exit.NO_SERVER, hint=text("mail-advisor discover says what was found and what failed."))
    name = profile_id or evidence.address.registrable
    if not _ID.fullmatch(name):
        raise AdvisorError(
            "profile-name", text("“{name}” cannot be the name of a profile.", name=name), Exit.USAGE,
            hint=text("Use small letters, digits, dots and hyphens, such as my-hoster.toml."))
    servers = [one for protocol in PROTOCOLS for one in good[protocol]]
    day = f"{evidence.day:%Y-%m-%d}" if evidence.day else "1970-01-01"

    def say(sentence: Text) -> str:
        return f"# {speaker.say(sentence)}"

    return name, "\n".join([
        say(text("A first profile, written by mail-advisor from what the servers said.")),
        say(text("FILL IN marks what only a person can know: compare it with the provider's own pages.")),
        f"id = {_value(name)}",
        say(text("FILL IN: what the provider calls itself.")), f"name = {_value(name)}",
        say(text("FILL IN: its other mail domains.")), f"domains = [{_value(evidence.address.ascii_domain)}]",
        *_mx(evidence, say),
        f"auth = [{', '.join(map(_value, _ways(servers)))}]",
        say(text("FILL IN: codes of what to prepare there; mail-advisor list providers --json has them.")),
        "# needs = [\"app-password\"]", "# quirks = []",
        say(text("FILL IN: the provider's page about mail programs.")), '# help = "https://"',
        say(text("B with the provider's own page, A with a second source.")), 'confidence = "C"',
        f"checked = {day}",
        say(text("FILL IN: the pages that say so.")), 'sources = ["measured"]',
        say(text("For how many days this is to be believed.")), "# stale_after = 365",
        *_rules(good["pop3"]),
        *(line for one in servers for line in _server(evidence, one, say)), ""])


def _verified(picture: Picture, protocol: str) -> list[Candidate]:
    return [one for one in picture.candidates if one.endpoint.protocol == protocol
            and one.evidence in ("E2", "E3") and one.standing != "refused"
            and one.endpoint.security != "plain"]


def _ways(servers: list[Candidate]) -> list[str]:
    """Ways to log in that every server has; the first server's where they have none in common."""
    common = [way for way in servers[0].auth if all(way in one.auth for one in servers)]
    return common or list(servers[0].auth) or ["password"]


def _mx(evidence: Evidence, say: Say) -> list[str]:
    """Who takes the domain's mail. Whether all its customers have the same servers, only a person knows."""
    asked = f"MX {evidence.address.ascii_domain}"
    records = next((exchange.answer.records for exchange in evidence.exchanges
                    if exchange.asked == asked and isinstance(exchange.answer, DnsAnswer)), ())
    hosts = sorted({host for record in records if (host := host_from(record.split()[-1]))})
    return [say(text("FILL IN: a suffix of its mail exchangers, where all its customers have these servers. "
                     "Seen: {hosts}", hosts=" ".join(hosts) or "-")), "# mx = []"]


def _rules(pop3: list[Candidate]) -> list[str]:
    """RFC 2449 section 6.5: LOGIN-DELAY is in seconds; section 6.7: EXPIRE is in days."""
    delay = next((str(one.fact("pop3-login-delay").value).split(" ")[0] for one in pop3
                  if one.fact("pop3-login-delay").answer == "yes"), "")
    days = next((found for one in pop3 if (found := expiry_days(one.fact("pop3-expire"))) is not None), None)
    lines = []
    if delay.isdigit() and int(delay):
        lines.append(f"poll_minutes = {-(-int(delay) // 60)}     # LOGIN-DELAY {delay}")
    if days is not None:
        lines.append(f"keeps_days = {days}     # EXPIRE {days}")
    return ["", "[pop3]", *lines] if lines else []


def _server(evidence: Evidence, one: Candidate, say: Say) -> list[str]:
    endpoint = one.endpoint
    names = {evidence.address.full: "%EMAILADDRESS%", evidence.address.local: "%EMAILLOCALPART%"}
    username = names.get(one.username)
    lines = ["", "[[servers]]",
             say(text("It answered, with a certificate that holds. Named by: {sources}",
                      sources=", ".join(one.sources))),
             f"protocol = {_value(endpoint.protocol)}", f"host = {_value(endpoint.host)}",
             f"port = {endpoint.port}", f"security = {_value(endpoint.security)}"]
    if username == "%EMAILLOCALPART%":
        lines.append(f"username = {_value(username)}")
    elif username is None or set(one.sources) <= {"guess"}:
        lines += [say(text("FILL IN: only where the login name is not the whole address.")),
                  '# username = "%EMAILLOCALPART%"']
    return lines


def _value(words: str) -> str:
    """A string as TOML spells it."""
    return tomli_w.dumps({"x": words}).removeprefix("x = ").rstrip("\n")
