"""Is a copy wished for that does not depend on the server? That wish is what brings POP3 into the advice."""

from advisor.model.text import text
from advisor.questions import Choice, Question, State, Value
from advisor.questions._reading import one_of

COPIES = (
    Choice("none", text("No, the mail on the server is enough")),
    Choice("inbox", text("Yes, of what arrives in the inbox")),
    Choice("everything", text("Yes, of all folders")),
)


def choices(state: State) -> tuple[Choice, ...]:
    """The same three for everybody."""
    return COPIES


def default(state: State) -> Value | None:
    """No copy, as nothing is done that was not wished for."""
    return "none"


QUESTION = Question(
    id="wish-backup", order=200, key="wishes.backup", kind="choice",
    label=text("Copy of the mail"),
    asks=text("Do you want a copy of your mail on one of your devices, whatever happens to the server?"),
    why=text("If the provider loses your mail, locks the account or closes it, only such a copy remains."),
    choices=choices, default=default, unasked=default, accept=one_of(choices))
