"""The unit files of systemd (systemd.syntax(7)): groups of `Key=value`, in which `%` begins a placeholder.

A percent sign of ours is written twice; a backslash at the end would join the next line, so it is refused.
"""

import re

from advisor.formats import Facts, Value, _limits, _values
from advisor.model.text import Text

Unit = dict[str, dict[str, str]]

_DESCRIPTION = re.compile(r"Copy of the mail of (\S+)")


def value(given: object) -> str:
    """A string or number as it stands behind the `=`."""
    spelled = _values.one_line(given)
    if not spelled or spelled != spelled.strip() or spelled.endswith("\\"):
        raise ValueError("a unit file loses blanks around a value, and a backslash joins lines")
    return spelled.replace("%", "%%")


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def unit(content: bytes, *names: str) -> Unit:
    """Group to key to value; ValueError for other groups than `names`, or a key that is there twice."""
    found: Unit = {}
    keys: dict[str, str] | None = None
    for line in content.decode("utf-8").split("\n"):
        if not line or line.startswith(("#", ";")):
            continue
        if line.startswith("[") and line.endswith("]") and line[1:-1] not in found:
            keys = found[line[1:-1]] = {}
            continue
        key, separator, written = line.partition("=")
        if not separator or keys is None or key in keys or re.search("%(?!%)", written.replace("%%", "")):
            raise ValueError(f"not a line of a unit: {line[:80]!r}")
        keys[key] = written.replace("%%", "%")
    if tuple(found) != names:
        raise ValueError(f"the groups must be {', '.join(names)}")
    return found


def folder(described: Unit) -> Value:
    """Whose mail it is about, by its name as a folder."""
    found = _DESCRIPTION.fullmatch(described["Unit"]["Description"])
    if not found:
        raise ValueError("the description does not say whose mail it is")
    return found[1]


def refuses(facts: Facts) -> Text | None:
    """A folder that cannot be spelled."""
    return _limits.spelling(facts, value, "folder")
