"""The README says about each mail program what the program itself says."""

import pytest

from tests.readme import LANGUAGES, PATH, table, tables_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_programs_is_that_of_the_command(language):
    kept = tables_in(PATH.read_text(encoding="utf-8"))[language]
    assert kept == table(language), "if that is meant: python -m tests.goldens"
