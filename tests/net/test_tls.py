"""Whom we trust, and what a failed handshake means."""

import contextlib
import socket
import ssl
import subprocess
import threading
from collections import namedtuple

import pytest
import trustme

from advisor.net.line import Ended, Limit
from advisor.net.tls import Trust, failure
from tests.needed import needed
from tests.servers import authority, server_context, stranger


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


def handshake(trust, ca):
    """A verified session with a server that has a certificate of `ca`."""
    ours, theirs = socket.socketpair()
    context = server_context("imap.d.example", ca=ca)

    def serve():
        with contextlib.suppress(OSError), context.wrap_socket(theirs, server_side=True) as line:
            line.recv(1)

    server = threading.Thread(target=serve)
    server.start()
    try:
        trust.secure(ours, "imap.d.example", Limit(5)).close()
    finally:
        ours.close()
        server.join()
        theirs.close()


@pytest.fixture
def system(tmp_path, monkeypatch):
    """The authorities of a made-up system, as Debian keeps them: a bundle, and each in a file of its own."""
    folder, bundle = tmp_path / "certs", tmp_path / "bundle.crt"
    folder.mkdir()
    for name, ca in (("one", authority), ("other", stranger)):
        ca().cert_pem.write_to_path(str(folder / f"{name}.pem"))
        ca().cert_pem.write_to_path(str(bundle), append=True)
    paths = namedtuple("Paths", "cafile capath")(str(bundle), str(folder))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    read = []
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs",
                        lambda context: (read.append(context), context.load_verify_locations(bundle)))
    return folder, read


def rehash(folder):
    """Give the files in `folder` the names by which OpenSSL finds them."""
    needed("openssl")
    subprocess.run(["openssl", "rehash", folder], check=True)


def test_a_folder_of_all_authorities_is_asked_for_the_one_that_is_needed(system):
    folder, read = system
    rehash(folder)
    trust = Trust()
    handshake(trust, authority)
    handshake(trust, stranger)
    assert not read
    assert trust.authorities() == 2


def test_a_folder_that_lacks_one_is_not_relied_on(system):
    folder, read = system
    (folder / "other.pem").unlink()
    rehash(folder)
    handshake(Trust(), stranger)
    assert read


def test_a_link_to_nothing_does_not_count(system):
    folder, read = system
    rehash(folder)
    (folder / "other.pem").unlink()
    handshake(Trust(), stranger)
    assert read


def test_a_folder_without_hashes_is_not_relied_on(system):
    _, read = system
    handshake(Trust(), authority)
    assert read


def test_another_bundle_is_read(system):
    folder, read = system
    rehash(folder)
    newcomer = trustme.CA()
    bundle = folder.parent / "bundle.crt"
    newcomer.cert_pem.write_to_path(str(bundle))
    authority().cert_pem.write_to_path(str(bundle), append=True)
    (folder / "other.pem").write_bytes((folder / "other.pem").read_bytes() + b"\n")
    handshake(Trust(), lambda: newcomer)
    assert read


def test_who_is_not_in_the_folder_is_not_trusted(system):
    folder, read = system
    (folder / "other.pem").unlink()
    authority().cert_pem.write_to_path(str(folder.parent / "bundle.crt"))
    rehash(folder)
    with pytest.raises(Ended) as ended:
        handshake(Trust(), stranger)
    assert ended.value.outcome == "certificate-untrusted"
    assert not read
