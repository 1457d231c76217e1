"""A sentence for a person that has not been put into a language yet.

Pure code says *what* to tell (`text("{host} refused", host=...)`); the edge of the program turns it
into Spanish or English. The English sentence is the key of the catalogue, as gettext does it.
"""

from msgspec import Struct


class Text(Struct, frozen=True):
    """An English sentence with `{places}` and what to fill in.

    plural: the English plural where the sentence counts something; `n` in values decides.
    """

    template: str
    values: tuple[tuple[str, str | int], ...] = ()
    plural: str = ""


def text(template: str, /, **values: str | int) -> Text:
    """A translatable sentence. The first argument must be a literal: the catalogue test reads it."""
    return Text(template, tuple(sorted(values.items())))


def counted(one: str, many: str, /, n: int, **values: str | int) -> Text:
    """A translatable sentence that counts: `counted("{n} device", "{n} devices", n=3)`."""
    return Text(one, tuple(sorted({**values, "n": n}.items())), many)
