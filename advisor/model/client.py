"""A mail program as far as advice and files need it: one value for each templates/<id>/client.toml."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from advisor.model.endpoint import Protocol
from advisor.model.household import DeviceKind, Mode
from advisor.model.provider import AccountKind

# What the program does with mail on the server when a POP3 account is made by hand.
Pop3Default = Literal["keeps", "keeps-14-days", "keeps-7-days", "removes", "unknown"]

# Who took a file of this kind as we write it: the real program; where that cannot run here, an independent
# reader of its published format; or nobody yet.
Acceptance = Literal["program", "reader", "nobody"]

# What a form asks about a server; in this order where the program's own is not known.
FIELDS = ("host", "port", "security", "username", "auth")


class ClientFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One file that we can write for the program.

    template: file in the client's folder. format: the encoder (see advisor/render.py). path: name in the
    device's folder. role: such as `import`, `profile`, `registry`, `autoconfig`, `sheet`. protocols: for
    which access it is written. how: codes of the import steps, in order; each has a text in the catalogues.
    accepted, accepted_by: who took such a file, with the version.
    accounts: how many accounts one such file can hold; 0 is any number. certificate, certificate_how: where
    it can have a provider's own certificates installed, their file's name beside it, and the steps.
    """

    template: str
    format: str
    path: str
    role: str
    media_type: str
    protocols: tuple[Protocol, ...] = ("imap", "pop3")
    how: tuple[str, ...] = ()
    accepted: Acceptance = "nobody"
    accepted_by: str = ""
    accounts: int = 1
    certificate: str = ""
    certificate_how: tuple[str, ...] = ()


class Client(Struct, frozen=True, forbid_unknown_fields=True):
    """A mail program. Facts only; sentences are in the catalogues.

    protocols: what the program speaks. kinds: devices it runs on. oauth2: it can sign in with OAuth2 itself;
    pop3_oauth2: with POP3 as well, which several cannot or say nothing of.
    pop3_modes: the POP3 modes that can be set in it. pop3_default: what it does when nobody says otherwise.
    file_starttls: its files can say STARTTLS for the incoming server. file_oauth2: its files can say OAuth2.
    fields: the parts of a server in the order in which the program's own form asks for them.
    inbox: how a further account shows up: in a block of its own (`separate`), in one that a view can join
    with the others (`joinable`), in one inbox for all accounts by itself (`joined`), or `unknown`.
    notes: codes worth telling, such as `cloud-sync`. sources: where the facts come from.
    sign_in: for a kind of account (`google`, `microsoft`) the steps that take the place of those of its sheet
    where the provider's own sign-in page opens (OAuth2).
    """

    id: str
    name: str
    kinds: tuple[DeviceKind, ...]
    platforms: tuple[str, ...]
    protocols: tuple[Protocol, ...]
    oauth2: bool
    sources: tuple[str, ...]
    pop3_oauth2: bool = False
    pop3_modes: tuple[Mode, ...] = ()
    pop3_default: Pop3Default = "unknown"
    imap_offline: bool = False      # can keep every folder on the device
    inbox: Literal["separate", "joinable", "joined", "unknown"] = "unknown"
    fields: tuple[str, ...] = FIELDS
    file_starttls: bool = True
    file_oauth2: bool = True
    files: tuple[ClientFile, ...] = ()
    notes: tuple[str, ...] = ()
    sign_in: Mapping[AccountKind, tuple[str, ...]] = {}

    def __post_init__(self) -> None:
        if sorted(self.fields) != sorted(FIELDS):
            raise ValueError(f"fields has to name each of {', '.join(FIELDS)} once")

    @property
    def only_sends(self) -> bool:
        """Whether it reads no mail at all (msmtp): it stands beside a program that does."""
        return not {"imap", "pop3"} & set(self.protocols)
