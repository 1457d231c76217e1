"""Our reading of the public suffix list agrees with that of the package it comes from."""

from pathlib import Path

import publicsuffixlist
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.suffixes import is_registry, registrable

FULL = publicsuffixlist.PublicSuffixList()
ICANN = publicsuffixlist.PublicSuffixList(only_icann=True)


def rules():
    lines = Path(publicsuffixlist.PSLFILE).read_text(encoding="utf-8").splitlines()
    return [line.lstrip("!").removeprefix("*.").encode("idna").decode() for line in lines
            if line and not line.startswith("//")]


def test_every_rule_is_read_as_the_package_reads_it():
    for rule in rules():
        for name in (rule, f"a.{rule}", f"b.a.{rule}"):
            assert registrable(name) == (FULL.privatesuffix(name) or ""), name
            assert is_registry(name) == ICANN.is_public(name), name


LABELS = st.sampled_from(["a", "www", "mail", "co", "uk", "com", "ck", "jp", "kobe", "city", "github", "io",
                          "xn--p1ai", "xn--zzzzzz", "example", "net"])


@given(st.lists(LABELS, min_size=1, max_size=6))
def test_any_name_is_read_as_the_package_reads_it(labels):
    name = ".".join(labels)
    assert registrable(name) == (FULL.privatesuffix(name) or "")
    assert is_registry(name) == ICANN.is_public(name)


@pytest.mark.parametrize("name", ["", ".", "a..com", ".com", "com."])
def test_what_is_no_name_belongs_to_nobody(name):
    assert registrable(name) == ""
