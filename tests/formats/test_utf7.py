"""Names of folders in IMAP's own spelling: the examples of the RFC, and everything comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats import _utf7


@pytest.mark.parametrize(("name", "spelled"), [
    ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),     # RFC 3501 section 5.1.3
    ("Sent", "Sent"), ("Entwürfe", "Entw&APw-rfe"), ("A & B", "A &- B"), ("😀", "&2D3eAA-"), ("", ""),
    ("Enviados ñandú", "Enviados &APE-and&APo-"), ("Sent & more", "Sent &- more")])
def test_spelling(name, spelled):
    assert _utf7.encode(name) == spelled
    assert _utf7.decode(spelled) == name


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_name_comes_back(name):
    assert _utf7.decode(_utf7.encode(name)) == name
    assert _utf7.encode(name).isascii()


@pytest.mark.parametrize("spelled", ["&", "a&b", "&APw", "&AGE-", "ü", "&APw=-", "&!!!!-"])
def test_what_is_not_read(spelled):
    with pytest.raises(ValueError, match=r"."):
        _utf7.decode(spelled)


def test_a_lone_surrogate_is_refused():
    with pytest.raises(ValueError, match=r"surrogate"):
        _utf7.encode("a\ud800")
