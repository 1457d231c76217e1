"""A certificate authority for one run of the sandbox, and the one certificate that all its servers show."""

import ssl
from datetime import UTC, datetime, timedelta
from typing import Literal

import trustme

Fault = Literal["good", "expired", "wrong-name", "untrusted"]


def issue(names: tuple[str, ...], fault: Fault = "good") -> tuple[ssl.SSLContext, bytes]:
    """The servers' TLS context for `names`, and the authority's certificate as PEM.

    fault: `expired` since yesterday, `wrong-name` for other.example only, `untrusted` signed by an
    authority that the PEM does not name.
    """
    authority = trustme.CA(organization_name="mail-advisor demo")
    signer = trustme.CA(organization_name="mail-advisor stranger") if fault == "untrusted" else authority
    now = datetime.now(UTC)
    leaf = signer.issue_cert(
        *(("other.example",) if fault == "wrong-name" else names), organization_name="mail-advisor demo",
        not_before=now - timedelta(days=90),
        not_after=now + timedelta(days=-1 if fault == "expired" else 90))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2      # RFC 8314 section 4.1
    leaf.configure_cert(context)
    return context, authority.cert_pem.bytes()
