"""Which e-mail address is it about? Everything else follows from what its domain publishes."""

from advisor.errors import AdvisorError
from advisor.model.text import Text, text
from advisor.questions import Question, State, Value


def accept(typed: str, state: State) -> Value | Text:
    """The bare address, when it can be one (advisor/address.py has the rules)."""
    # Imported here as it brings the list of public suffixes, which the first line need not wait for.
    from advisor import address

    if not typed.strip():
        return text("Please type an e-mail address, like name@company.com.")
    try:
        parsed = address.parse(typed.strip(), lan=state.lan)
    except AdvisorError as problem:
        parts = [problem.message, *([problem.hint] if problem.hint else [])]
        return Text("{problem}", (("problem", " ".join(state.say(part) for part in parts)),))
    # What was pasted with it (mailto:, a name, brackets, a dot at the end) is no part of the address.
    return f"{parsed.local}@{parsed.domain}"


QUESTION = Question(
    id="address", order=10, key="address", kind="text",
    label=text("E-mail address"),
    asks=text("Which e-mail address do you want to set up?"),
    why=text("Its domain tells which servers your mail is on. The part before the @ is told to nobody now."),
    example=text("ana@example.org"),
    accept=accept)
