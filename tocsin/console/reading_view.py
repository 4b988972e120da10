"""A reading beside the words it came from: what was understood, why, and what to ask for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.console.facts import Fact
from tocsin.console.labels import KINDS, LANGUAGES, POINTS, PRIORITIES
from tocsin.console.questions import Question, questions
from tocsin.console.reading_marks import FLAGS, Segment, count_name, segments
from tocsin.console.reason_words import quoted
from tocsin.domain.reading.as_json import from_json
from tocsin.domain.reading.result import Reading, Reason
from tocsin.domain.words import Kind, Language
from tocsin.records.models import Reading as ReadingRow

URGENCIES: dict[str, Promise] = {
    "usual": gettext_lazy("As grave as this kind usually is"),
    "imminent": gettext_lazy("It goes on now, or is about to"),
    "past_or_denied": gettext_lazy("Over, denied, quoted or taken back: never imminent"),
    "hearsay": gettext_lazy("Heard from others: never imminent"),
    "coded.priority": gettext_lazy("The sender’s code says how grave it is"),
    "coded.under_way": gettext_lazy("The sender’s code says that it goes on now"),
    "coded.unknown": gettext_lazy("A code that the sheet does not have"),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that the message names; `number` is its place among the mentions of the reading."""

    number: int
    surface: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class ReadingView:
    """`language` is the one that the questions are in."""

    segments: list[Segment] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    language: str = ""
    questions: list[Question] = field(default_factory=list)
    places: list[str] = field(
        default_factory=list
    )  # names to offer in the form, the likeliest first
    mentions: list[Mention] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)  # the likeliest first


def reading_view(text: str, row: ReadingRow | None, *, language: str = "") -> ReadingView:
    """Return what the machine understood. `language` is the sender's, where the words did not tell."""
    if row is None:
        return ReadingView()
    reading = from_json(json.loads(row.body))
    spoken, asked = questions(reading.missing, row.language or language)
    told = [one for one in reading.why if one.part.partition(":")[0] in ("kind", "priority")]
    # Their words are marked; the sentence would say each of them a second time.
    told = [one for one in told if one.rule != "together"]
    return ReadingView(
        segments=list(segments(text, reading)),
        facts=list(_facts(reading)),
        reasons=list(dict.fromkeys(_reason(one) for one in told)),
        language=spoken,
        questions=asked,
        places=_places(reading),
        mentions=[
            Mention(number, place.surface, place.accepted)
            for number, place in enumerate(reading.places)
        ],
        kinds=[one.code for one in reading.kinds] or [reading.kind],
    )


def _facts(reading: Reading) -> Iterator[Fact]:
    kinds = ", ".join(f"{KINDS[one.code]} {number_format(one.score, 2)}" for one in reading.kinds)
    yield Fact(_("Kind"), kinds or str(KINDS[reading.kind]))
    priority = str(PRIORITIES[reading.priority]) if reading.priority else _("none")
    yield Fact(_("Priority"), priority)
    if reading.rules and reading.rules.kind is not reading.kind:
        yield Fact(_("Rules alone"), str(KINDS[reading.rules.kind]))
    if reading.language in list(Language):
        yield Fact(_("Language"), str(LANGUAGES[Language(reading.language)]))
    yield from _named(reading)
    for name, count in reading.counts.items():
        number = str(count.min) if count.min == count.max else f"{count.min}–{count.max}"
        yield Fact(count_name(name).capitalize(), number)
    if reading.time:
        yield Fact(_("Time"), quoted(reading.time.surface))
    if reading.direction:
        yield Fact(_("Direction"), str(POINTS.get(reading.direction, reading.direction)))
    if reading.flags:
        yield Fact(_("Signs"), ", ".join(str(FLAGS[flag]) for flag in reading.flags))


def _named(reading: Reading) -> Iterator[Fact]:
    """The places and actors that the message names."""
    for place in reading.places:
        score = (
            number_format(place.score, 2)
            if place.accepted
            else _("unsure, %(score)s") % {"score": number_format(place.score, 2)}
        )
        found = place.name or _("not in the gazetteer")
        yield Fact(_("Place"), f"{quoted(place.surface)} → {found} ({score})")
    for actor in reading.actors:
        yield Fact(
            _("Actor"),
            f"{actor.code} {quoted(actor.surface)}" + (_(" – not they") if actor.negated else ""),
        )


def _reason(one: Reason) -> str:
    cause = _cause(one)
    if one.surface:
        return f"{cause}{_(':')} {quoted(one.surface)}"
    if one.part == "priority":
        return cause
    return _("%(kind)s: several signs together") % {"kind": cause}


def _cause(one: Reason) -> str:
    """What the words speak for: a kind, or the urgency."""
    part, _colon, code = one.part.partition(":")
    if part == "kind" and code in list(Kind):
        return str(KINDS[Kind(code)])
    rule = "usual" if one.rule.startswith("usual_") else one.rule
    return str(URGENCIES.get(rule, rule))


def _places(reading: Reading) -> list[str]:
    names = [place.name for place in reading.places if place.name]
    names += [choice.name for place in reading.places for choice in place.choices]
    return list(dict.fromkeys(names))
