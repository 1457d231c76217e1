"""Vectors vC: what becomes of several answers, and that none is decided behind the person's back."""

from advisor.exits import Exit
from advisor.model.evidence import HttpAnswer
from tests.vectors.looking import AUTOCONFIG, WELL_KNOWN, D, look
from tests.world import World, document, server

A1 = AUTOCONFIG.format(D)
DATABASE = f"https://autoconfig.thunderbird.net/v1.1/{D}"
OUTLOOK = {"outlook.office365.com:993": ("IMAP4REV1", "AUTH=XOAUTH2", "IDLE"),
           "outlook.office365.com:995": ("SASL XOAUTH2", "UIDL", "TOP"),
           "smtp.office365.com:587": ("AUTH XOAUTH2", "SIZE 157286400")}
WEB = "192.0.2.80"


def panel(host=f"mail.{D}", domain=D):
    """What a hosting panel publishes: its own mail server for everything."""
    return document(server("incoming", "imap", host, 993, "SSL"),
                    server("outgoing", "smtp", host, 465, "SSL"), domain=domain)


def hosted(host=f"mail.{D}", mx="0 d-test.mail.protection.outlook.com", **mail):
    """A web space whose panel publishes `host`, and a domain whose mail goes to `mx`."""
    return World({f"MX {D}": [mx], f"A {D}": [WEB], f"A {host}": [WEB]}, {A1: panel(host)},
                 {f"{host}:993": None, f"{host}:465": None, **OUTLOOK, **mail}, slow={A1: 0.05})


def conflict(found, protocol="imap"):
    return next(one for one in found.picture.conflicts if one.protocol == protocol)


def test_vC1_a_panels_server_against_the_provider_of_the_mail_is_for_the_person_to_say():
    found = look(hosted())
    provider, own = "mx: imap outlook.office365.com:993 tls", f"autoconfig: imap mail.{D}:993 tls"
    assert (conflict(found).code, conflict(found).sides, conflict(found).advised) == (
        "hoster-or-provider", (own, provider), provider)
    assert found.verdict("imap outlook.office365.com:993 tls") == ("E2", "confirm", "derived")
    assert found.verdict(f"imap mail.{D}:993 tls") == ("E2", "confirm", "other-provider")
    assert (found.place("imap"), found.place("smtp")) == (
        "outlook.office365.com:993 tls", "smtp.office365.com:587 starttls")
    assert found.exit is Exit.UNCONFIRMED
    for words in (found.page(), found.page("es")):
        assert "outlook.office365.com" in words
        assert f"mail.{D}" in words
    assert "Where do you read this mail in the browser?" in found.page()
    assert "¿Dónde lee usted este correo en el navegador?" in found.page("es")


def test_vC1_another_name_on_the_web_servers_address_is_a_panels_server_too():
    assert conflict(look(hosted(f"srv7.{D}"))).code == "hoster-or-provider"
    elsewhere = hosted(f"srv7.{D}")
    elsewhere.dns[f"A srv7.{D}"] = ["192.0.2.99"]       # a host of its own: somebody runs it on purpose
    found = look(elsewhere)
    assert (conflict(found).code, conflict(found).advised) == ("different-servers", "")
    assert found.verdict(f"imap srv7.{D}:993 tls")[1] == "usable"


def test_vC1_behind_a_filter_the_domains_own_file_is_believed():
    found = look(hosted(mx="10 mxa-00000.gslb.pphosted.com"))
    assert not [one for one in found.picture.conflicts if one.code == "hoster-or-provider"]
    assert found.place("imap") == f"mail.{D}:993 tls"
    assert found.exit is Exit.DONE


def test_vC1_a_provider_that_cannot_be_reached_is_not_put_first():
    found = look(hosted(**{host: "refused" for host in OUTLOOK}))
    assert found.place("imap") == f"mail.{D}:993 tls"
    assert found.picture.best("imap").standing == "confirm"     # still for the person to say
    assert conflict(found).code == "hoster-or-provider"


def test_vC2_the_live_domain_wins_over_our_own_list_which_is_flagged():
    made = World({}, {AUTOCONFIG.format("gmx.net"): panel("imap.new.test", "gmx.net")},
                 {"imap.new.test:993": None, "imap.new.test:465": None, "imap.gmx.net:993": None,
                  "mail.gmx.net:465": None}, slow={"imap.gmx.net:993": 0.01})
    found = look(made, "ana@gmx.net")
    assert found.place("imap") == "imap.new.test:993 tls"
    assert conflict(found).code == "stale-profile"
    assert "probably out of date" in found.page()
    assert "imap imap.gmx.net:993 tls" in [str(one.endpoint) for one in found.picture.candidates]


def test_vC3_two_ways_to_one_host_are_both_tried_and_the_stronger_goes_first():
    made = World({f"SRV _imaps._tcp.{D}": [f"0 1 993 imap.{D}"],
                  f"SRV _submissions._tcp.{D}": [f"0 1 465 imap.{D}"]},
                 {A1: document(server("incoming", "imap", f"imap.{D}", 143, "STARTTLS"),
                               server("outgoing", "smtp", f"imap.{D}", 587, "STARTTLS"))},
                 {f"imap.{D}:{port}": None for port in (993, 143, 465, 587)})
    found = look(made)
    assert found.place("imap") == f"imap.{D}:993 tls"
    assert found.verdict(f"imap imap.{D}:143 starttls") == ("E2", "usable", "verified")
    assert found.verdict(f"imap imap.{D}:993 tls") == ("E2", "usable", "verified")
    made.mail[f"imap.{D}:993"] = "refused"
    assert look(made).place("imap") == f"imap.{D}:143 starttls"


def test_vC4_receiving_and_sending_through_different_providers_is_warned_about():
    made = World({f"SRV _imaps._tcp.{D}": [f"0 1 993 imap.{D}"]},
                 {DATABASE: document(server("outgoing", "smtp", "smtp.other.test", 465, "SSL"))},
                 {f"imap.{D}:993": None, "smtp.other.test:465": None})
    found = look(made, third_party=True)
    mixed = next(one for one in found.picture.conflicts if one.code == "mixed-providers")
    assert mixed.sides == (f"srv: imap imap.{D}:993 tls", "provider-database: smtp smtp.other.test:465 tls")
    assert "goes out through another" in found.page()
    assert "sale por otro" in found.page("es")


def test_vC4_one_source_for_both_or_one_provider_is_nothing_to_warn_about():
    both = World({}, {A1: document(server("incoming", "imap", f"imap.{D}", 993, "SSL"),
                                   server("outgoing", "smtp", "smtp.other.test", 465, "SSL"))},
                 {f"imap.{D}:993": None, "smtp.other.test:465": None})
    assert not look(both).picture.conflicts
    assert not [one for one in look(World(
        {f"MX {D}": ["0 d-test.mail.protection.outlook.com"]}, {}, OUTLOOK)).picture.conflicts]


def test_vC5_a_better_source_that_did_not_answer_makes_the_result_provisional_by_name():
    made = World({}, {A1: HttpAnswer("timeout", note="timeout"), DATABASE: document(domain=D)},
                 {f"imap.{D}:993": None, f"smtp.{D}:465": None})
    found = look(made, third_party=True)
    assert "provisional" in found.notes
    assert found.picture.unheard == ("autoconfig",)
    assert found.document["unheard"] == ["autoconfig"]
    assert "who knows better gave no usable answer: the domain's autoconfig host" in found.page()


def test_vC6_sources_that_agree_are_one_row():
    made = World({f"SRV _imaps._tcp.{D}": [f"0 1 993 imap.{D}"],
                  f"SRV _submissions._tcp.{D}": [f"0 1 465 smtp.{D}"]},
                 {A1: document(domain=D), WELL_KNOWN.format(D): document(domain=D)},
                 {f"imap.{D}:993": None, f"pop.{D}:995": None, f"smtp.{D}:465": None}, slow={A1: 0.05})
    found = look(made)
    rows = [one for one in found.picture.candidates if str(one.endpoint) == f"imap imap.{D}:993 tls"]
    assert len(rows) == 1
    assert rows[0].sources[:3] == ("autoconfig", "well-known", "srv")
    assert not found.picture.conflicts
