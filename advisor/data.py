"""Finds the folders `templates` and `profiles`, in a checkout as well as in an installed package.

In a wheel they lie inside the package (`advisor/_data/`), in a checkout beside it.
"""

from pathlib import Path

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
