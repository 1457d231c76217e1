"""A small mail provider inside this process, for `mail-advisor demo` and for tests.

It has a name server, a web server with an autoconfig file, IMAP, POP3 and submission, its own throw-away
certificate authority and one mailbox behind all of them. It listens on loopback only, on ports that the
system picks, and nothing that goes through it leaves the machine.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.text import text

if TYPE_CHECKING:
    from advisor.sandbox.manners import Manners
    from advisor.sandbox.provider import Sandbox


def start(manners: "Manners | None" = None, *,
          zones: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None) -> "Sandbox":
    """Start the provider of demo.example; it runs until `stop()` or the end of the `with` block.

    manners: how its servers behave, the best behaviour by default. zones: further DNS names, each with its
    records in presentation form, such as `{"other.example": {"MX": ("10 mail.demo.example.",)}}`; an empty
    tuple takes a record of the demo away. The certificate is good for every name that has an address.
    Raises AdvisorError `demo-extra-missing` where the optional package trustme is not installed.
    """
    try:
        import trustme  # noqa: F401 - asked for here so that the person gets a hint, not a traceback
    except ImportError as missing:
        raise AdvisorError(
            "demo-extra-missing", text("The demo needs a package that is not installed: {package}.",
                                       package=missing.name or "trustme"),
            Exit.USAGE, hint=text("Install it with: {command}", command="pip install 'mail-advisor[demo]'"),
        ) from missing
    from advisor.sandbox.manners import Manners
    from advisor.sandbox.provider import Sandbox
    return Sandbox(manners or Manners(), zones or {})
