"""Follows a run of the search and puts each step of it into one line with a word, not only a sign."""

from advisor.i18n import Speaker
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import SourceRun, Visit
from advisor.model.text import text
from advisor.sources import Source
from advisor.ui.search import Search
from advisor.ui.style import Style


class Progress:
    """A Watcher (see advisor/probing.py) that tells a Search what is heard."""

    def __init__(self, search: Search, speaker: Speaker) -> None:
        self._search = search
        self._speaker = speaker

    def source_started(self, source: Source) -> None:
        """Nothing: that everybody is asked is said once, for all."""

    def source_ended(self, run: SourceRun) -> None:
        """One line with how it ended; sources that were not asked are passed over."""
        say = self._speaker.say
        words: dict[str, tuple[str, Style]] = {
            "answered": (say(text("found")), "good"), "absent": (say(text("nothing there")), "normal"),
            "failed": (say(text("failed")), "attention"),
            "timeout": (say(text("no answer in time")), "attention")}
        if run.status in words:
            ended, style = words[run.status]
            source = self._speaker.code("source", run.id)
            self._search.tell(f"{source[:1].upper()}{source[1:]}: {ended}", style)

    def visit_started(self, endpoint: Endpoint) -> None:
        """Nothing: how it ends is what counts."""

    def visit_ended(self, visit: Visit) -> None:
        """One line with the server and what it did."""
        server = f"{visit.endpoint.protocol.upper()} {visit.endpoint.host}:{visit.endpoint.port}"
        if visit.outcome == "spoke":
            self._search.tell(f"{server}: {self._speaker.say(text('answers'))}", "good")
        else:
            self._search.tell(f"{server}: {self._speaker.code('because', visit.outcome)}", "attention")
