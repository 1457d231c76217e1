"""Several addresses on one device: one file for all of them, each account as in its own plan."""

import json

import pytest
from msgspec.structs import replace

from advisor import clients
from advisor.formats import policies_json, prefs_js, prefs_zip, thunderbird_qr
from advisor.render import facts_of, render
from advisor.together import together
from tests.plans import address, plan, planned, server

CLIENTS = clients.load()
READERS = {"import": prefs_zip, "profile": prefs_js, "policies": policies_json}


def plans(*locals_, client="thunderbird", modes=(), domain="full.example"):
    """A plan for each name, each with one device of the same name."""
    found = []
    for place, local in enumerate(locals_):
        mode = modes[place] if modes else "imap"
        incoming = server("pop3" if mode.startswith("pop3") else "imap", username=f"{local}@{domain}")
        outgoing = server("smtp", username=f"{local}@{domain}")
        found.append(plan(planned(client, mode, incoming=incoming, outgoing=outgoing), name=local.title(),
                          address=address(local, domain)))
    return found


def by_role(files):
    return {file.role: file for file in files}


@pytest.mark.parametrize("role", list(READERS))
@pytest.mark.parametrize("modes", [
    ("imap", "imap"), ("pop3-keep", "pop3-keep"), ("imap", "pop3-keep"), ("pop3-keep-days", "imap-offline")])
def test_every_account_says_what_its_own_plan_says(role, modes):
    both = plans("ana", "bob", modes=modes)
    file = by_role(together(both, CLIENTS))[role]
    said = READERS[role].read_all(file.content)
    assert said == [READERS[role].says(facts_of(one, one.devices[0])) for one in both]
    # As one would find it in the files of each address alone.
    for one, mine in zip(both, said, strict=True):
        assert READERS[role].read(by_role(render(one, CLIENTS).files)[role].content) == mine


def test_accounts_servers_identities_and_outgoing_servers_are_numbered_alike():
    many = plans(*(f"user{number}" for number in range(12)), modes=("pop3-keep", "imap") * 6)
    prefs = prefs_js.read_prefs(by_role(together(many, CLIENTS))["profile"].content)
    for number in range(1, 13):
        assert prefs[f"mail.account.account{number}.server"] == f"server{number}"
        assert prefs[f"mail.account.account{number}.identities"] == f"id{number}"
        assert prefs[f"mail.identity.id{number}.smtpServer"] == f"smtp{number}"
        assert prefs[f"mail.server.server{number}.userName"] == f"user{number - 1}@full.example"
    assert prefs["mail.accountmanager.accounts"] == ",".join(f"account{n}" for n in range(1, 14))
    assert prefs["mail.smtpservers"] == ",".join(f"smtp{n}" for n in range(1, 13))
    assert (prefs["mail.account.lastKey"], prefs["mail.server.server13.type"]) == (13, "none")
    assert [key for key in prefs if prefs[key] == "Local Folders"] == [
        "mail.server.server13.hostname", "mail.server.server13.name"]
    deferred = {prefs[key] for key in prefs if key.endswith("deferred_to_account")}
    assert deferred == {"account13"}


def test_only_devices_that_are_in_several_plans_and_only_what_can_be_said():
    both = plans("ana", "bob")
    other = replace(both[1].devices[0], device=replace(both[1].devices[0].device, name="Laptop"))
    assert together([both[0], replace(both[1], devices=(other,))], CLIENTS) == ()
    program = replace(both[1].devices[0], device=replace(both[1].devices[0].device, client="evolution"))
    assert together([both[0], replace(both[1], devices=(program,))], CLIENTS) == ()
    # A third account that the format cannot say is not in the file, and the other two are.
    third = plans("eve", domain="other.example")[0]
    settings = third.devices[0].settings
    oauth = replace(settings, incoming=replace(settings.incoming, auth="oauth2"))
    third = replace(third, devices=(replace(third.devices[0], settings=oauth),))
    assert len(prefs_js.read_all(by_role(together([*both, third], CLIENTS))["profile"].content)) == 2


def test_steps_of_both_protocols_are_told_once():
    file = by_role(together(plans("ana", "bob", modes=("imap", "pop3-keep")), CLIENTS))["import"]
    assert "tb-pop3-check" in file.how
    assert len(file.how) == len(set(file.how))


@pytest.mark.parametrize(("count", "codes"), [(2, [2]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_at_most_three_accounts_a_code(count, codes):
    many = plans(*(f"user{number}" for number in range(count)), client="thunderbird-android")
    files = [file for file in together(many, CLIENTS) if file.role == "qr-code"]
    assert [len(thunderbird_qr.read_all(file.content)) for file in files] == codes
    assert [json.loads(file.content)[1] for file in files] == [
        [number, len(codes)] for number in range(1, len(codes) + 1)]
    names = [file.path.rsplit("/", 1)[1] for file in files]
    assert names == (["qr.json"] if len(codes) == 1 else [f"qr-{n}.json" for n in range(1, len(codes) + 1)])


def test_long_accounts_get_codes_of_their_own():
    long = [replace(one, name="ñ" * 290) for one in plans("a" * 60, "b" * 60, "c" * 60,
                                                          client="thunderbird-android")]
    files = [file for file in together(long, CLIENTS) if file.role == "qr-code"]
    assert len(files) > 1
    assert all(len(file.content) <= thunderbird_qr.MOST_IN_A_CODE for file in files)


@pytest.mark.parametrize("change", [
    (b"[1,[1,2]", b"[2,[1,2]"), (b"[1,[1,2]", b"[1,[3,2]"), (b"[1,[1,2]", b"[1,[0,2]"),
    (b"[1,[1,2],", b"[1,[1,2],1,")])
def test_a_broken_code_is_not_read(change):
    many = plans("a", "b", "c", "d", client="thunderbird-android")
    content = next(file.content for file in together(many, CLIENTS) if file.role == "qr-code")
    with pytest.raises((ValueError, TypeError)):
        thunderbird_qr.read_all(content.replace(*change))
    with pytest.raises(ValueError, match=r"too much"):
        thunderbird_qr.read_all(content.replace(b"[1,[1,2],", b"[1,[1,2]," + content[9:-1] + b","))


def test_a_providers_own_authority_goes_into_the_policies_and_lies_beside_them():
    own = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    for files in (render(plans("ana")[0], CLIENTS, own).files, together(plans("ana", "bob"), CLIENTS, own)):
        roles = by_role(files)
        policies = json.loads(roles["policies"].content)["policies"]
        assert policies["Certificates"] == {"Install": ["mail-advisor-ca.pem"]}
        folder = roles["policies"].path.removesuffix("policies.json")
        assert roles["certificate"].path == f"{folder}mail-advisor-ca.pem"
        assert roles["certificate"].content == own
        assert b"Certificates" not in roles["profile"].content
    roles = by_role(render(plans("ana")[0], CLIENTS).files)
    assert "Certificates" not in json.loads(roles["policies"].content)["policies"]
    assert "certificate" not in roles
