"""Both pages in real Chromium, without a network: on a phone, on a screen in the dark, and on paper.

axe-core (npm) looks for barriers; AXE_CORE says where its axe.min.js lies (.ci/run fetches it). Pictures of
all that was looked at go to HANDOUT_PICTURES, where that is set.
"""

import json
import os
import re
import struct
import subprocess
import unicodedata
import zlib
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from advisor.handout import Logo, company, handout, qr, record
from advisor.i18n import Speaker
from advisor.model.account import Account
from advisor.model.files import OutputFile
from advisor.model.household import Device, Technician
from advisor.model.picture import ProviderView
from tests.handout.samples import EVIDENCE, FAMILY, FILLING, files_of, plan_of
from tests.handout.test_for_company import person
from tests.real.lab.chromium import PAPERS, Chromium
from tests.samples import DESKTOP, household, picture
from tests.test_accountreport import SURVEY, WORKED

LANGUAGES = ("en", "es")
LONG = Device("<script>alert(1)</script>" + "W" * 300, "desktop", "thunderbird", stays=True)
HOSTILE = household(LONG, DESKTOP, Device("مكتب\"'&", "phone", "thunderbird-android", stays=False),
                    name="x" * 300, backup="inbox")
# A long sheet for three devices: each is moved to another protocol, the provider asks for preparations,
# and a technician has a logo.
MOVING = replace(FILLING, devices=tuple(replace(one, today=today) for one, today in zip(
    FILLING.devices, ("pop3-remove", "pop3-keep", "pop3-keep"), strict=True)),
    wishes=replace(FILLING.wishes, backup="none"))
# The longest of all: much to do to leave POP3, and every wish that adds something to watch.
LEAVING = household(
    Device("Ordenador de la oficina", "desktop", "claws-mail", stays=False, today="pop3-remove"),
    Device("Portátil de Ana", "laptop", "thunderbird", stays=False, today="pop3-remove"),
    Device("Servidor de casa", "desktop", "mbsync", stays=False, today="pop3-keep"),
    backup="everything", offline=True, quota_mb=2000, used_mb=900, monthly_mb=60)
MANY = household(*(replace(one, name=f"{one.name} {n}") for n in range(4) for one in FAMILY.devices),
                 backup="inbox")
HOMES = {"family": FAMILY, "filling": FILLING, "moving": MOVING, "leaving": LEAVING,
         "many": MANY, "hostile": HOSTILE}
THREE = ("family", "filling", "moving", "leaving")
ASKING = picture(provider=ProviderView(
    "gmail", "Gmail", ("app-password",), ("app-password",), "https://help.example/mail/answer/7126229",
    "domain"))
LOGGED_IN = replace(EVIDENCE, account=Account((WORKED,), (SURVEY,)))
MARTA = Technician("Marta Ruiz, Soporte Informático", phone="600 123 456", mail="marta@soporte.example")
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
            seen = ASKING if name in ("moving", "leaving") else picture()
            made, speaker = plan_of(home, seen, language), Speaker(language)
            rendered = files_of(made)
            sheet = handout(made, rendered.files, speaker, technician=MARTA, logo=logo())
            kept = record(made, seen, LOGGED_IN, (*rendered.files, sheet), rendered.refused, speaker)
            everybody = [person(device=one.name, name=home.name) for one in home.devices]
            listed = company(everybody, home.name, speaker, technician=MARTA, logo=logo())
            for file in (sheet, kept, listed):
                path = folder / f"{name}-{language}-{file.path}"
                path.write_bytes(file.content)
                found[path.stem] = path
    return found


def logo():
    """A blue rectangle, drawn here."""
    def chunk(kind, content):
        return (struct.pack(">I", len(content)) + kind + content
                + struct.pack(">I", zlib.crc32(kind + content)))

    width, height = 240, 80
    lines = (b"\0" + bytes((11, 83, 148)) * width) * height
    return Logo("image/png", b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


@pytest.fixture
def pictures(tmp_path):
    """Where screenshots and prints go."""
    folder = Path(os.environ.get("HANDOUT_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


# Every page on a phone and on a screen in the dark, the longest in every way.
LOOKS = [(f"{name}-{language}-{page}", width, dark) for name in HOMES for language in LANGUAGES
         for page in ("handout", "record", "company") for width in (390, 1280) for dark in (False, True)
         if dark == (width == 1280) or name == "moving"
         if page != "company" or name in ("family", "hostile")]


@pytest.mark.parametrize(("name", "width", "dark"), LOOKS)
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


def letters(words):
    """How often each letter occurs, whatever lines and ligatures the words were set in."""
    return Counter("".join(unicodedata.normalize("NFKC", words).split()))


def on_paper(chromium, pictures, name, paper):
    """Number of pages. Every letter that the page shows is on them, and none lies outside the margins."""
    printed = chromium.print(pictures / f"{name}-{paper}.pdf", paper)
    missing = letters(chromium.run("document.querySelector('.sheet').innerText"))
    missing -= letters(output("pdftotext", "-layout", printed, "-"))
    assert not missing, f"cut: {missing}"
    for page in re.split("<page ", output("pdftotext", "-bbox", printed, "-"))[1:]:
        width, height = (float(re.search(f'{side}="([0-9.]+)"', page)[1]) for side in ("width", "height"))
        for word in re.findall("<word ([^>]*)>", page):
            box = left, top, right, bottom = [float(place) for place in re.findall(r'"([0-9.-]+)"', word)]
            assert 20 < left <= right < width - 20, f"{box} is outside of {width}"
            assert 20 < top <= bottom < height - 20, f"{box} is outside of {height}"
    subprocess.run(["pdftoppm", "-r", "80", "-png", printed, printed.with_suffix("")], check=True)
    return int(re.search(r"^Pages: +(\d+)$", output("pdfinfo", printed), re.MULTILINE)[1])


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("home", THREE)
def test_three_devices_fit_on_two_sheets_of_paper(chromium, pages, pictures, home, language, paper):
    chromium.look()
    chromium.open(pages[f"{home}-{language}-handout"])
    assert on_paper(chromium, pictures, f"{home}-{language}", paper) == 2


@pytest.mark.parametrize("name", [
    "many-es-handout", "hostile-en-handout", "family-es-record", "hostile-en-company"])
def test_other_pages_take_more_paper_and_nothing_is_cut_either(chromium, pages, pictures, name):
    chromium.look()
    chromium.open(pages[name])
    assert on_paper(chromium, pictures, name, "letter") >= 1


def test_large_type_is_large_on_paper_too(chromium, pages, pictures):
    chromium.look()
    chromium.open(pages["family-es-handout"])
    usual = on_paper(chromium, pictures, "usual", "a4")
    chromium.look()
    chromium.run("document.querySelector('#large').click()")
    assert on_paper(chromium, pictures, "large", "a4") > usual


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


def test_codes_of_every_length_can_be_read(pictures, chromium, tmp_path):
    """The mask is not weighed for each code (see advisor/handout/qr.py), so many are shown to a reader."""
    said = [json.dumps([number, "xX0 @"[number % 5] * number * 25, f"p{number}@d{number}.example"])
            for number in range(30)]
    codes = [qr.code((OutputFile("qr.json", one.encode(), "application/json", qr.ROLE),)) for one in said]
    path = tmp_path / "codes.html"
    path.write_text("<style>svg {width: 400px; margin: 9px} path {stroke: #000}</style>" + "".join(
        f'<svg viewBox="0 0 {one.size} {one.size}" shape-rendering="crispEdges"><path d="{one.path}"/></svg>'
        for one in codes))
    chromium.look(width=1280)
    chromium.open(path)
    seen = output("zbarimg", "--quiet", "--raw", chromium.screenshot(pictures / "codes.png"))
    assert sorted(map(json.loads, seen.splitlines())) == sorted(map(json.loads, said))


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
    chromium.run("document.querySelector('label').click(); location.hash = 'large-type'; true")
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
