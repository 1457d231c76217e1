"""Thunderbird's policies.json: the same preferences as in prefs.js, for every profile of a computer.

The template is prefs.js; it is read line by line and written again as the policy `Preferences`, each one as a
default, so that the person can still change it. A provider's own certificates, where there are any, come with
the policy `Certificates`, by the name of a file that lies where Thunderbird looks for it.
"""

import json

from advisor.formats import Facts, Format, Value, prefs_js

_PREFIXES = ("mail.", "mailnews.")      # what a policy may set (comm-central, Policies.sys.mjs)
CERTIFICATE = "policies.Certificates.Install"       # a line of the template that is no preference


def pack(content: str) -> bytes:
    """prefs.js turned into JSON; the order stays."""
    read = prefs_js.read_prefs(prefs_js.pack(content))
    certificate = read.pop(CERTIFICATE, None)
    policies: dict[str, object] = {
        "Preferences": {name: {"Value": value, "Status": "default"} for name, value in read.items()}}
    if certificate is not None:
        policies["Certificates"] = {"Install": [certificate]}
    return (json.dumps({"policies": policies}, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the one account in the preferences says, and which certificate is installed."""
    (said,) = read_all(content)
    return said


def read_all(content: bytes) -> list[dict[str, Value]]:
    """The same for each of several accounts, in their order."""
    document = json.loads(content)
    policies = document["policies"]
    if document.keys() != {"policies"} or policies.keys() - {"Certificates"} != {"Preferences"}:
        raise ValueError("there must be the policy Preferences, and at most Certificates")
    prefs: dict[str, Value] = {}
    for name, policy in policies["Preferences"].items():
        if not name.startswith(_PREFIXES) or policy.keys() != {"Value", "Status"} or (
                policy["Status"] != "default" or not isinstance(policy["Value"], str | int | bool)):
            raise ValueError(f"not a preference that a policy may set: {name}")
        prefs[name] = policy["Value"]
    (certificate,) = policies["Certificates"]["Install"] if "Certificates" in policies else ("",)
    return [{**said, "certificate": certificate} for said in prefs_js.meanings(prefs)]


def says(facts: Facts) -> dict[str, Value]:
    """The same as the profile, and the certificate."""
    return {**prefs_js.says(facts), "certificate": facts["certificate"]}


FORMAT = Format("policies-json", prefs_js.value, pack, read, says, prefs_js.refuses, prefs_js.FORMAT.filters,
                read_all)
