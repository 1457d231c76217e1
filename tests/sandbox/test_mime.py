"""Messages taken apart without changing an octet; the standard library's parser is the yardstick."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import given
from hypothesis import strategies as st

from advisor.sandbox.imap_structure import envelope, structure
from advisor.sandbox.mime import MOST_PARTS, parameters_of, take_apart

MIXED = b"""\
From: "Ruiz, Marta" <marta@familia.example>, luis@taller.example\r
Subject: a\r
 folded one\r
Content-Type: multipart/mixed; boundary="x y"\r
\r
preamble\r
--x y\r
\r
one\r
--x y\r
Content-Type: multipart/alternative; boundary=in\r
\r
--in\r
Content-Type: text/plain; charset=utf-8\r
\r
two\r
\r
--in\r
--in--\r
--x y  \r
Content-Type: image/png\r
Content-Disposition: attachment; filename="a;\\"b.png"\r
\r
--x y--\r
epilogue\r
"""


def test_parts_are_exact():
    message = take_apart(MIXED)
    assert message.header + message.body == MIXED
    assert [part.type for part in message.parts] == ["text/plain", "multipart/alternative", "image/png"]
    one, inner, image = message.parts
    assert (one.header, one.body) == (b"\r\n", b"one")
    assert [part.body for part in inner.parts] == [b"two\r\n", b""]
    assert image.body == b""
    assert message.field("subject") == b"a folded one"
    assert message.field("To") is None


def test_structure_and_envelope():
    message = take_apart(MIXED)
    said = structure(message, extended=True)
    assert said.startswith(b'(("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 3 0 NIL NIL NIL NIL)')
    assert b'("ATTACHMENT" ("FILENAME" "a;\\"b.png"))' in said
    assert b"ATTACHMENT" not in structure(message, extended=False)
    people = b'(("Ruiz, Marta" NIL "marta" "familia.example")(NIL NIL "luis" "taller.example"))'
    assert envelope(message) == (
        b'(NIL "a folded one" %b %b %b NIL NIL NIL NIL NIL)' % (people, people, people))


def test_parameters():
    assert parameters_of(b'Text/HTML; Charset=UTF-8; name="a \\"b\\""; odd') == (
        "text/html", (("charset", "UTF-8"), ("name", 'a "b"')))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40), min_size=1,
                max_size=4))
def test_bodies_agree_with_the_standard_library(texts):
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "x"
    message.set_content(texts[0], cte="quoted-printable")
    for text in texts[1:]:
        message.add_attachment(text, filename="a.txt", cte="base64")
    content = message.as_bytes()
    theirs = [part for part in message_from_bytes(content).walk() if not part.is_multipart()]
    whole = take_apart(content)
    ours = list(whole.parts) or [whole]
    assert [part.body.replace(b"\r\n", b"\n") for part in ours] == [
        part.get_payload().encode("ascii").replace(b"\r\n", b"\n") for part in theirs]


@given(st.binary(max_size=400))
def test_rubbish_never_breaks_it(content):
    message = take_apart(content)
    assert message.header + message.body == content
    for extended in (True, False):
        structure(message, extended)
    envelope(message)


def test_long_rubbish_is_read_in_time():
    """Each of these takes hours where the reading is quadratic."""
    for rubbish in (b"a" * 1_000_000, b"a: " + b"\r\n " * 300_000,
                    b"Content-Type: a/b" + b';a="' * 200_000 + b"\r\n\r\n"):
        message = take_apart(rubbish)
        structure(message, extended=True)


def test_depth_and_number_of_parts_are_bounded():
    deep = b"x"
    for _ in range(50):
        deep = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + deep
    take_apart(deep)
    wide = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5000
    assert len(take_apart(wide).parts) == MOST_PARTS
