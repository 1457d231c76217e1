"""What `discover` says of a known provider: what has become of it, how old our knowledge is, what to prepare
there, and where its servers speak against what is written down. Pure; report.py puts it in its place.
"""

from typing import Any

from advisor import __version__
from advisor.contradicting import as_report
from advisor.model.picture import Picture, ProviderView
from advisor.model.text import Text, text
from advisor.wrapped import Page


def document(provider: ProviderView | None) -> dict[str, Any] | None:
    """The provider in the JSON of `discover`; None where none was recognised."""
    if provider is None:
        return None
    return {"id": provider.id, "name": provider.name, "needs": list(provider.needs),
            "quirks": list(provider.quirks), "became": provider.became, "help": provider.help,
            "confidence": provider.confidence, "stale": provider.stale,
            "checked": None if provider.checked is None else provider.checked.isoformat()}


def contradictions_document(picture: Picture) -> list[dict[str, Any]]:
    """What speaks against the profile, each with everything that a bug report needs."""
    return [{"provider": one.provider, "fact": one.fact, "profile_says": one.profile_says,
             "server_said": one.server_said, "checked": one.checked.isoformat(),
             "date": None if one.day is None else one.day.isoformat(), "version": __version__}
            for one in picture.contradictions]


def named(page: Page, provider: ProviderView, way: Text | None = None) -> None:
    """Who it is, what has become of it, and whether our knowledge is too old to be relied on.

    way: the way out of a dead end, which tells what has become of it.
    """
    page.say(text("Provider: {name}"), name=provider.name)
    if way is not None:
        page.blank()
        page.line(page.speaker.say(way))
    elif provider.became:
        page.line(page.speaker.code("noticed", provider.became))
    if provider.stale and provider.checked is not None:
        page.say(text("What is written down about {name} was checked on {day}, which is long ago. It is "
                      "trusted less: compare it with what the provider says."), name=provider.name,
                 day=provider.checked.isoformat())


def prepared(page: Page, provider: ProviderView, told: frozenset[str] = frozenset()) -> None:
    """What to do at the provider before the first login, and its page. told: the needs that the way out of a
    dead end told already."""
    if not provider.needs and not provider.quirks:
        return
    said = [*(page.speaker.code("need", need) for need in provider.needs if need not in told),
            *(page.speaker.code("quirk", quirk) for quirk in provider.quirks),
            *([provider.help] if provider.help else [])]
    if said:
        page.title(text("What to prepare at the provider"))
    for one in said:
        page.item(one)


def contradicted(page: Page, picture: Picture) -> None:
    """What no longer holds, in a form that can be pasted into an issue as it is."""
    if not picture.contradictions:
        return
    page.title(text("What is written down about this provider no longer holds. What was seen now counts; "
                    "please report these lines:"))
    for line in as_report(picture.contradictions, __version__):
        page.line(line, "  ", "    ")
