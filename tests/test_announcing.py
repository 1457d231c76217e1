"""Everything that a server announces is listed, with its meaning where somebody has written it down."""

import pytest

from advisor.announcing import announcements, meaning, words
from advisor.i18n import Speaker, read_catalogue
from advisor.model.evidence import Visit
from advisor.wrapped import Page
from tests.samples import endpoint

# The rows of the specification, D.1 to D.3: what stands in them has a meaning here.
ROWS = {
    "imap": "IMAP4REV1 IMAP4REV2 LOGINDISABLED STARTTLS AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2 AUTH=OAUTHBEARER "
            "AUTH=SCRAM-SHA-256-PLUS AUTH=CRAM-MD5 AUTH=NTLM AUTH=DIGEST-MD5 AUTH=GSSAPI AUTH=EXTERNAL "
            "AUTH=ANONYMOUS SASL-IR IDLE NOTIFY CONDSTORE QRESYNC SPECIAL-USE XLIST NAMESPACE UIDPLUS MOVE "
            "QUOTA QUOTA=RES-STORAGE APPENDLIMIT=100 COMPRESS=DEFLATE LITERAL+ LITERAL- ENABLE ESEARCH SORT "
            "SORT=DISPLAY THREAD=REFS SEARCH=FUZZY PARTIAL UTF8=ACCEPT UTF8=ONLY OBJECTID ID X-GM-EXT-1 "
            "XAPPLEPUSHSERVICE XAPPLELITERAL ACL RIGHTS=KXTE LIST-EXTENDED METADATA UNSELECT CHILDREN BINARY "
            "CATENATE URLAUTH LOGIN-REFERRALS MAILBOX-REFERRALS UNAUTHENTICATE JMAPACCESS",
    "pop3": "UIDL TOP EXPIRE LOGIN-DELAY STLS USER RESP-CODES AUTH-RESP-CODE PIPELINING UTF8 LANG "
            "IMPLEMENTATION",
    "smtp": "STARTTLS SIZE SMTPUTF8 8BITMIME CHUNKING BINARYMIME DSN DELIVERBY FUTURERELEASE LIMITS "
            "REQUIRETLS MT-PRIORITY PIPELINING ENHANCEDSTATUSCODES"}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("protocol", ROWS)
def test_every_row_of_the_specification_has_a_meaning(protocol, language):
    speaker = Speaker(language)
    for said in ROWS[protocol].split():
        word, = words(protocol, (said,))
        assert meaning(protocol, word, speaker), said


def test_both_languages_know_the_same():
    english, spanish = ({key for key in read_catalogue(language) if key.startswith("means:")}
                        for language in ("en", "es"))
    assert english == spanish
    assert len(english) > 80


@pytest.mark.parametrize(("protocol", "lines", "expected"), [
    ("pop3", ("SASL PLAIN LOGIN", "EXPIRE 30 USER", ""), ("SASL PLAIN", "SASL LOGIN", "EXPIRE 30 USER")),
    ("smtp", ("AUTH PLAIN", "AUTH=PLAIN LOGIN", "SIZE 10"), ("AUTH PLAIN", "AUTH LOGIN", "SIZE 10")),
    ("imap", ("AUTH=PLAIN", "AUTH=", "IDLE", "IDLE"), ("AUTH PLAIN", "AUTH=", "IDLE"))])
def test_ways_of_logging_in_are_listed_one_by_one(protocol, lines, expected):
    assert words(protocol, lines) == expected


@pytest.mark.parametrize("width", [80, 40])
def test_the_three_lists_are_kept_apart(width):
    visit = Visit(endpoint("imap", "starttls"), "spoke", before_tls=("IMAP4REV1", "STARTTLS"),
                  after_tls=("IMAP4REV1", "AUTH=PLAIN", "X-NEW"), after_login=("IMAP4REV1", "QUOTA"))
    page = Page(Speaker("en"), width)
    announcements(page, (visit, Visit(endpoint("pop3"), "refused")))
    text = "\n".join(page.lines)
    places = [text.index(part) for part in ("Before the line is encrypted", "STARTTLS:", "Inside TLS",
                                            "AUTH PLAIN:", "After logging in", "QUOTA:")]
    assert places == sorted(places)
    assert "And: IMAP4REV1, X-NEW" in text
    assert "POP3" not in text
    assert max(map(len, page.lines)) <= width
