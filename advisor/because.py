"""How a finding names what it rests on: a fact, an answer, a rule of the provider, or what was assumed."""

from advisor.model.evidence import Fact
from advisor.model.picture import ProviderView


def known(fact: Fact) -> str:
    """`fact pop3-uidl@pop3 mail.d.example:995 tls = yes`, with the reason where it is unknown."""
    said = f"{fact.answer} {fact.value}" if fact.value is not None and fact.answer == "yes" else fact.answer
    reason = f" ({fact.because})" if fact.answer == "unknown" else ""
    return f"fact {fact.name}@{fact.endpoint} = {said}{reason}"


def answered(key: str, value: object) -> str:
    """`answer devices.2.kind = phone`."""
    shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    return f"answer {key} = {shown}"


def ruled(provider: ProviderView, name: str) -> str:
    """`profile gmail: pop3_decides = server`."""
    return f"profile {provider.id}: {name} = {getattr(provider, name)}"


def ruling(provider: ProviderView | None, name: str) -> tuple[str, ...]:
    """The same where the provider has such a rule, else nothing."""
    return () if provider is None or getattr(provider, name) is None else (ruled(provider, name),)
