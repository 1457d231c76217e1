"""Whatever a person or a provider wrote: it comes back out of every file as it was, or nothing is written."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor import render
from advisor.formats import _values
from advisor.i18n import Speaker
from tests.formats.hostile import PIECES, hostile_text, hosts, ports
from tests.plans import MODES, address, plan, planned, server
from tests.test_render import CLIENTS, spoken


def compared(client, whole):
    """The roles of the files for the one device of `whole`; each of them says what the plan says."""
    (chosen,) = whole.devices
    protocol = chosen.settings.incoming.endpoint.protocol
    result = render.render(whole, CLIENTS)
    facts = render.facts_of(whole, chosen)
    wanted = {render._path(file, facts): file for file in CLIENTS[client].files if protocol in file.protocols}
    for refusal in result.refused:
        assert Speaker("es").say(refusal.why) != Speaker("en").say(refusal.why)
    if _values.refuses(facts):
        assert not result.files
        assert len(result.refused) == 1
        return []
    assert len(result.files) + len(result.refused) == len(wanted)
    for file in result.files:
        parts = file.path.split("/")
        assert parts[0] == render.safe_name(chosen.device.name)
        assert not {"..", ".", ""} & set(parts)
        form = render.format_called(wanted["/".join(parts[1:])].format)
        assert form.refuses(facts) is None
        said = form.read(file.content)
        incoming = chosen.settings.incoming
        if "name" in said:
            assert said["name"] == unicodedata.normalize("NFC", whole.name).strip(" ")
        if "incoming_host" in said:
            # A URL's host is in lower case whatever was written (RFC 3986 section 3.2.2).
            assert (str(said["incoming_host"]).lower(), said["incoming_port"]) == (
                incoming.endpoint.host.lower(), incoming.endpoint.port)
        if file.role in ("import", "profile", "sheet"):
            assert said["incoming_username"] == incoming.username
            assert said["address"] == whole.address.full
    return [file.role for file in result.files]


# Programs with a format of their own; each of the two protocols is tried where the program speaks it.
OF_THEIR_OWN = {name: client for name, client in CLIENTS.items() if name == "generic" or any(
    file.format != "settings-sheet" for file in client.files)}
WITH_FILES = pytest.mark.parametrize("client", list(OF_THEIR_OWN))


@WITH_FILES
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(name=st.just("Ana") | hostile_text, login=st.just("ana") | hostile_text,
       local=st.just("ana") | hostile_text, device=st.just("pc") | hostile_text,
       host=st.just("mail.full.example") | hosts, port=st.just(993) | ports,
       mode=st.sampled_from(list(MODES)), security=st.sampled_from(["tls", "starttls", "plain"]),
       language=st.sampled_from(["en", "es"]))
def test_hostile_values_come_back_or_are_refused(
        client, name, login, local, device, host, port, mode, security, language):
    mode = mode if spoken(client, mode) else "pop3-keep" if MODES[mode] is None else "imap-offline"
    protocol = "pop3" if MODES[mode] else "imap"
    chosen = planned(client, mode, name=device, incoming=server(protocol, security, host, port, login))
    compared(client, plan(chosen, name=name, address=address(local), language=language))


# Everything else in PIECES is a control, a line end, a surrogate or the like, and gets into no file.
HARMLESS = [piece for piece in PIECES if piece.strip() and not _values.forbidden(piece)]


@WITH_FILES
@pytest.mark.parametrize("field", ["name", "login", "local"])
@pytest.mark.parametrize("shape", ["{}", "a{}b", "{}{}"])
def test_one_hostile_piece_after_the_other(client, field, shape):
    written = 0
    for piece in PIECES:
        value = shape.replace("{}", piece)
        name, login, local = ("Ana", "ana", "ana")
        if field == "name":
            name = value
        elif field == "login":
            login = value
        else:
            local = value
        mode = "pop3-keep" if spoken(client, "pop3-keep") else "imap"
        chosen = planned(client, mode, incoming=server("pop3" if MODES[mode] else "imap", username=login))
        written += bool(compared(client, plan(chosen, name=name, address=address(local))))
    assert written >= len(HARMLESS) - 10


@settings(max_examples=80, deadline=None)
@given(name=st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=60),
       login=st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60))
def test_ordinary_names_in_any_script_are_written(name, login):
    result = render.render(plan(planned(incoming=server("imap", username=login)), name=name), CLIENTS)
    assert {file.role for file in result.files} >= {"import", "profile"}


@pytest.mark.parametrize("client", list(CLIENTS))
@pytest.mark.parametrize("bad", [
    {"name": "a\nb"}, {"name": "\ud800"}, {"name": "x" * 301}, {"address": address("a\u202eb")},
    {"address": address(domain="a_b.example")}])
def test_one_refusal_a_device_for_what_no_file_may_hold(client, bad):
    result = render.render(plan(planned(client), planned(client, name="Two"), **bad), CLIENTS)
    assert not result.files
    assert [refusal.path for refusal in result.refused] == ["Office-PC", "Two"]
