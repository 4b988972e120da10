"""The handover pack of a base: all that whoever takes over must know, drafted from the records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.domain.report_words import Section
from tocsin.domain.reports.base_sheet import Village
from tocsin.domain.reports.communities import (
    Lacking,
    Threatened,
    need_statements,
    threat_statements,
)
from tocsin.domain.reports.office_facts import Coming, Kit
from tocsin.domain.reports.signs import Signs, sign_statements
from tocsin.domain.reports.statements import Statement, never_blank
from tocsin.domain.words import Kind

HOURS = ("00-06", "06-12", "12-18", "18-24")


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An incident that is not over."""

    number: int
    kind: Kind
    priority: str
    place: str
    since: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise that is not settled, in the words in which it was made."""

    number: int
    place: str
    by: str
    what: str
    at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Way:
    """How long it takes to a community, as patrols or people say."""

    place: str
    season: str
    means: str
    minutes: int | None
    km: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Patterns:
    """When alerts of a year happened: by six hours, by weekday (Monday first), by month."""

    hours: tuple[int, ...] = (0, 0, 0, 0)
    days: tuple[int, ...] = (0,) * 7
    months: tuple[int, ...] = (0,) * 12

    @property
    def n(self) -> int:
        return sum(self.hours)


@dataclass(frozen=True, slots=True)
class Answered:
    """How responses of the last ninety days went; minutes are medians."""

    asked: int = 0
    came: int = 0
    to_departure: int | None = None
    to_arrival: int | None = None
    why_not: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackFacts:
    open_cases: Sequence[OpenCase] = ()
    promises: Sequence[Promised] = ()
    coming: Sequence[Coming] = ()
    flashes_due: int = 0
    answers_owed: int = 0
    villages: Sequence[Village] = ()
    functions: Mapping[str, int] = field(default_factory=dict)  # how many hold each now
    hotlines: Sequence[str] = ()  # public numbers
    nets: Sequence[tuple[str, int]] = ()  # slug, stations
    sheet: Sequence[Statement] = ()
    patterns: Patterns = field(default_factory=Patterns)
    signs: Signs = field(default_factory=Signs)
    threats: Sequence[Threatened] = ()
    needs: Sequence[Lacking] = ()
    ways: Sequence[Way] = ()
    answered: Answered = field(default_factory=Answered)
    kit: Kit = field(default_factory=Kit)
    terms: Sequence[str] = ()
    phrases: Sequence[str] = ()


def build_pack(facts: PackFacts) -> list[Statement]:
    """Return the pack, what must be taken over first; nobody is named in it."""
    return [
        *never_blank(Section.TAKE_OVER, _take_over(facts)),
        *never_blank(Section.LIVES, _lives(facts.villages)),
        *never_blank(Section.POPULATION, need_statements(facts.needs)),
        *never_blank(Section.WARNS, _warns(facts)),
        *facts.sheet,
        *never_blank(Section.TIMES, _times(facts.patterns)),
        *threat_statements(facts.threats),
        *sign_statements(facts.signs),
        *never_blank(Section.ROADS, _roads(facts.ways)),
        *never_blank(Section.RESPONSE, _answers(facts.answered)),
        *_words(facts),
    ]


def _take_over(facts: PackFacts) -> Iterable[Statement]:
    here = Section.TAKE_OVER
    for case in facts.open_cases:
        yield Statement(
            f"open.{case.number}", here, "row.open_cases",
            {
                "number": case.number, "kind": case.kind.value, "priority": case.priority,
                "place": case.place or "?", "at": case.since.isoformat(), "state": case.state,
            },
            (f"incident:{case.number}",),
        )  # fmt: skip
    for one in facts.promises:
        yield Statement(
            f"promise.{one.number}", here, "row.promises",
            {
                "number": one.number, "place": one.place, "by": one.by, "what": one.what,
                "at": one.at.isoformat(), "late": one.is_late,
            },
            (f"commitment:{one.number}",),
        )  # fmt: skip
    for meeting in facts.coming:
        if not meeting.is_promise:
            yield Statement(
                f"meeting.{meeting.number}", here, "weekly.meeting",
                {"at": meeting.at.isoformat(), "place": meeting.place},
                (f"meeting:{meeting.number}",),
            )  # fmt: skip
    if facts.flashes_due:
        yield Statement("due.flashes", here, "sheet.flashes", {"n": facts.flashes_due})
    if facts.answers_owed:
        yield Statement("due.answers", here, "pack.answers", {"n": facts.answers_owed})


def _lives(villages: Sequence[Village]) -> Iterable[Statement]:
    for one in villages:
        yield Statement(
            f"lives.{one.code}", Section.LIVES, "row.lives",
            {
                "name": one.name, "people": one.population, "dry": one.dry, "wet": one.wet,
                "met": one.committee_met,
            },
        )  # fmt: skip


def _warns(facts: PackFacts) -> Iterable[Statement]:
    here = Section.WARNS
    for one in facts.villages:
        yield Statement(
            f"warns.{one.code}", here, "row.warns",
            {"name": one.name, "points": one.points, "women": one.women, "heard": one.heard},
        )  # fmt: skip
    for function, n in facts.functions.items():
        yield Statement(
            f"function.{function}", here, "row.functions", {"function": function, "n": n}
        )
    if facts.hotlines:
        yield Statement(
            "warns.hotlines", here, "pack.hotlines", {"numbers": ", ".join(facts.hotlines)}
        )
    for net, stations in facts.nets:
        yield Statement(f"net.{net}", here, "pack.net", {"net": net.upper(), "n": stations})
    opened, late = facts.kit.silences
    yield Statement("warns.silences", here, "daily.silences", {"n": opened, "late": late})


def _times(found: Patterns) -> Iterable[Statement]:
    if not found.n:
        return
    here = Section.TIMES
    yield Statement("times.n", here, "pack.times", {"n": found.n})
    for name, n in zip(HOURS, found.hours, strict=True):
        yield Statement(f"times.hour.{name}", here, "row.hours", {"hours": name, "n": n})
    for day, n in enumerate(found.days):
        yield Statement(f"times.day.{day}", here, "row.weekdays", {"day": day, "n": n})
    for month, n in enumerate(found.months, start=1):
        if n:
            yield Statement(f"times.month.{month}", here, "row.months", {"month": month, "n": n})


def _roads(ways: Sequence[Way]) -> Iterable[Statement]:
    for number, one in enumerate(ways):
        yield Statement(
            f"road.{number}", Section.ROADS, "row.roads",
            {
                "place": one.place, "season": one.season, "means": one.means,
                "minutes": one.minutes, "km": one.km, "what": one.note,
            },
        )  # fmt: skip


def _answers(found: Answered) -> Iterable[Statement]:
    if not found.asked:
        return
    yield Statement(
        "answered.all", Section.RESPONSE, "pack.answered",
        {
            "asked": found.asked, "came": found.came, "departure": found.to_departure,
            "arrival": found.to_arrival,
        },
    )  # fmt: skip
    for reason, n in found.why_not.items():
        yield Statement(
            f"answered.why.{reason}", Section.RESPONSE, "row.why_not", {"why_not": reason, "n": n}
        )


def _words(facts: PackFacts) -> Iterable[Statement]:
    for term in facts.terms:
        yield Statement(f"term.{term}", Section.GLOSSARY, "row.terms", {"term": term})
    for phrase in facts.phrases:
        yield Statement(f"phrase.{phrase}", Section.PHRASES, "row.phrases", {"phrase": phrase})
