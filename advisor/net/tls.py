"""Verified TLS: whom we trust, what a failed handshake means, and what a good one tells.

The authorities are those of the operating system, with `--ca-file` in addition. There is no unverified
connection anywhere in the program.
"""

import contextlib
import os
import re
import socket
import ssl
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.evidence import Tls, VisitOutcome
from advisor.model.text import text
from advisor.net.line import Ended, Limit, clean
from advisor.threads import begin

# Where systems keep their authorities when Python's OpenSSL was built for another one.
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem", "/etc/ssl/ca-bundle.pem")

_HASHED = re.compile(r"[0-9a-f]{8}\.\d+")      # as `openssl rehash` and Debian's ca-certificates name them

# OpenSSL's X509_V_ERR_*, then what truststore hands on from Windows (CERT_E_*) and macOS (errSec*).
_OUTCOMES: dict[int, VisitOutcome] = {
    9: "certificate-not-yet-valid", 10: "certificate-expired",
    62: "certificate-wrong-name", 64: "certificate-wrong-name",
    0x800B0101: "certificate-expired", 0x800B010F: "certificate-wrong-name",
    -67818: "certificate-expired", -67819: "certificate-not-yet-valid", -67602: "certificate-wrong-name",
}

# OpenSSL's words for a server that speaks no TLS version that we speak.
_TOO_OLD = ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION")


class Trust:
    """Whom we trust. ca_file: PEM file of authorities to trust as well; AdvisorError if it is not one."""

    def __init__(self, ca_file: Path | None = None) -> None:
        self._ca_file = ca_file
        self._lock = threading.Lock()
        self._shared: ssl.SSLContext | None = None
        if ca_file is not None:     # a mistake in it is told now, not as thirty failed visits
            self._strict(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def get_ready(self) -> None:
        """Make the context in a thread of its own: where all authorities have to be read, OpenSSL takes 25 to
        60 ms for those of a usual Linux, and lets Python go on meanwhile."""
        if sys.platform not in ("win32", "darwin"):
            begin(self.context)

    def context(self) -> ssl.SSLContext:
        """The verifying context. Making one takes long on Linux, so there it is made once and shared.

        truststore asks the Windows and macOS systems themselves, but holds a lock during a handshake: there,
        each connection gets its own (cheap) context, or one silent server would keep all others waiting.
        """
        if sys.platform in ("win32", "darwin"):
            return self._system_context()
        with self._lock:
            if self._shared is None:
                self._shared = self._openssl_context()
            return self._shared

    def authorities(self) -> int | None:
        """How many authorities are trusted; None where the operating system is asked anew each time."""
        if sys.platform in ("win32", "darwin"):
            return None
        return self._openssl_context(read_all=True).cert_store_stats()["x509_ca"]

    def _openssl_context(self, *, read_all: bool = False) -> ssl.SSLContext:
        context = self._strict(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        context.sslsocket_class = _Line
        folder = None if read_all else _folder_of_all()
        if folder is not None:
            context.load_verify_locations(capath=folder)
            return context
        context.load_default_certs()
        if not context.cert_store_stats()["x509_ca"] and "SSL_CERT_DIR" not in os.environ:
            for bundle in _BUNDLES:
                if Path(bundle).is_file():
                    context.load_verify_locations(bundle)
                    break
        return context

    def _system_context(self) -> ssl.SSLContext:
        import truststore  # needed on Windows and macOS only

        return self._strict(truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def _strict(self, context: ssl.SSLContext) -> ssl.SSLContext:
        context.minimum_version = ssl.TLSVersion.TLSv1_2    # RFC 8997: TLS 1.0 and 1.1 are gone for mail
        if self._ca_file is not None:
            try:
                context.load_verify_locations(self._ca_file)
            except OSError as error:    # ssl.SSLError is one
                raise AdvisorError(
                    "ca-file-unreadable", text("{path} holds no certificates that can be read.",
                                               path=str(self._ca_file)), Exit.USAGE,
                    hint=text("Give a file in PEM form, beginning with BEGIN CERTIFICATE.")) from error
        return context

    def secure(self, sock: socket.socket, host: str, limit: Limit) -> ssl.SSLSocket:
        """TLS on a connected socket, verified for `host`. Ends with the reason where that fails."""
        try:
            sock.settimeout(limit.left())
            return self.context().wrap_socket(sock, server_hostname=host)
        except (OSError, ValueError) as error:      # ValueError: a name that cannot be in a certificate
            sock.close()
            raise failure(error) from None

    def names(self, sock: socket.socket, host: str, limit: Limit) -> tuple[str, ...]:
        """For whom the certificate that is shown to who asks for `host` is good; () where it is not.

        Everything is verified but the name, and the line is closed before a word is said on it.
        """
        context = self._system_context() if sys.platform in ("win32", "darwin") else self._openssl_context()
        context.check_hostname = False
        try:
            sock.settimeout(limit.left())
            with context.wrap_socket(sock, server_hostname=host) as secured:
                return describe(secured).names
        except (OSError, ValueError):
            return ()


def _folder_of_all() -> str | None:
    """The folder in which OpenSSL finds the authorities that it needs, one by one and by the hash of their
    names, where that is all of them. None where a bundle has to be read.

    Debian and others keep both. The bundle is its files, one behind the other: so it is as long as they are
    together, and somebody who put another one in its place is heard.
    """
    paths = ssl.get_default_verify_paths()
    if not paths.cafile or not paths.capath:
        return None
    try:
        with os.scandir(paths.capath) as entries:
            size = sum(one.stat().st_size for one in entries if _HASHED.fullmatch(one.name))
        return paths.capath if size == os.stat(paths.cafile).st_size > 0 else None
    except OSError:
        return None


class _Line(ssl.SSLSocket):
    """Closes itself where Python (3.11 at least) forgets to: a line that was reset before its handshake, as a
    hard stop does, leaves `wrap_socket` with an error and an open socket that nobody else knows."""

    def __del__(self) -> None:
        if not hasattr(self, "_connected"):     # set just before the handshake; until then nobody has it
            self.close()
        # It complains about every other one that was left open. (The stubs do not know it; it is there.)
        super().__del__()                       # type: ignore[misc]


def failure(error: OSError | ValueError) -> Ended:
    """Why a handshake failed, as a visit ends."""
    if isinstance(error, TimeoutError):
        return Ended("timeout", "tls-handshake")
    if isinstance(error, ssl.SSLCertVerificationError):
        outcome = _OUTCOMES.get(error.verify_code, "certificate-untrusted")
        return Ended(outcome, clean(error.verify_message or ""))
    if isinstance(error, ssl.SSLEOFError | ConnectionError):
        return Ended("tls-failed", "closed-in-handshake")
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "reason", None) or "handshake"      # Python's own errors have none
        if reason in _TOO_OLD:
            return Ended("tls-too-old")
        return Ended("tls-failed", re.sub(r"[^a-z0-9]+", "-", reason.lower()))
    return Ended("tls-failed", "bad-name" if isinstance(error, ValueError) else "closed-in-handshake")


def describe(sock: ssl.SSLSocket) -> Tls:
    """What a verified session says about itself."""
    certificate: dict[str, Any] = dict(sock.getpeercert() or {})
    expires = 0.0
    with contextlib.suppress(ValueError):       # a date that OpenSSL prints and Python cannot read
        expires = ssl.cert_time_to_seconds(certificate.get("notAfter", ""))
    cipher = sock.cipher()
    names = [value for kind, value in certificate.get("subjectAltName", ()) if kind in ("DNS", "IP Address")]
    return Tls(
        version=sock.version() or "", cipher=cipher[0] if cipher else "",
        issuer=_name(certificate.get("issuer", ())), subject=_name(certificate.get("subject", ())),
        names=tuple(clean(name) for name in names[:100]),
        not_after=datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if expires else "",
        days_left=int((expires - time.time()) // 86400) if expires else 0, chain=_chain(sock))


def _chain(sock: ssl.SSLSocket) -> tuple[str, ...]:
    """Python shows the verified chain from 3.13 on, as bytes; what lies below has its names in every version
    that we run on, and is not there where truststore verifies."""
    told = getattr(getattr(sock, "_sslobj", None), "get_verified_chain", None)
    certificates = (told() if told is not None else None) or ()
    return tuple(_name(dict(one.get_info()).get("subject", ())) for one in certificates[:10])


def _name(parts: tuple[tuple[tuple[str, str], ...], ...]) -> str:
    return clean(", ".join(f"{key}={value}" for part in parts for key, value in part))
