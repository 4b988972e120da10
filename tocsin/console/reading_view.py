"""A reading beside the words it came from: which words led to what, and what to ask for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.console.facts import Fact
from tocsin.console.labels import KINDS, LANGUAGES, PRIORITIES
from tocsin.domain.reading.as_json import from_json
from tocsin.domain.reading.result import Reading, Reason, Span
from tocsin.domain.words import Flag, Kind, Language
from tocsin.records.models import Reading as ReadingRow

# In the order of the call-back script (domain.md §8.6).
QUESTIONS: dict[str, Promise] = {
    "where": gettext_lazy("Where exactly? How far, in which direction?"),
    "when": gettext_lazy("When did it begin? Is it going on now?"),
    "how_many": gettext_lazy("How many?"),
    "who": gettext_lazy("Who? How are they dressed, what do they carry, what do they speak?"),
    "direction": gettext_lazy("Where are they going?"),
    "code": gettext_lazy("What does this number of the code sheet stand for?"),
}
URGENCIES: dict[str, Promise] = {
    "usual": gettext_lazy("As grave as this kind usually is"),
    "imminent": gettext_lazy("It goes on now, or is about to"),
    "past_or_denied": gettext_lazy("Over, denied, quoted or taken back: never imminent"),
    "hearsay": gettext_lazy("Heard from others: never imminent"),
}
FLAGS: dict[Flag, Promise] = {
    Flag.NEGATED: gettext_lazy("says it did not happen"),
    Flag.HEARSAY: gettext_lazy("hearsay"),
    Flag.QUOTED: gettext_lazy("words of somebody else"),
    Flag.PAST: gettext_lazy("over, days ago"),
    Flag.RETRACTS: gettext_lazy("takes something back"),
    Flag.DURESS: gettext_lazy("may be under duress"),
    Flag.IN_PROGRESS: gettext_lazy("going on now"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the message; `why` is empty where the words led to nothing."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    segments: list[Segment]
    facts: list[Fact]
    reasons: list[str]
    questions: list[str]
    places: list[str]  # names to offer in the form, the likeliest first


def reading_view(text: str, row: ReadingRow | None) -> ReadingView:
    """Return what the machine understood, or the bare words when nothing has read them."""
    if row is None:
        return ReadingView([Segment(text, "")], [], [], [], [])
    reading = from_json(json.loads(row.body))
    return ReadingView(
        segments=list(segments(text, reading)),
        facts=list(_facts(reading)),
        reasons=list(dict.fromkeys(_reason(one) for one in reading.why)),
        questions=[str(QUESTIONS.get(code, code)) for code in reading.missing],
        places=_places(reading),
    )


def segments(text: str, reading: Reading) -> Iterator[Segment]:
    """Cut the message at the words that led to something; overlapping marks keep the first."""
    marks: list[tuple[Span | None, str]] = [(one.span, _cause(one)) for one in reading.why]
    marks += [
        (one.span, _("place: %(name)s") % {"name": one.name or "?"}) for one in reading.places
    ]
    marks += [(one.span, _("actor: %(code)s") % {"code": one.code}) for one in reading.actors]
    at = 0
    for span, why in sorted(_sound(marks, len(text)), key=lambda mark: mark[0].start):
        if span.start < at:
            continue
        if span.start > at:
            yield Segment(text[at : span.start], "")
        yield Segment(text[span.start : span.end], why)
        at = span.end
    if at < len(text) or not text:
        yield Segment(text[at:], "")


def _sound(marks: list[tuple[Span | None, str]], length: int) -> list[tuple[Span, str]]:
    return [(span, why) for span, why in marks if span and 0 <= span.start < span.end <= length]


def _facts(reading: Reading) -> Iterator[Fact]:
    kinds = ", ".join(f"{KINDS[one.code]} {one.score:.2f}" for one in reading.kinds)
    yield Fact(_("Kind"), kinds or str(KINDS[reading.kind]))
    priority = str(PRIORITIES[reading.priority]) if reading.priority else _("none")
    yield Fact(_("Priority"), priority)
    if reading.language in list(Language):
        yield Fact(_("Language"), str(LANGUAGES[Language(reading.language)]))
    for place in reading.places:
        score = (
            f"{place.score:.2f}"
            if place.accepted
            else _("unsure, %(score)s") % {"score": f"{place.score:.2f}"}
        )
        yield Fact(
            _("Place"), f"“{place.surface}” → {place.name or _('not in the gazetteer')} ({score})"
        )
    for actor in reading.actors:
        yield Fact(
            _("Actor"),
            f"{actor.code} “{actor.surface}”" + (_(" – not they") if actor.negated else ""),
        )
    for name, count in reading.counts.items():
        number = str(count.min) if count.min == count.max else f"{count.min}–{count.max}"
        yield Fact(name.replace("_", " ").capitalize(), number)
    if reading.time:
        yield Fact(_("Time"), f"“{reading.time.surface}”")
    if reading.direction:
        yield Fact(_("Direction"), reading.direction)
    if reading.flags:
        yield Fact(_("Signs"), ", ".join(str(FLAGS[flag]) for flag in reading.flags))


def _reason(one: Reason) -> str:
    cause = _cause(one)
    if one.surface:
        return f"{cause}: “{one.surface}”"
    if one.part == "priority":
        return cause
    return _("%(kind)s: several signs together") % {"kind": cause}


def _cause(one: Reason) -> str:
    """What the words speak for: a kind, or the urgency."""
    part, _colon, code = one.part.partition(":")
    if part == "kind" and code in list(Kind):
        return str(KINDS[Kind(code)])
    return str(URGENCIES.get(one.rule, one.rule))


def _places(reading: Reading) -> list[str]:
    names = [place.name for place in reading.places if place.name]
    names += [choice.name for place in reading.places for choice in place.choices]
    return list(dict.fromkeys(names))
