"""The page for the technician: on what the advice rests, and what was written.

Who said what, what the servers showed, where sources disagree, who learned what, every finding with its
evidence, what was rejected, and each file with its SHA-256.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from advisor import __version__, accountreport
from advisor.handout import page
from advisor.i18n import Speaker
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Evidence, Fact, Tls, Visit
from advisor.model.files import OutputFile, Refusal
from advisor.model.picture import Candidate, Picture
from advisor.model.plan import Alternative, DevicePlan, Finding, Plan
from advisor.model.text import Text, text
from advisor.sight import way

PATH = "record.html"
_LINE = 96      # letters in a line about the account

_WORDS: Mapping[str, Text] = {
    "title": text("Technician's record"),
    "large": text("Large type"),
    "program": text("Made with mail-advisor {version}", version=__version__),
    "secret": text("No password is in this record."),
    "provider": text("Provider"),
    "prepare": text("What to prepare at the provider"),
    "servers": text("Servers and how far they can be relied on"),
    "protocol": text("Protocol"),
    "server": text("Server and port"),
    "login": text("Login name"),
    "auth": text("Ways to log in"),
    "trust": text("Identity and evidence"),
    "standing": text("Verdict"),
    "sources": text("According to"),
    "said": text("Who said what"),
    "source": text("Source"),
    "outcome": text("Outcome"),
    "claims": text("Named servers"),
    "said_where": text("Where it was said"),
    "no_claims": text("No source named a server."),
    "certificates": text("Certificates"),
    "issuer": text("Issued by"),
    "names": text("Valid for"),
    "expires": text("Expires"),
    "left": text("Days left"),
    "tls": text("TLS"),
    "no_certificates": text("No server was visited over TLS."),
    "capabilities": text("What the servers can do"),
    "before_tls": text("Announced before TLS"),
    "after_tls": text("Announced after TLS"),
    "after_login": text("Announced after login"),
    "nothing": text("nothing"),
    "not_asked": text("not asked"),
    "facts": text("Facts"),
    "account": text("What logging in showed"),
    "conflicts": text("Where the sources disagree"),
    "no_conflicts": text("The sources do not contradict each other."),
    "learned": text("Who learned what"),
    "nobody": text("Nobody outside this computer learned anything."),
    "troubles": text("What broke on our side"),
    "plan": text("Findings and what they rest on"),
    "mailbox": text("The mailbox as a whole"),
    "no_findings": text("No findings."),
    "rests_on": text("Rests on:"),
    "rejected": text("Rejected alternatives"),
    "no_rejected": text("No alternative was weighed."),
    "files": text("Files"),
    "path": text("Path"),
    "bytes": text("Bytes"),
    "not_written": text("Not written"),
}


def record(plan: Plan, picture: Picture, evidence: Evidence, files: Sequence[OutputFile],
           refused: Sequence[Refusal], speaker: Speaker) -> OutputFile:
    """`record.html`. files: everything that is written beside it, in order; refused: what could not be."""
    say = speaker.say
    visits = evidence.visits()
    content = page.render("record.html", {
        "lang": speaker.language,
        "words": page.words(_WORDS, speaker),
        "address": plan.address.full,
        "notes": [speaker.code("noticed", note) for note in (*evidence.address.notes, *picture.notes)],
        "provider": picture.provider,
        "needs": [speaker.code("need", code) for code in plan.needs],
        "candidates": [_candidate(one, speaker) for one in picture.candidates],
        "runs": [_run(run.id, run.status, run.ms, run.note, speaker) for run in evidence.runs],
        "claims": [*_claims(evidence, speaker), *_denials(evidence, speaker)],
        "certificates": [_certificate(visit.endpoint, visit.tls) for visit in visits if visit.tls],
        "visits": [_visit(visit, evidence.facts, speaker) for visit in visits],
        "account": accountreport.lines(evidence.account, picture, speaker, _LINE),
        "conflicts": [{"says": speaker.code("conflict", one.code), "sides": one.sides}
                      for one in picture.conflicts],
        "learned": _learned(evidence, speaker),
        "troubles": [f"{one.where}: {one.what}" for one in evidence.troubles],
        "general": [_finding(one, speaker) for one in plan.findings],
        "devices": [_device(one, plan, speaker) for one in plan.devices],
        "alternatives": [_alternative(one, speaker) for one in plan.alternatives],
        "files": [{"path": file.path, "bytes": len(file.content),
                   "sha256": hashlib.sha256(file.content).hexdigest()} for file in files],
        "refused": [{"device": one.device, "path": one.path, "why": say(one.why)} for one in refused]})
    return OutputFile(PATH, content, "text/html", "record")


def _where(endpoint: Endpoint, speaker: Speaker) -> str:
    return f"{endpoint.host}:{endpoint.port} {speaker.code('security', endpoint.security)}"


def _candidate(one: Candidate, speaker: Speaker) -> dict[str, Any]:
    return {
        "protocol": one.endpoint.protocol.upper(), "server": _where(one.endpoint, speaker),
        "username": one.username, "auth": ", ".join(speaker.code("auth", way) for way in one.auth),
        "trust": f"{one.identity}, {one.evidence}", "standing": speaker.code("standing", one.standing),
        "because": speaker.code("because", one.because),
        "sources": "; ".join(speaker.code("source", source) for source in one.sources)}


def _run(source: str, status: str, ms: int, note: str, speaker: Speaker) -> dict[str, str]:
    ended = f"{speaker.code('status', status)}, {ms} ms"
    return {"source": speaker.code("source", source), "outcome": f"{ended} ({note})" if note else ended}


def _claims(evidence: Evidence, speaker: Speaker) -> Iterable[dict[str, str]]:
    for claim in evidence.claims:
        yield {"source": speaker.code("source", claim.source),
               "what": f"{claim.endpoint.protocol.upper()} {_where(claim.endpoint, speaker)}",
               "identity": claim.identity, "said": claim.said}


def _denials(evidence: Evidence, speaker: Speaker) -> Iterable[dict[str, str]]:
    for denial in evidence.denials:
        how = f" {speaker.code('security', denial.security)}" if denial.security else ""
        denied = speaker.say(text("not offered"))
        yield {"source": speaker.code("source", denial.source), "identity": "",
               "what": f"{denial.protocol.upper()}{how}: {denied}", "said": denial.said}


def _certificate(endpoint: Endpoint, tls: Tls) -> dict[str, Any]:
    return {"server": f"{endpoint.protocol.upper()} {endpoint.host}:{endpoint.port}",
            "tls": f"{tls.version} {tls.cipher}",
            "issuer": tls.issuer, "names": ", ".join(tls.names), "expires": tls.not_after,
            "left": tls.days_left, "soon": tls.days_left < 30}


def _visit(visit: Visit, facts: Sequence[Fact], speaker: Speaker) -> dict[str, Any]:
    return {
        "server": f"{visit.endpoint.protocol.upper()} {_where(visit.endpoint, speaker)}",
        "outcome": speaker.code("because", "verified" if visit.outcome == "spoke" else visit.outcome),
        "greeting": visit.greeting,
        "lists": [(speaker.say(_WORDS[name]), capabilities) for name, capabilities in (
            ("before_tls", visit.before_tls), ("after_tls", visit.after_tls),
            ("after_login", visit.after_login)) if capabilities is not None],
        "facts": [_fact(fact) for fact in facts if fact.endpoint == visit.endpoint]}


def _fact(fact: Fact) -> str:
    value = "" if fact.value is None else f" {fact.value}"
    because = f" ({fact.because})" if fact.because else ""
    return f"{fact.name} = {fact.answer}{value}{because}"


def _learned(evidence: Evidence, speaker: Speaker) -> list[dict[str, Any]]:
    resolver = speaker.say(text("the DNS resolver"))
    kinds = dict.fromkeys(one.what for one in evidence.disclosures)
    return [{"what": speaker.code("disclosure", what),
             "who": [resolver if one.to == "resolver" else one.to for one in evidence.disclosures
                     if one.what == what]} for what in kinds]


def _device(one: DevicePlan, plan: Plan, speaker: Speaker) -> dict[str, Any]:
    return {"name": one.device.name, "way": speaker.code("mode", way(one, plan)),
            "own_choice": speaker.say(text("your own choice")) if one.chosen == "person" else "",
            "findings": [_finding(finding, speaker) for finding in one.findings]}


def _finding(finding: Finding, speaker: Speaker) -> dict[str, Any]:
    return {"id": finding.id, "level": speaker.code("severity", finding.severity),
            "says": speaker.say(finding.says), "do": speaker.say(finding.do) if finding.do else "",
            "because": finding.because}


def _alternative(one: Alternative, speaker: Speaker) -> dict[str, Any]:
    return {"change": [(name, speaker.code("mode", mode)) for name, mode in one.change],
            "findings": [_finding(finding, speaker) for finding in one.findings]}
