"""The smaller parts of what `discover` tells a person: what a server can do, how each source ended, what the
provider wants read, and what else could be tried. Pure; report.py puts them together.
"""

from collections.abc import Iterable

from advisor import registry
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model import evidence as model
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import DnsAnswer, Evidence, Fact, SourceRun, Tls
from advisor.model.picture import Candidate, Picture, ProviderView
from advisor.model.text import Text, counted, text
from advisor.overriding import about_lists, about_override, overridden
from advisor.wrapped import Page

# What is worth a word, in this order; each `yes` and some `no` have a text (`can:imap-idle`).
_ABILITIES = ("imap-idle", "imap-special-use", "imap-quota", "pop3-uidl", "pop3-top")
_LACKS = ("imap-idle", "pop3-uidl")
_WARN = frozenset({"password-in-file", "redirected-elsewhere", "redirected-address", "mailconf-not-https",
                   "several-mailconf", "exchange", "oauth2-issuer", "pop3-first", "domain-required",
                   "pop-before-smtp"})
# RFC 6855, RFC 6856, RFC 6531.
_LETTERS = {"imap": "UTF8=ACCEPT", "pop3": "UTF8", "smtp": "SMTPUTF8"}
# What makes every further question idle.
_NO_MAILBOX = frozenset({"forwarding-only", "null-mx", "network-down", "network-intercepted"})
_MB = 1_000_000
# How an autoconfig host says that it only answers who names the address; 404 mostly means nothing is there.
_WANTS_ADDRESS = frozenset({"http-400", "http-401", "http-403", "http-422", "empty", "http-204"})


def where(endpoint: Endpoint, speaker: Speaker) -> str:
    """A server's host, port and encryption."""
    return speaker.say(text("{host}, port {port}, {security}", host=endpoint.host, port=endpoint.port,
                            security=speaker.code("security", endpoint.security)))


def protection(evidence: Evidence, candidate: Candidate, provider: ProviderView | None,
               speaker: Speaker) -> list[str]:
    """How the line is protected, and what of the server's words does not count."""
    told: list[str] = []
    visit = next((one for one in reversed(evidence.visits())
                  if one.endpoint == candidate.endpoint and one.tls is not None), None)
    if visit is not None and visit.tls is not None:
        told.append(speaker.say(counted(
            "{version}; the certificate holds for {n} more day ({issuer}).",
            "{version}; the certificate holds for {n} more days ({issuer}).", n=visit.tls.days_left,
            version=visit.tls.version.replace("TLSv", "TLS "), issuer=_issuer(visit.tls))))
    told += about_lists(candidate.fact("starttls-lists"), speaker)
    told += [about_override(fact, provider, speaker) for fact in candidate.facts]
    return [one for one in told if one]


def _issuer(tls: Tls) -> str:
    """Who vouches for the server, by the name that people know."""
    parts = dict(part.split("=", 1) for part in tls.issuer.split(", ") if "=" in part)
    return parts.get("organizationName") or parts.get("commonName") or tls.issuer


def mending(evidence: Evidence, candidate: Candidate, speaker: Speaker) -> str:
    """What to do about a certificate that is not good, behind a blank; "" for any other reason."""
    if not speaker.has_code("certificate-do", candidate.because):
        return ""
    names = next((visit.other_names for visit in evidence.visits()
                  if visit.endpoint == candidate.endpoint and visit.other_names), ())
    known = speaker.say(text("It is for: {names}.", names=", ".join(names[:3]))) if names else ""
    return "".join(f" {one}" for one in (known, speaker.code("certificate-do", candidate.because)) if one)


def abilities(candidate: Candidate, speaker: Speaker, provider: ProviderView | None = None) -> str:
    """What the server can do and what it lacks, in one line; "" where it did not say."""
    told = [speaker.code("can", name) for name in _ABILITIES if candidate.fact(name).answer == "yes"]
    told += [speaker.say(sentence) for name in ("pop3-expire", "pop3-login-delay", "smtp-size")
             if (sentence := _measured(overridden(candidate.fact(name), provider))) is not None]
    told += [speaker.code("lacks", name) for name in _LACKS if candidate.fact(name).answer == "no"]
    return "; ".join(told)


def _measured(fact: Fact) -> Text | None:
    match fact.name, fact.value:
        case "pop3-expire", "never":
            return text("never removes mail by itself")
        case "pop3-expire", int() as days:
            return counted("removes mail after {n} day", "removes mail after {n} days", n=days)
        case "pop3-login-delay", int() as seconds if seconds > 0:
            return counted("wants {n} second between two checks", "wants {n} seconds between two checks",
                           n=seconds)
        case "smtp-size", 0:
            return text("takes messages of any size")
        case "smtp-size", int() as size:
            return text("takes messages of up to {size} MB", size=max(1, round(size / _MB)))
    return None


def letters(evidence: Evidence, candidate: Candidate, speaker: Speaker) -> str:
    """Whether the server says that it handles letters outside ASCII before the @ sign, where that matters."""
    if "non-ascii-local" not in evidence.address.notes:
        return ""
    token = _LETTERS[candidate.endpoint.protocol]
    said = {word for visit in evidence.visits() if visit.endpoint == candidate.endpoint
            for line in visit.after_login or visit.after_tls or () for word in line.split()}
    if token in said:
        return speaker.say(text("Says that it can handle such an address ({token}).", token=token))
    return speaker.say(text("Does not say that it can handle such an address ({token}).", token=token))


def hints(evidence: Evidence, candidate: Candidate, speaker: Speaker) -> str:
    """What the provider itself recommends to POP3 programs, in one line; "" where it says nothing."""
    found = next((claim.hints for claim in evidence.claims
                  if claim.endpoint == candidate.endpoint and claim.hints), ())
    told = []
    for name, _, value in (hint.partition("=") for hint in found):
        match name, value:
            case "leave-on-server", _:
                told.append(speaker.say(text("leave mail on the server") if value == "true" else
                                        text("do not leave mail on the server")))
            case "days-on-server", days:
                told.append(speaker.say(counted("remove it there after {n} day",
                                                "remove it there after {n} days", n=int(days))))
            case "check-minutes", minutes:
                told.append(speaker.say(counted("check every {n} minute", "check every {n} minutes",
                                                n=int(minutes))))
    return "; ".join(told)


def pages(evidence: Evidence, speaker: Speaker) -> list[str]:
    """What the provider wants read or done, in the speaker's language where there is a choice."""
    found: dict[str, model.Page] = {}
    for page in (page for run in evidence.runs for page in run.pages):
        before = found.get(page.url)
        if before is None or _likes(page, speaker) > _likes(before, speaker):
            found[page.url] = page
    return [f"{page.says}: {page.url}" if page.says else page.url for page in found.values()]


def _likes(page: model.Page, speaker: Speaker) -> int:
    return {speaker.language: 3, "en": 2, "": 1}.get(page.lang, 0)


def warnings(evidence: Evidence, speaker: Speaker) -> list[str]:
    """What sources did or came across that a person should know, although they had an answer."""
    return [f"{speaker.code('source', run.id)}: {'; '.join(in_words(run.note, speaker))}"
            for run in evidence.runs
            if run.status in ("answered", "absent") and _WARN & set(run.note.split())]


def ending(run: SourceRun, speaker: Speaker) -> str:
    """How one source ended, in words: its status, and what it came across."""
    notes = "" if run.note == run.status else "; ".join(in_words(run.note, speaker))
    if "digest-mismatch" in run.note.split():
        return notes            # it was asked, and what it said was thrown away
    status = speaker.code("status", run.status)
    return f"{status} ({notes})" if notes else status


def in_words(note: str, speaker: Speaker) -> list[str]:
    """The codes of a note as texts (`said:<code>`); the names of hosts between them stay as they are."""
    told: list[str] = []
    for word in note.split():
        if speaker.has_code("said", word):
            told.append(speaker.code("said", word))
        elif word.startswith("http-") and word[5:].isdigit():
            told.append(speaker.say(text("the web server answers with code {code}", code=word[5:])))
        elif told and "." in word:
            told[-1] = f"{told[-1]} {word}"
        else:
            told.append(word)
    return told


def steps(evidence: Evidence, picture: Picture, verdict: Exit) -> list[Text]:
    """What could help beyond the usual next step, most promising first."""
    if _is_nowhere(evidence):
        nowhere = text("There is no domain {domain} in DNS: check how it is spelled.",
                       domain=evidence.address.domain)
        return [nowhere, *_meant(evidence, verdict)]
    broken = verdict is Exit.NO_SERVER and any(
        one.because.startswith("certificate-") for one in picture.candidates)
    mend = [text("Tell your provider that the certificate has to be mended, and let no mail program ignore "
                 "it: the password would go to whoever answers.")] if broken else []
    if _NO_MAILBOX & set(picture.notes):
        return []
    if "look-alike" in picture.notes or "mixed-script" in evidence.address.notes:
        return mend
    return [*mend, *_meant(evidence, verdict), *_consents(evidence, verdict)]


def _is_nowhere(evidence: Evidence) -> bool:
    """Whether DNS knows neither the domain nor anything below it."""
    domain = evidence.address.ascii_domain
    answers = {exchange.asked: exchange.answer for exchange in evidence.exchanges
               if isinstance(exchange.answer, DnsAnswer)}
    below = [answer for asked, answer in answers.items() if asked.endswith((f" {domain}", f".{domain}"))]
    mail = answers.get(f"MX {domain}")
    return mail is not None and mail.note == "nxdomain" and all(one.status == "absent" for one in below)


def _consents(evidence: Evidence, verdict: Exit) -> list[Text]:
    """Flags that could find more, each with what it would tell to whom: only where that makes sense."""
    runs = {run.id: run for run in evidence.runs}
    waiting = {source.id for source in registry.collect("advisor.sources", "SOURCE") if source.flag
               and source.id in runs and runs[source.id].status == "skipped"}
    first = runs.get("autoconfig")
    if first is None or first.status in ("answered", "skipped"):
        return []
    found: list[Text] = []
    wants = bool(_WANTS_ADDRESS & set(first.note.split()))
    if "autoconfig-address" in waiting and (wants or (verdict is not Exit.DONE and first.note == "http-404")):
        found.append(text("{host} may only answer when it is told the whole address. To allow that: {flag}",
                          host=f"autoconfig.{evidence.address.ascii_domain}", flag="--send-address"))
    if verdict is Exit.NO_SERVER and "autodiscover" in waiting:
        found.append(text("Microsoft's Autodiscover was not asked: the domain's own host would learn the "
                          "whole address. To allow that: {flag}", flag="--autodiscover"))
    if verdict is Exit.NO_SERVER and "http-autoconfig" in waiting and first.status == "absent":
        found.append(text("The domain was not asked without encryption, where anybody on the way can change "
                          "the answer. To allow that: {flag}", flag="--allow-http"))
    return found


def _meant(evidence: Evidence, verdict: Exit) -> list[Text]:
    """The address that may be meant where a domain below a registered one has nothing. Parents are never
    asked by ourselves: they may belong to somebody else."""
    address = evidence.address
    if verdict is not Exit.NO_SERVER or address.ascii_domain == address.registrable:
        return []
    return [text("Did you mean {address}? That domain was not asked.",
                 address=f"{address.local}@{address.registrable}")]


def unasked(runs: Iterable[SourceRun], speaker: Speaker) -> list[str]:
    """Sources that gave no answer or were not asked, one line for each reason. Those that wait for a consent
    are told elsewhere, and those that were only too slow for a good answer come last."""
    waiting = {source.id for source in registry.collect("advisor.sources", "SOURCE") if source.flag}
    reasons: dict[str, list[str]] = {}
    late = speaker.code("said", "not-awaited")
    for run in runs:
        if run.status in ("failed", "timeout") or (run.status == "skipped" and run.id not in waiting):
            reason = late if run.note == "not-awaited" else ending(run, speaker)
            reasons.setdefault(reason, []).append(speaker.code("source", run.id))
    return [f"{'; '.join(sources)}: {reason}" for reason, sources in sorted(
        reasons.items(), key=lambda one: one[0] == late)]


def disagreements(page: Page, picture: Picture) -> None:
    """Each kind of disagreement once, with all its sides and what is suggested."""
    for code in dict.fromkeys(one.code for one in picture.conflicts):
        same = [one for one in picture.conflicts if one.code == code]
        page.title(text("Mail comes from one provider and goes out through another")
                   if code == "mixed-providers" else text("The sources disagree"))
        page.line(page.speaker.code("conflict", code), "  ")
        for side in dict.fromkeys(side for one in same for side in one.sides):
            page.item(_side(side, page.speaker))
        if any(one.advised for one in same):
            page.title(text("Suggested"))
            for one in same:
                page.item(_side(one.advised, page.speaker))
            page.line(page.speaker.code("advised", code), "  ")


def _side(side: str, speaker: Speaker) -> str:
    """One side of a conflict (`mx: imap imap.d.example:993 tls`) in words."""
    source, _, said = side.partition(": ")
    match said.split():
        case [protocol, place, security]:
            host, _, port = place.rpartition(":")
            place = speaker.say(text("{host}, port {port}, {security}", host=host, port=port,
                                     security=speaker.code("security", security)))
            return f"{protocol.upper()} {place} ({speaker.code('source', source)})"
    return side
