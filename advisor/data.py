"""Finds the folders `templates` and `profiles`, in a checkout as well as in an installed package.

In a wheel they lie inside the package (`advisor/_data/`), in a checkout beside it. A person's own ones lie
in their configuration folder, under the same names.
"""

import os
import sys
from pathlib import Path

OWN = "MAIL_ADVISOR_CONFIG"     # names the folder with a person's own profiles and mail programs
_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of shipped data called `name`.

    The checkout is only believed when our pyproject.toml lies beside it: a foreign
    `site-packages/templates` must never be taken for ours.
    """
    installed = _PACKAGE / "_data" / name
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise FileNotFoundError(f"mail-advisor was installed without its {name} folder")


def own_place() -> Path:
    """The person's own configuration folder; it need not exist. The environment may name another one."""
    named = os.environ.get(OWN)
    if named:
        return Path(named)
    if sys.platform == "linux":
        # What platformdirs does here as well; importing it would cost more than finding a provider.
        base = os.environ.get("XDG_CONFIG_HOME", "").strip()
        return Path(base or os.path.expanduser("~/.config")) / "mail-advisor"
    import platformdirs

    return platformdirs.user_config_path("mail-advisor", appauthor=False)


def own_folder(name: str) -> Path | None:
    """The person's own folder called `name`, None where there is none."""
    place = own_place() / name
    return place if place.is_dir() else None
