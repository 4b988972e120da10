"""Which words gave the numbers, the time and the signs of a reading, so that a page can mark them."""

from collections.abc import Iterator, Mapping, Sequence

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.reading.judgement import HAPPENINGS
from tocsin.domain.reading.numbers import find_amounts
from tocsin.domain.reading.result import Range, Reason, Span, TimeSpan
from tocsin.domain.words import Flag, Kind

_SIGNS = {
    "hearsay": Flag.HEARSAY,
    "rumour": Flag.HEARSAY,
    "news": Flag.QUOTED,
    "far": Flag.QUOTED,
    "retract": Flag.RETRACTS,
    "debunk": Flag.RETRACTS,
    "history": Flag.PAST,
    "now": Flag.IN_PROGRESS,
}


def find_marks(
    text: str,
    tokens: Sequence[Token],
    hits: Sequence[Hit],
    counts: Mapping[str, Range],
    time: TimeSpan | None,
    flags: Sequence[Flag],
    *,
    kind: Kind,
    lexicon: Lexicon,
    not_counts: frozenset[int],
) -> tuple[Reason, ...]:
    """Return a reason with its words for each number, the time, and each sign that has words of its own."""
    found = [
        *_signs_together(text, tokens, hits, kind, lexicon),
        *_numbers(text, tokens, counts, lexicon, not_counts),
        *_signs(text, tokens, hits, flags),
    ]
    if time is not None and (at := text.find(time.surface)) >= 0 and time.surface:
        found.append(Reason("time", "time", time.surface, Span(at, at + len(time.surface))))
    return tuple(found)


def _numbers(
    text: str,
    tokens: Sequence[Token],
    counts: Mapping[str, Range],
    lexicon: Lexicon,
    not_counts: frozenset[int],
) -> Iterator[Reason]:
    if not counts:
        return
    for amount in find_amounts(tokens, lexicon, not_counts):
        same = [name for name, r in counts.items() if (r.min, r.max) == (amount.low, amount.high)]
        # One of two numbers that were added up: the only role it can have.
        role = same[0] if same else next(iter(counts)) if len(counts) == 1 else None
        if role is not None and amount.low <= counts[role].max:
            yield _reason(f"count:{role}", "number", text, tokens, amount.start, amount.end)


def _signs_together(
    text: str, tokens: Sequence[Token], hits: Sequence[Hit], kind: Kind, lexicon: Lexicon
) -> Iterator[Reason]:
    """Yield the words of the rules by which several signs together gave the kind."""
    rules = lexicon.rules.of_kind(kind.value)
    active = [(hit, _names(hit, lexicon)) for hit in hits if not hit.negated] if rules else []
    for rule in rules:
        groups = [[h for h, names in active if names & group] for group in rule.groups]
        for hit in (hit for group in groups for hit in group if all(groups)):
            part = f"kind:{kind.value}"
            yield _reason(part, "together", text, tokens, hit.start, hit.end)


def _names(hit: Hit, lexicon: Lexicon) -> set[str]:
    """Return what rules may call this evidence."""
    names = {hit.concept, f"{hit.concept}_{hit.tense}"}
    concept, _, code = hit.concept.partition(":")
    return names | {lexicon.actors[code].side} if concept == "actor" else names


def _signs(
    text: str, tokens: Sequence[Token], hits: Sequence[Hit], flags: Sequence[Flag]
) -> Iterator[Reason]:
    for hit in hits:
        flag = _SIGNS.get(hit.concept)
        if hit.negated and hit.concept in HAPPENINGS:
            flag = Flag.NEGATED
        if flag in flags and flag is not None:
            yield _reason(f"flag:{flag.value}", hit.concept, text, tokens, hit.start, hit.end)


def _reason(
    part: str, rule: str, text: str, tokens: Sequence[Token], start: int, end: int
) -> Reason:
    span = Span(tokens[start].start, tokens[end - 1].end)
    return Reason(part, rule, text[span.start : span.end], span)
