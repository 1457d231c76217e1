"""What the Tab key offers: domains behind the @, folders that exist, words of a form."""

from advisor.ui import completing


def words(offered):
    return [(one.words, one.shown) for one in offered]


def test_domains_are_offered_behind_the_at():
    complete = completing.domains(("gmail.com", "gmx.net", "posteo.de"))
    assert words(complete("ana@GM")) == [("ana@gmail.com", "gmail.com"), ("ana@gmx.net", "gmx.net")]
    assert not complete("ana")
    assert not complete("@gm")
    assert not complete("ana@gmail.com")


def test_folders_that_exist_are_offered(tmp_path, monkeypatch):
    for name in ("one", "only", "other", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "on-file").write_text("")
    (tmp_path / "one" / "inner").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert words(completing.folders("on")) == [("one/", "one/"), ("only/", "only/")]
    assert words(completing.folders("one/")) == [("one/inner/", "inner/")]
    assert words(completing.folders(f"{tmp_path}/ot")) == [(f"{tmp_path}/other/", "other/")]
    assert words(completing.folders("~/ot")) == [("~/other/", "other/")]
    assert words(completing.folders(".h")) == [(".hidden/", ".hidden/")]
    assert [one.shown for one in completing.folders("")] == ["one/", "only/", "other/"]
    assert not completing.folders("nowhere/x")
    assert not completing.folders("on-file/")
