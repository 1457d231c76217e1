"""What a person sees, key by key, at 40, 80 and 200 columns: compared with screens that were read."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from advisor.ui.words import columns
from tests.needed import needed
from tests.terminal.walk import SIZES, golden, walk

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """All walks at once: most of their time they wait."""
    needed("tmux")
    folder = tmp_path_factory.mktemp("walks")
    for language, width in SIZES:
        (folder / f"{language}-{width}").mkdir()
    with ThreadPoolExecutor() as pool:
        walks = {size: pool.submit(walk, *size, folder / f"{size[0]}-{size[1]}") for size in SIZES}
    return walks


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_the_screens_are_those_that_were_read(walked, language, width):
    shown = walked[language, width].result()
    assert shown == golden(language, width).read_text(encoding="utf-8"), "python -m tests.terminal"


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_no_line_of_them_is_wider_than_the_terminal(language, width):
    lines = golden(language, width).read_text(encoding="utf-8").splitlines()
    assert max(columns(line) for line in lines if not line.startswith("===")) <= width
