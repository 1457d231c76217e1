"""What the findings mean for the devices, most important first: one short sentence for each. Pure."""

from collections.abc import Iterator

from advisor import overriding, survey
from advisor.accountreport import NEARLY_FULL
from advisor.model.endpoint import PROTOCOLS
from advisor.model.evidence import Evidence, Fact
from advisor.model.picture import Candidate, Picture
from advisor.model.text import Text, counted, text

_PASSWORDS = {"password", "app-password", "password-encrypted"}
_GROWTH = 1.37          # attachments travel as base64 (RFC 2045 section 6.8)


def meanings(evidence: Evidence, picture: Picture) -> list[Text]:
    """The sentences, the most important first."""
    imap, pop3, smtp = (_usable(picture.best(protocol)) for protocol in PROTOCOLS)
    return [*_protocols(imap, pop3), *_space(evidence), *_signing_in(picture), *_pop3(pop3, picture),
            *_imap(imap), *_sending(imap, smtp), *_untried(evidence), *_minor(imap)]


def _usable(candidate: Candidate | None) -> Candidate | None:
    return candidate if candidate is not None and candidate.endpoint.security != "plain" else None


def _protocols(imap: Candidate | None, pop3: Candidate | None) -> Iterator[Text]:
    if imap is not None and pop3 is not None:
        yield text("Several devices: IMAP on all of them; POP3 only for a copy on a computer that stays.")
    elif imap is not None:
        yield text("IMAP on every device; there is no POP3 that could be used.")
    elif pop3 is not None:
        yield text("Only POP3: each device keeps its own copy, and sent mail and read marks are not shared.")
    else:
        yield text("No mail program can be set up safely as it is now.")


def _space(evidence: Evidence) -> Iterator[Text]:
    account = evidence.account
    found = account.survey("imap") if account is not None else None
    if found is None or found.quota is None or not found.quota.limit:
        return
    share = round(100 * found.quota.used / found.quota.limit)
    monthly = survey.totals(found).monthly
    months = int((found.quota.limit - found.quota.used) / monthly) if monthly else None
    if share >= 100:
        yield text("The mailbox is full: no more mail comes in until something is taken out.")
    elif months is not None and months < 60:
        yield counted("The mailbox is {share} % full, and at this rate completely in about {n} month.",
                      "The mailbox is {share} % full, and at this rate completely in about {n} months.",
                      n=months, share=share)
    elif share >= NEARLY_FULL:
        yield text("The mailbox is {share} % full: old mail should move to a computer that stays.",
                   share=share)
    else:
        yield text("The mailbox is {share} % full: there is room.", share=share)


def _signing_in(picture: Picture) -> Iterator[Text]:
    ways = [set(one.auth) for one in map(picture.best, PROTOCOLS) if one is not None]
    if ways and all("oauth2" in one and not _PASSWORDS & one for one in ways):
        yield text("Only programs that can sign in on the provider's own page (OAuth2) will work.")


def _pop3(pop3: Candidate | None, picture: Picture) -> Iterator[Text]:
    if pop3 is None:
        return
    expire = pop3.fact("pop3-expire")
    counts = overriding.overridden(expire, picture.provider)
    if pop3.fact("pop3-uidl").answer == "no":
        yield text("With POP3 mail cannot stay on the server (no UIDL): only for a single device.")
    elif counts != expire and picture.provider is not None:
        yield text("{provider} decides on its web page what becomes of mail that POP3 fetched.",
                   provider=picture.provider.name)
    elif counts.value == 0:
        yield text("Mail that POP3 fetched may be deleted at once (EXPIRE 0): never with a second device.")
    elif isinstance(counts.value, int):
        yield counted("Mail that POP3 fetched may be deleted after {n} day.",
                      "Mail that POP3 fetched may be deleted after {n} days.", n=counts.value)
    elif pop3.fact("pop3-uidl").answer == "yes":
        yield text("With POP3 mail can stay on the server.")
    else:
        yield text("Whether mail can stay on the server with POP3 is known only after logging in.")
    delay = pop3.fact("pop3-login-delay").value
    if isinstance(delay, int) and delay > 60:
        yield counted("POP3: ask at most once in {n} minute, all devices together.",
                      "POP3: ask at most once in {n} minutes, all devices together.", n=-(-delay // 60))


def _imap(imap: Candidate | None) -> Iterator[Text]:
    if imap is None:
        return
    if imap.fact("imap-idle").answer == "yes":
        yield text("New mail shows up at once (IMAP IDLE).")
    elif imap.fact("imap-idle").answer == "no":
        yield text("New mail shows up when the program asks, every few minutes (no IDLE).")
    if imap.fact("imap-special-use").answer == "no":
        yield text("Choose the folders for sent mail, drafts and rubbish by hand in each program.")
    if imap.fact("imap-gmail-labels").answer == "yes":
        yield text("Labels show one message in several folders: do not copy “All Mail” as well.")
    if imap.fact("imap-apple-push").answer == "yes":
        yield text("iPhone and iPad learn of new mail at once.")


def _sending(imap: Candidate | None, smtp: Candidate | None) -> Iterator[Text]:
    if smtp is None:
        yield text("Nothing can be sent from mail programs.")
        return
    if smtp.fact("smtp-auth").answer == "no":
        yield text("Sending takes no login: it works in the provider's own network only, not on the move.")
    size = _positive(smtp.fact("smtp-size"))
    if size is not None:
        yield text("Attachments of up to about {mb} MB can be sent.", mb=max(1, int(size / _GROWTH / 1e6)))
    kept = _positive(imap.fact("imap-append-limit")) if imap is not None else None
    if kept is not None and (size is None or kept < size):
        yield text("Messages above {mb} MB leave no copy in the folder for sent mail.",
                   mb=max(1, kept // 1_000_000))


def _untried(evidence: Evidence) -> Iterator[Text]:
    if evidence.account is None:
        yield text("Whether the account lets mail programs in was not tried (--login does).")


def _minor(imap: Candidate | None) -> Iterator[Text]:
    if imap is not None and imap.fact("imap-condstore").answer == "no":
        yield text("Large folders take long to synchronise: keep few days on phones (no CONDSTORE).")


def _positive(fact: Fact) -> int | None:
    return fact.value if isinstance(fact.value, int) and fact.value > 0 else None
