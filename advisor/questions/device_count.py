"""On how many devices is this mail read? Each of them is then asked about in turn."""

from advisor.model.text import Text, text
from advisor.questions import Question, State, Value

MOST = 50   # more than that is a list for the answers file, not for a conversation


def accept(typed: str, state: State) -> Value | Text:
    """A whole number from 1 to MOST."""
    word = typed.strip()
    number = word.isascii() and word.isdigit()
    if number and len(word) < 6 and 1 <= int(word) <= MOST:
        return int(word)
    if number and word.strip("0"):
        return text("A conversation goes up to {most} devices. For more, put them into an answers file: "
                    "mail-advisor write --answers FILE -o DIR", most=MOST)
    return text("Please type a number from 1 to {most}, such as 3.", most=MOST)


def default(state: State) -> Value | None:
    """A computer and a phone, as most people have them."""
    return 2


QUESTION = Question(
    id="device-count", order=30, key="devices", kind="number",
    label=text("Number of devices"),
    asks=text("On how many devices do you want to read this mail?"),
    why=text("What one device does to the mail can be seen, or missed, on all the others."),
    example=text("3 (a computer, a laptop and a phone)"),
    accept=accept, default=default)
