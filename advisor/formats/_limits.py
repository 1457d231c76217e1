"""What many formats cannot say, asked in one place: ways to sign in, what happens on the server, odd letters.

Each question returns the reason as a sentence, or None where the format can say it.
"""

from collections.abc import Callable

from advisor.formats import Facts
from advisor.model.text import Text, text

PASSWORDS = frozenset({"password", "app-password"})
POLICIES = ("leave_on_server", "days", "delete_on_local_delete")


def sign_in(facts: Facts, incoming: frozenset[str] = PASSWORDS,
            outgoing: frozenset[str] = PASSWORDS | {"none"}) -> Text | None:
    """A way to sign in that is not among those that the format has a word for."""
    for side, known in (("incoming", incoming), ("outgoing", outgoing)):
        if facts[f"{side}_auth"] == "oauth2" and "oauth2" not in known:
            return text("This file cannot say that {host} wants the provider's own sign-in page (OAuth2). "
                        "Add the account inside the program, which opens that page, or use a program that "
                        "can.",
                        host=facts[f"{side}_host"])
        if facts[f"{side}_auth"] not in known:
            return text("This file cannot say the way to sign in at {host}.", host=facts[f"{side}_host"])
    return None


def on_server(facts: Facts, *, days: bool = False, removes: bool = False,
              local_delete: bool = False) -> Text | None:
    """POP3: something other than leaving the mail there, beyond what the flags say that the format can do."""
    if "leave_on_server" not in facts:
        return None
    if ((facts["days"] and not days) or (not facts["leave_on_server"] and not removes)
            or (facts["delete_on_local_delete"] and not local_delete)):
        return text("This file cannot say what the plan wants to happen to the mail on the server.")
    return None


def spelling(facts: Facts, value: Callable[[object], str], *fields: str) -> Text | None:
    """A value that the format's encoder does not take."""
    for field in fields:
        try:
            value(facts[field])
        except ValueError:
            return cannot_spell(field)
    return None


def cannot_spell(field: str) -> Text:
    """The sentence for a value that the format cannot hold."""
    return text("The value “{field}” cannot be written into this file.", field=field)


def starttls(facts: Facts, *sides: str) -> Text | None:
    """STARTTLS on a side where the format cannot say it."""
    for side in sides:
        if facts[f"{side}_security"] == "starttls":
            return text("This file cannot say STARTTLS for {host}, port {port}.",
                        host=facts[f"{side}_host"], port=facts[f"{side}_port"])
    return None


def plain(facts: Facts, *sides: str) -> Text | None:
    """A line without encryption, for formats of which nobody should make such a file."""
    for side in sides:
        if facts[f"{side}_security"] == "plain":
            return text("This file is not made for a line without encryption ({host}, port {port}).",
                        host=facts[f"{side}_host"], port=facts[f"{side}_port"])
    return None
