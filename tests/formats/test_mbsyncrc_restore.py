"""The way back of mbsync's copy: it only adds, to a folder of its own, and forgets nothing of the copy."""

import pytest

from advisor.formats import mbsyncrc, mbsyncrc_restore
from tests.formats.facts import rendered


def text():
    return rendered("mbsync", role="restore").decode()


def test_it_only_adds_to_a_folder_of_its_own():
    assert {"Sync Push New", "Create Far", "Remove None", "Expunge None"} <= set(text().split("\n"))
    assert mbsyncrc_restore.read(text().encode())["push_only"] is True


@pytest.mark.parametrize("change", [
    ("Sync Push New", "Sync Push"), ("Expunge None", "Expunge Far"), ("Remove None", "Remove Far")])
def test_anything_more_is_seen(change):
    assert mbsyncrc_restore.read(text().replace(*change).encode())["push_only"] is False


@pytest.mark.parametrize("change", [
    (":Restored/", ":"), ('SyncState "~/Mail/ana@full.example-restored/"', "SyncState *"),
    ("User ", 'PassCmd "id"\nUser ')])
def test_what_is_not_read(change):
    with pytest.raises(ValueError, match=r"."):
        mbsyncrc_restore.read(text().replace(*change).encode())


def test_the_copy_is_not_taken_for_the_way_back():
    with pytest.raises(ValueError, match=r"together"):
        mbsyncrc_restore.read(rendered("mbsync"))
    with pytest.raises(ValueError, match=r"together"):
        mbsyncrc.read(text().encode())
