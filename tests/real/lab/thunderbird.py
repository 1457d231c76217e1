"""The real Thunderbird, headless, inside the lab: what does it make of a file of ours?

Every question is a script in `js/`. A start takes some seconds, so tests ask several things in one.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.real.lab.marionette import Marionette

SCRIPTS = Path(__file__).parent / "js"
ISP = "/usr/share/thunderbird/isp"      # Debian's place for <domain>.xml
PATIENCE = 90                           # seconds for a start or a script

# Nothing that reaches out or opens a window by itself; no setting of an account is among them.
QUIET = {
    "app.update.enabled": False, "app.donation.eoy.url": "", "app.normandy.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False, "toolkit.telemetry.enabled": False,
    "datareporting.healthreport.uploadEnabled": False, "browser.safebrowsing.enabled": False,
    "extensions.update.enabled": False, "extensions.getAddons.cache.enabled": False,
    "mail.shell.checkDefaultClient": False, "mail.spotlight.firstRunDone": True,
    "mail.winsearch.firstRunDone": True, "mail.rights.version": 1, "mailnews.start_page.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True, "app.use_without_mail_account": True,
    "mail.inappnotifications.enabled": False, "services.settings.server": "data:,",
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "mailnews.database.global.indexer.enabled": False,
}


class Thunderbird:
    """A running Thunderbird on `profile`, a folder that it may change: `with Thunderbird(...) as program`.

    isp: a folder that takes the place of the program's own folder of <domain>.xml files, for this run only.
    trusting: the profile trusts the lab's authority.
    """

    def __init__(self, lab, profile, isp=None, trusting=True):
        self.lab, self.profile, self.isp, self.trusting = lab, Path(profile), isp, trusting

    def __enter__(self):
        with self.lab.inside(), socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        (self.profile / "user.js").write_text("".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**QUIET, "marionette.port": port}.items()))
        if self.trusting:
            self._trust()
        home = self.profile.parent
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("DISPLAY", "WAYLAND_DISPLAY") and not name.startswith("XDG_")}
        environment.update(HOME=str(home), TMPDIR=str(home), MOZ_HEADLESS="1", MOZ_CRASHREPORTER_DISABLE="1")
        lay_over = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" "$1" && shift && exec "$@"',
                    self.isp, ISP] if self.isp else []
        with open(home / "thunderbird.out", "ab") as out:
            self.process = subprocess.Popen(self.lab.command(
                [*lay_over, "thunderbird", "--headless", "--no-remote", "--profile", self.profile,
                 "--marionette", "--remote-allow-system-access"]),
                env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        try:
            self.marionette = Marionette(self._connect(port), PATIENCE)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *failure):
        self.marionette.quit()
        self._end()

    def crash(self):
        """End it as a power cut would, in the middle of whatever it does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.marionette.socket.close()

    def ask(self, script, *values):
        """Run js/<script>.js with these values and return its answer."""
        return self.marionette.script((SCRIPTS / f"{script}.js").read_text(), *values)

    def _trust(self):
        """Let this profile trust the lab's CA, as an administrator would."""
        database = f"sql:{self.profile}"
        if not (self.profile / "cert9.db").exists():
            subprocess.run(["certutil", "-N", "--empty-password", "-d", database],
                           stdin=subprocess.DEVNULL, check=True)
        subprocess.run(["certutil", "-A", "-n", "lab CA", "-t", "C,,", "-i", self.lab.ca, "-d", database],
                       stdin=subprocess.DEVNULL, check=True)

    def _connect(self, port):
        until = time.monotonic() + PATIENCE
        with self.lab.inside():
            while True:
                try:
                    return socket.create_connection(("127.0.0.1", port), 5)
                except OSError:
                    if self.process.poll() is not None or time.monotonic() > until:
                        raise
                    time.sleep(0.1)

    def _end(self):
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def fresh_profile(folder, content=None):
    """A profile folder below `folder`, empty or a copy of `content`; the original stays as it is."""
    profile = folder / "profile"
    if content:
        shutil.copytree(content, profile)
    else:
        profile.mkdir()
    return profile
