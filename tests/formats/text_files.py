"""Checks that the formats of text-mode programs share: what goes in comes out, what is broken does not."""

import pytest

from tests.formats.facts import facts, rendered
from tests.plans import MODES, server


def comes_back(form, client, mode, login, person="Ana", **expected):
    """The login, and what else is expected, read out of the file as rendered; or it is refused."""
    side = "pop3" if MODES[mode] else "imap"
    if form.refuses(facts(mode, name=person, username=login)) is not None:
        return False
    said = form.read(rendered(client, mode, name=person, incoming=server(side, username=login)))
    assert {key: said[key] for key in expected} == expected
    assert said["incoming_username"] == login
    return True


def is_not_read(form, client, mode, change):
    """The file with one thing changed is an error for its reader."""
    text = rendered(client, mode).decode()
    assert change[0] in text, text
    with pytest.raises((ValueError, KeyError)):
        form.read(text.replace(*change).encode())
