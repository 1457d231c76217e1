"""Some providers refuse the ordinary password: the program signs in through the browser, or with an app
password.
"""

from advisor.consequences import Consequence, Finding, Seat, about, ruled
from advisor.model.text import text
from advisor.modes import protocol_of


def _look(seat: Seat) -> Finding | None:
    if seat.mode is None:
        return None
    server = seat.access.imap if protocol_of(seat.mode) == "imap" else seat.access.pop3
    provider = seat.picture.provider
    if server is None or server.auth not in ("oauth2", "app-password"):
        return None
    because = (f"auth {server.endpoint} = {server.auth}", *((ruled(provider, "auth"),) if provider else ()))
    if server.auth == "oauth2":
        return about(
            seat, "oauth-or-app-password", "note",
            text("On {device} you sign in on the provider's own page (OAuth2), not with a password in the "
                 "program.",
                 device=seat.device.name), *because)
    return about(
        seat, "oauth-or-app-password", "note",
        text("On {device} your usual password will be refused: it needs a password made for mail programs "
             "(app password).", device=seat.device.name), *because,
        do=text("Make one on the provider's web page, and keep it ready."))


CONSEQUENCE = Consequence(
    "oauth-or-app-password", "note", ("devices.mode", "devices.client", "provider.auth"), of_device=_look,
    sources=("https://support.google.com/accounts/answer/185833",
             "https://support.apple.com/102654"))
