"""Keeps the answers of a conversation after each of them, so that it can be broken off at any moment."""

from advisor import resume
from advisor.interview import Interview
from advisor.model.text import Text, text
from advisor.questions import Value

_SHARED = text(
    "Another window asks about this address too. Only the answers of the window that you leave last are "
    "kept.")


class Keeping:
    """What is kept of one conversation. wanted: False keeps nothing. works: whether it did the last time."""

    def __init__(self, *, wanted: bool) -> None:
        self.wanted, self.works = wanted, True
        self._kept: dict[str, Value] = {}
        self._told = False          # that another window keeps answers for this address too

    def save(self, interview: Interview) -> Text | None:
        """Keep the answers; a sentence to say where they cannot be, or another window keeps its own."""
        if not self.wanted:
            return None
        answers = {key: answer.value for key, answer in interview.answers.items()}
        before = str(self._kept.get("address", ""))
        if before and before != answers.get("address", ""):
            resume.forget(before)               # it was another address by mistake
        other = self._other(before)
        self._kept = answers
        worked, self.works = self.works, resume.save(answers)
        if worked and not self.works:
            return text("Your answers cannot be kept on this computer; go through without a break.")
        told, self._told = self._told, self._told or other
        return _SHARED if other and not told else None

    def stop(self) -> None:
        """Keep them once more: another window may have put its own there, or thrown them away at its end."""
        if self._kept:
            self.works = resume.save(self._kept)

    def _other(self, address: str) -> bool:
        """Whether somebody else has kept answers for the address since this conversation did."""
        saved = resume.load(address)[0] if address else None
        return saved is not None and saved.answers != self._kept

    def forget(self, address: str) -> None:
        """The files are written: nothing is left to be taken up."""
        if self.wanted:
            resume.forget(address)
