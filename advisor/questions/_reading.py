"""Turns what somebody typed into a value: yes or no, one of several, a short text."""

import unicodedata
from collections.abc import Callable

from advisor.model.text import Text, text
from advisor.questions import Choice, State, Value

# Both languages are understood whatever language is spoken: a technician's fingers know their own.
YES = frozenset({"y", "yes", "s", "si", "sí", "true"})
NO = frozenset({"n", "no", "false"})

YES_NO = (Choice(True, text("Yes")), Choice(False, text("No")))


def yes_no(typed: str, state: State) -> Value | Text:
    """True or False for yes or no."""
    word = typed.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    return text("Please answer yes or no.")


def one_of(choices: Callable[[State], tuple[Choice, ...]]) -> Callable[[str, State], Value | Text]:
    """Accepts the value or the label of one of the choices."""

    def accept(typed: str, state: State) -> Value | Text:
        word = typed.strip().casefold()
        possible = choices(state)
        for choice in possible:
            if word in (str(choice.value).casefold(), state.say(choice.label).casefold()):
                return choice.value
        return text("“{typed}” is not one of the choices: {choices}.", typed=shown(typed),
                    choices=", ".join(str(choice.value) for choice in possible))

    return accept


def short_text(typed: str, longest: int) -> str | Text:
    """The text without surrounding blanks; refused with control characters or above `longest` characters."""
    value = unicodedata.normalize("NFC", typed.strip())
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in value):
        return text("Please use letters, digits and signs only; there is a control character in it.")
    if len(value) > longest:
        return text("Please use at most {longest} characters.", longest=longest)
    return value


def shown(typed: str) -> str:
    """What was typed, fit for an error message: no control characters, at most 60 characters."""
    cleaned = "".join(c if unicodedata.category(c)[0] != "C" else "?" for c in typed.strip())
    return cleaned if len(cleaned) <= 60 else cleaned[:59] + "…"
