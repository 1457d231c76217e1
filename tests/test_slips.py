"""Slips of well-known mail domains are recognised, and no domain that belongs to somebody is called one."""

from pathlib import Path

import pytest

from advisor import address, discovery, providers
from advisor.slips import damerau_levenshtein, slips

REAL = [name for line in (Path(__file__).parent / "real_domains.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#") for name in line.split()]


@pytest.mark.parametrize(("typed", "meant"), [
    ("gmial.com", "gmail.com"), ("gamil.com", "gmail.com"), ("gmai.com", "gmail.com"),
    ("gmaill.com", "gmail.com"), ("gnail.com", "gmail.com"), ("gmeil.com", "gmail.com"),
    ("gmail.con", "gmail.com"), ("gmail.comm", "gmail.com"), ("gmail.co", "gmail.com"),
    ("hotmial.es", "hotmail.es"), ("hotmial.com", "hotmail.com"), ("hotmeil.com", "hotmail.com"),
    ("hotnail.com", "hotmail.com"), ("hotmail.cmo", "hotmail.com"), ("otmail.com", "hotmail.com"),
    ("outlok.es", "outlook.es"), ("outlook.con", "outlook.com"), ("yaho.es", "yahoo.es"),
    ("yahooo.com.mx", "yahoo.com.mx"), ("iclould.com", "icloud.com"), ("protonmal.com", "protonmail.com"),
    ("movistr.es", "movistar.es"), ("mvoistar.es", "movistar.es"), ("movistae.es", "movistar.es"),
    ("telefnica.net", "telefonica.net"), ("wanado.fr", "wanadoo.fr"), ("ornage.fr", "orange.fr"),
    ("liberro.it", "libero.it")])
def test_a_slip_is_recognised(typed, meant):
    assert discovery.suggestion(address.parse(f"ana@{typed}")) == meant


def test_no_domain_of_somebody_is_a_slip():
    assert len(REAL) > 700
    wrong = {name: meant for name in REAL if (meant := discovery.suggestion(address.parse(f"ana@{name}")))}
    assert wrong == {}


def test_no_domain_of_a_profile_is_a_slip_of_another():
    listed = [name.removeprefix("*.") for profile in providers.load()
              for name in (*profile.domains, *profile.mx)]
    assert len(listed) > 300
    wrong = {name: meant for name in listed if (meant := discovery.suggestion(address.parse(f"ana@{name}")))}
    assert wrong == {}


@pytest.mark.parametrize(("typed", "known"), [
    ("engineers.com", "engineer.com"), ("roger.com", "rogers.com"), ("europa.com", "europe.com"),
    ("libera.it", "libero.it"), ("never.com", "naver.com"), ("tetra.com.br", "terra.com.br"),
    ("cloud.com", "icloud.com"), ("email.com", "gmail.com"), ("hotmail.be", "hotmail.de"),
    ("movistar.com", "movistar.es"), ("terra.co", "terra.com"), ("gmx.nl", "gmx.net")])
def test_another_word_or_another_country_is_no_slip(typed, known):
    assert slips(typed, known) is None


def test_edits_are_counted_with_swaps_as_one():
    assert damerau_levenshtein("gmial", "gmail") == 1
    assert damerau_levenshtein("gmil", "gmail") == 1
    assert damerau_levenshtein("", "abc") == 3
