"""The base on one page for its commander: what to do today, what happens, what was promised, who lives here, who warns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.domain.report_words import Section
from tocsin.domain.reports.office_facts import AlertLine, Coming, Gap, Kit, Pending
from tocsin.domain.reports.signs import Signs, sign_statements
from tocsin.domain.reports.statements import Statement, never_blank

MOST = 8  # lines of a section: it must stay one page
MOST_TO_DO = 5  # of each kind
RECENT = 6
MOST_SIGNS = 5


@dataclass(frozen=True, slots=True)
class Village:
    """A community of the base. Minutes are by road, dry and wet season; nobody is named."""

    code: str
    name: str
    population: int | None
    dry: int | None
    wet: int | None
    committee_met: str
    points: int
    women: int
    heard: int  # of them within a fortnight


@dataclass(frozen=True, slots=True)
class SheetFacts:
    alerts: tuple[AlertLine, ...] = ()
    pending: tuple[Pending, ...] = ()
    gaps: tuple[Gap, ...] = ()
    late: tuple[Coming, ...] = ()  # promises past their time
    coming: tuple[Coming, ...] = ()  # promises and meetings of the next days
    calls_due: int = 0
    villages: tuple[Village, ...] = ()
    kit: Kit = field(default_factory=Kit)
    flashes_due: int = 0
    signs: Signs = field(default_factory=Signs)


def build_sheet(facts: SheetFacts, *, now: datetime) -> list[Statement]:
    """Return the sentences of the sheet, what must be done first."""
    return [
        *never_blank(Section.DO_TODAY, _do_today(facts)),
        *never_blank(Section.HAPPENING, _happening(facts.alerts)),
        *sign_statements(facts.signs, most=MOST_SIGNS),
        *never_blank(Section.PROMISED, _promised(facts, now)),
        *never_blank(Section.LIVES, _lives(facts.villages)),
        *never_blank(Section.WARNS, _warns(facts)),
    ]


def _do_today(facts: SheetFacts) -> Iterable[Statement]:
    here = Section.DO_TODAY
    for gap in facts.gaps[:MOST_TO_DO]:
        yield Statement(
            f"do.gap.{gap.incident}", here, "sheet.gap",
            {"place": gap.place or "?", "why_not": gap.why_not}, (f"incident:{gap.incident}",),
        )  # fmt: skip
    for one in facts.pending[:MOST_TO_DO]:
        yield Statement(
            f"do.{one.reference}", here, "daily.request",
            {
                "at": one.at.isoformat(), "actor": one.actor, "base": one.base, "type": one.type,
                "state": one.state, "kind": one.kind.value, "place": one.place or "?",
            },
            (f"incident:{one.incident}",),
        )  # fmt: skip
    for late in facts.late[:MOST_TO_DO]:
        yield Statement(
            f"do.promise.{late.number}", here, "sheet.late",
            {"number": late.number, "place": late.place, "at": late.at.isoformat()},
            (f"commitment:{late.number}",),
        )  # fmt: skip
    left = sum(max(0, len(kind) - MOST_TO_DO) for kind in (facts.gaps, facts.pending, facts.late))
    if left:
        yield Statement("do.more", here, "sheet.more", {"n": left}, ("register:commitments",))
    if facts.calls_due:
        yield Statement(
            "do.calls", here, "sheet.calls", {"n": facts.calls_due}, ("register:calls",)
        )
    if facts.flashes_due:
        yield Statement(
            "do.flashes", here, "sheet.flashes", {"n": facts.flashes_due}, ("register:dues",)
        )


def _happening(alerts: Sequence[AlertLine]) -> Iterable[Statement]:
    for one in list(reversed(alerts))[:RECENT]:
        yield Statement(
            f"happening.{one.number}", Section.HAPPENING, "row.happening",
            {
                "at": one.at.isoformat(), "kind": one.kind.value, "place": one.place or "?",
                "grade": one.grade, "state": one.doing,
            },
            (f"alert:{one.number}",),
        )  # fmt: skip


def _promised(facts: SheetFacts, now: datetime) -> Iterable[Statement]:
    for one in (*facts.late, *facts.coming)[:MOST]:
        kind = "commitment" if one.is_promise else "meeting"
        yield Statement(
            f"promised.{kind}.{one.number}", Section.PROMISED, "row.promised",
            {
                "what": "promise" if one.is_promise else "meeting", "number": one.number,
                "place": one.place, "at": one.at.isoformat(), "late": one.at < now,
            },
            (f"{kind}:{one.number}",),
        )  # fmt: skip


def _lives(villages: Sequence[Village]) -> Iterable[Statement]:
    for one in villages[:MOST]:
        yield Statement(
            f"lives.{one.code}", Section.LIVES, "row.lives",
            {
                "name": one.name, "people": one.population, "dry": one.dry, "wet": one.wet,
                "met": one.committee_met,
            },
            (f"community:{one.code}",),
        )  # fmt: skip


def _warns(facts: SheetFacts) -> Iterable[Statement]:
    for one in facts.villages[:MOST]:
        yield Statement(
            f"warns.{one.code}", Section.WARNS, "row.warns",
            {"name": one.name, "points": one.points, "women": one.women, "heard": one.heard},
            (f"community:{one.code}",),
        )  # fmt: skip
    opened, late = facts.kit.silences
    yield Statement("warns.silences", Section.WARNS, "daily.silences", {"n": opened, "late": late})
