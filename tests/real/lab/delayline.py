"""A line between two network namespaces that holds every packet back for half the round-trip time.

    delayline.py SIDE_A ADDRESSES SIDE_B ADDRESSES RTT_MS

It joins two TUN devices by hand, because not every kernel has netem. It prints `ready` when both ends are up
and ends when a namespace goes away. Root is needed.
"""

import collections
import errno
import fcntl
import os
import select
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000      # linux/if_tun.h


def open_end(letter, namespace, addresses, peers):
    """Make a TUN device, move it into the namespace as `line`, and give it its addresses."""
    device = f"line{os.getpid()}{letter}"
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN | IFF_NO_PI))
    subprocess.run(["ip", "link", "set", device, "netns", namespace], check=True)
    ip = ["ip", "-n", namespace]
    subprocess.run([*ip, "link", "set", device, "name", "line"], check=True)
    for mine, other in zip(addresses.split(","), peers.split(","), strict=True):
        where = [f"{mine}/64", "nodad"] if ":" in mine else [mine, "peer", other]
        subprocess.run([*ip, "addr", "add", where[0], "dev", "line", *where[1:]], check=True)
    subprocess.run([*ip, "link", "set", "line", "up", "mtu", "1500"], check=True)
    return descriptor


def receive(descriptor):
    """All packets that wait at one end."""
    while True:
        try:
            yield os.read(descriptor, 65535)
        except BlockingIOError:
            return


def carry(ends, half):
    """Pass packets on, each `half` seconds later. The delay is constant, so they leave in order."""
    other = {ends[0]: ends[1], ends[1]: ends[0]}
    queue = collections.deque()
    while True:
        wait = max(0.0, queue[0][0] - time.monotonic()) if queue else None
        for end in select.select(ends, [], [], wait)[0]:
            for packet in receive(end):
                queue.append((time.monotonic() + half, other[end], packet))
        while queue and queue[0][0] <= time.monotonic():
            _, end, packet = queue.popleft()
            os.write(end, packet)


def main(side_a, addresses_a, side_b, addresses_b, rtt_ms):
    """Set the line up and carry packets until a namespace is deleted."""
    ends = [open_end("a", side_a, addresses_a, addresses_b), open_end("b", side_b, addresses_b, addresses_a)]
    print("ready", flush=True)
    try:
        carry(ends, float(rtt_ms) / 2000)
    except OSError as broken:
        # EBADFD: the device went with its namespace. EIO: it is down.
        if broken.errno not in (errno.EBADFD, errno.EIO):
            raise


if __name__ == "__main__":
    main(*sys.argv[1:])
