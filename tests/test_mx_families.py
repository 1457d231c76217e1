"""The hosts that take a domain's mail lead to the right provider and class, however they are written."""

import pytest

from advisor import providers
from advisor.sources import Search, mx
from tests.samples import ANA
from tests.world import World

PROFILES = providers.load()

# host -> provider; class mailbox unless said otherwise.
MAILBOXES = {
    "gmail-smtp-in.l.google.com": "gmail", "aspmx3.googlemail.com": "google-workspace",
    "alt2.aspmx.l.google.com": "google-workspace", "hotmail-es.olc.protection.outlook.com": "outlook.com",
    "empresa-es.mail.protection.outlook.com": "microsoft365", "empresa-es.o-v1.mx.microsoft": "microsoft365",
    "x.mail.protection.office365.us": "microsoft365", "x.mail.protection.partner.outlook.cn": "microsoft365",
    "mta7.am0.yahoodns.net": "yahoo", "mx-aol.mail.gm0.yahoodns.net": "aol", "mx02.mail.icloud.com": "icloud",
    "mx2.zoho.com": "zoho.com", "mx3.zoho.eu": "zoho.eu", "mx2.hostinger.com": "hostinger",
    "mx2.titan.email": "titan", "mx20.mailspamprotection.com": "siteground", "mx01.gmx.net": "gmx.net",
    "mx00.gmx.com": "gmx.com", "mx04.t-online.de": "t-online", "emig.freenet.de": "freenet",
    "mx03.posteo.de": "posteo", "mxext3.mailbox.org": "mailbox.org", "mail.tutanota.de": "tuta",
    "mx00.kundenserver.de": "ionos-de", "mx01.schlund.de": "ionos-de", "www55.your-server.de": "hetzner",
    "mailsec.protonmail.ch": "proton", "mta-gw.infomaniak.ch": "infomaniak", "aspmx2.migadu.com": "migadu",
    "in2-smtp.messagingengine.com": "fastmail", "spool.mail.gandi.net": "gandi",
    "mx.pec.aruba.it": "aruba-pec", "mx.empresa.aruba.it": "aruba", "mx.serviciodecorreo.es": "arsys",
    "mx.buzondecorreo.com": "piensasolutions", "mx2.dinaserver.com": "dinahosting",
    "mx.dondominio.com": "dondominio", "mx01.ionos.es": "ionos-es", "mx00.1and1.es": "ionos-es",
    "smtpin.rzone.de": "strato", "mx3.mail.ovh.net": "ovh", "redirect.ovh.net": "ovh",
    "mx0.mail.ovh.ca": "ovh", "mx01.ionos.co.uk": "ionos-uk", "mx00.perfora.net": "ionos-com",
    "smtp.secureserver.net": "godaddy", "mx2.privateemail.com": "namecheap", "mx1.emailsrvr.com": "rackspace",
    "mx1.mail.dreamhost.com": "dreamhost", "mx2.comcast.net": "xfinity",
    "ff-ip4-mx-vip1.prodigy.net": "att", "mx01.earthlink.net": "earthlink",
    "gator4171.hostgator.com": "hostgator", "mx.uol.com.br": "uol", "mx.bol.com.br": "bol",
    "mx.uhserver.com": "uolhost", "mx.terra.com.br": "terra.com.br", "mx.b.locaweb.com.br": "locaweb",
    "mx.kinghost.net": "kinghost", "mx.prodigy.net.mx": "telmex", "mx.telstra.com": "telstra",
    "mx1.sapo.pt": "sapo", "mx1.one.com": "one.com", "mx.yandex.net": "yandex", "emx.mail.ru": "mail.ru",
    "mx3.qq.com": "qq", "163mx01.mxmail.netease.com": "netease", "mx1.naver.com": "naver",
    "mail.register.it": "register.it", "mx00.udag.de": "united-domains", "mx.umbler.com": "umbler",
    "mx1.skymail.net.br": "skymail", "com1008.raiolanetworks.es": "raiola",
    "cp7110.webempresa.eu": "webempresa", "box5555.bluehost.com": "bluehost"}
FILTERS = {
    "mx0b-00.gslb.pphosted.com": "proofpoint", "mx2-us1.ppe-hosted.com": "proofpoint",
    "eu-smtp-inbound-2.mimecast.com": "mimecast", "d1.ess.barracudanetworks.com": "barracuda",
    "cluster5.eu.messagelabs.com": "messagelabs", "cust1-s.in.mailcontrol.com": "forcepoint",
    "fallbackmx.spamexperts.eu": "spamexperts", "filter20.antispamcloud.com": "spamexperts",
    "mx1.expurgate.net": "expurgate", "mx.ctmail.com": "cyren",
    "mx1.hc12-34.eu.iphmx.com": "cisco-secure-email",
    "mx-01-eu-central-1.prod.hydra.sophos.com": "sophos", "mx01.hornetsecurity.com": "hornetsecurity",
    "mx23.antispameurope.com": "hornetsecurity", "empresa.in.tmes.trendmicro.com": "trendmicro",
    "in.hes.trendmicro.com": "trendmicro", "server75.appriver.arsmtp.com": "appriver",
    "empresa.in.tmems-jp.trendmicro.com": "trendmicro", "empresa.in.tmes.trendmicro.eu": "trendmicro",
    "mx.eu.etd.cisco.com": "cisco-secure-email", "mx1-us1.gpphosted.com": "proofpoint",
    "za-smtp-inbound-1.mimecast.co.za": "mimecast", "je-smtp-inbound-1.mimecast-offshore.com": "mimecast",
    "mx1-eu1.mtaroutes.com": "spamexperts", "empresa.mx1.emea.fireeyecloud.com": "trellix",
    "mailstream-eu1.mxrecord.io": "cloudflare-email-security", "gw1.fortimailcloud.com": "fortimail-cloud",
    "mx1.mailchannels.net": "mailchannels", "empresa.us.mailmarshal.cloud": "mailmarshal",
    "mail.mailroute.net": "mailroute", "mx1.spamtitan.com": "spamtitan", "mx1.mxthunder.com": "spamhero",
    "empresa.mx1.mailhop.org": "duocircle"}
FORWARDERS = {
    "mx2.forwardemail.net": "forwardemail", "eforward3.registrar-servers.com": "namecheap-forwarding",
    "mx2.simplelogin.co": "simplelogin", "mail.anonaddy.me": "addy", "amir.mx.cloudflare.net": "cloudflare",
    "mx1.improvmx.com": "improvmx", "fwd2.porkbun.com": "porkbun",
    "mxa.eu.mailgun.org": "mailgun", "mx.sendgrid.net": "sendgrid",
    "inbound.postmarkapp.com": "postmark", "mx1.emailforwardmx.com": "emailforwardmx"}
ALL = {**{host: (who, "mailbox") for host, who in MAILBOXES.items()},
       **{host: (who, "filter") for host, who in FILTERS.items()},
       **{host: (who, "forwarder") for host, who in FORWARDERS.items()}}


def asked(*records):
    found = mx.SOURCE.find(Search(ANA, World({"MX full.example": list(records)}), PROFILES))
    profile = providers.by_mx(PROFILES, [found.note.split()[-1]]) if found.mx_class != "null" else None
    return profile and profile.id, found


@pytest.mark.parametrize("host", ALL)
def test_a_family_leads_to_its_provider_and_class(host):
    expected, kind = ALL[host]
    for written in (f"10 {host}.", f"0 {host.upper()}", f"10 {host}"):
        who, found = asked(written)
        assert (who, found.mx_class) == (expected, kind)
        # Only a mailbox provider is named as the provider: a filter says nothing of where the mailbox is.
        assert found.provider == (expected if kind == "mailbox" else None)
        servers = providers.by_id(PROFILES, expected).servers
        assert found.claims or kind != "mailbox" or all(server.domains for server in servers)


@pytest.mark.parametrize("host", [suffix for profile in PROFILES for suffix in profile.mx])
def test_a_suffix_matches_on_a_label_boundary_only(host):
    rest = host.partition(".")[2]
    for stranger in (f"evil{host}", f"{host}.evil.net", f"mx1.evil{host}"):
        found = providers.by_mx(PROFILES, [stranger])
        # What matches all the same is a shorter suffix (evilmail.ovh.net is below ovh.net).
        assert found is None or any(rest == one or rest.endswith(f".{one}") for one in found.mx)


@pytest.mark.parametrize(("records", "expected"), [
    (["20 mx1.hostinger.com.", "10 mx.serviciodecorreo.es."], "arsys"),
    (["5 mx.mi-propio-servidor.es.", "10 mx00.ionos.es."], None),         # the best one is unknown
    (["10 aspmx.l.google.com.", "10 zzz.unknown.net."], "google-workspace"),
    (["100 mx1.hostinger.com.", "9 aspmx.l.google.com."], "google-workspace"),      # numbers, not words
    (["10 192.0.2.1.", "20 mx01.ionos.es."], "ionos-es"),                 # an address is no host name
    (["10 mx1.hostinger.com.conecttelecom.com.br."], None)])
def test_the_lowest_preference_decides(records, expected):
    assert asked(*records)[1].provider == expected


def test_a_filter_before_a_backup_at_the_provider():
    _, found = asked("10 eu-smtp-inbound-1.mimecast.com.", "20 empresa.mail.protection.outlook.com.")
    assert (found.provider, found.mx_class) == (None, "filter")


def test_no_mail_at_all():
    assert asked("0 .")[1].mx_class == "null"
