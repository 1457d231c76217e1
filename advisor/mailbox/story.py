"""A small example of what happens to mail: a few devices, a few events, told one after the other.

An example is not made up by hand: it is played on the model of the mailbox, and what each device shows is
what the model says. Devices, messages and folders are called by codes, which have a name in every language.
"""

from collections.abc import Iterator

from msgspec import Struct

from advisor.mailbox.events import Event
from advisor.mailbox.playing import Outcome, Simulation
from advisor.model.household import Mode


class Story(Struct, frozen=True):
    """devices: code and mode of each. script: what happens, in order.

    quota: bytes that fit on the server. expires: days that the server keeps mail which POP3 has fetched.
    marks_fetched: it marks as read what POP3 has fetched.
    """

    devices: tuple[tuple[str, Mode], ...]
    script: tuple[Event, ...]
    quota: int | None = None
    expires: int | None = None
    marks_fetched: bool = False

    def played(self) -> Iterator[tuple[Event, Outcome]]:
        """Every event, and how things stand after it."""
        simulation = Simulation(dict(self.devices), quota=self.quota, expires=self.expires,
                                marks_fetched=self.marks_fetched)
        for event in self.script:
            simulation.happen(event)
            yield event, simulation.outcome()
