"""Each consequence of a device: where it fires and how badly, and where it is silent."""

import importlib

import msgspec
import pytest

from advisor.model.picture import ProviderView
from tests.plan_samples import CLIENTS, client, seat
from tests.samples import candidate, fact, picture

GMAIL = ProviderView("gmail", "Gmail", (), ("app-password",), "", "domain", "server", 10)
WISH = {"wishes": {"backup": "inbox"}}
ALL = {"wishes": {"backup": "everything"}}
OFF = {"wishes": {"keep_off_server": True}}
POP3_FACTS = picture(candidate("imap"), candidate("pop3", facts=(
    fact("pop3-uidl"), fact("pop3-expire", value=30), fact("pop3-login-delay", value=600))),
    candidate("smtp"))
UIDL_UNKNOWN = picture(candidate("pop3", facts=(fact("pop3-uidl", "unknown", because="capa-refused"),)))
NO_IDLE = picture(candidate("imap", facts=(fact("imap-idle", "no"),)))
IDLE_UNKNOWN = picture(candidate("imap", facts=()))
PROVIDER = picture(provider=GMAIL)

ARCHIVE = client("mbsync", notes=("copies-only",))

CASES = [
    ("removed-from-server", "pop3-remove", {}, "hides-mail"),
    ("removed-from-server", "pop3-remove", {"company": False}, None),
    ("removed-from-server", "pop3-keep", {}, None),
    ("single-copy", "pop3-remove", {"company": False}, "loses-mail"),
    ("single-copy", "pop3-keep-days", {}, "loses-mail"),
    ("single-copy", "pop3-keep-days", OFF, "costs"),
    ("single-copy", "pop3-keep-days", {**OFF, "stays": False}, "loses-mail"),
    ("single-copy", "pop3-keep-days", {**OFF, "kind": "phone"}, "loses-mail"),
    ("single-copy", "pop3-remove", OFF, "loses-mail"),
    ("single-copy", "pop3-keep", {}, None),
    ("single-copy", "imap", {}, None),
    ("backup-on-fixed-device", "pop3-keep", WISH, "note"),
    ("backup-on-fixed-device", "pop3-keep", {}, None),
    ("backup-on-fixed-device", "imap", WISH, None),
    ("backup-on-fixed-device", "pop3-keep", {**WISH, "connection": "offline"}, "costs"),
    ("backup-on-fixed-device", "pop3-keep", {**WISH, "kind": "phone"}, "costs"),
    ("backup-on-fixed-device", "pop3-keep", {**WISH, "kind": "laptop", "stays": False}, "costs"),
    ("backup-on-fixed-device", "pop3-keep",
     {**WISH, "kind": "laptop", "stays": False, "company": False}, "costs"),
    ("all-folders", "pop3-keep", {}, "diverges"),
    ("all-folders", "pop3-keep", {"company": False}, "costs"),
    ("all-folders", "pop3-keep", {"kind": "server"}, None),
    ("all-folders", "imap", {}, None),
    ("deletion-not-shared", "pop3-keep", {}, "diverges"),
    ("deletion-not-shared", "pop3-keep-until-deleted", {}, "diverges"),
    ("deletion-not-shared", "pop3-remove", {}, "diverges"),
    ("deletion-not-shared", "pop3-keep", {"company": False}, None),
    ("deletion-not-shared", "imap-offline", {}, None),
    ("read-marks-not-shared", "pop3-keep", {}, "diverges"),
    ("read-marks-not-shared", "pop3-keep", {"company": False}, None),
    ("read-marks-not-shared", "imap", {}, None),
    ("remover-vs-imap", "pop3-keep-days", {}, "hides-mail"),
    ("remover-vs-imap", "pop3-keep-days", {"company": False}, None),
    ("remover-vs-imap", "pop3-keep", {}, None),
    ("keep-not-proven", "pop3-keep", {"view": UIDL_UNKNOWN}, "blocks"),
    ("keep-not-proven", "pop3-remove", {"view": UIDL_UNKNOWN}, None),
    ("keep-not-proven", "pop3-keep", {}, None),
    ("server-decides-pop", "pop3-keep", {"view": PROVIDER}, "costs"),
    ("server-decides-pop", "imap", {"view": PROVIDER}, None),
    ("server-decides-pop", "pop3-keep", {"view": POP3_FACTS}, "hides-mail"),
    ("server-decides-pop", "pop3-keep", {"view": POP3_FACTS, "company": False}, "costs"),
    ("server-decides-pop", "pop3-remove", {"view": POP3_FACTS}, None),
    ("server-decides-pop", "pop3-keep", {}, None),
    ("copy-on-shared-computer", "imap-offline", {"kind": "shared"}, "exposes"),
    ("copy-on-shared-computer", "pop3-keep", {"kind": "shared"}, "exposes"),
    ("copy-on-shared-computer", "imap", {"kind": "shared"}, None),
    ("copy-on-shared-computer", "pop3-keep", {}, None),
    ("cloud-sync", "imap", {"program": client(notes=("cloud-sync",))}, "exposes"),
    ("cloud-sync", None, {"program": client(notes=("cloud-sync",))}, None),
    ("cloud-sync", "imap", {}, None),
    ("not-offline", "imap", {"wishes": {"offline": True}}, "costs"),
    ("not-offline", "imap", {"connection": "offline"}, "costs"),
    ("not-offline", "imap-offline", {"wishes": {"offline": True}}, None),
    ("not-offline", "imap", {}, None),
    ("full-download", "imap-offline", {"connection": "metered"}, "costs"),
    ("full-download", "pop3-keep", {"connection": "metered"}, "costs"),
    ("full-download", "imap", {"connection": "metered"}, None),
    ("full-download", "imap-offline", {}, None),
    ("mirror-is-not-backup", "imap-offline", WISH, "note"),
    ("mirror-is-not-backup", "imap-offline", {}, None),
    ("mirror-is-not-backup", "imap", WISH, None),
    ("mirror-is-not-backup", "imap-offline", {**WISH, "program": ARCHIVE}, None),
    ("backup-on-fixed-device", "imap-offline", {**WISH, "program": ARCHIVE}, "note"),
    ("backup-on-fixed-device", "imap-offline", {**WISH, "program": ARCHIVE, "kind": "phone"}, "costs"),
    ("pop-copy-lacks-sent", "imap-offline", {**ALL, "program": ARCHIVE}, None),
    ("program-default-removes", "pop3-keep-days", {"program": client(pop3_default="removes")}, None),
    ("pop-copy-lacks-sent", "pop3-keep", WISH, "note"),
    ("pop-copy-lacks-sent", "pop3-keep", ALL, "costs"),
    ("pop-copy-lacks-sent", "pop3-keep", {}, None),
    ("pop-copy-lacks-sent", "pop3-keep", {**WISH, "kind": "phone"}, None),
    ("kept-copy-not-deleted", "pop3-keep", {}, "note"),
    ("kept-copy-not-deleted", "pop3-keep-until-deleted", {}, None),
    ("program-default-removes", "pop3-keep", {"program": client(pop3_default="removes")}, "note"),
    ("program-default-removes", "pop3-keep", {"program": client(pop3_default="unknown")}, None),
    ("program-default-removes", "imap", {"program": client(pop3_default="removes")}, None),
    ("migrate-pop-to-imap", "imap", {"today": "pop3-remove"}, "costs"),
    ("migrate-pop-to-imap", "imap", {"today": "pop3-keep"}, "note"),
    ("migrate-pop-to-imap", "imap", {"today": "imap"}, None),
    ("migrate-pop-to-imap", "pop3-keep", {"today": "pop3-remove"}, None),
    ("pop-is-a-download", "pop3-keep", {}, "note"),
    ("pop-is-a-download", "imap", {}, None),
    ("imap-is-a-view", "imap", {}, "note"),
    ("imap-is-a-view", "imap-offline", {"program": ARCHIVE}, None),
    ("imap-is-a-view", "pop3-keep", {}, None),
    ("no-push", "imap", {"view": NO_IDLE}, "note"),
    ("no-push", "imap", {"view": IDLE_UNKNOWN}, None),
    ("no-push", "imap", {}, None),
    ("no-push", "pop3-keep", {"view": NO_IDLE}, None),
    ("poll-limit", "pop3-keep", {"view": POP3_FACTS}, "note"),
    ("poll-limit", "pop3-keep", {"view": PROVIDER}, "note"),
    ("poll-limit", "pop3-keep", {}, None),
    ("poll-limit", "imap", {"view": POP3_FACTS}, None),
    ("oauth-or-app-password", "imap", {"view": PROVIDER}, "note"),
    ("oauth-or-app-password", "imap", {"view": picture(candidate("imap", auth=("oauth2",)))}, "note"),
    ("oauth-or-app-password", "imap", {}, None),
    ("oauth-or-app-password", None, {"view": PROVIDER}, None),
    ("program-cannot", None, {"program": CLIENTS["remover"]}, "blocks"),
    ("program-cannot", None, {"view": picture(candidate("imap", auth=("oauth2",))),
                              "program": CLIENTS["no-oauth"]}, "blocks"),
    ("program-cannot", None, {"view": picture(candidate("imap")), "program": CLIENTS["pop3-only"]}, "blocks"),
    ("program-cannot", "pop3-keep", {"program": CLIENTS["pop3-only"]}, "note"),
    ("program-cannot", "pop3-keep", {}, None),
    ("program-cannot", None, {"program": client("msmtp", protocols=("smtp",), pop3_modes=())}, "note"),
    ("program-cannot", "imap", {}, None),
    *[("separate-inbox-block", "imap", {"program": client(inbox=inbox)}, severity) for inbox, severity in (
        ("separate", "note"), ("joinable", "note"), ("joined", None), ("unknown", None))]]


@pytest.mark.parametrize(("id", "mode", "situation", "severity"), CASES)
def test_when_it_fires(id, mode, situation, severity):
    module = importlib.import_module(f"advisor.consequences.{id.replace('-', '_')}")
    finding = module.CONSEQUENCE.of_device(seat(mode, **situation))
    assert (finding.severity if finding else None) == severity
    if finding:
        assert finding.devices == ("Office PC",)
        assert finding.because[0] == f"mode Office PC = {mode or 'none'}"


def said(id, mode, **situation):
    module = importlib.import_module(f"advisor.consequences.{id.replace('-', '_')}")
    return module.CONSEQUENCE.of_device(seat(mode, **situation))


def test_what_is_unknown_is_named_with_its_reason():
    because = said("keep-not-proven", "pop3-keep", view=UIDL_UNKNOWN).because
    assert "fact pop3-uidl@pop3 pop.full.example:995 tls = unknown (capa-refused)" in because


def test_what_is_known_is_named_with_its_value():
    because = said("server-decides-pop", "pop3-keep", view=POP3_FACTS).because
    assert "fact pop3-expire@pop3 pop.full.example:995 tls = yes 30" in because
    assert "profile gmail: pop3_decides = server" in said("server-decides-pop", "pop3-keep",
                                                         view=PROVIDER).because


def test_an_answer_is_named_by_its_key_in_the_answers_file():
    assert "answer devices.1.stays = yes" in said("backup-on-fixed-device", "pop3-keep", **WISH).because


def test_why_a_program_cannot():
    words = {name: said("program-cannot", None, view=view, program=CLIENTS[name]).says.template
             for name, view in (("remover", picture()), ("pop3-only", picture(candidate("imap"))),
                                ("no-oauth", picture(candidate("imap", auth=("oauth2",)))))}
    assert "only by taking it off the server" in words["remover"]
    assert "no way of reading mail in common" in words["pop3-only"]
    assert "cannot sign in" in words["no-oauth"]
    unset = msgspec.structs.replace(CLIENTS["pop3-only"], pop3_modes=())
    assert "cannot be set" in said("program-cannot", None, program=unset).says.template
