"""Formats that cannot be written without the password in them. No file of ours holds one, so none is made."""

from collections.abc import Mapping

from advisor.model.text import Text, text

# Delta Chat: a dclogin link without `p=` is "password missing" (deltachat interface, uri-schemes.md; core's
# check_qr says the same).
NEVER: Mapping[str, Text] = {
    "dclogin": text("A dclogin link must hold the password, and no file of ours ever holds one. Type the "
                    "settings from a sheet into Delta Chat instead."),
}
