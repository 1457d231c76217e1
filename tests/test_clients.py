"""Every mail program's client.toml is complete, and every code in it has a text in both languages."""

import re

import pytest

from advisor import clients, data, listing
from advisor.i18n import Speaker
from advisor.render import format_called

CLIENTS = clients.load()
# The ids that answers files and other programs may rely on.
IDS = {"thunderbird", "outlook-classic", "outlook-new", "outlook-mac", "outlook-mobile", "apple-mail",
       "thunderbird-android", "k9", "fairemail", "evolution", "geary", "claws-mail", "kmail", "neomutt",
       "mbsync", "msmtp", "getmail", "fetchmail", "offlineimap", "aerc", "himalaya", "gmail-app",
       "samsung-email", "em-client", "mailspring", "generic"}
# Their maker's servers see the mail, the password or what one does with it.
CLOUD = {"outlook-new", "outlook-mac", "outlook-mobile", "mailspring"}


def test_the_id_is_the_folder():
    assert {client.id for client in CLIENTS.values()} == set(CLIENTS)
    assert set(CLIENTS) >= IDS


def test_every_folder_with_a_client_file_is_loaded():
    folders = {path.parent.name for path in data.folder("templates").glob("*/client.toml")}
    assert folders == set(CLIENTS)


@pytest.mark.parametrize("client", CLIENTS.values(), ids=list(CLIENTS))
class TestEveryClient:
    def test_says_where_its_facts_come_from(self, client):
        assert client.sources
        assert client.kinds
        assert client.platforms
        # One that only makes copies says so, and gets the file of a program that sends.
        assert "smtp" in client.protocols or "msmtprc" in [file.path for file in client.files]

    def test_says_who_took_its_files(self, client):
        for file in client.files:
            assert (file.accepted == "nobody") == (not file.accepted_by)
            assert file.role != "sheet" or file.accepted == "nobody"

    def test_has_pop3_modes_exactly_when_it_speaks_pop3(self, client):
        assert bool(client.pop3_modes) == ("pop3" in client.protocols)
        assert not {"imap", "imap-offline"} & set(client.pop3_modes)

    def test_has_a_file_for_each_way_to_read_mail(self, client):
        for protocol in {"imap", "pop3"} & set(client.protocols):
            assert any(protocol in file.protocols for file in client.files)

    def test_its_files_have_a_format_and_a_template(self, client):
        folder = data.folder("templates")
        for file in client.files:
            assert format_called(file.format).id == file.format
            assert (folder / client.id / file.template).is_file() or (
                folder / "generic" / file.template).is_file()
            assert not file.template.endswith(".j2")

    def test_one_path_is_written_once_for_a_protocol(self, client):
        for protocol in ("imap", "pop3"):
            paths = [file.path for file in client.files if protocol in file.protocols]
            assert len(paths) == len(set(paths))

    @pytest.mark.parametrize("language", ["en", "es"])
    def test_its_codes_have_a_text(self, client, language):
        speaker = Speaker(language)
        for file in client.files:
            assert file.how
            for code in file.how:
                assert speaker.has_code("how", code), code
        for code in client.notes:
            assert speaker.has_code("note", code), code


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_list_says_who_took_each_file(language):
    listed = {entry["id"]: entry for entry in listing.document("clients", Speaker(language))["clients"]}
    word = Speaker(language).code("accepted", "program")
    assert {f"mbsyncrc: {word} (mbsync 1.4.4)", f"msmtprc: {word} (msmtp 1.8.23)"} <= set(
        listed["mbsync"]["accepted"])
    assert listed["kmail"]["accepted"] == []
    for entry in listed.values():
        assert len(entry["files"]) == len(set(entry["files"]))


DANGEROUS = [client for client in CLIENTS.values() if client.pop3_modes and client.pop3_default != "keeps"]


def test_the_dangerous_ones_are_known():
    assert {client.id for client in DANGEROUS} >= {
        "thunderbird", "outlook-classic", "apple-mail", "claws-mail", "kmail", "fetchmail"}


@pytest.mark.parametrize("client", DANGEROUS, ids=lambda client: client.id)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_dangerous_default_is_told_and_there_is_a_way_to_check(client, language):
    """What the program does with mail on the server is not what the plan says, unless somebody looks."""
    speaker = Speaker(language)
    told = [speaker.code("note", note) for note in client.notes if note.startswith("pop3-")]
    assert any(re.search("server|servidor", words) for words in told)
    ways = [file for file in client.files if "pop3" in file.protocols and file.role in (
        "import", "config", "profile", "autoconfig", "policies", "sheet")]
    assert ways
    for file in ways:
        assert any(code.endswith("pop3-check") for code in file.how), file.path


def test_who_sends_mail_through_its_makers_servers_says_so():
    for name in CLOUD:
        assert set(CLIENTS[name].notes) & {"cloud-sync", "mailspring-id"}, name


def toml(tmp_path, text):
    path = tmp_path / "mine" / "client.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


GOOD = ('name = "Mine"\nkinds = ["desktop"]\nplatforms = ["linux"]\nprotocols = ["imap"]\n'
        'oauth2 = false\nsources = ["x"]\n')


def test_read_takes_the_id_from_the_folder(tmp_path):
    assert clients.read(toml(tmp_path, GOOD)).id == "mine"


@pytest.mark.parametrize(("text", "key"), [
    (GOOD + "colour = 1\n", "colour"),
    (GOOD + 'id = "other"\n', "id"),
    (GOOD.replace('name = "Mine"\n', ""), "name"),
    (GOOD.replace('"imap"', '"nntp"'), "protocols"),
    (GOOD + '[[files]]\nshape = "x"\n', "files"),
    (GOOD.replace('"Mine"', "1"), "name"),
    (GOOD + 'fields = ["host", "port", "security", "auth"]\n', "fields"),
    (GOOD + 'fields = ["host", "port", "security", "auth", "auth"]\n', "fields"),
])
def test_a_mistake_is_named_with_file_and_key(tmp_path, text, key):
    with pytest.raises(ValueError, match=rf"mine/client\.toml: .*{key}"):
        clients.read(toml(tmp_path, text))


def test_broken_toml_is_named_with_its_file(tmp_path):
    with pytest.raises(ValueError, match=r"mine/client\.toml"):
        clients.read(toml(tmp_path, "name = "))
