"""Thunderbird's policies: the preferences of the profile as defaults, and nothing else."""

import json

import pytest

from advisor.formats import policies_json, prefs_js
from tests.formats.facts import rendered


@pytest.mark.parametrize("mode", ["imap", "imap-offline", "pop3-keep", "pop3-keep-days", "pop3-remove"])
def test_they_are_the_preferences_of_the_profile(mode):
    policies = json.loads(rendered("thunderbird", mode, role="policies"))["policies"]["Preferences"]
    prefs = prefs_js.read_prefs(rendered("thunderbird", mode, role="profile"))
    assert {name: policy["Value"] for name, policy in policies.items()} == prefs
    assert {policy["Status"] for policy in policies.values()} == {"default"}
    assert all(name.startswith("mail.") for name in policies)


def test_the_single_inbox_is_kept():
    said = policies_json.read(rendered("thunderbird", "pop3-keep", role="policies"))
    assert said["single_inbox"] is True


def test_a_name_cannot_add_a_preference():
    name = '"); user_pref("mail.x", true); ("'
    assert policies_json.read(rendered("thunderbird", role="policies", name=name))["name"] == name


@pytest.mark.parametrize("change", [
    ('"mail.smtpservers"', '"browser.startup.page"'), ('"Status": "default"', '"Status": "locked"'),
    ('"policies"', '"Policies"'), ('"Value": 993', '"Value": [993]'), ('"Value": 993', '"Value": "993"')])
def test_what_a_policy_may_not_say(change):
    text = rendered("thunderbird", role="policies").decode()
    assert change[0] in text
    with pytest.raises((ValueError, KeyError)):
        policies_json.read(text.replace(*change).encode())
