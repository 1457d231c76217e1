"""The code: only where a program reads one, and module for module what the file says."""

import json
import re

import pytest
import segno

from advisor.handout import handout, qr
from advisor.i18n import Speaker
from advisor.model.files import OutputFile
from tests.handout.html_reader import Page
from tests.handout.samples import files_of, plan_of
from tests.plans import plan, planned


def file(content, role="qr-code"):
    return OutputFile("Phone/qr.json", content, "application/json", role, "Office PC", "thunderbird-android")


def modules(code):
    """The dark squares that the path draws."""
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", code.path):
        dark |= {(int(x) + step, int(y)) for step in range(int(length))}
    assert re.fullmatch(r"(M\d+ \d+\.5h\d+)+", code.path)
    return dark


def matrix(content, **settings):
    made = segno.make(qr.in_ascii(content), error="l", micro=False, boost_error=False, **settings)
    return {(x + 4, y + 4) for y, row in enumerate(made.matrix) for x, dark in enumerate(row) if dark}


@pytest.mark.parametrize("content", [b"[1,[1,1]]", '["García"]'.encode(), b'"%s"' % (b"x" * 798)])
def test_the_path_is_a_matrix_of_the_content(content):
    code = qr.code((file(content),))
    assert modules(code) in [matrix(content, mask=mask) for mask in range(8)]
    assert code.size == 8 + len(segno.make(qr.in_ascii(content), error="l", boost_error=False,
                                           micro=False).matrix)


def test_where_the_usual_mask_leaves_an_even_line_all_masks_are_weighed(monkeypatch):
    content = b'"%s"' % (b"x" * 200)
    monkeypatch.setattr(qr, "_EVEN", 2)
    qr._modules.cache_clear()
    assert modules(qr.code((file(content),))) == matrix(content)
    assert matrix(content) != matrix(content, mask=qr._MASK)
    qr._modules.cache_clear()


@pytest.mark.parametrize("files", [
    (), (file(b'"%s"' % (b"x" * 799)),), (file(b"[1]", role="import"),)])
def test_no_code_where_nothing_could_read_it(files):
    assert qr.code(files) is None


def test_the_code_says_what_the_file_says_in_letters_that_nobody_has_to_guess():
    content = '[1,"Ana García","計",""]'.encode()
    assert qr.in_ascii(content).isascii()
    assert json.loads(qr.in_ascii(content)) == json.loads(content)
    assert qr.in_ascii(b'[1, [1, 1], "a"]') == '[1,[1,1],"a"]'


def test_only_the_device_whose_program_scans_has_one():
    made = plan_of()
    files = files_of(made).files
    wanted = [one.device for one in files if one.role == "qr-code"]
    page = Page(handout(made, files, Speaker("en")).content)
    assert wanted == ["Phone"]
    pictures = [svg["aria-labelledby"] for svg in page.all("svg") if svg.get("role") == "img"]
    assert pictures == ["diagram-title diagram-text", "device-3-qr"]


def test_the_code_is_a_picture_with_a_name():
    page = Page(handout(plan(planned()), (file(b"[1]"),), Speaker("es")).content)
    assert page.all("svg")[-1]["role"] == "img"
    assert "O escanee esto en la aplicación" in page.words
