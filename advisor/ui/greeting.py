"""The first words of the wizard. They are said before anything slow is imported or read."""

from typing import TYPE_CHECKING

from advisor.i18n import Speaker
from advisor.model.text import text

if TYPE_CHECKING:
    from advisor.ui.screen import Screen


def greet(screen: "Screen", speaker: Speaker) -> None:
    """What will happen, and that nothing happens unasked."""
    screen.say(speaker.say(text(
        "I look for the servers of your e-mail address, advise IMAP or POP3 for each of your devices, and "
        "write files for your mail programs.")))
    screen.say(speaker.say(text("Nothing is changed or written without asking you.")))
