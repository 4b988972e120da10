"""The weekly: figures with their definitions and four weeks, where the threat is, who answered, what is owed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.domain.figure_words import Figure
from tocsin.domain.figures import Figures
from tocsin.domain.report_words import Section
from tocsin.domain.reports.daily import POPULATION, THREATS, carried, concerns
from tocsin.domain.reports.flash_facts import merge_counts
from tocsin.domain.reports.office_facts import AlertLine, Below, Coming, Owed
from tocsin.domain.reports.signs import Signs, sign_statements
from tocsin.domain.reports.statements import Statement, never_blank
from tocsin.domain.words import Kind

MOST_ROWS = 12
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


def build_weekly(facts: WeeklyFacts) -> list[Statement]:
    """Return the sentences of a weekly, in the order of domain.md §3.9.

    All of it stays inside: outside, figures leave by whole quarters and with what is small hidden.
    """
    return [
        *_highlights(facts),
        *_figures(facts.weeks),
        *_days(facts.days),
        *never_blank(Section.BY_AREA, _by_area(facts)),
        *never_blank(Section.RESPONSE, _response(facts.weeks[-1])),
        *sign_statements(facts.signs),
        *_said_of_threats(facts),
        *never_blank(Section.POPULATION, _moved(facts)),
        *never_blank(Section.NETWORK, _network(facts)),
        *_promises(facts.owed),
        *never_blank(Section.OUTLOOK, _outlook(facts)),
        *never_blank(Section.RECOMMENDATIONS, _asked(facts.recommendations, is_new=True)),
        *never_blank(Section.FOLLOWED, _asked(facts.recommendations, is_new=False)),
        *carried(facts.below, Section.ASSESSMENT),
    ]


def _highlights(facts: WeeklyFacts) -> Iterable[Statement]:
    alerts, week = facts.alerts, facts.weeks[-1]
    sources = tuple(f"alert:{one.number}" for one in alerts)
    yield Statement(
        "highlights.total", Section.HIGHLIGHTS, "weekly.total",
        {
            "n": len(alerts), "change": len(alerts) - len(facts.before),
            "p1": sum(one.priority == "P1" for one in alerts),
        },
        sources,
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
            {"territory": territory, "n": n}, (),
        )  # fmt: skip
    silent = _measure(week, Figure.SILENT)
    yield Statement(
        "highlights.late", Section.HIGHLIGHTS, "weekly.late",
        {"late": facts.owed.promises[4], "silent": silent[0], "of": silent[1] or 0},
    )  # fmt: skip


def _figures(weeks: Sequence[Figures]) -> Iterable[Statement]:
    for figure in Figure:
        row = [_measure(week, figure) for week in weeks]
        fields = {f"w{n}": {"n": a, "of": b} for n, (a, b) in enumerate(row, start=1)}
        yield Statement(
            f"figures.{figure}", Section.FIGURES, "row.figures",
            {"figure": figure.value, **fields}, (),
        )  # fmt: skip


def _days(days: Sequence[tuple[datetime, Mapping[str, int]]]) -> Iterable[Statement]:
    for day, counts in days:
        fields = {name: counts.get(name, 0) for name in ("P1", "P2", "P3", "P4")}
        yield Statement(
            f"figures.day.{day:%Y-%m-%d}", Section.FIGURES, DAY_ROW,
            {"at": day.isoformat(), "n": sum(fields.values()), **fields},
        )  # fmt: skip


def _by_area(facts: WeeklyFacts) -> Iterable[Statement]:
    now, then = _areas(facts.alerts), Counter(one.territory for one in facts.before)
    for territory, rows in sorted(now.items(), key=lambda pair: -len(pair[1]))[:MOST_ROWS]:
        kinds = Counter(one.kind.value for one in rows)
        yield Statement(
            f"by_area.{territory}", Section.BY_AREA, "row.areas",
            {
                "territory": territory or "?", "n": len(rows),
                "p1": sum(one.priority == "P1" for one in rows),
                "change": len(rows) - then[territory],
                "kinds": [kind for kind, _ in kinds.most_common(3)],
            },
            tuple(f"alert:{one.number}" for one in rows),
        )  # fmt: skip
    alleged = Counter(code for one in facts.alerts for code in one.alleged)
    for code, n in alleged.most_common(MOST_ROWS):
        yield Statement(
            f"by_area.actor.{code}", Section.BY_AREA, "row.alleged", {"actor": code, "n": n},
            tuple(f"alert:{one.number}" for one in facts.alerts if code in one.alleged),
        )  # fmt: skip


def _response(week: Figures) -> Iterable[Statement]:
    for actor, n in week.by_actor.items():
        yield Statement(
            f"response.{actor}", Section.RESPONSE, "row.responders",
            {"actor": actor.value, "n": n}, (),
        )  # fmt: skip
    for reason, n in week.why_not.items():
        yield Statement(
            f"response.why.{reason}", Section.RESPONSE, "row.why_not",
            {"why_not": reason.value, "n": n},
        )  # fmt: skip


def _said_of_threats(facts: WeeklyFacts) -> Iterable[Statement]:
    now, then = (Counter(one.kind for one in rows) for rows in (facts.alerts, facts.before))
    for kind in sorted(THREATS):
        if now[kind] or then[kind]:
            yield Statement(
                f"signs.{kind}", Section.SIGNS, "weekly.sign",
                {"kind": kind.value, "n": now[kind], "change": now[kind] - then[kind]},
                _sources(facts.alerts, kind),
            )  # fmt: skip


def _moved(facts: WeeklyFacts) -> Iterable[Statement]:
    for kind in sorted(POPULATION):
        rows = [one for one in facts.alerts if one.kind is kind]
        if not rows:
            continue
        counted = {one.name: one for one in merge_counts(row.counts for row in rows)}
        people = counted.get("displaced") or counted.get("returned")
        count = {"what": "people", "min": people.least, "max": people.most} if people else None
        yield Statement(
            f"population.{kind}", Section.POPULATION, "weekly.moved",
            {"kind": kind.value, "n": len(rows), "count": count},
            _sources(facts.alerts, kind),
        )  # fmt: skip


def _network(facts: WeeklyFacts) -> Iterable[Statement]:
    if facts.uncovered:
        shown = ", ".join(facts.uncovered[:8]) + (" …" if len(facts.uncovered) > 8 else "")
        yield Statement(
            "network.uncovered", Section.NETWORK, "weekly.uncovered",
            {"n": len(facts.uncovered), "places": shown},
        )  # fmt: skip


def _promises(owed: Owed) -> list[Statement]:
    names = ("made", "kept", "broken", "open", "late")
    promised = Statement(
        "promises.count", Section.PROMISES, "weekly.promises",
        dict(zip(names, owed.promises, strict=True)), (),
    )  # fmt: skip
    return [*concerns(owed, Section.PROMISES), promised]


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


def _areas(alerts: Sequence[AlertLine]) -> dict[str, list[AlertLine]]:
    found: dict[str, list[AlertLine]] = defaultdict(list)
    for one in alerts:
        found[one.territory].append(one)
    return found


def _sources(alerts: Sequence[AlertLine], kind: Kind) -> tuple[str, ...]:
    return tuple(f"alert:{one.number}" for one in alerts if one.kind is kind)
