"""Thunderbird's policies.json: the same preferences as in prefs.js, for every profile of a computer.

The template is prefs.js; it is read line by line and written again as the policy `Preferences`, each one as a
default, so that the person can still change it.
"""

import json

from advisor.formats import Format, Value, prefs_js

_PREFIXES = ("mail.", "mailnews.")      # what a policy may set (comm-central, Policies.sys.mjs)


def pack(content: str) -> bytes:
    """prefs.js turned into JSON; the order stays."""
    preferences = {name: {"Value": value, "Status": "default"}
                   for name, value in prefs_js.read_prefs(prefs_js.pack(content)).items()}
    document = {"policies": {"Preferences": preferences}}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the account in the preferences says."""
    document = json.loads(content)
    if document.keys() != {"policies"} or document["policies"].keys() != {"Preferences"}:
        raise ValueError("there must be the policy Preferences and nothing else")
    prefs: dict[str, Value] = {}
    for name, policy in document["policies"]["Preferences"].items():
        if not name.startswith(_PREFIXES) or policy.keys() != {"Value", "Status"} or (
                policy["Status"] != "default" or not isinstance(policy["Value"], str | int | bool)):
            raise ValueError(f"not a preference that a policy may set: {name}")
        prefs[name] = policy["Value"]
    return prefs_js.meaning(prefs)


FORMAT = Format("policies-json", prefs_js.value, pack, read, prefs_js.says, prefs_js.refuses)
