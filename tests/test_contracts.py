"""What the whole tree promises: imports in one direction, types, style, small modules, both languages."""

import ast
import shutil
import string
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from advisor import registry
from advisor.doctor import Status
from advisor.i18n import languages, read_catalogue
from advisor.model.endpoint import Security
from advisor.model.evidence import VisitOutcome
from advisor.model.household import MODES
from advisor.model.plan import SEVERITIES

REPOSITORY = Path(__file__).resolve().parents[1]
MODULES = sorted((REPOSITORY / "advisor").rglob("*.py"))
LONGEST = 300


def beside_python(program):
    """A program of the environment that runs these tests."""
    return shutil.which(program, path=str(Path(sys.executable).parent)) or program


@pytest.mark.timeout(240)
@pytest.mark.parametrize("command", [
    [beside_python("lint-imports")], [sys.executable, "-m", "mypy"],
    [sys.executable, "-m", "ruff", "check", "advisor", "tests"]], ids=["imports", "types", "style"])
def test_the_checkers_find_nothing(command):
    run = subprocess.run(command, cwd=REPOSITORY, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_module_is_too_long():
    long = {str(path.relative_to(REPOSITORY)): lines for path in MODULES
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert not long


def test_every_module_says_what_it_is():
    silent = [str(path.relative_to(REPOSITORY)) for path in MODULES
              if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert not silent


def calls(name):
    """(where, call) of every call of a function or method `name` in the package."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if name == getattr(node.func, "id", getattr(node.func, "attr", "")):
                yield f"{path.relative_to(REPOSITORY)}:{node.lineno}", node


def literal(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def sentences():
    """(where, singular, plural or None) of everything that is said to people."""
    found = [(where, [literal(node) for node in call.args[:1]], call) for where, call in calls("text")]
    found += [(where, [literal(node) for node in call.args[:2]], call) for where, call in calls("counted")]
    return found


def places(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_sentences_are_literals_and_get_what_they_name():
    assert len(sentences()) > 50
    for where, forms, call in sentences():
        assert forms, f"{where}: nothing is said"
        assert None not in forms, f"{where}: not a literal, so no catalogue can have it"
        given = {keyword.arg for keyword in call.keywords}
        if not given or None in given:
            continue        # filled in later, or `**values`: only the run can tell
        for form in forms:
            assert places(form) <= given, f"{where}: {places(form) - given} not given"


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_every_sentence_is_translated(language):
    catalogue = read_catalogue(language)
    wrong = []
    for where, forms, _ in sentences():
        said = catalogue.get(forms[0], ())
        if len(said) != len(forms) or not all(said):
            wrong.append(f"{where}: {forms[0]!r} is missing")
        # The singular may leave the number out ("one file").
        elif places(said[-1]) != places(forms[-1]) or not places(said[0]) <= places(forms[0]) | {"n"}:
            wrong.append(f"{where}: {forms[0]!r} has other places")
    assert not wrong, "\n".join(wrong)


def codes():
    """Every code that has to have a text, as `family:code`, with where it is used."""
    for path in sorted((REPOSITORY / "templates").glob("*/client.toml")):
        client = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((f"note:{code}", path.parent.name) for code in client.get("notes", ()))
        yield from ((f"how:{code}", path.parent.name)
                    for file in client.get("files", ()) for code in file.get("how", ()))
    for path in sorted((REPOSITORY / "profiles").glob("*.toml")):
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((f"need:{code}", path.name) for code in profile.get("needs", ()))
    for family, package, name in (("consequence", "advisor.consequences", "CONSEQUENCE"),
                                  ("source", "advisor.sources", "SOURCE")):
        yield from ((f"{family}:{member.id}", package) for member in registry.collect(package, name))
    for family, values in (("severity", SEVERITIES), ("mode", MODES), ("security", get_args(Security)),
                           ("doctor", get_args(Status)),
                           ("because", set(get_args(VisitOutcome)) - {"spoke"})):
        yield from ((f"{family}:{value}", "model") for value in values)
    for where, call in calls("code"):
        words = [literal(node) for node in call.args[:2]]
        if len(words) == 2 and None not in words:
            yield ":".join(words), where


@pytest.mark.parametrize("language", languages())
def test_every_code_has_a_text(language):
    catalogue = read_catalogue(language)
    missing = sorted({f"{code} ({where})" for code, where in codes() if not any(catalogue.get(code, ()))})
    assert not missing, "\n".join(missing)


def test_languages_have_the_same_codes():
    known = {language: {key for key in read_catalogue(language) if _is_code(key)} for language in languages()}
    for language, keys in known.items():
        assert keys == known["en"], language


def _is_code(key):
    family, colon, code = key.partition(":")
    return bool(colon) and not set(family + code) - set(string.ascii_lowercase + string.digits + "-.")


@pytest.mark.parametrize("language", languages())
def test_no_catalogue_says_a_thing_twice(language):
    """Two entries for one key: the later one wins, and whoever edits the first wonders."""
    text = (REPOSITORY / "advisor" / "locales" / language / "advisor.po").read_text(encoding="utf-8")
    keys = [line for line in text.splitlines() if line.startswith("msgid ") and line != 'msgid ""']
    assert sorted(keys) == sorted(set(keys))
