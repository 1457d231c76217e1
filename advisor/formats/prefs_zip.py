"""A ZIP with nothing in it but prefs.js: what Thunderbird takes as a backed-up profile and imports.

The file must lie at the top and alone (a folder beside another file is accepted and then imports nothing).
The importer drops the deferral to Local Folders, so it is left out here. Same plan, same bytes: the time in
the archive is fixed.
"""

import io
import zipfile

from advisor.formats import Facts, Format, Value, prefs_js

NAME = "prefs.js"
_EARLIEST = (1980, 1, 1, 0, 0, 0)       # the first moment that a ZIP can hold


def pack(content: str) -> bytes:
    """The archive around prefs.js, not compressed (other zlib, other bytes)."""
    entry = zipfile.ZipInfo(NAME, _EARLIEST)
    entry.create_system = 3             # Unix, so that the mode below counts; also on Windows
    entry.external_attr = 0o600 << 16
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr(entry, prefs_js.pack(content))
    return archive.getvalue()


def read(content: bytes) -> dict[str, Value]:
    """What the one account in the prefs.js inside says."""
    (said,) = read_all(content)
    return said


def read_all(content: bytes) -> list[dict[str, Value]]:
    """The same for each of several accounts, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.namelist() != [NAME]:
            raise ValueError("the archive must hold prefs.js at its top and nothing else")
        return prefs_js.read_all(archive.read(NAME))


def says(facts: Facts) -> dict[str, Value]:
    """The same as the profile says, but for the single inbox."""
    said = prefs_js.says(facts)
    return {**said, "single_inbox": False} if "single_inbox" in said else said


FORMAT = Format("prefs-zip", prefs_js.value, pack, read, says, prefs_js.refuses, prefs_js.FORMAT.filters,
                read_all)
