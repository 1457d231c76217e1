"""imapclient over a line of ours that has said hello: for what is asked after a login, whose answers nest."""

from imapclient import IMAPClient

from advisor.net.imap import Line
from advisor.net.visiting import STEP_SECONDS


class Client(IMAPClient):       # type: ignore[misc]    # imapclient publishes no types
    """line: where it speaks; greeted, and encrypted where that was asked for."""

    def __init__(self, line: Line) -> None:
        self.line = line
        super().__init__(line.host, line.port, ssl=False, timeout=STEP_SECONDS)

    def _create_IMAP4(self) -> Line:
        return self.line
