"""What the real tests need of the machine, and what of it is missing."""

import os
import shutil
from pathlib import Path

# program -> Debian package; .ci/run installs them.
PROGRAMS = {
    "ip": "iproute2", "unshare": "util-linux", "knotd": "knot", "dovecot": "dovecot-imapd dovecot-pop3d",
    "postfix": "postfix", "thunderbird": "thunderbird", "certutil": "libnss3-tools",
    "mbsync": "isync", "neomutt": "neomutt", "getmail": "getmail6", "msmtp": "msmtp", "aerc": "aerc",
    "fetchmail": "fetchmail", "offlineimap": "offlineimap3", "geary": "geary", "claws-mail": "claws-mail",
    "dbus-run-session": "dbus-daemon evolution-data-server gir1.2-edataserver-1.2 python3-gi",
    "xvfb-run": "xvfb xauth",
    "chromium": "chromium", "pdfinfo": "poppler-utils", "zbarimg": "zbar-tools",
}
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"


def widen_path():
    """Let the system administrator's programs be found, as in a root shell of Debian."""
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}:{SBIN}"


def missing():
    """Names of what is not there: root, the tunnel device, programs. Empty when everything can run."""
    lacks = [] if os.name == "posix" and os.geteuid() == 0 else ["root"]
    if not Path("/dev/net/tun").exists():
        lacks.append("/dev/net/tun")
    return lacks + [f"{program} ({package})" for program, package in PROGRAMS.items()
                    if not shutil.which(program)]
