"""Kills a conversation (SIGKILL) at 20 moments and takes each up again; prints what was lost, or nothing.

A program of its own (`python -m tests.terminal.killed SEED`), as it forks: each conversation then costs
milliseconds, and the moments lie anywhere between its first and its last line.
"""

import io
import os
import random
import signal
import sys
import time

from advisor import resume
from advisor.i18n import Speaker
from advisor.ui import wizard
from advisor.ui.plain import Plain
from advisor.ui.steps import Given
from advisor.ui.terminal import Terminal
from tests.ui.stage import CLIENTS, Stage

EN = Speaker("en")
PROMPT = "\n> "
# What is typed for each key; then the servers are confirmed, and the review waits.
ANSWERS = {"address": "ana@full.example", "name": "Ana", "devices": "2", "devices.1.kind": "2",
           "devices.1.client": "1", "devices.1.stays": "1", "devices.1.name": "Lap", "devices.2.kind": "3",
           "devices.2.client": "1", "devices.2.name": "", "wishes.backup": "2"}


def converse(typed, told):
    """One conversation with these two streams."""
    screen = Plain(Terminal(typed, told, True, columns=80), EN)
    return wizard.run(screen, Stage(EN).steps(), EN, CLIENTS, given=Given(lan=True))


def killed(seconds):
    """What a conversation told until it was killed after so many seconds, every answer already typed."""
    keyboard, typing = os.pipe()
    listening, telling = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(typing)
        os.close(listening)
        converse(os.fdopen(keyboard), os.fdopen(telling, "w"))
        os._exit(0)
    os.close(telling)
    os.write(typing, "".join(f"{answer}\n" for answer in (*ANSWERS.values(), "1")).encode())
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(listening) as heard:
        told = heard.read()
    os.close(keyboard)
    os.close(typing)
    return told


def lost(told):
    """Keys that were answered, as the next question was asked already, and that are not offered again."""
    answered = list(ANSWERS)[:max(told.count(PROMPT) - 1, 0)]
    saved, broken = resume.load()
    if broken:
        return ["everything: what was saved cannot be read"]
    missing = [key for key in answered if saved is None or key not in saved.answers]
    if answered and not missing:
        again = io.StringIO()
        converse(io.StringIO("1\n"), again)
        if "There are answers for ana@full.example" not in again.getvalue():
            missing.append("the offer")
    return missing


def main(seed):
    """20 moments between now and the end of an undisturbed conversation."""
    chance = random.Random(seed)
    whole = 0.0
    for _ in range(2):      # the first one imports
        began = time.monotonic()
        converse(io.StringIO("".join(f"{answer}\n" for answer in (*ANSWERS.values(), "1"))), io.StringIO())
        whole = time.monotonic() - began
        resume.forget()
    reached = set()
    for _ in range(20):
        resume.forget()
        told = killed(chance.random() * whole)
        reached.add(told.count(PROMPT))
        for key in lost(told):
            print(f"after {told.count(PROMPT)} questions: {key}")  # noqa: T201
    print(f"killed at {len(reached)} different questions", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
