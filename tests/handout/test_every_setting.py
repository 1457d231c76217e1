"""Walks the page: each device's section shows that device's settings, once, and no setting of another.

What has to be there is worked out from the plan alone; neither the program's reader nor its tables are asked.
"""

from collections import Counter
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import clients
from advisor.formats._sheet_words import called
from advisor.handout import handout
from advisor.i18n import Speaker
from tests.plans import MODES, plan, planned, server

CLIENTS = sorted(clients.load())
NAMES = st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x2FFF), min_size=1, max_size=12)


class Walk(HTMLParser):
    """Section of a device to the values in its tables, and to all words in it."""

    def __init__(self, content):
        super().__init__()
        self.values, self.words, self._device, self._cell = {}, {}, None, None
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        if tag == "article":
            self._device = dict(attrs)["id"]
            self.values[self._device], self.words[self._device] = [], ""
        elif tag == "td" and self._device:
            self._cell = ""

    def handle_endtag(self, tag):
        if tag == "article":
            self._device = None
        elif tag == "td" and self._device:
            self.values[self._device].append(self._cell)
            self._cell = None

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data
        if self._device:
            self.words[self._device] += data


@st.composite
def devices(draw):
    """Up to five devices with any program, way, port and login; every host belongs to one device."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        mode = draw(st.sampled_from(list(MODES)))
        incoming, outgoing = (server(
            protocol, draw(st.sampled_from(["tls", "starttls", "plain"])), f"{way}{number}.full.example",
            draw(st.integers(1, 65535)), f"{way}{number}-{draw(NAMES)}",
            draw(st.sampled_from(["password", "password-encrypted", "oauth2", "app-password"])))
            for way, protocol in (("in", "pop3" if MODES[mode] else "imap"), ("out", "smtp")))
        made.append(planned(draw(st.sampled_from(CLIENTS)), mode, name=f"Device {number}", incoming=incoming,
                            outgoing=outgoing, check_minutes=draw(st.integers(1, 1440))))
    return tuple(made)


def values(one, speaker):
    """Every value that a person has to find for the device, in words."""
    def said(code, server=one.settings.incoming):
        return called(speaker, one.device.client, server.endpoint.protocol, code)

    def answer(yes):
        return said("yes" if yes else "no")

    ends = [value for end in (one.settings.incoming, one.settings.outgoing) for value in (
        end.endpoint.host, str(end.endpoint.port), said(end.endpoint.security, end), end.username,
        said(end.auth, end))]
    policy = one.settings.pop3
    kept = [answer(one.settings.offline_copy)] if policy is None else [
        answer(policy.leave_on_server), str(policy.days) if policy.days else said("never"),
        answer(policy.delete_on_local_delete)]
    return Counter(["Ana García", "ana@full.example", said(one.settings.incoming.endpoint.protocol), *ends,
                    *kept, str(one.settings.check_minutes)])


@settings(max_examples=80, deadline=None)
@given(devices(), st.sampled_from(["en", "es"]))
def test_each_setting_is_on_its_device_and_no_other(made, language):
    walked = Walk(handout(plan(*made, language=language), (), Speaker(language)).content)
    assert list(walked.values) == [f"device-{number}" for number in range(1, len(made) + 1)]
    for section, one in zip(walked.values, made, strict=True):
        assert Counter(walked.values[section]) == values(one, Speaker(language))
        for other in made:
            if other is not one:
                for end in (other.settings.incoming, other.settings.outgoing):
                    assert end.endpoint.host not in walked.words[section]
                    assert end.username not in walked.words[section]
