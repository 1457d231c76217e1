"""`mail-advisor doctor` on real networks: one that is well, one without a line, and servers that are not."""

import json

import pytest

from advisor.exits import Exit


def statuses(run):
    return {check["id"]: check["status"] for check in json.loads(run.stdout)["checks"]}


def test_a_network_that_is_well(advisor):
    run = advisor("doctor", "alice@full.example", "--no-third-party", "--json")
    found = statuses(run)
    assert run.returncode == Exit.DONE, run.stdout
    assert found["dns-honest"] == found["interception"] == "works"
    assert [found[f"port-{port}"] for port in (993, 995, 465)] == ["works"] * 3
    assert "They learn your IP address" in run.stderr


@pytest.mark.parametrize(("language", "verdict"), [("en", "does not answer"), ("es", "no responde")])
def test_a_computer_without_a_line(advisor, lab, language, verdict):
    run = advisor("doctor", "--lang", language, namespace=lab.dead)
    assert run.returncode == Exit.NETWORK
    assert verdict in run.stdout
    assert not run.stderr


def test_an_expired_certificate_is_not_taken_for_a_closed_port(advisor):
    run = advisor("doctor", "alice@expired.example", "--no-third-party", "--json")
    assert run.returncode == Exit.NETWORK
    says = {check["id"]: check["says"] for check in json.loads(run.stdout)["checks"]}
    assert "is not valid at this time" in says["port-993"]
