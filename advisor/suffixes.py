"""The public suffix list: under which endings domains are registered, such as `com`, `co.uk` or `github.io`.

The list is the one of the package publicsuffixlist. That package builds tables out of its ten thousand rules
when it starts, which takes as long as a DNS question; a run asks for a dozen names, and the lines will do.
"""

import importlib.util
from functools import cache
from pathlib import Path

_ICANN_ENDS = "// ===END ICANN DOMAINS==="


def registrable(ascii_name: str) -> str:
    """The domain below which `ascii_name` lies and that somebody registered; "" for a public suffix.

    ascii_name: A-labels, lower case. The private section counts: `a.github.io` and `b.github.io` belong to
    different people.
    """
    labels = ascii_name.split(".")
    if not all(labels):
        return ""
    taken = len(labels) - _start(ascii_name, icann_only=False)
    return ".".join(labels[-taken - 1:]) if taken < len(labels) else ""


def is_registry(ascii_name: str) -> bool:
    """Whether domains are registered directly below this name, by the rules of ICANN's section alone."""
    return bool(ascii_name) and _start(ascii_name, icann_only=True) == 0


def is_ending(name: str) -> bool:
    """Whether the list of ICANN itself has this ending; what it lacks, such as `con`, does not exist."""
    return not _rules(icann_only=True).isdisjoint((name, f"*.{name}"))


@cache
def _start(ascii_name: str, *, icann_only: bool) -> int:
    """With which label the public suffix of a name begins (https://publicsuffix.org/list/, "Algorithm").

    The longest rule wins, an exception (`!www.ck`) is one label shorter than it says, and without any rule
    the last label is the suffix.
    """
    rules = _rules(icann_only)
    labels = [_as_listed(label) for label in ascii_name.split(".")]
    for first in range(len(labels)):
        name, parent = ".".join(labels[first:]), ".".join(labels[first + 1:])
        if f"!{name}" in rules:
            return first + 1
        # Where everything below a name is a suffix (`*.ck`), so is the name.
        if not rules.isdisjoint((name, f"*.{name}", f"*.{parent}")):
            return first
    return len(labels) - 1


def _as_listed(label: str) -> str:
    """The list has its rules as people write them, DNS as A-labels."""
    if not label.startswith("xn--"):
        return label
    import idna

    try:
        return idna.decode(label)
    except idna.IDNAError:      # no rule looks like that
        return label


@cache
def _rules(icann_only: bool) -> frozenset[str]:
    """The lines of the list: rules, and comments, which no name can look like."""
    package = importlib.util.find_spec("publicsuffixlist")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("publicsuffixlist")
    text = Path(package.origin).with_name("public_suffix_list.dat").read_text(encoding="utf-8")
    return frozenset((text.partition(_ICANN_ENDS)[0] if icann_only else text).splitlines())
