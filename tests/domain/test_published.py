"""What leaves the mission as figures: nobody who subtracts gets a small count back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.domain.test_figures import PLAIN
from tocsin.domain.figure_words import Figure, Span
from tocsin.domain.figures import AlertCase, Figures, tally
from tocsin.domain.published import Group, Row, rows_of
from tocsin.domain.response_words import NonResponse, ResponseActor, ResponseResult
from tocsin.domain.suppression import SMALLEST
from tocsin.domain.survival import Lengths
from tocsin.domain.words import Kind, Outcome, Priority

FORCE, OWN = ResponseActor.MISSION_FORCE, ResponseActor.COMMUNITY
REASONS = (NonResponse.UNKNOWN, NonResponse.NOT_ASKED)
ANSWERED = PLAIN._replace(acted=frozenset({FORCE}))
ARRIVED = ANSWERED._replace(somebody_arrived=True)
SORTS: dict[str, tuple[AlertCase, ...]] = {
    "actors": (
        ANSWERED,
        ANSWERED._replace(acted=frozenset({OWN})),
        ANSWERED._replace(acted=frozenset({FORCE, OWN})),
        PLAIN,
        PLAIN._replace(is_standing=False),
    ),
    "reasons": (
        ANSWERED,
        *(PLAIN._replace(why_not=one) for one in tuple(NonResponse)[:5]),
    ),
    "kinds": (
        ANSWERED,
        ANSWERED._replace(kind=Kind.LOOTING),
        ANSWERED._replace(is_standing=False),
        PLAIN._replace(kind=Kind.RUMOUR),
        PLAIN._replace(kind=Kind.ROAD),
    ),
    "priorities": (
        ANSWERED,
        *(ANSWERED._replace(priority=one) for one in (Priority.P2, Priority.P3)),
        ANSWERED._replace(priority=Priority.P4),
        PLAIN._replace(kind=Kind.RUMOUR),
    ),
    "what came of it": (
        PLAIN,
        ANSWERED,
        ARRIVED._replace(results=frozenset({ResponseResult.ATTACK_PREVENTED})),
        ARRIVED._replace(outcome=Outcome.STOPPED),
        ARRIVED._replace(results=frozenset({ResponseResult.ARRIVED_AFTER})),
    ),
    "false ones": (
        ANSWERED,
        ANSWERED._replace(is_closed=True),
        PLAIN._replace(is_standing=False),
        PLAIN._replace(is_standing=False, is_closed=True),
        PLAIN._replace(is_closed=True, outcome=Outcome.MISTAKE),
    ),
}
"""Alerts that differ in what the tables that belong together tell apart."""
NUMBERS = st.sampled_from([0, 1, 3, 4, 5, 8, 40])


def figures_of(rest: int, force: int, both: int, unknown: int, not_asked: int) -> Figures:
    """Figures of so many alerts that need nobody, that the force or it and the village answered, or nobody."""
    cases = [PLAIN._replace(is_standing=False)] * rest
    cases += [PLAIN._replace(acted=frozenset({FORCE}))] * force
    cases += [PLAIN._replace(acted=frozenset({FORCE, OWN}))] * both
    cases += [PLAIN._replace(why_not=REASONS[0])] * unknown
    cases += [PLAIN._replace(why_not=REASONS[1])] * not_asked
    return tally(cases)


def known_to_a_reader(rows: Sequence[Row]) -> dict[str, int]:
    """What a reader with the definitions knows, or can subtract, of four counts."""
    of = {(row.group, row.code): row for row in rows}
    table = {group: [row for row in rows if row.group is group] for group in Group}
    measure = {figure: of[Group.MEASURE, figure.value] for figure in Figure}
    known: dict[str, int | None] = {
        "received": measure[Figure.RECEIVED].n or measure[Figure.ACTIONABLE].of,
        "actionable": next(
            (
                n
                for n in (
                    measure[Figure.ACTIONABLE].n,
                    *(measure[one].of for one in (Figure.ANSWERED, Figure.NOT_ANSWERED)),
                    measure[Figure.PREVENTED].of,
                    *(row.of for row in table[Group.ACTOR]),
                )
                if n is not None
            ),
            None,
        ),
        "answered": measure[Figure.ANSWERED].n,
        "not answered": measure[Figure.NOT_ANSWERED].n,
    }
    if known["answered"] is None and len(table[Group.ACTOR]) == 1:
        known["answered"] = table[Group.ACTOR][0].n
    reasons = table[Group.WHY_NOT]
    if known["not answered"] is None and reasons:
        parts = [row.n for row in reasons if row.n is not None]
        known["not answered"] = sum(parts) if len(parts) == len(reasons) else reasons[0].of
    for _ in range(3):
        _subtract(known, "actionable", "answered", "not answered")
    return {name: n for name, n in known.items() if n is not None}


def _subtract(known: dict[str, int | None], whole: str, one: str, other: str) -> None:
    if known[whole] is None and None not in (known[one], known[other]):
        known[whole] = (known[one] or 0) + (known[other] or 0)
    for part, left in ((one, other), (other, one)):
        if known[part] is None and known[whole] is not None and known[left] is not None:
            known[part] = (known[whole] or 0) - (known[left] or 0)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
@example(rest=0, force=2, both=0, unknown=60, not_asked=40)  # the reasons added up to all but two
@example(rest=2, force=50, both=0, unknown=48, not_asked=0)  # a share's whole told the two
def test_no_small_count_comes_back_from_another_table(
    rest: int, force: int, both: int, unknown: int, not_asked: int
) -> None:
    found = figures_of(rest, force, both, unknown, not_asked)
    known = known_to_a_reader(rows_of(found, is_outside=True))
    told = dict(known)
    if {"received", "actionable"} <= known.keys():
        told["not actionable"] = known["received"] - known["actionable"]
    assert {name: n for name, n in told.items() if 0 < n < SMALLEST} == {}


@pytest.mark.parametrize("tables", SORTS)
def test_whatever_is_published_leaves_two_readings_of_every_small_count(tables: str) -> None:
    """Who knows the rules, and how many came, tries every world: which of them would look like this?"""
    readings: dict[tuple[Row, ...], list[dict[str, int]]] = defaultdict(list)
    for numbers in parted(6, len(SORTS[tables])):
        cases = [one for one, n in zip(SORTS[tables], numbers, strict=True) for _ in range(n)]
        figures = tally(cases)
        readings[tuple(rows_of(figures, is_outside=True))].append(small_counts(figures))
    told = [
        (numbers, name)
        for worlds in readings.values()
        for numbers in worlds
        for name, n in numbers.items()
        if 0 < n < SMALLEST and all(one.get(name, 0) == n for one in worlds)
    ]
    assert told == []


def parted(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Give every way to lay so many alerts in so many heaps."""
    for bars in combinations(range(total + parts - 1), parts - 1):
        ends = (-1, *bars, total + parts - 1)
        yield tuple(b - a - 1 for a, b in pairwise(ends))


def small_counts(figures: Figures) -> dict[str, int]:
    """All counts as they are, and what is left of each share."""
    rows = rows_of(figures, is_outside=False)
    left = {
        f"{row.group}.{row.code} left": (row.of or 0) - (row.n or 0)
        for row in rows
        if row.group in (Group.MEASURE, Group.ACTOR) and row.of is not None
    }
    return left | {f"{row.group}.{row.code}": row.n or 0 for row in rows}


@pytest.mark.parametrize(
    ("force", "own", "nobody"), [(50, 4, 46), (60, 36, 4), (96, 0, 4), (40, 40, 20), (3, 0, 97)]
)
def test_where_one_actor_may_not_be_told_none_is(force: int, own: int, nobody: int) -> None:
    """Together they are at least the answered: 50 and the hidden 4 were the 54 that are shown."""
    cases = [ANSWERED] * force + [ANSWERED._replace(acted=frozenset({OWN}))] * own
    rows = rows_of(tally([*cases, *[PLAIN] * nobody]), is_outside=True)
    actors = {row.code: row.n for row in rows if row.group is Group.ACTOR}
    is_safe = min(force, own, nobody) >= SMALLEST
    shown: set[int | None] = {force, own} if is_safe else {None}
    assert set(actors.values()) == shown
    assert len(actors) == (2 if is_safe else len(ResponseActor)), "absence would tell as well"


def test_a_wait_that_is_hidden_is_not_told_by_the_one_that_follows() -> None:
    seconds = [60.0] * 37
    figures = tally(
        [], waits={
            Span.ACKNOWLEDGED: Lengths(seconds, [600.0] * 3), Span.DECIDED: Lengths(seconds),
        },
    )  # fmt: skip
    rows = {row.code: row for row in rows_of(figures, is_outside=True)}
    assert [rows[span.value].n for span in (Span.ACKNOWLEDGED, Span.DECIDED)] == [None, None]
    whole = {row.code: row for row in rows_of(figures, is_outside=False)}
    assert whole[Span.DECIDED.value].n == 37


def test_inside_the_mission_everything_is_shown() -> None:
    rows = rows_of(figures_of(2, 2, 1, 1, 3), is_outside=False)
    assert [row for row in rows if row.is_hidden] == []
    assert {row.of for row in rows if row.group is Group.WHY_NOT} == {4}
