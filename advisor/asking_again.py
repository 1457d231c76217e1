"""Puts a later answer of one source into what was found out before, as if it had answered so at first.

What the others said stays as it is, so a run over a bad line can be mended piece by piece.
"""

from msgspec.structs import replace

from advisor.model.evidence import Evidence, Visit


def renewed(before: Evidence, again: Evidence, source: str) -> Evidence:
    """`before` with the run, claims and denials of `source` (its id) as they are in `again`.

    Servers that were visited again count as they were found then; a question that was asked twice keeps its
    later answer, and everybody who learned something in either run is named.
    """
    later = {run.id: run for run in again.runs if run.id == source}
    asked = {exchange.asked for exchange in again.exchanges}
    visited = {exchange.answer.endpoint for exchange in again.exchanges if isinstance(exchange.answer, Visit)}
    claims = [claim for claim in before.claims if claim.source != source]
    known = set(claims)
    exchanges = tuple(sorted(
        [*(exchange for exchange in before.exchanges if exchange.asked not in asked), *again.exchanges],
        key=lambda exchange: exchange.asked))
    return replace(
        before,
        # What a visit says (another name for the server) and encrypted forms of what was named are guesses.
        claims=(*claims, *(claim for claim in again.claims
                           if claim.source in (source, "guess") and claim not in known)),
        denials=(*(denial for denial in before.denials if denial.source != source),
                 *(denial for denial in again.denials if denial.source == source)),
        facts=tuple(sorted([*(fact for fact in before.facts if fact.endpoint not in visited), *again.facts],
                           key=lambda fact: (fact.endpoint, fact.name))),
        runs=tuple(later.get(run.id, run) for run in before.runs),
        exchanges=exchanges,
        # Who learned something in either run knows it, whatever the later answer was.
        disclosures=tuple(sorted({*before.disclosures, *again.disclosures},
                                 key=lambda told: (told.to, told.what))),
        troubles=tuple(dict.fromkeys((*before.troubles, *again.troubles))))
