"""The weekly: figures with their definitions and four weeks, where the threat is, who answered, what is owed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.domain.figure_words import Figure
from tocsin.domain.figures import Figures
from tocsin.domain.report_words import Level, Section
from tocsin.domain.reports.by_area import by_area, by_kind, moved
from tocsin.domain.reports.communities import (
    Lacking,
    Threatened,
    need_statements,
    perceptions,
    threat_statements,
)
from tocsin.domain.reports.daily import carried, kit_statements
from tocsin.domain.reports.office_facts import (
    AlertLine,
    Below,
    Coming,
    Kit,
    Met,
    Owed,
    RollCallLine,
)
from tocsin.domain.reports.signs import Signs, sign_statements
from tocsin.domain.reports.statements import Statement, never_blank

DAY_ROW = "row.days"


@dataclass(frozen=True, slots=True)
class Asked:
    """A recommendation; `what` is a person's words and goes through the check."""

    number: int
    what: str
    owner: str
    due: datetime
    state: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class WeeklyFacts:
    """`weeks` are the figures of four weeks, the reported one last; `before` the alerts of the week before."""

    weeks: tuple[Figures, ...]
    alerts: tuple[AlertLine, ...] = ()
    before: tuple[AlertLine, ...] = ()
    days: tuple[tuple[datetime, Mapping[str, int]], ...] = ()  # counts by priority, of each day
    owed: Owed = field(default_factory=Owed)
    uncovered: tuple[str, ...] = ()
    coming: tuple[Coming, ...] = ()
    recommendations: tuple[Asked, ...] = ()
    below: tuple[Below, ...] = ()
    signs: Signs = field(default_factory=Signs)
    threats: tuple[Threatened, ...] = ()
    needs: tuple[Lacking, ...] = ()
    meetings: tuple[Met, ...] = ()
    roll_calls: tuple[RollCallLine, ...] = ()
    kit: Kit = field(default_factory=Kit)


def build_weekly(facts: WeeklyFacts) -> list[Statement]:
    """Return the sentences of a weekly, in the order of domain.md §3.9.

    All of it stays inside: outside, figures leave by whole quarters and with what is small hidden.
    """
    return [
        *_highlights(facts),
        *_figures(facts.weeks),
        *_days(facts.days),
        *by_area(facts.alerts, facts.before),
        *threat_statements(facts.threats),
        *never_blank(Section.RESPONSE, _response(facts.weeks[-1])),
        *sign_statements(facts.signs),
        *by_kind(facts.alerts, facts.before),
        *never_blank(Section.POPULATION, (*moved(facts.alerts), *need_statements(facts.needs))),
        *never_blank(Section.NETWORK, _network(facts)),
        *perceptions(facts.owed, facts.meetings),
        *never_blank(Section.OUTLOOK, _outlook(facts)),
        *never_blank(Section.RECOMMENDATIONS, _asked(facts.recommendations, is_new=True)),
        *never_blank(Section.FOLLOWED, _asked(facts.recommendations, is_new=False)),
        *carried(facts.below, Section.ASSESSMENT),
    ]


def _highlights(facts: WeeklyFacts) -> Iterable[Statement]:
    alerts, week = facts.alerts, facts.weeks[-1]
    sources = tuple(f"alert:{one.number}" for one in alerts) or ("register:alerts",)
    yield Statement(
        "highlights.total", Section.HIGHLIGHTS, "weekly.total",
        {
            "n": len(alerts), "change": len(alerts) - len(facts.before),
            "p1": sum(one.priority == "P1" for one in alerts),
        },
        sources, Level.MODERATE,
    )  # fmt: skip
    answered, left = _measure(week, Figure.ANSWERED), _measure(week, Figure.NOT_ANSWERED)
    share = answered[0] / answered[1] if answered[1] else None
    yield Statement(
        "highlights.answered", Section.HIGHLIGHTS, "weekly.answered",
        {"n": answered[0], "of": answered[1] or 0, "share": share, "none": left[0]},
        sources,
    )  # fmt: skip
    territories = Counter(one.territory for one in alerts if one.territory)
    for territory, n in territories.most_common(1):
        yield Statement(
            "highlights.area", Section.HIGHLIGHTS, "weekly.area",
            {"territory": territory, "n": n},
            tuple(f"alert:{one.number}" for one in alerts if one.territory == territory),
            Level.MODERATE,
        )  # fmt: skip
    silent = _measure(week, Figure.SILENT)
    yield Statement(
        "highlights.late", Section.HIGHLIGHTS, "weekly.late",
        {"late": facts.owed.promises[4], "silent": silent[0], "of": silent[1] or 0},
        ("register:commitments", f"figure:measure.{Figure.SILENT}"),
    )  # fmt: skip


def _figures(weeks: Sequence[Figures]) -> Iterable[Statement]:
    for figure in Figure:
        row = [_measure(week, figure) for week in weeks]
        fields = {f"w{n}": {"n": a, "of": b} for n, (a, b) in enumerate(row, start=1)}
        yield Statement(
            f"figures.{figure}", Section.FIGURES, "row.figures",
            {"figure": figure.value, **fields}, (f"figure:measure.{figure}",),
        )  # fmt: skip


def _days(days: Sequence[tuple[datetime, Mapping[str, int]]]) -> Iterable[Statement]:
    for day, counts in days:
        fields = {name: counts.get(name, 0) for name in ("P1", "P2", "P3", "P4")}
        yield Statement(
            f"figures.day.{day:%Y-%m-%d}", Section.FIGURES, DAY_ROW,
            {"at": day.isoformat(), "n": sum(fields.values()), **fields}, ("register:alerts",),
        )  # fmt: skip


def _response(week: Figures) -> Iterable[Statement]:
    for actor, n in week.by_actor.items():
        yield Statement(
            f"response.{actor}", Section.RESPONSE, "row.responders",
            {"actor": actor.value, "n": n}, (f"figure:actor.{actor}",),
        )  # fmt: skip
    for reason, n in week.why_not.items():
        yield Statement(
            f"response.why.{reason}", Section.RESPONSE, "row.why_not",
            {"why_not": reason.value, "n": n}, (f"figure:why_not.{reason}",),
        )  # fmt: skip


def _network(facts: WeeklyFacts) -> Iterable[Statement]:
    if facts.uncovered:
        shown = ", ".join(facts.uncovered[:8]) + (" …" if len(facts.uncovered) > 8 else "")
        yield Statement(
            "network.uncovered", Section.NETWORK, "weekly.uncovered",
            {"n": len(facts.uncovered), "places": shown}, ("register:coverage",),
        )  # fmt: skip
    calls = facts.roll_calls
    if calls:
        yield Statement(
            "network.roll_calls", Section.NETWORK, "weekly.roll_calls",
            {
                "n": len(calls), "present": sum(one.present for one in calls),
                "relayed": sum(one.relayed for one in calls),
                "silent": sum(one.silent for one in calls), "all": sum(one.all for one in calls),
            },
            ("register:radio",),
        )  # fmt: skip
    yield from kit_statements(facts.kit)


def _outlook(facts: WeeklyFacts) -> Iterable[Statement]:
    for one in facts.coming:
        kind = "commitment" if one.is_promise else "meeting"
        yield Statement(
            f"outlook.{kind}.{one.number}", Section.OUTLOOK,
            "weekly.due" if one.is_promise else "weekly.meeting",
            {"at": one.at.isoformat(), "number": one.number, "place": one.place},
            (f"{kind}:{one.number}",),
        )  # fmt: skip


def _asked(rows: Sequence[Asked], *, is_new: bool) -> Iterable[Statement]:
    section = Section.RECOMMENDATIONS if is_new else Section.FOLLOWED
    for one in rows:
        if one.is_new is is_new:
            yield Statement(
                f"{section}.{one.number}", section,
                "row.recommendations" if is_new else "row.followed",
                {
                    "number": one.number, "what": one.what, "owner": one.owner,
                    "due": one.due.isoformat(), "state": one.state,
                },
                (f"recommendation:{one.number}",),
            )  # fmt: skip


def _measure(week: Figures, figure: Figure) -> tuple[int, int | None]:
    found = next(one for one in week.measures if one.figure is figure)
    return found.n, found.of
