"""The first and the last words of the wizard. The first are said before anything slow is imported or read."""

from typing import TYPE_CHECKING

from advisor.i18n import Speaker
from advisor.model.text import Text, text

if TYPE_CHECKING:
    from advisor.ui.screen import Screen


def greet(screen: "Screen", speaker: Speaker) -> None:
    """What will happen, and that nothing happens unasked."""
    screen.say(speaker.say(text(
        "I look for the servers of your e-mail address, advise IMAP or POP3 for each of your devices, and "
        "write files for your mail programs.")))
    screen.say(speaker.say(text("Nothing is changed or written without asking you.")))


def stopped(saved: bool, remembered: bool) -> Text:
    """Ctrl-C: whether the answers are there next time. remembered: this conversation keeps its answers."""
    if not remembered:
        return text("Stopped. Nothing was written.")
    return (text("Stopped. Your answers are kept; start mail-advisor again to go on.") if saved
            else text("Stopped. Your answers could not be kept."))


def declined(remembered: bool) -> Text:
    """The person said no at the review."""
    return (text("Nothing was written. Your answers are kept.") if remembered
            else text("Nothing was written."))
