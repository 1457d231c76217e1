"""Who is let in."""

import pytest

from advisor.sandbox.account import Account, from_base64
from advisor.sandbox.mailbox import Mailbox

ANA = Account("ana@demo.example", "Ana", "secret ñ", Mailbox(100))


@pytest.mark.parametrize(("user", "password", "right"), [
    (b"ana@demo.example", "secret ñ".encode(), True), (b"ANA@Demo.example", "secret ñ".encode(), True),
    (b"ana", "secret ñ".encode(), False), (b"ana@demo.example", b"secret", False),
    (b"ana@demo.example", b"", False), (b"", b"", False)])
def test_address_and_password_must_both_be_right(user, password, right):
    assert ANA.admits(user, password) is right
    assert ANA.admits_plain(b"\0" + user + b"\0" + password) is right


def test_nobody_acts_for_somebody_else():
    plain = b"\0ana@demo.example\0" + "secret ñ".encode()
    assert ANA.admits_plain(b"ana@demo.example" + plain)
    assert not ANA.admits_plain(b"luis@demo.example" + plain)


def test_what_is_no_plain_message_is_told_apart():
    for wrong in (b"", b"a", b"a\0b", b"a\0b\0c\0d"):
        with pytest.raises(ValueError, match="three parts"):
            ANA.admits_plain(wrong)
    for wrong in (b"###", b"YQ", b"Y Q=="):
        with pytest.raises(ValueError, match="base64"):
            from_base64(wrong)
    assert from_base64(b"=") == b""


def test_the_password_does_not_show():
    assert "secret" not in repr(ANA)
