"""Server programs that cannot be installed beside the lab's Dovecot: Debian's packages, unpacked."""

import socket
import subprocess
import time

from tests.real.lab.namespaces import inside

PATIENCE = 20       # seconds until all ports have to answer


def unpack(folder, packages):
    """Fetch the packages with apt and unpack them below `folder`; gives the root of what they hold."""
    root = folder / "root"
    root.mkdir(parents=True)
    fetch = ["apt-get", "download", "-q", *packages]
    settings = {"cwd": folder, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    if subprocess.run(fetch, **settings).returncode != 0:      # a machine that has no package lists yet
        subprocess.run(["apt-get", "update", "-q"], check=True, **settings)
        subprocess.run(fetch, check=True, **settings)
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg", "-x", package, root], check=True, **settings)
    return root


def library_path(root, *more):
    """LD_LIBRARY_PATH for what lies there. more: folders below root with libraries of its own."""
    return ":".join(map(str, (*(root / one for one in more), *root.glob("**/lib/*-linux-gnu"))))


def wait(namespace, address, ports, process, log):
    """Return when all ports answer; RuntimeError with the end of the log where they do not."""
    until = time.monotonic() + PATIENCE
    with inside(namespace):
        for port in ports:
            while True:
                try:
                    socket.create_connection((address, port), 1).close()
                    break
                except OSError:
                    if time.monotonic() > until or process.poll() is not None:
                        raise RuntimeError(f"{address}:{port} is not up: {log.read_text()[-2000:]}") from None
                    time.sleep(0.05)
