"""At some providers IMAP and POP3 are off until they are switched on."""

from advisor.consequences import Consequence, Finding, Whole, ruled
from advisor.model.text import text


def _look(whole: Whole) -> Finding | None:
    provider = whole.picture.provider
    if provider is None:
        return None
    # Where POP3 alone is switched off and no device uses it, nothing has to be done.
    codes = [code for code in provider.needs if code.startswith("enable-")
             and (code != "enable-pop" or whole.shape.pop3)]
    if not codes:
        return None
    return Finding(
        "must-enable", "note", (),
        text("At {provider}, access for mail programs may have to be switched on first.",
             provider=provider.name),
        (ruled(provider, "needs"),),
        do=text("Switch it on in the web settings of {provider} before you set up a device.",
                provider=provider.name))


CONSEQUENCE = Consequence(
    "must-enable", "note", ("provider.needs", "devices.mode"), of_mailbox=_look,
    sources=("https://support.google.com/mail/answer/7126229",
             "https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040"))
