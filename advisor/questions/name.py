"""What is the person called? The name is written beside the address in mails that are sent."""

from advisor.model.text import Text, text
from advisor.questions import Question, State, Value
from advisor.questions._reading import short_text


def accept(typed: str, state: State) -> Value | Text:
    """Any short text; empty is allowed and means that only the address is shown."""
    return short_text(typed, 100)


def default(state: State) -> Value | None:
    """Nothing: the address alone is a good sender."""
    return ""


QUESTION = Question(
    id="name", order=20, key="name", kind="text",
    label=text("Your name"),
    asks=text("What is your name, as others should see it in your mails?"),
    why=text("It is written beside your address in each mail that you send. It may be left empty."),
    example=text("Ana García"),
    accept=accept, default=default, unasked=default)
