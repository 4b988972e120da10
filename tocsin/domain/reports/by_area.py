"""Where the threat was in a week: by territory, by actor, by kind; and who moved."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tocsin.domain.report_words import Section
from tocsin.domain.reports.daily import POPULATION, THREATS
from tocsin.domain.reports.flash_facts import merge_counts
from tocsin.domain.reports.office_facts import AlertLine
from tocsin.domain.reports.statements import Statement
from tocsin.domain.words import Kind

MOST_ROWS = 12


def by_area(alerts: Sequence[AlertLine], before: Sequence[AlertLine]) -> Iterable[Statement]:
    now, then = _areas(alerts), Counter(one.territory for one in before)
    for territory, rows in sorted(now.items(), key=lambda pair: -len(pair[1]))[:MOST_ROWS]:
        kinds = Counter(one.kind.value for one in rows)
        actors = Counter(code for one in rows for code in one.alleged)
        yield Statement(
            f"by_area.{territory}", Section.BY_AREA, "row.areas",
            {
                "territory": territory or "?", "n": len(rows),
                "p1": sum(one.priority == "P1" for one in rows),
                "change": len(rows) - then[territory],
                "kinds": [kind for kind, _ in kinds.most_common(3)],
                "actors": [code for code, _ in actors.most_common(3)],
            },
            tuple(f"alert:{one.number}" for one in rows),
        )  # fmt: skip
    alleged = Counter(code for one in alerts for code in one.alleged)
    for code, n in alleged.most_common(MOST_ROWS):
        yield Statement(
            f"by_area.actor.{code}", Section.BY_AREA, "row.alleged", {"actor": code, "n": n},
            tuple(f"alert:{one.number}" for one in alerts if code in one.alleged),
        )  # fmt: skip


def by_kind(alerts: Sequence[AlertLine], before: Sequence[AlertLine]) -> Iterable[Statement]:
    now, then = (Counter(one.kind for one in rows) for rows in (alerts, before))
    for kind in sorted(THREATS):
        if now[kind] or then[kind]:
            yield Statement(
                f"signs.{kind}", Section.SIGNS, "weekly.sign",
                {"kind": kind.value, "n": now[kind], "change": now[kind] - then[kind]},
                _sources(alerts, kind),
            )  # fmt: skip


def moved(alerts: Sequence[AlertLine]) -> Iterable[Statement]:
    for kind in sorted(POPULATION):
        rows = [one for one in alerts if one.kind is kind]
        if not rows:
            continue
        counted = {one.name: one for one in merge_counts(row.counts for row in rows)}
        people = counted.get("displaced") or counted.get("returned")
        count = {"what": "people", "min": people.least, "max": people.most} if people else None
        yield Statement(
            f"population.{kind}", Section.POPULATION, "weekly.moved",
            {"kind": kind.value, "n": len(rows), "count": count},
            _sources(alerts, kind),
        )  # fmt: skip


def _areas(alerts: Sequence[AlertLine]) -> dict[str, list[AlertLine]]:
    found: dict[str, list[AlertLine]] = defaultdict(list)
    for one in alerts:
        found[one.territory].append(one)
    return found


def _sources(alerts: Sequence[AlertLine], kind: Kind) -> tuple[str, ...]:
    return tuple(f"alert:{one.number}" for one in alerts if one.kind is kind)
