"""Work in a thread of its own: begun at once, and never the reason that the process stays."""

import queue
import subprocess
import sys
import threading

from advisor.threads import begin


def test_it_runs_elsewhere_with_its_arguments():
    told = queue.SimpleQueue()
    begin(lambda *words: told.put((threading.get_ident(), words)), "a", 1)
    who, words = told.get(timeout=10)
    assert words == ("a", 1)
    assert who != threading.get_ident()


def test_the_process_does_not_wait_for_it():
    script = ("import threading; from advisor.threads import begin; started = threading.Event();"
              "begin(lambda: (started.set(), threading.Event().wait())); started.wait(); print('done')")
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, "done", "")
