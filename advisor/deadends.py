"""The way out at providers whose mail no mail program can reach: closed, bridge only, own apps only.

Whoever has such an address must not be sent to look for servers that do not exist. Pure.
"""

from advisor.model.picture import Picture
from advisor.model.provider import CLOSED
from advisor.model.text import Text, text

# What a provider wants and the way out tells already: nobody has to read it twice.
TOLD = frozenset({"bridge", "own-apps-only"})


def way_out(picture: Picture) -> Text | None:
    """What is left to do, or None where the provider is not known to be a dead end."""
    provider = picture.provider
    if provider is None:
        return None
    if provider.became == CLOSED:
        return text("{provider} has closed this mail service, so no program can be set up. Server "
                    "names that still go round for it are wrong. Use another address from now on.",
                    provider=provider.name)
    if "bridge" in provider.needs:
        return text("{provider} lets mail programs in only through its bridge program, on a computer and "
                    "with a paid plan. Install that there: it shows the servers and the password to use. On "
                    "telephones and tablets use the provider's own app.",
                    provider=provider.name)
    if "own-apps-only" in provider.needs:
        return text("Only the own apps and the web mail of {provider} can read this mailbox. Use them on "
                    "every device; whoever wants another program needs another provider.",
                    provider=provider.name)
    return None
