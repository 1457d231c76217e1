"""The answers file: reads back what was written, and says exactly what is wrong with one by hand."""

import tomllib
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import answersfile
from advisor.answerscheck import line_of
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.household import MODES, Device, Household, Technician, Wishes
from tests import samples
from tests.ui.stage import CLIENTS

DESIGN = """\
address = "ana@full.example"
name = "Ana García"
language = "es"
[wishes]
backup = "inbox"           # none | inbox | everything
offline = false
shared = false
keep_off_server = false
quota_mb = 2000
[[devices]]
name = "Office PC"
kind = "desktop"
client = "thunderbird"
stays = true
connection = "always"
today = "none"
mode = "pop3-keep"
"""
SHORT = """\
address = "ana@full.example"

[[devices]]
name = "Office PC"
kind = "desktop"
client = "thunderbird"
stays = true
"""


def written(tmp_path, content):
    path = tmp_path / "answers.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(tmp_path, content, **more):
    with pytest.raises(AdvisorError) as caught:
        answersfile.read(written(tmp_path, content), **more)
    say = Speaker("en").say
    error = caught.value
    return error, " ".join(say(part) for part in (error.message, error.context, error.hint) if part)


def test_the_file_of_the_design(tmp_path):
    assert answersfile.read(written(tmp_path, DESIGN)) == Household(
        "ana@full.example", (Device("Office PC", "desktop", "thunderbird", True, mode="pop3-keep"),),
        "Ana García", "es", Wishes("inbox", quota_mb=2000))


def test_what_is_optional_may_be_left_out(tmp_path):
    household = answersfile.read(written(tmp_path, SHORT))
    assert household.devices == (Device("Office PC", "desktop", "thunderbird", True),)
    assert household.wishes == Wishes()


def test_windows_line_ends_and_byte_order_mark(tmp_path):
    content = b"\xef\xbb\xbf" + SHORT.replace("\n", "\r\n").encode()
    assert answersfile.read(written(tmp_path, content)).address == "ana@full.example"


@pytest.mark.parametrize(("before", "after", "key", "line"), [
    ('kind = "desktop"', 'kind = "dektop"', "devices.1.kind", 5),
    ('kind = "desktop"', 'kind = "desktop"\nsize = 3', "devices.1.size", 6),
    ("stays = true", 'stays = "yes"', "devices.1.stays", 7),
    ('client = "thunderbird"', "client = 3", "devices.1.client", 6),
    ('name = "Office PC"', 'name = ""', "devices.1.name", 4),
    ('address = "ana@full.example"', 'address = "ana"', "address", 1),
    ('address = "ana@full.example"', 'address = "ana@full.example"\nadress = "x"', "adress", 2),
    ('address = "ana@full.example"', 'address = "ana@full.example"\nname = 3', "name", 2),
    ("[[devices]]", "[wishes]\nquota_mb = -1\n[[devices]]", "wishes.quota_mb", 4),
    ("[[devices]]", "[wishes]\nbackup = true\n[[devices]]", "wishes.backup", 4),
    ("[[devices]]", "[wishes]\npassword = 'x'\n[[devices]]", "wishes.password", 4),
    ("[[devices]]", "[devices]", "devices", 3),
])
def test_a_wrong_answer_is_named_with_its_key_and_line(tmp_path, before, after, key, line):
    error, words = refused(tmp_path, SHORT.replace(before, after))
    assert error.exit_code is Exit.USAGE
    assert f"“{key}”" in words
    assert f"line {line}." in words


def test_a_misspelt_key_is_suggested(tmp_path):
    _, words = refused(tmp_path, SHORT.replace("stays", "stay"))
    assert "Did you mean “devices.1.stays”?" in words


@pytest.mark.parametrize(("left_out", "key", "flag"), [
    ('address = "ana@full.example"\n', "address", "--set address=..."),
    ('client = "thunderbird"\n', "devices.1.client", "--set devices.1.client=..."),
    (SHORT[SHORT.index("[["):], "devices", "--set devices.1.kind=..."),
])
def test_a_missing_answer_is_named_with_question_key_and_flag(tmp_path, left_out, key, flag):
    error, words = refused(tmp_path, SHORT.replace(left_out, ""))
    assert error.exit_code is Exit.MISSING
    assert f"“{key}”" in words
    assert flag in words
    assert "?" in words     # the question itself


def test_two_devices_cannot_share_a_name(tmp_path):
    error, words = refused(tmp_path, SHORT + SHORT[SHORT.index("[["):].replace("Office PC", "office pc"))
    assert error.exit_code is Exit.USAGE
    assert "Another device" in words


def test_a_program_that_nobody_knows_is_refused_where_the_programs_are_known(tmp_path):
    path = written(tmp_path, SHORT.replace('"thunderbird"', '"thunderbrid"'))
    assert answersfile.read(path).devices[0].client == "thunderbrid"
    _, words = refused(tmp_path, SHORT.replace('"thunderbird"', '"thunderbrid"'), clients=CLIENTS)
    assert "Did you mean “thunderbird”?" in words


@pytest.mark.parametrize("content", ["address = ", "\xff".encode("latin-1"), b"a = 1\na = 2", b"x" * 5000000,
                                     b"a = " + b"[" * 20000])
def test_what_is_no_toml_is_refused_without_a_traceback(tmp_path, content):
    error, words = refused(tmp_path, content)
    assert error.exit_code is Exit.USAGE
    assert "answers.toml" in words


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(AdvisorError) as caught:
        answersfile.read(tmp_path / "nothing.toml")
    assert caught.value.exit_code is Exit.USAGE
    with pytest.raises(AdvisorError):
        answersfile.read(tmp_path)


def test_changes_go_over_the_file_and_can_stand_alone(tmp_path):
    changed = answersfile.read(written(tmp_path, SHORT), ["devices.1.name=PC", "wishes.offline=true",
                                                          "wishes.quota_mb=5"])
    assert changed.devices[0].name == "PC"
    assert changed.wishes == Wishes(offline=True, quota_mb=5)
    alone = answersfile.read(None, ["address=ana@full.example", "devices.1.kind=phone", "devices.1.client=k9",
                                    "devices.1.stays=false", "devices.1.name=Phone"])
    assert alone.devices == (Device("Phone", "phone", "k9", False),)


@pytest.mark.parametrize("change", ["address", "=x", "devices.3.kind=phone", "devices.x.kind=phone",
                                    "address.more=x", ".=", "devices=3"])
def test_a_change_that_is_none(tmp_path, change):
    with pytest.raises(AdvisorError) as caught:
        answersfile.read(written(tmp_path, SHORT), [change])
    assert caught.value.exit_code is Exit.USAGE


def test_for_a_conversation_anything_may_be_missing_but_nothing_may_be_wrong(tmp_path):
    assert answersfile.given(None) == {}
    path = written(tmp_path, SHORT.replace('client = "thunderbird"\n', ""))
    assert answersfile.given(path, ["name=Ana"])["devices"][0]["kind"] == "desktop"
    with pytest.raises(AdvisorError):
        answersfile.given(None, ["devices.1.kind=fridge"])


words = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20)
# As the wizard stores them: without blanks at the ends, composed letters; unique by more than case.
names = st.lists(words.map(lambda name: unicodedata.normalize("NFC", name.strip()) or "x"),
                 min_size=1, max_size=4, unique_by=lambda name: name.strip().casefold())
sizes = st.none() | st.integers(0, 10**9)


@st.composite
def households(draw):
    devices = tuple(Device(
        name, draw(st.sampled_from(["desktop", "laptop", "phone", "tablet", "shared", "server"])),
        draw(st.sampled_from([client.id for client in CLIENTS])), draw(st.booleans()),
        draw(st.sampled_from(["always", "metered", "offline"])),
        draw(st.sampled_from(["none", "imap", "pop3-remove", "pop3-keep"])),
        draw(st.none() | st.sampled_from(MODES))) for name in draw(names))
    wishes = Wishes(draw(st.sampled_from(["none", "inbox", "everything"])), *draw(st.tuples(
        st.booleans(), st.booleans(), st.booleans(), sizes, sizes, sizes)))
    language = draw(st.sampled_from([None, "en", "es"]))
    return Household("ana@full.example", devices, draw(words), language, wishes)


@given(households())
def test_what_is_written_reads_back_the_same(tmp_path_factory, household):
    content = answersfile.dump(household)
    assert content == answersfile.dump(household)
    raw = tomllib.loads(content.decode())
    assert msgspec.convert(raw, Household) == household
    path = tmp_path_factory.getbasetemp() / "round.toml"
    path.write_bytes(content)
    assert answersfile.read(path) == household


def test_it_is_commented_in_the_language_of_the_household():
    assert "# Dirección de correo" in answersfile.dump(samples.household(language="es")).decode()
    assert "none | inbox | everything" in answersfile.dump(samples.household()).decode()


def test_a_thousand_devices_are_read_quickly(tmp_path):
    devices = tuple(Device(f"PC {n}", "desktop", "thunderbird", True) for n in range(1000))
    content = answersfile.dump(Household("ana@full.example", devices))
    assert len(answersfile.read(written(tmp_path, content), clients=CLIENTS).devices) == 1000


def test_the_line_of_a_key_in_an_inline_table():
    assert line_of("a = 1\nwishes = {backup = 'x'}\n", "wishes.backup") == 2
    assert line_of("a = 1\n", "b") is None


def test_the_technician_is_kept(tmp_path):
    technician = Technician("Soporte Luz", "+34 600 000 000", "logo.png")
    told = msgspec.structs.replace(samples.household(), technician=technician)
    path = tmp_path / "answers.toml"
    path.write_bytes(answersfile.dump(told))
    assert answersfile.read(path) == told


def test_a_logo_may_lie_beside_the_answers(tmp_path):
    path = tmp_path / "answers.toml"
    path.write_text('[technician]\nlogo = "logo.png"\n')
    assert answersfile.given(path)["technician"]["logo"] == "logo.png"
    (tmp_path / "logo.png").write_bytes(b"")
    assert answersfile.given(path)["technician"]["logo"] == str(tmp_path / "logo.png")
    path.write_text('[technician]\nlogo = "lo\\u0000go.png"\n')
    assert answersfile.given(path)["technician"]["logo"] == "lo\0go.png"
