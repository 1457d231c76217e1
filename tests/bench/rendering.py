"""How long the files of 1,000 devices take: `python -m tests.bench.rendering`.

Every mail program in turn, with IMAP and POP3. Prints the processor seconds of one core for each step, what a
bare copy through Jinja would take of that, and whether two workers give the same bytes, and how much sooner.
"""

import hashlib
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from msgspec.structs import replace

from advisor import clients, render
from advisor.i18n import Speaker
from tests.plans import MODES, plan, planned, server

DEVICES = 1000


def household(count):
    """A plan whose devices go through every program, each with a way of reading that it knows."""
    loaded = list(clients.load().values())
    devices = []
    for number in range(count):
        client = loaded[number % len(loaded)]
        modes = [*(["imap", "imap-offline"] if "imap" in client.protocols else []), *client.pop3_modes]
        mode = modes[number // len(loaded) % len(modes)] if modes else "imap"
        side = server("pop3" if MODES[mode] else "imap", username=f"person{number}@full.example")
        devices.append(planned(client.id, mode, name=f"device {number}", incoming=side))
    return plan(*devices)


def digest(rendered):
    """One number for all paths, contents and refusals."""
    seen = hashlib.sha256()
    for file in rendered.files:
        seen.update(file.path.encode() + b"\0" + file.content + b"\0")
    for refusal in rendered.refused:
        seen.update(f"{refusal.path}\0{Speaker('es').say(refusal.why)}\0".encode())
    return seen.hexdigest()


def files_of(part):
    """The files of a part of the household, in a worker."""
    return render.render(part, clients.load())


def in_parts(whole, workers):
    """The same files, made by several processes, in household order."""
    share = -(-len(whole.devices) // workers)
    parts = [replace(whole, devices=whole.devices[start:start + share])
             for start in range(0, len(whole.devices), share)]
    # A fresh interpreter each: a copy of a process with threads is not safe on every system.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        done = list(pool.map(files_of, parts))
    return render.Rendered(tuple(file for one in done for file in one.files),
                           tuple(refusal for one in done for refusal in one.refused))


def bare(whole):
    """The templates alone: no facts, no reader, no comparison. What Jinja itself costs."""
    loaded = clients.load()
    for device in whole.devices:
        client = loaded[device.device.client]
        for wanted in client.files:
            if device.settings.incoming.endpoint.protocol in wanted.protocols:
                render._environment(wanted.format).get_or_select_template(
                    [f"{client.id}/{wanted.template}", f"generic/{wanted.template}"])


def timed(work):
    """The result, and the seconds of the processor and of the clock."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, time.process_time() - processor, time.perf_counter() - clock


def main():
    out = sys.stdout.write
    whole = household(DEVICES)
    _, first, _ = timed(lambda: files_of(household(len(clients.load()))))
    one, seconds, clock = timed(lambda: files_of(whole))
    _, templates, _ = timed(lambda: bare(whole))
    out(f"every program once, templates not compiled yet: {first:.2f} s\n")
    out(f"{len(one.files)} files for {DEVICES} devices, each read back: {seconds:.2f} s of one core "
        f"({len(one.refused)} refused)\n")
    out(f"of that, looking up the templates: {templates / seconds:.2f}\n")
    two, _, both = timed(lambda: in_parts(whole, 2))
    if digest(one) != digest(two):
        raise SystemExit("two workers give other bytes")
    out(f"two workers give the same bytes, in {both / clock:.2f} of the time: the program does with one\n"
        if both > clock else f"two workers give the same bytes, in {both / clock:.2f} of the time\n")


if __name__ == "__main__":
    main()
