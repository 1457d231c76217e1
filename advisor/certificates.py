"""What certificates have to do with the files: whom mail programs shall trust, and who signs Apple's profile.

A provider's own authority is what was given with --ca-file. Only certificates are taken from that file, so
that a key which stands beside them never gets into another one.
"""

import re
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.text import text
from advisor.signing import Sign, signer

APPLE_PROFILE = "application/x-apple-aspen-config"      # the media type of files that can be signed

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")


@dataclass(frozen=True)
class Certificates:
    """authority: certificates in PEM that mail programs shall trust too, or nothing. sign: see signing.py."""

    authority: bytes = b""
    sign: Sign | None = None


def given(options: Namespace) -> Certificates:
    """Those of the flags. AdvisorError (USAGE) for what cannot be used, or half of a pair."""
    if (options.sign_key is None) != (options.sign_cert is None):
        raise AdvisorError("signing", text("To sign, a key and its certificate are needed."), Exit.USAGE,
                           hint=text("Give both: --sign-key FILE and --sign-cert FILE."))
    sign = signer(options.sign_key, options.sign_cert) if options.sign_key is not None else None
    return Certificates(_authority(options.ca_file) if options.ca_file is not None else b"", sign)


def _authority(path: Path) -> bytes:
    """The certificates in the file of --ca-file, which was read as such when the servers were asked."""
    try:
        found = _CERTIFICATE.findall(path.read_bytes())
    except OSError as problem:
        raise AdvisorError(
            "ca-file", text("{path} cannot be read: {problem}.", path=str(path),
                            problem=problem.strerror or type(problem).__name__), Exit.USAGE,
            hint=text("Check what follows {flag}.", flag="--ca-file")) from None
    return b"".join(one.replace(b"\r\n", b"\n") + b"\n" for one in found)
