"""Figures as rows of a table: whole for the mission, with small counts hidden for everybody else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar

from tocsin.domain.figure_words import Figure, Span
from tocsin.domain.figures import (
    CHOSEN,
    AlertCase,
    Figures,
    Measure,
    is_answered_by,
    is_unanswered_for,
)
from tocsin.domain.response_words import NonResponse, ResponseActor
from tocsin.domain.suppression import SMALLEST, hide_share, hide_small
from tocsin.domain.words import Kind, Priority

W = TypeVar("W", bound=StrEnum)


class Group(StrEnum):
    """What the rows of a table have in common; each breakdown is a part of one count."""

    MEASURE = "measure"
    ACTOR = "actor"
    WHY_NOT = "why_not"
    PRIORITY = "priority"
    KIND = "kind"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `n` None is hidden because it is small, or would give away one that is.

    For a wait `n` is how many began and `of` how many of them ended.
    """

    group: Group
    code: str
    n: int | None
    of: int | None = None
    median: timedelta | None = None
    p90: timedelta | None = None
    is_hidden: bool = False

    @property
    def share(self) -> float | None:
        if self.group is Group.SPAN or self.n is None or not self.of:
            return None
        return self.n / self.of

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(100 * self.share)


def chosen_by(group: Group, code: str) -> Callable[[AlertCase], bool] | None:
    """Return which alerts stand behind a row, None for a row that counts no alerts."""
    try:
        return _CHOOSERS[group](code) if group in _CHOOSERS else None
    except ValueError:
        return None


def rows_of(figures: Figures, *, is_outside: bool) -> list[Row]:
    """Return all rows in their order; counts under five are hidden outside the mission."""
    return [
        *_measures(figures, is_outside=is_outside),
        *_by_actor(figures, is_outside=is_outside),
        *_why_not(figures, is_outside=is_outside),
        *_parts(Group.PRIORITY, figures.by_priority, is_outside=is_outside),
        *_parts(Group.KIND, figures.by_kind, is_outside=is_outside),
        *_spans(figures, is_outside=is_outside),
    ]


def _measures(figures: Figures, *, is_outside: bool) -> Iterator[Row]:
    hidden = _hidden_of(figures) if is_outside else frozenset()
    for one in figures.measures:
        if one.figure in hidden:
            whole = None if _is_whole_hidden(one.figure, hidden) else _shown_whole(one)
            yield Row(Group.MEASURE, one.figure.value, None, whole, is_hidden=True)
        else:
            whole = None if _is_whole_hidden(one.figure, hidden) else one.of
            yield Row(Group.MEASURE, one.figure.value, one.n, whole)


def _hidden_of(figures: Figures) -> frozenset[Figure]:
    """Return the small ones, and those that would give one away: parts of one whole hide together.

    The actionable are the answered and the others, and that part of the received of which the rest may be small.
    """
    small = {one.figure for one in figures.measures if _is_small(one)}
    pair = {one.figure: one.n for one in figures.measures if one.figure in _PAIR}
    if Figure.ACTIONABLE in small or any(0 < n < SMALLEST for n in pair.values()):
        small |= _PAIR
    return frozenset(small)


def _is_whole_hidden(figure: Figure, hidden: frozenset[Figure]) -> bool:
    return figure in _OF_ACTIONABLE and Figure.ACTIONABLE in hidden


def _shown_whole(one: Measure) -> int | None:
    return None if one.of is None else hide_share(one.n, one.of).whole


def _is_small(one: Measure) -> bool:
    if one.of is None:
        return 0 < one.n < SMALLEST
    return hide_share(one.n, one.of).part is None


def _by_actor(figures: Figures, *, is_outside: bool) -> Iterator[Row]:
    """An alert may be answered by several, so each actor is a share of its own."""
    whole = next(one.n for one in figures.measures if one.figure is Figure.ACTIONABLE)
    is_whole_hidden = is_outside and Figure.ACTIONABLE in _hidden_of(figures)
    for actor, n in figures.by_actor.items():
        shown = hide_share(n, whole) if is_outside else None
        is_hidden = shown is not None and shown.part is None
        of = shown.whole if shown is not None else whole
        yield Row(
            Group.ACTOR,
            actor.value,
            None if is_hidden else n,
            None if is_whole_hidden else of,
            is_hidden=is_hidden,
        )


def _why_not(figures: Figures, *, is_outside: bool) -> Iterator[Row]:
    """The reasons add up to what nobody answered: where that is hidden, neither sum nor parts may tell it."""
    is_sum_hidden = is_outside and Figure.NOT_ANSWERED in _hidden_of(figures)
    rows = list(_parts(Group.WHY_NOT, figures.why_not, is_outside=is_outside))
    shown = [row for row in rows if row.n is not None]
    if is_sum_hidden and len(shown) == len(rows) and rows:
        least = min(shown, key=lambda row: (row.n or 0, row.code))
        rows[rows.index(least)] = replace(least, n=None, is_hidden=True)
    yield from (replace(row, of=None) if is_sum_hidden else row for row in rows)


def _parts(group: Group, counts: Mapping[W, int], *, is_outside: bool) -> Iterator[Row]:
    total = sum(counts.values())
    plain = {code.value: n for code, n in counts.items()}
    is_total_small = is_outside and 0 < total < SMALLEST
    shown: Mapping[str, int | None] = hide_small(plain) if is_outside else plain
    for code, n in shown.items():
        is_hidden = n is None or (is_total_small and n > 0)
        of = None if is_total_small else total
        yield Row(group, code, None if is_hidden else n, of, is_hidden=is_hidden)


def _spans(figures: Figures, *, is_outside: bool) -> Iterator[Row]:
    """What was taken is where the next wait begins: one that is hidden would be told by the next."""
    is_told_by_next = False
    for code, waits in figures.spans.items():
        is_small = hide_share(waits.n_over, waits.n).part is None
        if is_outside and (is_small or (code is Span.DECIDED and is_told_by_next)):
            yield Row(Group.SPAN, code.value, None, is_hidden=True)
        else:
            yield Row(Group.SPAN, code.value, waits.n, waits.n_over, waits.median, waits.p90)
        is_told_by_next = code is Span.ACKNOWLEDGED and is_small


_PAIR = frozenset({Figure.ANSWERED, Figure.NOT_ANSWERED})
_OF_ACTIONABLE = frozenset({*_PAIR, Figure.PREVENTED})

_CHOOSERS: Mapping[Group, Callable[[str], Callable[[AlertCase], bool] | None]] = {
    Group.MEASURE: lambda code: CHOSEN.get(Figure(code)),
    Group.ACTOR: lambda code: partial(is_answered_by, actor=ResponseActor(code)),
    Group.WHY_NOT: lambda code: partial(is_unanswered_for, why=NonResponse(code)),
    Group.PRIORITY: lambda code: partial(_is_of, priority=Priority(code)),
    Group.KIND: lambda code: partial(_is_a, kind=Kind(code)),
}


def _is_of(case: AlertCase, *, priority: Priority) -> bool:
    return case.priority is priority


def _is_a(case: AlertCase, *, kind: Kind) -> bool:
    return case.kind is kind
