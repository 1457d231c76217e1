"""What a survey amounts to: folders by name in six languages, extrapolation, totals, what advice may use."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.model.account import Account, MailFolder, Quota, Sample, Survey
from advisor.survey import (
    Measured,
    arrival,
    estimate,
    grows,
    measured,
    propose,
    spread,
    totals,
    use_of,
    with_proposals,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("name", "use"), [
    ("Sent", "sent"), ("sent-mail", "sent"), ("Sent Items", "sent"), ("SENT MESSAGES", "sent"),
    ("Drafts", "drafts"), ("Junk E-mail", "junk"), ("Spam", "junk"), ("Deleted Items", "trash"),
    ("Archive", "archive"),
    ("Enviados", "sent"), ("Elementos enviados", "sent"), ("Borradores", "drafts"), ("Papelera", "trash"),
    ("Correo no deseado", "junk"), ("Elementos eliminados", "trash"), ("Archivo", "archive"),
    ("Gesendet", "sent"), ("Gesendete Objekte", "sent"), ("Entwürfe", "drafts"), ("Papierkorb", "trash"),
    ("Gelöschte Elemente", "trash"), ("Archiv", "archive"), ("Spamverdacht", "junk"),
    ("Envoyés", "sent"), ("Éléments envoyés", "sent"), ("Brouillons", "drafts"), ("Corbeille", "trash"),
    ("Courrier indésirable", "junk"), ("Archives", "archive"),
    ("Itens Enviados", "sent"), ("Rascunhos", "drafts"), ("Lixeira", "trash"), ("Lixo Eletrônico", "junk"),
    ("Arquivo", "archive"),
    ("Posta inviata", "sent"), ("Bozze", "drafts"), ("Cestino", "trash"), ("Posta indesiderata", "junk"),
    ("Archivio", "archive"),
    ("INBOX", None), ("Work", None), ("Sent to Marta", None), ("", None), ("Work/Sent", None)])
def test_what_a_name_says(name, use):
    assert propose(name, "", "/") == use


# What mail programs and web mails call these folders, by language.
USUAL = {
    "en": "sent: Sent, Sent Items, Sent Messages, Sent Mail; drafts: Drafts; junk: Junk, Spam, Bulk Mail; "
          "trash: Trash, Deleted Items, Deleted Messages, Bin; archive: Archive, Archives",
    "es": "sent: Enviados, Elementos enviados, Mensajes enviados; drafts: Borradores, Borrador; "
          "junk: Correo no deseado, Correo basura; trash: Papelera, Papelera de reciclaje, "
          "Elementos eliminados, Mensajes eliminados; archive: Archivo, Archivados",
    "de": "sent: Gesendet, Gesendete Elemente, Gesendete Objekte, Gesendete E-Mails; drafts: Entwürfe; "
          "junk: Spamverdacht, Unerwünscht, Junk-E-Mail; trash: Papierkorb, Gelöschte Elemente, Gelöscht; "
          "archive: Archiv",
    "fr": "sent: Envoyés, Éléments envoyés, Messages envoyés; drafts: Brouillons; "
          "junk: Courrier indésirable, Indésirables, Pourriel; trash: Corbeille, Éléments supprimés, "
          "Messages supprimés; archive: Archives",
    "pt": "sent: Enviados, Itens Enviados, Mensagens enviadas, E-mails enviados; drafts: Rascunhos; "
          "junk: Lixo Eletrônico, Lixo electrónico, Correio não solicitado; trash: Lixeira, Lixo, "
          "Itens Excluídos, Itens eliminados, Mensagens excluídas; archive: Arquivo, Arquivo morto",
    "it": "sent: Posta inviata, Inviata, Messaggi inviati; drafts: Bozze; junk: Posta indesiderata, "
          "Indesiderata; trash: Cestino, Posta eliminata, Elementi eliminati; archive: Archivio, Archiviati"}


@pytest.mark.parametrize("language", USUAL)
def test_the_usual_names_of_each_language(language):
    for part in USUAL[language].split("; "):
        use, _, names = part.partition(": ")
        for name in names.split(", "):
            assert propose(name, "", "/") == propose(name.upper(), "", "/") == use
            assert propose(f"INBOX.{name}", "INBOX.", ".") == use


@pytest.mark.parametrize(("name", "prefix", "separator", "use"), [
    ("INBOX.Sent", "INBOX.", ".", "sent"), ("INBOX.Sent", "", ".", "sent"),
    ("INBOX.Work.Sent", "INBOX.", ".", None), ("[Gmail]/Papelera", "", "/", "trash"),
    ("Mail/Drafts", "Mail/", "/", "drafts"), ("Sent", "", "", "sent")])
def test_a_prefix_does_not_hide_the_name(name, prefix, separator, use):
    assert propose(name, prefix, separator) == use


def test_the_server_is_believed_before_any_name():
    folders = with_proposals([MailFolder("Outbox", use="sent"), MailFolder("Sent"), MailFolder("Papelera")],
                             "", "/")
    assert [(one.name, use_of(one)) for one in folders] == [
        ("Outbox", "sent"), ("Sent", None), ("Papelera", "trash")]


def test_of_two_names_the_fuller_folder_is_proposed():
    folders = with_proposals(
        [MailFolder("Sent", messages=3), MailFolder("Sent Items", messages=900),
         MailFolder("Drafts", selectable=False)], "", "/")
    assert [one.proposed for one in folders] == [None, "sent", None]


@pytest.mark.parametrize(("use", "expected"), [
    (None, True), ("sent", True), ("archive", True), ("junk", False), ("trash", False), ("drafts", False),
    ("all", False), ("flagged", False)])
def test_which_folders_grow_with_the_mail(use, expected):
    assert grows(MailFolder("x", use=use)) is expected


@given(st.integers(0, 200_000), st.integers(2, 1000))
def test_a_spread_is_even_and_holds_both_ends(messages, most):
    numbers = spread(messages, most)
    assert len(numbers) == min(messages, most)
    assert list(numbers) == sorted(set(numbers))
    if messages:
        assert (numbers[0], numbers[-1]) == (1, messages)
        gaps = [after - before for before, after in pairwise(numbers)]
        assert not gaps or max(gaps) - min(gaps) <= 1


@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 2000)), max_size=60))
def test_looking_at_everything_gives_exact_numbers(rows):
    told = [(size, TODAY - timedelta(days=age)) for size, age in rows]
    sample = estimate("INBOX", len(rows), told, TODAY)
    assert sample.exact
    assert sample.size == sum(size for size, _ in rows)
    assert sample.recent_size == sum(size for size, age in rows if age < 365)
    assert sample.largest == max((size for size, _ in rows), default=0)
    assert sample.oldest == (min(day for _, day in told).isoformat() if rows else "")


def test_a_sample_is_extrapolated_and_says_so():
    rows = [(1000, TODAY - timedelta(days=1)), (3000, TODAY - timedelta(days=900))]
    sample = estimate("INBOX", 100, rows, TODAY)
    assert (sample.exact, sample.looked_at, sample.messages) == (False, 2, 100)
    assert (sample.size, sample.recent, sample.recent_size) == (200_000, 50, 50_000)


@pytest.mark.parametrize(("said", "day"), [
    (b"17-Jul-1996 02:44:25 -0700", date(1996, 7, 17)), (b" 7-jan-2024 10:00:00 +0000", date(2024, 1, 7)),
    (b"31-Feb-2024 10:00:00 +0000", None), (b"yesterday", None), (b"", None),
    (b"01-Foo-2024 10:00:00 +0000", None), (b"01-Jan-0000 10:00:00 +0000", None)])
def test_dates_of_arrival(said, day):
    assert arrival(said) == day


@given(st.binary(max_size=60))
def test_any_octets_are_a_date_or_none(said):
    assert arrival(said) is None or isinstance(arrival(said), date)


def survey(**changes):
    settings = {"protocol": "imap", "day": TODAY.isoformat()}
    return Survey(**{**settings, **changes})


def sample(folder, recent_size, oldest, **changes):
    return Sample(**{"folder": folder, "messages": 10, "looked_at": 10, "exact": True, "size": recent_size,
                     "recent": 10, "recent_size": recent_size, "oldest": oldest, **changes})


def test_a_month_is_a_twelfth_of_a_year_of_mail():
    samples = (sample("INBOX", 12_000, "2019-01-01"), sample("Sent", 24_000, "2020-01-01"))
    whole = totals(survey(samples=samples))
    assert (whole.monthly, whole.oldest, whole.about) == (3000, "2019-01-01", False)


def test_a_young_mailbox_is_not_watered_down():
    """Three months of mail are divided by three, not by twelve; a day's mail by one month, not by nothing."""
    assert totals(survey(samples=(sample("INBOX", 9000, "2026-08-24"),))).monthly == pytest.approx(3000, 0.02)
    assert totals(survey(samples=(sample("INBOX", 9000, "2026-11-23"),))).monthly == 9000


def test_views_are_not_counted_twice():
    folders = (MailFolder("INBOX", messages=10, size=1),
               MailFolder("[Gmail]/All Mail", use="all", messages=50, size=5),
               MailFolder("[Gmail]/Starred", use="flagged", messages=9, size=1),
               MailFolder("[Gmail]/Trash", use="trash", messages=2, size=2),
               MailFolder("[Gmail]", selectable=False))
    assert (totals(survey(folders=folders)).messages, totals(survey(folders=folders)).size) == (52, 7)


def test_a_size_that_is_not_known_of_every_folder_is_not_summed():
    folders = (MailFolder("INBOX", messages=10, size=100), MailFolder("Sent", messages=5))
    assert totals(survey(folders=folders)).size is None
    assert totals(survey(folders=folders, quota=Quota(777, 1000))).size == 777


def test_nothing_measured_is_all_unknown():
    assert measured(None) == Measured()
    assert measured(Account()) == Measured()


def test_what_advice_may_use():
    found = measured(Account(surveys=(survey(
        quota=Quota(1_500_001, 2_999_999), prefix="INBOX.", separator=".",
        folders=(MailFolder("INBOX.Enviados", proposed="sent"), MailFolder("INBOX.Trash", use="trash")),
        samples=(sample("INBOX", 12_000_120, "2019-01-01"),)),)))
    assert (found.quota_mb, found.used_mb, found.monthly_mb) == (2, 2, 2)
    assert dict(found.folders) == {"sent": "INBOX.Enviados", "trash": "INBOX.Trash"}
    assert (found.told, found.prefix, found.separator) == (("trash",), "INBOX.", ".")


def test_pop3_alone_does_not_say_how_full_the_account_is():
    found = measured(Account(surveys=(survey(protocol="pop3", inbox_messages=5, inbox_size=5_000_000),)))
    assert (found.quota_mb, found.used_mb, found.monthly_mb) == (None, None, None)
