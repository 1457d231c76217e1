"""Signs Apple's .mobileconfig with a key and a certificate that the person gives (CMS, RFC 5652).

An unsigned profile works and is shown as "Not signed". The key is read, used and forgotten: it is never
copied anywhere. Needs the extra `certs`. Signed without attributes, so that the same profile and an RSA key
give the same bytes again.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.text import Text, text

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

LARGEST = 1024 * 1024       # octets of a key or of a chain of certificates

Sign = Callable[[bytes], bytes]


def signer(key_file: Path, certificate_file: Path) -> Sign:
    """What turns a profile into a signed one. Both files are PEM; the signer's certificate comes first, and
    then those above it.

    AdvisorError (USAGE) where the extra is missing, a file cannot be used, the two do not belong together, or
    the certificate is not valid today.
    """
    try:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
    except ImportError:
        raise _unfit(text("Signing needs a part of mail-advisor that is not installed."),
                     text("Install it with: pip install \"mail-advisor[certs]\"")) from None
    key = _key(key_file)
    own, *above = _certificates(certificate_file)
    if own.public_key() != key.public_key():
        raise _unfit(text("The key in {key} is not that of the certificate in {certificate}.",
                          key=str(key_file), certificate=str(certificate_file)),
                     text("Give the key that the certificate was made for; the signer's own certificate "
                          "stands first in its file."))
    _demand_valid(own, certificate_file)

    def sign(content: bytes) -> bytes:
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(own, key, hashes.SHA256())
        for certificate in above:
            builder = builder.add_certificate(certificate)
        return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoAttributes])

    return sign


def _key(path: Path) -> "rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(_read(path), password=None)
    except TypeError:       # what cryptography says where a password would be needed
        raise _unfit(text("The key in {key} is encrypted.", key=str(path)),
                     text("Give it without a password, in a file that only you can read (openssl pkey -in "
                          "KEY -out FILE), and delete that file afterwards.")) from None
    except (ValueError, UnsupportedAlgorithm):
        raise _unfit(text("There is no private key in {key} that can be read.", key=str(path)),
                     text("It must be in PEM format and begin with -----BEGIN PRIVATE KEY-----.")) from None
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise _unfit(text("With the kind of key in {key} no profile can be signed.", key=str(path)),
                     text("Use an RSA or elliptic-curve key."))
    return key


def _certificates(path: Path) -> "list[x509.Certificate]":
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(_read(path))
    except ValueError:
        raise _unfit(text("There is no certificate in {certificate} that can be read.",
                          certificate=str(path)),
                     text("It must be in PEM format and begin with -----BEGIN CERTIFICATE-----.")) from None


def _demand_valid(certificate: "x509.Certificate", path: Path) -> None:
    now = datetime.now(UTC)
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now < begins or now > ends:
        said = (text("The certificate in {certificate} expired on {day}.", certificate=str(path),
                     day=ends.date().isoformat()) if now > ends else
                text("The certificate in {certificate} is valid only from {day} on.", certificate=str(path),
                     day=begins.date().isoformat()))
        raise _unfit(said, text("A profile signed with it would be shown as not trusted. Give a valid one."))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as problem:
        raise _unfit(text("{path} cannot be read: {problem}.", path=str(path),
                          problem=problem.strerror or type(problem).__name__),
                     text("Check what follows --sign-key and --sign-cert.")) from None
    if len(content) > LARGEST:
        raise _unfit(text("{path} is too large for a key or a certificate.", path=str(path)),
                     text("Check what follows --sign-key and --sign-cert."))
    return content


def _unfit(message: Text, hint: Text) -> AdvisorError:
    return AdvisorError("signing", message, Exit.USAGE, hint=hint)
