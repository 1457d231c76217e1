"""Files that the administrator of this machine or the person put down: DIR/<domain>.xml.

They are in the autoconfig format, trusted like the person's own word, and read without the network.
"""

from advisor.sources import Found, Search, Source
from advisor.sources._documents import read

_LONGEST = 256 * 1024


def find(search: Search) -> Found:
    """The servers in the file for this domain."""
    if search.local_config is None:
        return Found("absent", note="no-folder")
    path = search.local_config / f"{search.address.ascii_domain}.xml"
    try:
        with path.open("rb") as file:
            body = file.read(_LONGEST + 1)
    except FileNotFoundError:
        return Found("absent")
    except OSError as failure:
        return Found("failed", note=f"{path.name}: {failure.strerror or type(failure).__name__}")
    if len(body) > _LONGEST:
        return Found("failed", note=f"{path.name}: too-long")
    return read(body, search, "local-config", path.name, "I4")


SOURCE = Source("local-config", 10, online=False, third_party=False, find=find)
