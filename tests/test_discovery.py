"""From flags to evidence: what is refused before anybody is asked, and evidence that can be kept."""

import pytest

from advisor import discovery
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.evidence import Evidence
from advisor.reach import Reach
from tests.samples import ANA


def refusal(call, *arguments, **flags):
    with pytest.raises(AdvisorError) as refused:
        call(*arguments, **flags)
    return refused.value.exit_code, refused.value.reference


def test_a_probable_typo_needs_a_yes_before_the_first_packet():
    assert refusal(discovery.parse_address, "ana@gmial.com", Reach(), accept_typo=False) == (
        Exit.UNCONFIRMED, "address-typo")
    assert discovery.parse_address("ana@gmial.com", Reach(), accept_typo=True).domain == "gmial.com"


@pytest.mark.parametrize("flag", ["ca_file", "local_config"])
def test_a_path_that_is_not_there_is_named(flag, tmp_path):
    reach = Reach(lan=True, **{flag: tmp_path / "nothing"})
    assert refusal(discovery.run, ANA, reach) == (Exit.USAGE, "no-such-file")


def test_a_resolver_that_is_none_is_named():
    assert refusal(discovery.run, ANA, Reach(lan=True, resolver="nonsense")) == (Exit.USAGE, "resolver-unfit")


def test_evidence_is_kept_and_comes_back_the_same(tmp_path):
    evidence = Evidence(ANA, network_ms=7)
    discovery.save(evidence, tmp_path / "e.json", force=False)
    assert discovery.load(tmp_path / "e.json") == evidence
    assert refusal(discovery.save, Evidence(ANA), tmp_path / "e.json", force=False)[0] is Exit.CANNOT_WRITE


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"address": 3}', b"\xff\xfe"])
def test_something_else_is_not_taken_for_evidence(tmp_path, content):
    (tmp_path / "e.json").write_bytes(content)
    assert refusal(discovery.load, tmp_path / "e.json") == (Exit.USAGE, "evidence-unfit")
