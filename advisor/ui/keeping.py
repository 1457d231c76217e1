"""Keeps the answers of a conversation after each of them, so that it can be broken off at any moment."""

from advisor import resume
from advisor.interview import Interview
from advisor.model.text import Text, text


class Keeping:
    """What is kept of one conversation. wanted: False keeps nothing. works: whether it did the last time."""

    def __init__(self, *, wanted: bool) -> None:
        self.wanted, self.works = wanted, True
        self._address = ""

    def save(self, interview: Interview) -> Text | None:
        """Keep the answers; a sentence to say where it turns out that they cannot be kept."""
        if not self.wanted:
            return None
        answers = {key: answer.value for key, answer in interview.answers.items()}
        address = str(answers.get("address", ""))
        if self._address and self._address != address:
            resume.forget(self._address)        # it was another address by mistake
        self._address = address
        worked, self.works = self.works, resume.save(answers)
        if self.works or not worked:
            return None
        return text("Your answers cannot be kept on this computer; go through without a break.")

    def forget(self, address: str) -> None:
        """The files are written: nothing is left to be taken up."""
        if self.wanted:
            resume.forget(address)
