"""Asks several questions at the same time and gives the answers in order.

The threads are daemons: one that hangs never keeps the process alive, as a pool's threads would.
"""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from advisor.model.evidence import DnsAnswer
from advisor.net.network import Network
from advisor.net.recording import Recorder

Question = TypeVar("Question")
Answer = TypeVar("Answer")


def together(ask: Callable[[Question], Answer], questions: Sequence[Question]) -> list[Answer]:
    """`ask(question)` for all questions at once, each in a thread; waits for all, and raises what the first
    failing one raised."""
    answers: dict[int, Answer] = {}
    failures: dict[int, BaseException] = {}

    def work(index: int, question: Question) -> None:
        try:
            answers[index] = ask(question)
        except BaseException as failure:  # noqa: BLE001 - handed to the asking thread, raised below
            failures[index] = failure

    threads = [threading.Thread(target=work, args=each, daemon=True) for each in enumerate(questions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for index in sorted(failures):
        raise failures[index]
    return [answers[index] for index in range(len(questions))]


def resolved(network: Network, questions: Sequence[tuple[str, str]]) -> list[DnsAnswer]:
    """The answers to DNS questions (name, kind), which go out in one go and need no threads."""
    if isinstance(network, Recorder):
        network.ask_ahead(questions)
    # They come in one after the other: who waits for the last is woken once, not by each of them.
    return [network.resolve(*question) for question in reversed(questions)][::-1]
