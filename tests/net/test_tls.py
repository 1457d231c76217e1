"""Whom we trust, and what a failed handshake means."""

import ssl

import pytest

from advisor.net.tls import Trust, failure
from tests.servers import authority


def refusal(code):
    error = ssl.SSLCertVerificationError(1, "x")
    error.verify_code = code
    error.verify_message = "why\x1b"
    return failure(error)


@pytest.mark.parametrize(("code", "outcome"), [
    (10, "certificate-expired"), (9, "certificate-not-yet-valid"), (62, "certificate-wrong-name"),
    (18, "certificate-untrusted"), (20, "certificate-untrusted"), (0x800B0101, "certificate-expired"),
    (-67602, "certificate-wrong-name")])
def test_certificate_codes(code, outcome):
    assert (refusal(code).outcome, refusal(code).note) == (outcome, "why")


@pytest.mark.parametrize(("error", "outcome", "note"), [
    (TimeoutError(), "timeout", "tls-handshake"),
    (ConnectionResetError(), "tls-failed", "closed-in-handshake"),
    (ssl.SSLEOFError(8, "EOF"), "tls-failed", "closed-in-handshake"),
    (ssl.SSLError(1, "odd"), "tls-failed", "handshake"),
    (ValueError("bad host"), "tls-failed", "bad-name")])
def test_other_failures(error, outcome, note):
    assert (failure(error).outcome, failure(error).note) == (outcome, note)


def test_the_context_verifies_and_is_made_once(tmp_path):
    trust = Trust()
    context = trust.context()
    assert context.check_hostname
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert trust.context() is context


def test_a_ca_file_is_trusted_in_addition(tmp_path):
    pem = tmp_path / "ca.pem"
    authority().cert_pem.write_to_path(str(pem))
    more, usual = Trust(pem).context().cert_store_stats(), Trust().context().cert_store_stats()
    assert more["x509_ca"] == usual["x509_ca"] + 1
