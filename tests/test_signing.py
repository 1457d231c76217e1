"""Apple's profile signed: openssl takes it, the content is what was signed, each mistake has a sentence."""

import datetime
import plistlib
import subprocess
import sys

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.signing import signer
from tests.formats.facts import rendered
from tests.needed import needed

NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


def pair(folder, key, *, begins=NOW - DAY, ends=NOW + DAY, password=None, issuer=None, name="signer"):
    """Key and certificate as PEM files; issuer: (name, key) of the authority above, else self-signed."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above, its_key = issuer or (subject, key)
    edwards = isinstance(its_key, ed25519.Ed25519PrivateKey)
    made = (x509.CertificateBuilder().subject_name(subject).issuer_name(above).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)
            .sign(its_key, None if edwards else hashes.SHA256()))
    cipher = (serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption())
    (folder / f"{name}.key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, cipher))
    (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / f"{name}.key", folder / f"{name}.pem"


RSA, CURVE = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())


def refused(*files):
    with pytest.raises(AdvisorError) as caught:
        signer(*files)
    assert caught.value.exit_code is Exit.USAGE
    assert caught.value.hint
    spoken = Speaker("es").say(caught.value.message)
    assert spoken != Speaker("en").say(caught.value.message)
    return caught.value.message.template


@pytest.mark.parametrize("key", [RSA, CURVE], ids=["rsa", "curve"])
def test_openssl_verifies_it(tmp_path, key):
    needed("openssl")
    files = pair(tmp_path, key)
    profile = rendered("apple-mail")
    signed = tmp_path / "signed"
    signed.write_bytes(signer(*files)(profile))
    run = subprocess.run(
        ["openssl", "smime", "-verify", "-inform", "DER", "-in", signed, "-CAfile", files[1],
         "-purpose", "any", "-binary"], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == profile
    assert plistlib.loads(run.stdout)["PayloadType"] == "Configuration"


def test_a_chain_comes_along_and_a_changed_profile_is_noticed(tmp_path):
    needed("openssl")
    authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "above")])
    _, above = pair(tmp_path, CURVE, name="above")
    key, own = pair(tmp_path, RSA, issuer=(authority, CURVE))
    chain = tmp_path / "chain.pem"
    chain.write_bytes(own.read_bytes() + above.read_bytes())
    content = signer(key, chain)(b"the profile")
    shown = subprocess.run(["openssl", "pkcs7", "-inform", "DER", "-print_certs", "-noout"], input=content,
                           capture_output=True, check=True).stdout
    assert shown.count(b"subject=") == 2
    for profile, good in ((content, True), (content.replace(b"the profile", b"The profile"), False)):
        run = subprocess.run(
            ["openssl", "smime", "-verify", "-inform", "DER", "-noverify"], input=profile,
            capture_output=True, check=False)
        assert (run.returncode == 0) is good


def test_the_same_profile_and_an_rsa_key_give_the_same_bytes(tmp_path):
    sign = signer(*pair(tmp_path, RSA))
    assert sign(b"x") == sign(b"x") != sign(b"y")


def test_neither_key_nor_its_file_gets_into_the_profile(tmp_path):
    key, certificate = pair(tmp_path, RSA)
    signed = signer(key, certificate)(b"x")
    numbers = RSA.private_numbers()
    for secret in (numbers.d, numbers.p, numbers.q):
        assert secret.to_bytes((secret.bit_length() + 7) // 8, "big") not in signed
    assert str(tmp_path).encode() not in signed


def test_what_cannot_be_used_is_said(tmp_path):
    key, certificate = pair(tmp_path, RSA)
    other, _ = pair(tmp_path, CURVE, name="other")
    locked, its_own = pair(tmp_path, RSA, password=b"x", name="locked")
    assert "is encrypted" in refused(locked, its_own)
    assert "is not that of the certificate" in refused(other, certificate)
    assert "no private key" in refused(certificate, certificate)
    assert "no certificate" in refused(key, key)
    assert "cannot be read" in refused(tmp_path / "none", certificate)
    assert "cannot be read" in refused(key, tmp_path)
    assert "kind of key" in refused(*pair(tmp_path, ed25519.Ed25519PrivateKey.generate(), name="edwards"))
    (tmp_path / "large").write_bytes(b"x" * 1_100_000)
    assert "too large" in refused(tmp_path / "large", certificate)


@pytest.mark.parametrize(("begins", "ends", "word"), [
    (NOW - 9 * DAY, NOW - DAY, "expired on"), (NOW + DAY, NOW + 9 * DAY, "valid only from")])
def test_a_certificate_that_is_not_valid_today(tmp_path, begins, ends, word):
    assert word in refused(*pair(tmp_path, RSA, begins=begins, ends=ends))


def test_without_the_extra_it_says_how_to_get_it(tmp_path, monkeypatch):
    files = pair(tmp_path, RSA)
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.serialization", None)
    assert "is not installed" in refused(*files)
