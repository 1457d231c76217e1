"""SCRAM by the examples of its own RFCs, and what it makes of servers that lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.net.account_scram import MOST_ROUNDS, Scram, prepared
from tests.net.scram_server import ScramServer

# RFC 5802 section 5 and RFC 7677 section 3, letter for letter.
EXAMPLES = [
    ("SCRAM-SHA-1", "fyko+d2lbbFgONRv9qkxdawL", b"n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
     b"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
     b"c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
     b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ="),
    ("SCRAM-SHA-256", "rOprNGfwEbeRWgbNEkqO", b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
     b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
     b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
     b"p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
     b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]


@pytest.mark.parametrize(("mechanism", "nonce", "first", "challenge", "final", "proof"), EXAMPLES)
def test_the_examples_of_the_rfcs(mechanism, nonce, first, challenge, final, proof):
    scram = Scram(mechanism, "user", b"pencil", nonce)
    assert scram.first() == first
    assert scram.answer(challenge) == final
    assert not scram.proven
    assert scram.answer(proof) == b""
    assert scram.proven


def begun():
    """An exchange that waits for the server's proof."""
    mechanism, nonce, _, challenge, _, _ = EXAMPLES[1]
    scram = Scram(mechanism, "user", b"pencil", nonce)
    scram.answer(challenge)
    return scram


@pytest.mark.parametrize("said", [
    b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", b"v=", b"v=!", b"", b"ok", b"v=" + b"A" * 43 + b"="])
def test_a_server_that_does_not_know_the_password_is_found_out(said):
    scram = begun()
    assert scram.answer(said) is None
    assert not scram.proven


def test_an_error_is_acknowledged_and_proves_nothing():
    scram = begun()
    assert scram.answer(b"e=invalid-proof") == b""
    assert not scram.proven


@pytest.mark.parametrize("challenge", [
    b"", b"\xff\xfe", b"r=NONCE,s=QSXCR+Q6sek8bf92,i=4096", b"r=other,s=QSXCR+Q6sek8bf92,i=4096",
    b"r=NONCEmore,s=,i=4096", b"r=NONCEmore,s=!!,i=4096", b"r=NONCEmore,s=QSXCR+Q6sek8bf92",
    b"r=NONCEmore,s=QSXCR+Q6sek8bf92,i=0", b"r=NONCEmore,s=QSXCR+Q6sek8bf92,i=-5",
    b"r=NONCEmore,s=QSXCR+Q6sek8bf92,i=99999999999999",
    f"r=NONCEmore,s=QSXCR+Q6sek8bf92,i={MOST_ROUNDS + 1}".encode(),
    b"m=must,r=NONCEmore,s=QSXCR+Q6sek8bf92,i=4096"])
def test_a_challenge_that_is_none_ends_it(challenge):
    scram = Scram("SCRAM-SHA-1", "user", b"pencil", "NONCE")
    assert scram.answer(challenge) is None


@given(st.lists(st.binary(max_size=80), max_size=3))
def test_nothing_is_raised_for_what_a_server_says(said):
    scram = Scram("SCRAM-SHA-256", "user", b"pencil", "NONCE")
    for one in said:
        scram.answer(one)
    assert not scram.proven


def test_every_exchange_has_its_own_nonce():
    firsts = {Scram("SCRAM-SHA-1", "user", b"pencil").first() for _ in range(20)}
    assert len(firsts) == 20


def test_signs_that_separate_are_quoted_in_the_name():
    assert Scram("SCRAM-SHA-1", "a,b=c", b"x", "N").first() == b"n,,n=a=2Cb=3Dc,r=N"


# RFC 4013 section 3, the examples that are about single strings.
@pytest.mark.parametrize(("given", "normal"), [
    ("I\u00adX", "IX"), ("user", "user"), ("USER", "USER"), ("\u00aa", "a"), ("\u2168", "IX"),
    ("a\u00a0b", "a b"), ("\u0007", "\u0007"), ("", "")])
def test_passwords_are_brought_into_one_form(given, normal):
    assert prepared(given.encode()) == normal.encode()


def test_a_password_that_is_no_text_stays_as_it_is():
    assert prepared(b"\xff\xfe") == b"\xff\xfe"


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512"])
@pytest.mark.parametrize("password", ["pencil", "con ñ y €", "x" * 300])
def test_both_sides_agree(mechanism, password):
    server, scram = ScramServer(mechanism, password), Scram(mechanism, "ana", password.encode())
    good, proof = server.final(scram.answer(server.first(scram.first())))
    assert good
    assert scram.answer(proof) == b""
    assert scram.proven
