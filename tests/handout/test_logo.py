"""The technician's picture: small, PNG or JPEG, or refused with what to do."""

import base64
from pathlib import Path

import pytest

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.handout import read_logo
from advisor.handout.logo import LARGEST

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(("start", "media_type"), [(PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg")])
def test_a_picture_is_taken_for_what_it_is(tmp_path, start, media_type):
    path = tmp_path / "logo.txt"
    path.write_bytes(start + b"rest")
    logo = read_logo(path)
    assert logo.url == f"data:{media_type};base64,{base64.b64encode(start + b'rest').decode()}"


@pytest.mark.parametrize("content", [b"", b"<svg onload='alert(1)'/>", b"GIF89a", PNG + b"x" * LARGEST])
def test_anything_else_is_refused(tmp_path, content):
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    with pytest.raises(AdvisorError) as raised:
        read_logo(path)
    assert (raised.value.reference, raised.value.exit_code) == ("logo-unfit", Exit.USAGE)
    assert raised.value.hint is not None


def test_a_missing_picture_is_said_to_be(tmp_path):
    with pytest.raises(AdvisorError) as raised:
        read_logo(tmp_path / "none.png")
    assert "problem" in dict(raised.value.message.values)


def test_the_largest_picture_is_taken(tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(PNG + b"x" * (LARGEST - len(PNG)))
    assert len(read_logo(path).content) == LARGEST


def test_a_name_that_no_file_can_have_is_said_to_be_unfit():
    with pytest.raises(AdvisorError) as raised:
        read_logo(Path("lo\0go.png"))
    assert (raised.value.reference, raised.value.exit_code) == ("logo-unfit", Exit.USAGE)
