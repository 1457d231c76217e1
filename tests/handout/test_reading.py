"""The reader takes what a person sees, and stumbles over what is no sheet."""

import pytest

from advisor.handout.reading import settings_on

SHEET = """<article id="device-1"><h3>PC</h3>
<table class="settings"><caption>You</caption>
<tr><th>Your name</th><td><bdi>Ana &lt;b&gt; &amp; co.: yes</bdi></td></tr></table>
<table class="settings"><caption>Incoming mail</caption>
<tr><th>Port</th><td>993</td></tr><tr><th>Encryption</th><td>STARTTLS</td></tr></table></article>
<table><tr><th>Port</th><td>1</td></tr></table>
<article id="device-2"><table class="settings"><caption>Correo saliente</caption>
<tr><th>Puerto</th><td>465</td></tr></table></article>"""


def test_settings_are_found_below_their_device():
    assert settings_on(SHEET.encode()) == {
        "device-1": {"name": "Ana <b> & co.: yes", "incoming_port": 993, "incoming_security": "starttls"},
        "device-2": {"outgoing_port": 465}}


@pytest.mark.parametrize(("old", "new"), [
    ("Encryption", "Password"), ("STARTTLS", "maybe"), ("993", "many"), ("Encryption", "Port")])
def test_what_is_no_setting_is_an_error(old, new):
    with pytest.raises((ValueError, KeyError)):
        settings_on(SHEET.replace(old, new).encode())
