"""The table of mail programs: every one of them, at any width, in both languages."""

import json

import pytest

from advisor import cli, clients, listing
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.ui.words import columns

CLIENTS = clients.load()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [40, 80])
def test_every_program_is_there_and_no_line_is_too_long(capsys, monkeypatch, language, width):
    monkeypatch.setenv("COLUMNS", str(width))
    assert cli.main(["list", "clients", "--lang", language]) == Exit.DONE
    told = capsys.readouterr().out.splitlines()
    assert all(columns(line) <= width for line in told)
    for name in CLIENTS:
        assert any(name in line for line in told), name
    assert any(Speaker(language).code("taker-means", "sheet")[:20] in line for line in told)


def test_plain_is_one_value_a_line(capsys):
    assert cli.main(["list", "clients", "--plain"]) == Exit.DONE
    told = capsys.readouterr().out
    assert "Program: msmtp\nPlatform: Linux, macOS\nFiles: msmtprc\nIMAP, POP3, OAuth2: only sends\n" in told


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_table_says(language):
    speaker = Speaker(language)
    heads, rows = listing.client_table(speaker)
    assert len(heads) == 5
    said = {row[0]: row for row in rows}
    assert list(said) == list(CLIENTS)
    for name, (_, platforms, files, protocols, takers) in said.items():
        client = CLIENTS[name]
        assert len(platforms.split(", ")) == len(client.platforms)
        assert files
        assert ("IMAP" in protocols, "POP3" in protocols, "OAuth2" in protocols) == (
            "imap" in client.protocols, "pop3" in client.protocols, client.oauth2)
        sheets_only = all(file.role == "sheet" for file in client.files)
        assert (takers == speaker.code("taker", "sheet")) == sheets_only
    assert said["thunderbird"][4] == f"{speaker.code('taker', 'program')}: Thunderbird 153.7.0esr"
    assert said["apple-mail"][4].startswith(speaker.code("taker", "reader"))


def test_the_json_says_formats_and_takers(capsys):
    assert cli.main(["list", "clients", "--json"]) == Exit.DONE
    listed = {one["id"]: one for one in json.loads(capsys.readouterr().out)["clients"]}
    assert listed["generic"]["formats"] == ["settings-sheet", "settings-json", "settings-csv"]
    assert listed["thunderbird"]["protocols"] == ["imap", "pop3", "smtp"]
    for name, one in listed.items():
        assert set(one) >= {"id", "name", "platforms", "formats", "files", "protocols", "oauth2", "accepted"}
        assert set(one["formats"]) == {file.format for file in CLIENTS[name].files}
