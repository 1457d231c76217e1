"""Both pages in real Chromium, without a network: on a phone, on a screen in the dark, and on paper.

axe-core (npm) looks for barriers; AXE_CORE says where its axe.min.js lies (.ci/run fetches it). Pictures of
all that was looked at go to HANDOUT_PICTURES, where that is set.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from advisor.handout import handout, record
from advisor.i18n import Speaker
from advisor.model.household import Device, Technician
from tests.handout.samples import EVIDENCE, FAMILY, FILLING, files_of, plan_of
from tests.real.lab.chromium import PAPERS, Chromium
from tests.samples import DESKTOP, HOSTS, household, picture

LANGUAGES = ("en", "es")
LONG = Device("<script>alert(1)</script>" + "W" * 300, "desktop", "thunderbird", stays=True)
HOSTILE = household(LONG, DESKTOP, Device("مكتب\"'&", "phone", "thunderbird-android", stays=False),
                    name="x" * 300, backup="inbox")
HOMES = {"family": FAMILY, "filling": FILLING, "hostile": HOSTILE}
AXE = """axe.run({runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
    "best-practice"]}}).then(found => found.violations.map(one => one.id + ": " + one.nodes[0].html))"""


@pytest.fixture(scope="module")
def chromium():
    with Chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def axe():
    """axe-core's own script."""
    path = Path(os.environ.get("AXE_CORE", "axe.min.js"))
    assert path.is_file(), "AXE_CORE has to name axe.min.js: npm install axe-core"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Name to the page on disk: the sheet and the record of a family, and of one with hostile names."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for language in LANGUAGES:
        for name, home in HOMES.items():
            made, speaker = plan_of(home, language=language), Speaker(language)
            rendered = files_of(made)
            sheet = handout(made, rendered.files, speaker, technician=Technician("Marta", "600 123 456"))
            kept = record(made, picture(), EVIDENCE, (*rendered.files, sheet), rendered.refused, speaker)
            for file in (sheet, kept):
                path = folder / f"{name}-{language}-{file.path}"
                path.write_bytes(file.content)
                found[path.stem] = path
    return found


@pytest.fixture
def pictures(tmp_path):
    """Where screenshots and prints go."""
    folder = Path(os.environ.get("HANDOUT_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


NAMES = [f"{name}-{language}-{page}" for name in HOMES for language in LANGUAGES
         for page in ("handout", "record")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_asks_nobody_complains_of_nothing_and_has_no_barrier(
        chromium, pages, axe, pictures, name, width, dark):
    chromium.look(width=width, dark=dark)
    chromium.open(pages[name])
    assert chromium.requests == [pages[name].as_uri()]
    assert chromium.run("document.documentElement.scrollWidth <= innerWidth"), "it is wider than the screen"
    chromium.screenshot(pictures / f"{name}-{width}-{'dark' if dark else 'light'}.png")
    chromium.run(axe + "; true")
    assert chromium.run(AXE) == []
    assert chromium.complaints == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("home", ["family", "filling"])
def test_three_devices_fit_on_two_sheets_of_paper(chromium, pages, pictures, home, language, paper):
    chromium.look()
    chromium.open(pages[f"{home}-{language}-handout"])
    printed = chromium.print(pictures / f"{home}-{language}-{paper}.pdf", paper)
    about = subprocess.run(["pdfinfo", printed], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages: +2$", about, re.MULTILINE), about
    words = subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, text=True,
                           check=True).stdout
    for value in ("ana@full.example", *HOSTS.values(), "600 123 456"):
        assert value in words, f"{value} is cut"
    subprocess.run(["pdftoppm", "-r", "100", "-png", printed, printed.with_suffix("")], check=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_on_the_screen_and_on_paper_is_the_file(chromium, pages, pictures, language):
    made = plan_of(FAMILY, language=language)
    payload = next(file.content for file in files_of(made).files if file.role == "qr-code")
    path = pages[f"family-{language}-handout"]
    chromium.look(width=390, dark=True)
    chromium.open(path)
    screen = chromium.screenshot(pictures / f"{language}-code.png")
    printed = chromium.print(pictures / f"{language}-code.pdf", "a4")
    subprocess.run(["pdftoppm", "-r", "200", "-png", printed, printed.with_suffix("")], check=True)
    for shown in ([screen], sorted(pictures.glob(f"{language}-code-*.png"))):
        run = subprocess.run(["zbarimg", "--quiet", "--raw", *shown], capture_output=True)
        assert json.loads(run.stdout) == json.loads(payload)


def test_it_reads_the_same_without_script_and_large_type_needs_none(chromium, pages):
    path = pages["family-es-handout"]
    words = "document.querySelector('.sheet').innerText"
    size = "parseFloat(getComputedStyle(document.querySelector('.sheet p')).fontSize)"
    chromium.look(width=1280, script=False)
    chromium.open(path)
    assert chromium.run("document.querySelectorAll('button').length") == 0
    without, small = chromium.run(words), chromium.run(size)
    chromium.run("document.querySelector('label').click()")
    assert chromium.run(size) >= 1.3 * small
    chromium.look(width=1280)
    chromium.open(path)
    buttons = chromium.run("document.querySelectorAll('button').length")
    assert buttons == 3 * 6
    assert chromium.run(words).replace("Copiar", "").split() == without.split()


def test_a_button_copies_its_value(chromium, pages):
    chromium.look()
    chromium.open(pages["family-en-handout"])
    chromium.run("navigator.clipboard.writeText = async said => { window.said = said; }; true")
    chromium.run("document.querySelectorAll('button')[2].click()")
    assert chromium.run("window.said") == "pop.full.example"
    assert chromium.run("document.querySelectorAll('button')[2].textContent") == "Copied"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_drawing_fit_into_their_boxes(chromium, pages, language):
    chromium.look()
    chromium.open(pages[f"family-{language}-handout"])
    widths = chromium.run(
        "[...document.querySelectorAll('.diagram svg text')].map(one => one.getBBox().width)")
    assert len(widths) == 6
    assert max(widths) <= 202
