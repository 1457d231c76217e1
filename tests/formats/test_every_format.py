"""Whatever somebody puts into a name, an address, a server or a folder: a file says exactly that, or there is
none and the reason is told. For every format, and once more without the gate that all of them share.
"""

import io
import unicodedata
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor import clients, render
from advisor.formats import _values
from advisor.i18n import Speaker
from advisor.registry import collect
from tests.formats.hostile import PIECES, hostile_text, hosts, ports
from tests.plans import MODES, plan, planned, server

CLIENTS = clients.load()
FORMATS = {form.id: form for form in collect("advisor.formats", "FORMAT")}
# The first file of each format, and the program that takes it.
FILES = {}
for program in CLIENTS.values():
    for wanted in program.files:
        FILES.setdefault(wanted.format, (program, wanted))

# Words that a plan takes from a list; nobody can put anything else there.
CHOSEN = {"incoming_protocol", "incoming_security", "outgoing_security", "incoming_auth", "outgoing_auth",
          "account"}
EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
MANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def facts_in(mode, program):
    """The facts of a device that could have such a file; what is told apart can be told apart in the file."""
    side = "pop3" if MODES[mode] else "imap"
    device = planned(program.id, mode, name="pc", incoming=server(side, username="in"),
                     outgoing=server("smtp", "tls", username="out"))
    return render.facts_of(plan(device), device)


def mode_of(wanted, wished):
    """`wished`, or another mode for which this file is written."""
    protocol = "pop3" if MODES[wished] else "imap"
    return wished if protocol in wanted.protocols else "pop3-keep" if protocol == "imap" else "imap"


@st.composite
def hostile_facts(draw, form):
    """Facts with one to three values that somebody made up."""
    program, wanted = FILES[form.id]
    facts = facts_in(mode_of(wanted, draw(st.sampled_from(list(MODES)))), program)
    made_up = st.lists(st.sampled_from(sorted(facts.keys() - CHOSEN)), min_size=1, max_size=3, unique=True)
    for field in draw(made_up):
        if isinstance(facts[field], bool):
            continue
        if field.endswith("_host") or field == "domain":
            facts[field] = draw(hosts)
        elif field.endswith("_port"):
            facts[field] = draw(ports)
        elif field == "folder":         # the copy's own folder, which advisor/render.py makes of the address
            facts[field] = render._mail_folder(draw(hostile_text), "full.example")
        elif isinstance(facts[field], str):
            facts[field] = draw(hostile_text)
    return facts


def written(form, facts, language="en"):
    """The file for these facts, which the program's own reader took."""
    program, wanted = FILES[form.id]
    return render._content(program, wanted, [facts], Speaker(language), (1, 1))


def line_ends(content):
    """How many lines the file has for a program that reads it: LF and CR, and no other sign, end one."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [line_ends(archive.read(name)) for name in archive.namelist()]
    text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "latin-1")
    return text.count("\n"), text.count("\r")


def compare(form, content, facts):
    """Every fact that the file tells is the plan's, compared here and not by the format itself."""
    said = form.read(content)
    if form.id == "autoconfig-xml":     # what Thunderbird puts in these places (config-v1.1)
        places = {"%EMAILADDRESS%": facts["address"], "%EMAILLOCALPART%": facts["local"]}
        said = {field: places.get(value, value) for field, value in said.items()}
    for field in said.keys() & facts.keys():
        meant = facts[field]
        if field.endswith("_folder") and not meant:
            continue        # nobody knows it, and the program's usual one stands there
        if field.endswith("_host"):
            # A URL's host is in lower case whatever was written (RFC 3986 section 3.2.2).
            assert str(said[field]).lower() == str(meant).lower()
        elif field.endswith("_auth"):
            assert said[field] in (meant, "password")
        elif isinstance(meant, str):
            assert unicodedata.normalize("NFC", str(said[field])) == unicodedata.normalize("NFC", meant)
        else:
            assert (said[field], type(said[field])) == (meant, type(meant))
    return said


@EVERY_FORMAT
def test_what_it_tells_is_enough_to_set_up_an_account(form):
    _, wanted = FILES[form.id]
    facts = facts_in(mode_of(wanted, "imap"), FILES[form.id][0])
    said = compare(form, written(form, facts), facts)
    for side in ("incoming", "outgoing"):
        if f"{side}_host" in said:
            assert {f"{side}_{part}" for part in ("host", "port", "security", "username")} <= said.keys()


@EVERY_FORMAT
@MANY
@given(data=st.data(), language=st.sampled_from(["en", "es"]))
def test_hostile_facts_come_back_or_are_refused_with_the_reason(form, data, language):
    facts = data.draw(hostile_facts(form))
    why = _values.refuses(facts) or form.refuses(facts)
    if why is not None:
        assert Speaker("es").say(why) != Speaker("en").say(why)
        return
    compare(form, written(form, facts, language), facts)


@EVERY_FORMAT
@MANY
@given(data=st.data())
def test_no_format_relies_on_the_shared_gate(form, data):
    """Without it a value is still refused by the encoder or comes back, and never makes a line of its own."""
    facts = data.draw(hostile_facts(form))
    program, _ = FILES[form.id]
    kept = "imap-offline" if facts["offline_copy"] else "imap"
    mode = kept if facts["incoming_protocol"] == "imap" else next(
        mode for mode, policy in MODES.items() if policy and policy.days == (facts["days"] or None)
        and policy.leave_on_server == facts["leave_on_server"]
        and policy.delete_on_local_delete == facts["delete_on_local_delete"])
    try:
        content = written(form, facts)
    except (ValueError, RuntimeError, KeyError, TypeError, IndexError):
        return      # nothing is written; that our own mistake would look like this is tested above
    compare(form, content, facts)
    plain = facts_in(mode, program)
    if facts["outgoing_username"] == facts["incoming_username"]:        # some say it once then
        plain = {**plain, "outgoing_username": plain["incoming_username"]}
    usual = {field: "x" if facts[field] and not plain[field] else plain[field] for field in plain}
    if not any(usual[field] and not facts[field] for field in usual if isinstance(facts[field], str)):
        # What is empty may be left out; what is not takes the same lines as a harmless value.
        assert line_ends(content) == line_ends(written(form, usual))


HOSTILE = [*PIECES, "x" * 300, "../../etc/passwd", "a\nb", "\u202egnp.exe", "`touch x`", "$(id)", "a;b"]
UNFIT = ["a\nb", "a\rb", "a\tb", "\0", "\x1b[31m", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f",
         "\u061c", "\ud800", "\udfff", "\ufeff", "x" * 301]


@EVERY_FORMAT
@pytest.mark.parametrize("field", ["name", "address", "incoming_username", "outgoing_username", "device",
                                   "incoming_host", "outgoing_host", "folder", "local"])
def test_one_hostile_value_after_the_other(form, field):
    _, wanted = FILES[form.id]
    plain = facts_in(mode_of(wanted, "imap"), FILES[form.id][0])
    count = line_ends(written(form, plain))
    for value in HOSTILE:
        made = render._mail_folder(value, "full.example") if field == "folder" else value
        facts = {**plain, field: made}
        if _values.refuses(facts) or form.refuses(facts):
            continue
        content = written(form, facts)
        compare(form, content, facts)
        assert line_ends(content) == count


@pytest.mark.parametrize("field", ["name", "address", "incoming_username", "outgoing_username", "device",
                                   "folder"])
def test_control_newline_and_direction_are_refused_before_any_format_is_asked(field):
    for value in UNFIT:
        why = _values.refuses({**facts_in("imap", CLIENTS["thunderbird"]), field: value})
        assert dict(why.values)["field"] == field
        assert Speaker("es").say(why) != Speaker("en").say(why)


def test_every_format_has_a_file_here():
    assert set(FILES) == set(FORMATS)
