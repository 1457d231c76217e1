"""For every consequence: a situation in which it fires, one in which it is silent, and what it says when the
facts are not known. What it says is complete in every language.
"""

import msgspec
import pytest

from advisor import registry
from advisor.consequences import Shape
from advisor.i18n import Speaker, languages
from advisor.model.household import Device
from advisor.model.picture import ProviderView
from tests.plan_samples import CLIENTS, client, seat, whole
from tests.samples import candidate, fact, picture

FAMILY = {one.id: one for one in registry.collect("advisor.consequences", "CONSEQUENCE")}
SMTP = candidate("smtp")
ONLY_POP3 = picture(candidate("pop3"), SMTP)
SPEAKING = picture(
    candidate("imap", facts=(fact("imap-idle", "no"), fact("imap-special-use", "no"))),
    candidate("pop3", facts=(fact("pop3-uidl"), fact("pop3-expire", value=30),
                             fact("pop3-login-delay", value=900))),
    candidate("smtp", facts=(fact("smtp-size", value=3_000_000),)))
PLAIN = picture(candidate("imap"), candidate("pop3", "plain", standing="refused", because="plain-text"), SMTP)
NOT_SAID = picture(candidate("pop3", facts=(fact("pop3-uidl", "unknown", because="capa-refused"),)), SMTP)
NEEDS = picture(provider=ProviderView("gmx", "GMX", ("enable-imap-pop",), ("app-password",), "", "domain"))
GMAIL = picture(provider=ProviderView("gmail", "Gmail", (), (), "", "domain", "server"))
COPY, ALL, OFF = ({"backup": "inbox"}, {"backup": "everything"}, {"keep_off_server": True})
FILLS = {"quota_mb": 1000, "used_mb": 400, "monthly_mb": 100}
CLOUD, LONE = client(notes=("cloud-sync",)), {"company": False}


def one(mode="pop3-keep", **situation):
    return seat(mode, **situation)


def all_of(**situation):
    return whole(**situation)


# id -> (where it fires, where it is silent)
SITUATIONS = {
    "all-folders": (one(), one("imap")),
    "backup-on-fixed-device": (one(wishes=COPY), one()),
    "cloud-sync": (one("imap", program=CLOUD), one("imap")),
    "consistent-everywhere": (all_of(), all_of(shape=Shape(2, 1))),
    "copy-on-shared-computer": (one(kind="shared"), one("imap", kind="shared")),
    "deletion-not-shared": (one(), one("imap")),
    "fetched-looks-read": (one(), one(view=GMAIL)),
    "full-download": (one(connection="metered"), one()),
    "headers-only": (one("imap", wishes={"used_mb": 900}), one("imap")),
    "imap-is-a-view": (one("imap"), one()),
    "keep-not-proven": (one(view=NOT_SAID), one()),
    "kept-copy-not-deleted": (one(), one("pop3-remove")),
    "mail-stays-on-server": (all_of(**OFF), all_of(shape=Shape(1, 1, 0, True), **OFF)),
    "mailbox-fills": (all_of(**FILLS), all_of(**{**FILLS, "monthly_mb": 1})),
    "metered": (one("imap", connection="metered"), one("imap")),
    "migrate-pop-to-imap": (one("imap", today="pop3-remove"), one("imap", today="imap")),
    "mirror-is-not-backup": (one("imap-offline", wishes=COPY), one("imap-offline")),
    "must-enable": (all_of(view=NEEDS), all_of()),
    "no-local-copy": (all_of(**COPY), all_of(shape=Shape(2, 1, 0, False, True), **COPY)),
    "no-push": (one("imap", view=SPEAKING), one("imap")),
    "not-offline": (one("imap", connection="offline"), one("imap-offline", connection="offline")),
    "oauth-or-app-password": (one("imap", view=NEEDS), one("imap")),
    "old-mail-only-here": (one(today="pop3-remove"), one(today="pop3-keep")),
    "plaintext": (all_of(view=PLAIN), all_of()),
    "poll-limit": (one(view=SPEAKING), one()),
    "pop-copy-lacks-sent": (one(wishes=ALL), one()),
    "pop-is-a-download": (one(), one("imap")),
    "program-cannot": (one(None, program=CLIENTS["remover"]), one()),
    "program-default-removes": (one(program=client(pop3_default="removes")), one()),
    "provider-lacks-imap": (all_of(view=ONLY_POP3), all_of()),
    "read-marks-not-shared": (one(), one("imap")),
    "redownload-on-setup": (one(), one("imap")),
    "removed-from-server": (one("pop3-remove"), one("pop3-remove", **LONE)),
    "remover-vs-imap": (one("pop3-keep-days"), one()),
    "sent-stays-here": (one(), one(kind="server")),
    "sent-trash-mapping": (one("imap", view=SPEAKING), one("imap")),
    "separate-inbox-block": (one("imap", program=client(inbox="separate")), one("imap")),
    "server-decides-pop": (one(view=SPEAKING), one()),
    "shared-mailbox": (all_of(shared=True), all_of()),
    "single-copy": (one("pop3-remove"), one()),
    "size-limit": (all_of(view=SPEAKING), all_of()),
    "small-quota-single-device": (one("pop3-keep-days", wishes=FILLS, **LONE), one("pop3-keep-days", **LONE)),
    "two-removers": (all_of(shape=Shape(2, 2, 2, True)), all_of(shape=Shape(2, 2, 1, True))),
}
EVERY = pytest.mark.parametrize("id", FAMILY)


def look(id, situation):
    rule = FAMILY[id]
    return (rule.of_device or rule.of_mailbox)(situation)


def test_each_consequence_has_its_situations():
    assert set(SITUATIONS) == set(FAMILY)


@EVERY
def test_it_fires_and_it_is_silent(id):
    fires, silent = SITUATIONS[id]
    assert look(id, fires).id == id
    assert look(id, silent) is None


def nothing_known(situation):
    """The same situation where no server said anything, nobody logged in, and nobody gave a number."""
    view = situation.picture
    seen = msgspec.structs.replace(view, provider=None, measured=None, candidates=tuple(
        msgspec.structs.replace(candidate, facts=()) for candidate in view.candidates))
    wishes = msgspec.structs.replace(situation.household.wishes, quota_mb=None, used_mb=None, monthly_mb=None)
    home = msgspec.structs.replace(situation.household, wishes=wishes)
    if hasattr(situation, "shape") and hasattr(situation, "accesses"):
        rest = {field: getattr(home.wishes, field) for field in home.wishes.__struct_fields__}
        return whole(*home.devices, shape=situation.shape, view=seen, **rest)
    device = situation.device
    rest = {field: getattr(device, field) for field in Device.__struct_fields__ if field not in (
        "client", "kind", "stays", "mode")}
    wished = {field: getattr(home.wishes, field) for field in home.wishes.__struct_fields__}
    return seat(situation.mode, kind=device.kind, stays=device.stays, program=situation.client,
                company=situation.company, view=seen, days=situation.days, wishes=wished, **rest)


@EVERY
def test_what_is_not_known_is_not_claimed(id):
    """Without facts it is silent, or says the same and rests on something else, or names what it lacks."""
    fires, _ = SITUATIONS[id]
    known, unknown = look(id, fires), look(id, nothing_known(fires))
    if unknown is None or (unknown.says, unknown.severity) == (known.says, known.severity):
        return
    assert any("unknown" in because or "assumption" in because for because in unknown.because)


@EVERY
@pytest.mark.parametrize("language", languages())
def test_what_it_says_is_complete(id, language):
    speaker, finding = Speaker(language), look(id, SITUATIONS[id][0])
    for sentence in (finding.says, *([finding.do] if finding.do else [])):
        said = speaker.say(sentence)
        assert said
        assert not any(sign in said for sign in "{}")
        assert said[0].isupper()
        assert said.endswith((".", "?", ")."))
        assert language == "en" or said != Speaker("en").say(sentence)
