"""The same .k9s file as FairEmail reads it: a walk through the elements that understands less.

It knows only the password as a way to sign in (an account with another one is dropped), takes no
`deletePolicy` and leaves everything on the server (its source: FragmentOptionsBackup, EntityAccount).
"""

import io
from xml.etree import ElementTree

from advisor.formats import Facts, Format, Value, _limits, autoconfig_xml, k9s
from advisor.model.text import Text

_FIELDS = {"host": "host", "port": "port", "connection-security": "security", "username": "username",
           "authentication-type": "auth"}


def read(content: bytes) -> dict[str, Value]:
    """What FairEmail makes of it: from `outgoing-server` on, every server field is the outgoing server's."""
    k9s.read(content)       # the other two apps have to be able to take it as well
    said: dict[str, Value] = {}
    side, inside_identity = "incoming", False
    for event, element in ElementTree.iterparse(io.BytesIO(content), events=("start", "end")):
        if event == "start":
            inside_identity = inside_identity or element.tag == "identity"
            side = "outgoing" if element.tag == "outgoing-server" else side
            continue
        written = element.text or ""
        if element.tag == "identity":
            inside_identity = False
        elif element.tag == "incoming-server":
            said["incoming_protocol"] = element.get("type", "").lower()
        elif element.tag == "authentication-type" and written != "PLAIN":
            raise ValueError("FairEmail drops an account that does not sign in with a password")
        elif inside_identity and element.tag in ("name", "email"):
            said["name" if element.tag == "name" else "address"] = written
        elif element.tag in _FIELDS:
            said[f"{side}_{_FIELDS[element.tag]}"] = _value(element.tag, written)
    said.setdefault("name", "")     # it shows the login then
    if said["incoming_protocol"] == "pop3":
        said.update(leave_on_server=True, days=0, delete_on_local_delete=False)
    return said


def _value(tag: str, written: str) -> Value:
    if tag == "port":
        return int(written)
    if tag == "authentication-type":
        return k9s.SIGN_INS[written]
    return k9s.SECURITIES[written] if tag == "connection-security" else written


def says(facts: Facts) -> dict[str, Value]:
    """As for the other apps, less what FairEmail does not take over."""
    return {key: value for key, value in k9s.says(facts).items() if key not in ("account", "deletes")}


def refuses(facts: Facts) -> Text | None:
    """Everything but a password, and everything but leaving POP3 mail on the server."""
    return _limits.sign_in(facts, _limits.PASSWORDS, _limits.PASSWORDS) or _limits.on_server(facts)


FORMAT = Format("k9s-fairemail", autoconfig_xml.value, k9s.pack, read, says, refuses)
