"""Where a server says one thing and the provider is known to do another: then the provider's own rules win.

Gmail announces EXPIRE 0, which would mean that fetched mail may be deleted at once, and acts by a setting on
its web page. What was announced stays in the evidence. Pure.
"""

from advisor.i18n import Speaker
from advisor.model.evidence import Fact
from advisor.model.picture import ProviderView
from advisor.model.text import text


def overridden(fact: Fact, provider: ProviderView | None) -> Fact:
    """The fact as it counts: unknown because `provider-decides` where the profile knows better."""
    if provider is None or fact.name != "pop3-expire" or fact.answer != "yes":
        return fact
    if provider.pop3_decides != "server":
        return fact
    return Fact(fact.name, "unknown", None, "provider-decides", fact.endpoint)


def about_override(fact: Fact, provider: ProviderView | None, speaker: Speaker) -> str:
    """What to tell a person about it; "" where nothing is overridden."""
    if provider is None or overridden(fact, provider) == fact:
        return ""
    said = "NEVER" if fact.value == "never" else str(fact.value)
    return speaker.say(text(
        "Announces EXPIRE {said}, but {provider} acts by the POP3 setting on its web page.", said=said,
        provider=provider.name))


def about_lists(fact: Fact, speaker: Speaker) -> list[str]:
    """What to tell about lists that differ before and after STARTTLS (`starttls-lists`), or nothing."""
    if fact.answer != "no":
        return []
    told = [speaker.code("lists", fact.because)]
    if fact.value:
        told.append(speaker.say(text("Only in clear: {words}.", words=str(fact.value))))
    return told
