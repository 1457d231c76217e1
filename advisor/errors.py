"""The one error that a person sees: what happened, where, and what to do about it.

What the world does (refused, timed out, bad certificate) is never raised: it is data in the
evidence. This class is for what the person can mend. It always ends in one exit code, one
message and no traceback.
"""

from collections.abc import Sequence

from advisor.exits import Exit
from advisor.model.text import Text


class AdvisorError(Exception):
    """Something the person can mend.

    reference: short stable code for looking it up, such as `answers-unknown-key`.
    message: what happened. context: where (a path, a key, a line), or None. hint: what to do.
    details: lines to be shown as they are, such as a difference.
    """

    def __init__(self, reference: str, message: Text, exit_code: Exit, *,
                 context: Text | None = None, hint: Text | None = None,
                 details: Sequence[str] = ()) -> None:
        super().__init__(reference)
        self.reference = reference
        self.message = message
        self.exit_code = exit_code
        self.context = context
        self.hint = hint
        self.details = tuple(details)
