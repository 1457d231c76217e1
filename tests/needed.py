"""Programs of the system that a test asks for their opinion."""

import os
import shutil

import pytest


def needed(program):
    """Skip where there is no such program; where the real programs were asked for, that is a failure."""
    if shutil.which(program) is None:
        if os.environ.get("MAIL_ADVISOR_REAL") == "1":
            pytest.fail(f"{program} is missing")
        pytest.skip(f"{program} is missing")
