"""Which addresses we talk to."""

import pytest

from advisor.net.addresses import in_order, is_public


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1", "2a00:1450:4003::1"])
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", [
    "10.0.0.5", "127.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "::", "::1", "fe80::1", "fd00::1", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1", "::ffff:8.8.8.8",
    "::8.8.8.8", "64:ff9b::808:808",
    "64:ff9b:1::1", "2002:808:808::1", "2001::1"])
def test_not_public(address):
    assert not is_public(address)


def test_families_take_turns():
    assert in_order(("2606:4700::1", "2606:4700::2", "2606:4700::3"), ("8.8.8.8", "8.8.4.4"), False) == (
        "2606:4700::1", "8.8.8.8", "2606:4700::2")


def test_only_usable_ones_count():
    assert in_order(("fe80::1",), ("10.0.0.1", "8.8.8.8"), False) == ("8.8.8.8",)
    assert in_order((), ("10.0.0.1", "127.0.0.1", "224.0.0.1", "0.0.0.0"), True) == ("10.0.0.1", "127.0.0.1")
    assert in_order((), (), True) == ()
