"""Sentences and codes come out in the right language, from a catalogue read at run time."""

import re

import pytest

from advisor import i18n
from advisor.model.text import counted, text

PO = '''
# a comment
msgid ""
msgstr "Language: xx\\n"

msgid "{host} said no."
msgstr "{host} dijo que "
"no."

msgid "{n} device"
msgid_plural "{n} devices"
msgstr[0] "{n} equipo"
msgstr[1] "{n} equipos"

#, fuzzy
msgid "not "
"sure"
msgstr "inseguro"

msgid "need:quote"
msgstr "un \\"ejemplo\\"\\ny otro"

msgid "need:first"
msgstr "uno"
# --- another part, joined without a blank line ---
msgid "need:second"
msgstr "dos"
msgid "need:third"
msgstr "tres"
'''


@pytest.fixture
def spanish(tmp_path, monkeypatch):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "advisor.po").write_text(PO, encoding="utf-8")
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    i18n.read_catalogue.cache_clear()
    yield i18n.Speaker("xx")
    i18n.read_catalogue.cache_clear()


def test_a_sentence_is_translated_and_filled_in(spanish):
    assert spanish.say(text("{host} said no.", host="imap.d.example")) == "imap.d.example dijo que no."


@pytest.mark.parametrize(("n", "expected"), [(0, "0 equipos"), (1, "1 equipo"), (5, "5 equipos")])
def test_counting(spanish, n, expected):
    assert spanish.say(counted("{n} device", "{n} devices", n=n)) == expected


@pytest.mark.parametrize(("n", "expected"), [(1, "1 device"), (2, "2 devices")])
def test_counting_in_english_needs_no_catalogue(n, expected):
    assert i18n.Speaker("en").say(counted("{n} device", "{n} devices", n=n)) == expected


def test_an_unknown_or_fuzzy_sentence_stays_english(spanish):
    assert spanish.say(text("not sure")) == "not sure"
    assert spanish.say(text("never seen")) == "never seen"


def test_codes(spanish):
    assert spanish.code("need", "quote") == 'un "ejemplo"\ny otro'
    assert spanish.code("need", "nobody-wrote-this") == "nobody-wrote-this"


@pytest.mark.parametrize(("asked", "environment", "expected"), [
    ("es", {}, "es"),
    (None, {"LANG": "es_ES.UTF-8"}, "es"),
    (None, {"LC_ALL": "en_GB.UTF-8", "LANG": "es_ES.UTF-8"}, "en"),
    (None, {"LC_ALL": "", "LANG": "es_MX"}, "es"),
    (None, {"LANG": "C.UTF-8"}, "en"),
    (None, {"LANG": "fr_FR.UTF-8"}, "en"),
    (None, {}, "en")])
def test_the_language_is_asked_for_then_the_environments(asked, environment, expected):
    assert i18n.choose(asked, environment) == expected


def test_entries_that_were_joined_without_a_blank_line_stay_apart(spanish):
    assert [spanish.code("need", code) for code in ("first", "second", "third")] == ["uno", "dos", "tres"]


# Forms that only the second person familiar has; Spanish speaks to the person as usted, everywhere.
FAMILIAR = (r"\b(tú|tus?|ti|contigo|tuy[oa]s?|puedes|quieres|tienes|debes|necesitas|eres|estás|has|haz|sabes|"
            r"vosotr[oa]s|vuestr[oa]s?|podéis|queréis|tenéis|debéis|vos|podés|querés|tenés)\b")


def test_spanish_says_usted_everywhere():
    told = [said for forms in i18n.read_catalogue("es").values() for said in forms
            if re.search(FAMILIAR, said, re.IGNORECASE)]
    assert not told


def test_no_entry_waits_for_a_translator():
    """A fuzzy entry is left out when the catalogue is read, so it would be missed where it is a code."""
    for language in i18n.languages():
        text = (i18n.LOCALES / language / "advisor.po").read_text(encoding="utf-8")
        assert "#, fuzzy" not in text
        assert all(any(forms) for forms in i18n.read_catalogue(language).values())
