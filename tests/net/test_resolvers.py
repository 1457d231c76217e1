"""Which resolvers there are to ask: those that the person names, else those that the system is set to use."""

import pytest

from advisor.net.resolvers import parse_resolver, read_resolv_conf


@pytest.mark.parametrize(("given", "server"), [
    ("192.0.2.1", ("192.0.2.1", 53)), ("192.0.2.1:5353", ("192.0.2.1", 5353)),
    ("2001:db8::1", ("2001:db8::1", 53)), ("[2001:db8::1]:54", ("2001:db8::1", 54)), ("[::1]", ("::1", 53))])
def test_parse_resolver(given, server):
    assert parse_resolver(given) == server


@pytest.mark.parametrize("given", ["", "dns.example", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:x", "[::1]x"])
def test_parse_resolver_refuses(given):
    with pytest.raises(ValueError, match=r"."):
        parse_resolver(given)


def test_the_systems_resolvers(tmp_path):
    path = tmp_path / "resolv.conf"
    path.write_text("# nameserver 9.9.9.9\n; nameserver 8.8.8.8\nsearch example\noptions timeout:2\n"
                    "nameserver 192.0.2.1\nnameserver\t2001:db8::1\nnameserver fe80::1%eth0\n"
                    "nameserver dns.example\nnameserver\nnameserver 127.0.0.53 # local\n")
    assert read_resolv_conf(path) == (
        ("192.0.2.1", 53), ("2001:db8::1", 53), ("fe80::1%eth0", 53), ("127.0.0.53", 53))


def test_without_the_file_there_is_none(tmp_path):
    assert read_resolv_conf(tmp_path / "missing") == ()
