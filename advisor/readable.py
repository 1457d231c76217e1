"""A file as lines that a person can compare, whatever its encoding; what is packed is unpacked first.

For differences only: nothing is read back from this.
"""

import hashlib
import io
import zipfile


def lines(content: bytes) -> list[str]:
    """The text, line by line. A ZIP gives its members and what is in them; other bytes their SHA-256."""
    if content.startswith(b"PK\x03\x04"):
        return _unpacked(content)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").splitlines()
    try:
        return content.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        if b"\0" not in content:
            return content.decode("cp1252", "replace").splitlines()     # a .prf (formats/outlook_prf.py)
    return [f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"]


def is_plain(content: bytes) -> bool:
    """Whether every tool shows the file as it is: UTF-8 without NUL."""
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _unpacked(content: bytes) -> list[str]:
    told = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                moment = "{}-{:02}-{:02} {:02}:{:02}:{:02}".format(*member.date_time)
                told += [f"[{member.filename}] {member.file_size} bytes, {moment}"]
                told += lines(archive.read(member))
    except zipfile.BadZipFile:
        return [f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"]
    return told
