"""How a screen follows a run: what begins and what ends, as it happens."""

from typing import Protocol

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import SourceRun, Visit
from advisor.sources import Source


class Watcher(Protocol):
    """Follows a run, for progress on the screen. Called from the thread that called `probe`."""

    def source_started(self, source: Source) -> None:
        """A source was asked."""

    def source_ended(self, run: SourceRun) -> None:
        """A source has answered, or is not waited for any longer."""

    def visit_started(self, endpoint: Endpoint) -> None:
        """A mail server is being visited."""

    def visit_ended(self, visit: Visit) -> None:
        """A visit is over."""


class _Quiet:
    def source_started(self, source: Source) -> None:
        pass

    def source_ended(self, run: SourceRun) -> None:
        pass

    def visit_started(self, endpoint: Endpoint) -> None:
        pass

    def visit_ended(self, visit: Visit) -> None:
        pass


QUIET: Watcher = _Quiet()
