"""The import ZIP: one file at the top, the same bytes every time."""

import io
import zipfile

import pytest

from advisor.formats import prefs_zip


def test_there_is_prefs_js_and_nothing_else():
    with zipfile.ZipFile(io.BytesIO(prefs_zip.pack("// x\n"))) as archive:
        assert archive.namelist() == ["prefs.js"]
        assert archive.read("prefs.js") == b"// x\n"
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
        assert archive.infolist()[0].external_attr >> 16 == 0o600


def test_same_content_same_bytes():
    assert prefs_zip.pack("// x\n") == prefs_zip.pack("// x\n")


@pytest.mark.parametrize("names", [[], ["prefs.js", "README.txt"], ["profile/prefs.js"], ["user.js"]])
def test_any_other_layout_is_refused(names):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        for name in names:
            written.writestr(name, "")
    with pytest.raises(ValueError, match=r"nothing else"):
        prefs_zip.read(archive.getvalue())
