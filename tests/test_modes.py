"""Which modes are open to a program at a provider, and the code of the reason for every other one."""

import pytest

from advisor.i18n import Speaker
from advisor.model.household import MODES
from advisor.model.picture import ProviderView
from advisor.modes import (
    IMAP_MODES,
    KEEP_MODES,
    POP3_MODES,
    REASONS,
    access,
    expiry_days,
    least_minutes,
    sign_in,
)
from tests.plan_samples import CLIENTS, client
from tests.samples import candidate, fact, picture

IMAP, SMTP = candidate("imap"), candidate("smtp")


def view(*pop3_facts, provider=None, **changes):
    """IMAP, SMTP, and a POP3 server with exactly these facts."""
    return picture(IMAP, candidate("pop3", facts=tuple(pop3_facts), **changes), SMTP, provider=provider)


def provider(**changes):
    return ProviderView(**{"id": "gmail", "name": "Gmail", "needs": (), "auth": (), "help": "",
                           "recognised_by": "domain", **changes})


def test_a_good_server_and_an_able_program_open_every_mode():
    one = access(picture(), client())
    assert one.modes == MODES
    assert not one.closed
    assert one.proven


@pytest.mark.parametrize(("seen", "program", "closed", "reason"), [
    (picture(IMAP, SMTP), client(), POP3_MODES, "no-pop3-server"),
    (picture(candidate("pop3"), SMTP), client(), IMAP_MODES, "no-imap-server"),
    (picture(IMAP, candidate("pop3", "plain"), SMTP), client(), POP3_MODES, "only-plain-text"),
    (picture(IMAP, candidate("pop3", "starttls", standing="refused", because="no-starttls"), SMTP), client(),
     POP3_MODES, "only-plain-text"),
    (picture(IMAP, candidate("pop3", standing="refused", because="certificate-expired"), SMTP), client(),
     POP3_MODES, "no-pop3-server"),
    (picture(), client(protocols=("imap", "smtp")), POP3_MODES, "program-lacks-pop3"),
    (picture(), client(protocols=("pop3", "smtp")), IMAP_MODES, "program-lacks-imap"),
    (picture(), client(imap_offline=False), ("imap-offline",), "program-setting"),
    (picture(), client(pop3_modes=("pop3-keep",)), POP3_MODES[1:], "program-setting"),
    (view(fact("pop3-uidl", "no")), client(), KEEP_MODES, "no-uidl"),
    (view(fact("pop3-uidl"), fact("pop3-expire", value=0)), client(), KEEP_MODES, "expires-at-once"),
    (view(fact("pop3-uidl"), fact("pop3-expire", value=1)), client(), ("pop3-keep-days",), "expires-at-once"),
    (picture(candidate("imap", auth=("oauth2",)), candidate("pop3"), SMTP), client(oauth2=False), IMAP_MODES,
     "sign-in"),
    (picture(IMAP, candidate("pop3"), candidate("smtp", auth=("oauth2",))), client(oauth2=False), MODES,
     "outgoing-sign-in")])
def test_what_closes_a_mode(seen, program, closed, reason):
    one = access(seen, program)
    assert dict(one.closed) == dict.fromkeys(closed, reason)
    assert set(one.modes) == set(MODES) - set(closed)


def test_a_program_that_only_fetches_needs_no_way_out():
    seen = picture(IMAP, candidate("pop3"), candidate("smtp", auth=("oauth2",)))
    assert access(seen, client(protocols=("imap", "pop3"), oauth2=False)).modes == MODES


def test_where_the_server_decides_its_own_announcement_does_not_count():
    seen = view(fact("pop3-uidl"), fact("pop3-expire", value=0), provider=provider(pop3_decides="server"))
    one = access(seen, client())
    assert one.modes == ("imap", "imap-offline", "pop3-keep")
    assert one.closed["pop3-remove"] == "server-decides"
    assert one.expiry is None


def test_unknown_uidl_leaves_the_mode_open_but_not_proven():
    one = access(view(fact("pop3-uidl", "unknown", because="capa-refused")), client())
    assert "pop3-keep" in one.modes
    assert not one.proven


def test_a_second_server_is_taken_where_the_first_wants_another_sign_in():
    second = candidate("imap", "starttls")
    seen = picture(candidate("imap", auth=("oauth2",)), second, SMTP)
    one = access(seen, client(oauth2=False))
    assert one.imap.endpoint == second.endpoint
    assert one.imap.auth == "password"


@pytest.mark.parametrize(("offered", "rules", "oauth2", "word"), [
    (("password", "oauth2"), (), True, "oauth2"),
    (("password", "oauth2"), (), False, "password"),
    ((), (), True, "password"),                                     # assumed where no source speaks of it
    (("password",), ("oauth2", "app-password"), False, "app-password"),
    (("password",), ("password", "app-password"), False, "password"),
    (("password", "oauth2"), ("oauth2",), False, ""),                # announces PLAIN, refuses every password
    (("password-encrypted",), (), False, "password-encrypted"),
    (("client-certificate",), (), True, "")])
def test_how_a_program_signs_in(offered, rules, oauth2, word):
    rule = provider(auth=rules) if rules else None
    assert sign_in(candidate("imap", auth=offered), client(oauth2=oauth2), rule) == word


@pytest.mark.parametrize(("offered", "word"), [
    (("oauth2", "password"), "app-password"),       # Gmail: the file can say a password, and Gmail takes one
    (("oauth2",), "oauth2")])                        # Microsoft 365: nothing but OAuth2, so a sheet is left
def test_a_program_whose_files_cannot_say_oauth2_gets_a_password_where_one_is_taken(offered, word):
    rule = provider(auth=("oauth2", "app-password") if "password" in offered else ("oauth2",))
    assert sign_in(candidate("imap", auth=offered), client(oauth2=True, file_oauth2=False), rule) == word


def test_sending_may_need_no_sign_in_but_reading_always_does():
    assert sign_in(candidate("smtp", auth=("none",)), client(), None) == "none"
    assert sign_in(candidate("imap", auth=("none",)), client(), None) == ""


@pytest.mark.parametrize(("answer", "value", "days"), [
    ("yes", 30, 30), ("yes", 0, 0), ("yes", "30 USER", 30), ("yes", "never", None), ("unknown", None, None),
    ("no", None, None), ("yes", "²", None)])
def test_expiry(answer, value, days):
    assert expiry_days(fact("pop3-expire", answer, value)) == days


@pytest.mark.parametrize(("said", "rule", "days"), [
    (None, None, None), (30, None, 30), (None, 14, 14), (30, 14, 14), (7, 14, 7), ("never", 14, 14),
    (None, 0, 0)])
def test_how_long_fetched_mail_stays_by_the_server_or_by_the_provider(said, rule, days):
    known = fact("pop3-expire", "yes" if said is not None else "unknown", said)
    seen = view(fact("pop3-uidl"), known, provider=provider(pop3_keeps_days=rule))
    assert access(seen, client()).expiry == days
    decided = view(fact("pop3-uidl"), known, provider=provider(pop3_keeps_days=rule, pop3_decides="server"))
    assert access(decided, client()).expiry is None


def test_a_provider_that_deletes_at_once_leaves_no_way_to_keep_mail_there():
    one = access(view(fact("pop3-uidl"), provider=provider(pop3_keeps_days=0)), client())
    assert {mode for mode, why in one.closed.items() if why == "expires-at-once"} == set(KEEP_MODES)


@pytest.mark.parametrize(("delay", "rule", "minutes"), [
    (None, None, None), (300, None, 5), (61, None, 2), (0, None, None), (60, 15, 15), (None, 10, 10)])
def test_how_often_one_may_ask(delay, rule, minutes):
    known = fact("pop3-login-delay", "yes" if delay is not None else "unknown", delay)
    seen = view(fact("pop3-uidl"), known, provider=provider(pop3_poll_minutes=rule))
    assert least_minutes(seen, access(seen, client())) == minutes


def test_every_reason_is_said_in_spanish():
    speaker = Speaker("es")
    assert all(speaker.say(reason) != reason.template for reason in REASONS.values())


def test_which_modes_are_harmless_to_others():
    one = access(picture(), client())
    assert [mode for mode in MODES if one.harmless(mode)] == [
        "imap", "imap-offline", "pop3-keep", "pop3-keep-until-deleted"]
    expiring = access(view(fact("pop3-uidl"), fact("pop3-expire", value=30)), CLIENTS["pop3-only"])
    assert not any(expiring.harmless(mode) for mode in MODES)
