"""One question a module: what is asked, why it matters, and which answers are possible.

A question knows nothing of screens. It looks at the answers given so far, says whether it applies, and turns
what somebody typed into a value or into a sentence that says how to mend it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.model.client import Client
from advisor.model.text import Text

Value = str | int | bool
Kind = Literal["choice", "text", "yes-no", "number"]


@dataclass(frozen=True)
class Choice:
    """One possible answer. value: as it stands in the answers file."""

    value: Value
    label: Text


@dataclass(frozen=True)
class State:
    """What a question may look at.

    values: the answers so far, by their key in the answers file (`devices.2.kind`). clients: all mail
    programs. say: puts a sentence into the person's language. device: which device is asked about, counted
    from 1, else 0. lan: addresses of a private network are allowed (`--lan`).
    """

    values: Mapping[str, Value]
    clients: tuple[Client, ...]
    say: Callable[[Text], str]
    device: int = 0
    lan: bool = False

    def own(self, name: str) -> Value | None:
        """What was answered about this very device: `own("kind")` reads `devices.2.kind`."""
        return self.values.get(f"devices.{self.device}.{name}")


def no_choices(state: State) -> tuple[Choice, ...]:
    """For a question with free text."""
    return ()


def nothing(state: State) -> Value | None:
    """For a question without a default, or one that is always asked."""
    return None


def always(state: State) -> bool:
    """For a question that applies to everybody."""
    return True


@dataclass(frozen=True)
class Question:
    """What a question module offers as QUESTION. id: the module's name with dashes.

    order: questions are asked in this order. key: path in the answers file, with N for the device's number.
    label: two or three words for the review. default: what Enter means. usual: what is taken without asking,
    or None to ask; it can be changed at the review. accept: what was typed becomes a value or, as a Text, a
    sentence that says how to mend it. unasked: what is taken where nobody can be asked, or None where that
    is an error; the answers file may leave out the same.
    """

    id: str
    order: int
    key: str
    label: Text
    asks: Text
    why: Text
    kind: Kind
    accept: Callable[[str, State], Value | Text]
    example: Text | None = None
    choices: Callable[[State], tuple[Choice, ...]] = no_choices
    default: Callable[[State], Value | None] = nothing
    usual: Callable[[State], Value | None] = nothing
    applies: Callable[[State], bool] = always
    unasked: Callable[[State], Value | None] = nothing

    @property
    def per_device(self) -> bool:
        """Whether it is asked for each device."""
        return ".N." in self.key

    @property
    def flag(self) -> str:
        """How to answer it on the command line. The number of devices follows from what is said of them."""
        key = "devices.1.kind" if self.key == "devices" else self.key
        return f"--set {key}=..."
