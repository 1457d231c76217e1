"""Writes the screens anew: `python -m tests.terminal`. Read what changes before you keep it."""

import tempfile
from pathlib import Path

from tests.terminal.walk import SIZES, golden, walk

for language, width in SIZES:
    with tempfile.TemporaryDirectory() as folder:
        golden(language, width).parent.mkdir(exist_ok=True)
        golden(language, width).write_text(walk(language, width, Path(folder)), encoding="utf-8")
