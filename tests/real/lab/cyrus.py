"""A real Cyrus, IMAP and POP3: its greeting is shorter than CAPABILITY, and it writes `\\sent` in lower case.

It is unpacked and not installed (see unpacked.py). Who may come in is asked of a socket that belongs to this
file, in the words of saslauthd.
"""

import os
import shutil
import socket
import struct
import subprocess
import threading

from tests.real.lab.unpacked import library_path, unpack, wait

PACKAGES = ("cyrus-common", "cyrus-imapd", "cyrus-pop3d", "libpcre3")
PORTS = (993, 995)
OWNER = "mail"          # a user that every Debian has; Cyrus refuses to run as root


class Cyrus:
    """A Cyrus at an address of the server namespace. Whoever has `password` gets a mailbox when first in."""

    def __init__(self, folder, namespace, address, certificate, password):
        self.namespace, self.address, self.folder = namespace, address, folder
        root = unpack(folder / "packages", PACKAGES)
        for part in ("conf", "spool", "run"):
            (folder / part).mkdir()
        shutil.copy(certificate, folder / "certificate.pem")
        self._listen(password)
        programs = root / "usr/lib/cyrus/bin"
        settings, services = folder / "imapd.conf", folder / "cyrus.conf"
        settings.write_text(f"""configdirectory: {folder}/conf
defaultpartition: default
partition-default: {folder}/spool
cyrus_user: {OWNER}
cyrus_group: {OWNER}
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: {folder}/mux
sasl_mech_list: PLAIN
tls_server_cert: {folder}/certificate.pem
tls_server_key: {folder}/certificate.pem
virtdomains: userid
altnamespace: no
autocreate_quota: 100000
autocreate_inbox_folders: Sent|Papelera
xlist-sent: Sent
servername: cyrus.example
""")
        services.write_text(f"""START {{
  recover cmd="{programs}/ctl_cyrusdb -r -C {settings}"
}}
SERVICES {{
  imaps cmd="{programs}/imapd -s -C {settings}" listen="{address}:993" prefork=0
  pop3s cmd="{programs}/pop3d -s -C {settings}" listen="{address}:995" prefork=0
}}
EVENTS {{
}}
""")
        for path in (folder, *folder.rglob("*")):
            if not path.is_relative_to(folder / "packages"):
                shutil.chown(path, OWNER, OWNER)
        command = [root / "usr/sbin/cyrmaster", "-D", "-C", settings, "-M", services,
                   "-p", folder / "run/master.pid"]
        with open(folder / "cyrus.out", "w") as out:
            self._process = subprocess.Popen(
                ["ip", "netns", "exec", namespace, *map(str, command)], stdin=subprocess.DEVNULL, stdout=out,
                stderr=out, start_new_session=True,
                env={**os.environ, "LD_LIBRARY_PATH": library_path(root, "usr/lib/cyrus")})

    def wait(self):
        """Return when both ports answer."""
        wait(self.namespace, self.address, PORTS, self._process, self.folder / "cyrus.out")

    def stop(self):
        """End it with everything that it started."""
        self._door.close()
        os.killpg(self._process.pid, 9)
        self._process.wait()

    def _listen(self, password):
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(self.folder / "mux"))
        os.chmod(self.folder / "mux", 0o777)
        self._door.listen()
        threading.Thread(target=self._judge, args=(password,), daemon=True).start()

    def _judge(self, password):
        """saslauthd's own words: four counted strings in (name, password, service, realm), one out."""
        while True:
            try:
                caller, _ = self._door.accept()
            except OSError:     # closed: the lab goes down
                return
            with caller, caller.makefile("rwb") as line:
                told = [line.read(struct.unpack("!H", line.read(2))[0]).decode() for _ in range(4)]
                answer = b"OK" if told[1] == password else b"NO"
                line.write(struct.pack("!H", len(answer)) + answer)
