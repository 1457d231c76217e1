"""The README's picture of a run, made from a real one: `python -m tests.picture` draws it anew."""

import contextlib
import io
import os
import re
import tempfile
from pathlib import Path

from advisor import cli

README = Path(__file__).resolve().parents[1] / "README.md"
COMMAND = "mail-advisor demo --no-input -o demo-out"
BEGINS, ENDS = "## What a run looks like\n\n", "\n## "
# The paragraphs that are shown, by how they begin; what lies between them is left out.
SHOWN = (r"Plan for", r"Office PC: ", r"Why$", r"  Office PC holds", r"  With IMAP",
         r"What to watch$", r"  - \[devices differ\]", r"What each device can see", r"Device ")
INDENT = "    "


def drawn():
    """The picture as it has to be."""
    kept = ["$ " + COMMAND]
    paragraphs = _run().split("\n\n")
    left_out = False
    for paragraph in paragraphs:
        if any(re.match(shown, paragraph) for shown in SHOWN):
            kept.append(("[...]\n\n" if left_out else "") + paragraph)
            left_out = False
        else:
            left_out = True
    lines = "\n\n".join([kept[0] + "\n" + kept[1], *kept[2:], "[...]"]).splitlines()
    return "".join(f"{INDENT}{line}".rstrip() + "\n" for line in lines)


def stands():
    """The picture as it is."""
    return README.read_text(encoding="utf-8").partition(BEGINS)[2].partition(ENDS)[0]


def _run():
    before = Path.cwd(), os.environ.get("COLUMNS")
    told = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(told):
        os.chdir(folder)
        os.environ["COLUMNS"] = "80"
        try:
            cli.main(COMMAND.split()[1:])
        finally:
            os.chdir(before[0])
            os.environ.pop("COLUMNS") if before[1] is None else os.environ.update(COLUMNS=before[1])
    return told.getvalue().rstrip()


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(text.replace(stands(), drawn()), encoding="utf-8")
