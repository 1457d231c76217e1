"""An e-mail address as we use it: what was given, and what goes on the wire."""

from msgspec import Struct


class Address(Struct, frozen=True):
    """An address that was checked and normalised (see advisor/address.py).

    given: as typed, without surrounding blanks. local: byte-exact, never lower-cased.
    domain: as people write it (U-labels). ascii_domain: as DNS wants it (A-labels).
    registrable: the A-label domain that somebody registered (public suffix plus one label).
    notes: codes of what is worth saying, such as `sub-address`, `mixed-script`.
    """

    given: str
    local: str
    domain: str
    ascii_domain: str
    registrable: str
    notes: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """The address as a login name and in files: local part and A-label domain."""
        return f"{self.local}@{self.ascii_domain}"
