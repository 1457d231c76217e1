"""The list of security rules that can be taken out still fits the program, and names tests that are there."""

import pytest

from tests.mutants import MUTANTS, REPOSITORY


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.rule)
def test_a_mutant_fits(mutant):
    source = (REPOSITORY / "advisor" / mutant.file).read_text(encoding="utf-8")
    assert source.count(mutant.old) == 1
    changed = source.replace(mutant.old, mutant.new)
    compile(changed, mutant.file, "exec")
    assert all((REPOSITORY / "tests" / name).exists() for name in mutant.tests.split())


def test_each_rule_has_a_name_of_its_own():
    assert len({mutant.rule for mutant in MUTANTS}) == len(MUTANTS)
