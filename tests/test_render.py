"""Every plan becomes files that say exactly the plan, or a refusal with the reason."""

import io
import re
import zipfile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from advisor import clients, data, render
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.formats import Format, prefs_js
from advisor.i18n import Speaker
from advisor.model.plan import Finding
from advisor.model.text import text
from advisor.registry import collect
from tests.bench import rendering
from tests.formats.hostile import hostile_text
from tests.plans import MODES, plan, planned, server
from tests.samples import HOSTS

CLIENTS = clients.load()
FORMATS = collect("advisor.formats", "FORMAT")


def spoken(client, mode):
    """Whether the program speaks the protocol of `mode`; to one that only sends it does not matter."""
    speaks = {"imap", "pop3"} & set(CLIENTS[client].protocols)
    return not speaks or ("pop3" if MODES[mode] else "imap") in speaks


def prefs(result, role):
    """The preferences in the file with that role."""
    content = next(file.content for file in result.files if file.role == role)
    if role == "import":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read("prefs.js")
    return prefs_js.read_prefs(content)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("mode", list(MODES))
@pytest.mark.parametrize("client", list(CLIENTS))
def test_every_program_in_every_mode(client, mode, language):
    result = render.render(plan(planned(client, mode), language=language), CLIENTS)
    protocol = "pop3" if MODES[mode] else "imap"
    if not spoken(client, mode):
        assert [refusal.device for refusal in result.refused] == ["Office PC"]
        assert not result.files
        return
    wanted = [file.role for file in CLIENTS[client].files if protocol in file.protocols]
    if mode in ("imap", "imap-offline", *CLIENTS[client].pop3_modes):
        # What the QR code cannot say, the .k9s beside it can; FairEmail and Apple have the sheet for it. And
        # what Autodiscover cannot say, the .prf can.
        assert {refusal.path.split("/")[1] for refusal in result.refused} <= {
            "qr.json", "mail-settings.k9s", "mail.mobileconfig", "autodiscover.xml",
            "outlook-autodiscover.reg", "outlook-autodiscover-undo.reg"}
    refused = {refusal.path.split("/")[1] for refusal in result.refused}
    assert [file.role for file in result.files] == [
        file.role for file in CLIENTS[client].files
        if protocol in file.protocols and file.path not in refused]
    assert len(wanted) == len(result.files) + len(result.refused)
    assert all(file.path.startswith("Office-PC/") and file.client == client for file in result.files)
    assert all(file.how for file in result.files)


def test_thunderbird_gets_four_files():
    result = render.render(plan(planned("thunderbird")), CLIENTS)
    assert {file.role: file.path for file in result.files} == {
        "import": "Office-PC/thunderbird-import.zip", "profile": "Office-PC/profile/prefs.js",
        "autoconfig": "Office-PC/isp/full.example.xml", "policies": "Office-PC/policies.json"}


def test_what_the_preferences_of_an_imap_account_say():
    device = planned(mode="imap-offline", incoming=server("imap", "starttls", port=1143), check_minutes=7)
    said = prefs(render.render(plan(device), CLIENTS), "import")
    expected = {"type": "imap", "port": 1143, "socketType": 2, "authMethod": 3, "check_new_mail": True,
                "check_time": 7, "login_at_startup": True, "offline_download": True}
    assert {key: said[f"mail.server.server1.{key}"] for key in expected} == expected
    assert said["mail.smtpserver.smtp1.try_ssl"] == 3
    assert said["mail.server.server2.type"] == "none"
    # Unset, sent mail would stay in Local Folders, unseen by the other devices.
    assert said["mail.identity.id1.fcc_folder"] == "imap://ana%40full.example@imap.full.example/Sent"


def test_the_login_in_a_folder_is_spelled_as_thunderbird_spells_it():
    """Measured with 153.7.0esr: nsIMsgIncomingServer.serverURI for this login."""
    login = "aZ9-_.~*!(),;:@&=$'\"<>[]{}|^`\\#? ñ€😀/"
    said = prefs(render.render(plan(planned(incoming=server("imap", username=login))), CLIENTS), "profile")
    assert said["mail.identity.id1.fcc_folder"] == (
        "imap://aZ9-_.%7E*%21%28%29%2C%3B%3A%40%26%3D%24%27%22%3C%3E%5B%5D%7B%7D%7C%5E%60%5C%23%3F%20"
        "%C3%B1%E2%82%AC%F0%9F%98%80%2F@imap.full.example/Sent")


@pytest.mark.parametrize(("mode", "leave", "by_age", "days", "when_deleted"), [
    ("pop3-keep", True, False, 0, False), ("pop3-keep-days", True, True, 14, False),
    ("pop3-keep-until-deleted", True, False, 0, True), ("pop3-remove", False, False, 0, False)])
@pytest.mark.parametrize("role", ["import", "profile"])
def test_what_the_preferences_of_a_pop3_account_say(role, mode, leave, by_age, days, when_deleted):
    said = prefs(render.render(plan(planned(mode=mode)), CLIENTS), role)
    expected = {"leave_on_server": leave, "delete_by_age_from_server": by_age,
                "num_days_to_leave_on_server": days, "delete_mail_left_on_server": when_deleted,
                "download_on_biff": True}
    assert {key: said[f"mail.server.server1.{key}"] for key in expected} == expected
    assert said["mail.pop3.deleteFromServerOnMove"] is False


def test_one_inbox_in_the_profile_only():
    result = render.render(plan(planned(mode="pop3-keep")), CLIENTS)
    key = "mail.server.server1.deferred_to_account"
    assert prefs(result, "profile")[key] == "account2"
    assert key not in prefs(result, "import")


@pytest.mark.parametrize(("auth", "number"), [
    ("password", 3), ("app-password", 3), ("password-encrypted", 4), ("client-certificate", 7)])
def test_ways_to_sign_in(auth, number):
    result = render.render(plan(planned(incoming=server("imap", auth=auth))), CLIENTS)
    assert prefs(result, "profile")["mail.server.server1.authMethod"] == number


def test_oauth2_at_a_provider_that_thunderbird_knows():
    device = planned(incoming=server("imap", host="imap.gmail.com", auth="oauth2"),
                     outgoing=server("smtp", host="smtp.gmail.com", auth="oauth2"))
    result = render.render(plan(device), CLIENTS)
    assert not result.refused
    assert prefs(result, "import")["mail.server.server1.authMethod"] == 10


def test_oauth2_elsewhere_is_refused_for_each_file():
    result = render.render(plan(planned(incoming=server("imap", auth="oauth2"))), CLIENTS)
    assert not result.files
    assert len(result.refused) == 4
    assert all("OAuth2" in refusal.why.template for refusal in result.refused)


def test_a_device_that_nothing_fits_gets_no_file_and_the_reason_of_the_advice():
    says = text("{program} cannot.", program="Thunderbird")
    cannot = Finding("program-cannot", "blocks", ("Office PC",), says, ())
    unusable = msgspec.structs.replace(planned(), usable=False, findings=(cannot,))
    result = render.render(plan(unusable, planned(name="Two")), CLIENTS)
    assert [(refusal.device, refusal.why) for refusal in result.refused] == [("Office PC", says)]
    assert {file.device for file in result.files} == {"Two"}
    silent = msgspec.structs.replace(unusable, findings=())
    (refusal,) = render.render(plan(silent), CLIENTS).refused
    assert "Thunderbird" in Speaker("es").say(refusal.why)


def test_the_name_is_normalised():
    result = render.render(plan(name=" Jose\u0301 "), CLIENTS)
    assert prefs(result, "profile")["mail.identity.id1.fullName"] == "José"


def test_same_plan_same_bytes():
    whole = plan(planned(), planned("outlook-classic", "pop3-keep", name="b"))
    assert render.render(whole, CLIENTS) == render.render(whole, CLIENTS)


def test_an_unknown_program_can_be_mended_by_the_person():
    with pytest.raises(AdvisorError) as caught:
        render.render(plan(planned("lotus")), CLIENTS)
    assert caught.value.exit_code == Exit.USAGE


def test_a_pop3_policy_goes_with_pop3():
    with pytest.raises(ValueError, match=r"POP3 policy"):
        render.render(plan(planned(mode="pop3-keep", incoming=server("imap"))), CLIENTS)


@pytest.mark.parametrize(("name", "folder"), [
    ("Office PC", "Office-PC"), ("../../etc", "etc"), ("..", "device"), ("", "device"), ("/", "device"),
    ("con", "con-device"), ("COM1", "COM1-device"), ("aux.txt", "aux-txt"),
    ("Móvil de José", "Móvil-de-José"), ("a\\b:c*d?e", "a-b-c-d-e"), (".hidden", "hidden"),
    ("plan.json", "plan-json"), ("trailing. ", "trailing"),
    ("a\u202eb", "a-b"), ("x" * 99, "x" * 40), ("Tele\u0301fono", "Teléfono"), ("\ud800", "device")])
def test_folder_names(name, folder):
    assert render.safe_name(name) == folder


def test_folder_names_are_unique_whatever_the_case():
    assert render.folder_names(["PC", "pc", "Pc", "pc-2", "PC"]) == ("PC", "pc-2", "Pc-3", "pc-2-2", "PC-4")


@given(st.lists(hostile_text | st.sampled_from(["a", "A", "a-2", "con"]), max_size=6))
def test_folder_names_are_always_safe(names):
    folders = render.folder_names(names)
    assert len({folder.casefold() for folder in folders}) == len(names)
    for folder in folders:
        assert folder
        assert not set(folder) & set('/\\:*?"<>|.\0\n ')
        folder.encode()


@pytest.mark.parametrize("form", FORMATS, ids=[form.id for form in FORMATS])
def test_every_format_is_used_and_complete(form):
    assert isinstance(form, Format)
    assert any(file.format == form.id for client in CLIENTS.values() for file in client.files)


def test_a_file_that_does_not_read_back_is_never_given_out(monkeypatch):
    broken = Format("settings-sheet", str, lambda content: content.encode(), lambda content: {"port": 1},
                    lambda facts: {"port": 2})
    render._jinja.cache_clear()
    monkeypatch.setattr(render, "format_called", lambda name: broken)
    with pytest.raises(RuntimeError, match=r"does not read back: port"):
        render.render(plan(planned("generic")), CLIENTS)
    render._jinja.cache_clear()


def test_a_missing_value_in_a_template_is_an_error():
    for form in FORMATS:
        for template in ("{{ missing }}", "{{ 'a' ~ missing }}", "{% if missing %}x{% endif %}"):
            with pytest.raises((ValueError, UndefinedError)):
                render._environment(form.id).from_string(template).render()


def test_the_encoder_is_applied_without_being_named():
    environment = render._environment("prefs-js")
    assert environment.from_string('x({{ a }});{{ a ~ "b" }}').render(a='"') == r'x("\"");"\"b"'


def test_no_template_names_a_filter_that_would_skip_the_encoder():
    for path in data.folder("templates").glob("*/*"):
        if path.suffix not in (".toml", ".html"):
            assert "safe" not in path.read_text(encoding="utf-8")


def test_no_host_of_the_samples_is_in_a_template():
    for path in data.folder("templates").glob("*/*"):
        text = path.read_text(encoding="utf-8")
        assert not [host for host in HOSTS.values() if host in text]


def test_a_format_that_demands_a_password_is_refused_with_the_reason():
    """Delta Chat's dclogin link is nothing without `p=`; what a sheet can say is still written."""
    link = msgspec.structs.replace(
        CLIENTS["generic"].files[0], template="x", format="dclogin", path="dclogin.txt", role="import")
    chat = msgspec.structs.replace(CLIENTS["generic"], id="generic", files=(link, *CLIENTS["generic"].files))
    result = render.render(plan(planned("generic")), {"generic": chat})
    (refusal,) = result.refused
    assert refusal.path == "Office-PC/dclogin.txt"
    assert ("password" in Speaker("en").say(refusal.why), "contraseña" in Speaker("es").say(refusal.why)) == (
        True, True)
    assert {file.role for file in result.files} == {"sheet", "data"}
    assert not any(form.id == "dclogin" for form in FORMATS)


def test_there_is_nowhere_a_place_for_a_password():
    """No fact is called so, and no template or client file asks for one."""
    device = planned(mode="pop3-keep")
    assert not [name for name in render.facts_of(plan(device), device) if "pass" in name or "secret" in name]
    for path in data.folder("templates").glob("*/*"):
        assert not re.search(r"{{[^}]*pass(word|wd)?\b", path.read_text(encoding="utf-8")), path


def test_one_worker_and_two_give_the_same_bytes():
    whole = rendering.household(3 * len(CLIENTS))
    alone, again, shared = rendering.files_of(whole), rendering.files_of(whole), rendering.in_parts(whole, 2)
    assert alone == again == shared
    assert rendering.digest(alone) == rendering.digest(shared)
    assert {file.client for file in alone.files} == set(CLIENTS)
