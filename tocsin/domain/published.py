"""Figures as rows of a table: whole for the mission, with small counts hidden for everybody else."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar

from tocsin.domain.figure_words import Figure, Span
from tocsin.domain.figures import (
    CHOSEN,
    PHYSICAL,
    AlertCase,
    Figures,
    Measure,
    is_answered_by,
    is_unanswered_for,
)
from tocsin.domain.response_words import NonResponse, ResponseActor
from tocsin.domain.suppression import SMALLEST, hide_share, hide_small
from tocsin.domain.survival import Waits
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
    groups = _outside(figures) if is_outside else _inside(figures)
    return [row for rows in groups for row in rows]


def _inside(figures: Figures) -> Iterator[Iterable[Row]]:
    whole = _measure(figures, Figure.ACTIONABLE).n
    yield (Row(Group.MEASURE, one.figure.value, one.n, one.of) for one in figures.measures)
    yield _shown(Group.ACTOR, figures.by_actor, whole)
    yield _shown(Group.WHY_NOT, figures.why_not, sum(figures.why_not.values()))
    yield _shown(Group.PRIORITY, figures.by_priority, sum(figures.by_priority.values()))
    yield _shown(Group.KIND, figures.by_kind, sum(figures.by_kind.values()))
    yield (_wait(span, waits) for span, waits in figures.spans.items())


def _outside(figures: Figures) -> Iterator[Iterable[Row]]:
    hidden = _hidden_of(figures)
    yield _measures(figures, hidden)
    yield _by_actor(figures, hidden)
    yield _why_not(figures, hidden)
    yield _parts(Group.PRIORITY, Priority, figures.by_priority)
    yield _kinds(figures, hidden)
    yield _spans(figures)


def _measures(figures: Figures, hidden: frozenset[Figure]) -> Iterator[Row]:
    for one in figures.measures:
        whole = one.of
        if one.of is not None and one.figure in hidden:
            whole = hide_share(one.n, one.of).whole
        if _is_whole_hidden(one.figure, hidden):
            whole = None
        is_hidden = one.figure in hidden
        n = None if is_hidden else one.n
        yield Row(Group.MEASURE, one.figure.value, n, whole, is_hidden=is_hidden)


def _hidden_of(figures: Figures) -> frozenset[Figure]:
    """Return the small ones, and those that would give one away: parts of one whole hide together.

    The actionable are the answered and the others, and that part of the received of which the rest may be small.
    What came of answers is among the answered: it bounds them from below.
    """
    small = {one.figure for one in figures.measures if _is_small(one)}
    pair = {one.figure: one.n for one in figures.measures if one.figure in _PAIR}
    if Figure.ACTIONABLE in small or any(0 < n < SMALLEST for n in pair.values()):
        small |= _PAIR | _AMONG_ANSWERED
    if Figure.ACTIONABLE in small:
        small.add(Figure.FALSE)  # no false one is actionable
    return frozenset(small)


def _is_whole_hidden(figure: Figure, hidden: frozenset[Figure]) -> bool:
    """Say whether what a share is a part of would tell: all that are actionable, or some that were answered."""
    if figure is Figure.TIMELY:
        return Figure.ANSWERED in hidden
    return figure in _OF_ACTIONABLE and Figure.ACTIONABLE in hidden


def _is_small(one: Measure) -> bool:
    if one.of is None:
        return 0 < one.n < SMALLEST
    return hide_share(one.n, one.of).part is None


def _by_actor(figures: Figures, hidden: frozenset[Figure]) -> Iterator[Row]:
    """An alert may be answered by several, so each actor is a share of its own.

    Together they are at least the answered, and each at most: one that is shown bounds one that is
    hidden. So either all of it is shown or nothing, not even which actors there are.
    """
    whole = _measure(figures, Figure.ACTIONABLE).n
    is_small = any(hide_share(n, whole).part is None for n in figures.by_actor.values())
    if is_small or Figure.ANSWERED in hidden:
        return _nothing(Group.ACTOR, ResponseActor, None if Figure.ACTIONABLE in hidden else whole)
    return _shown(Group.ACTOR, figures.by_actor, whole)


def _why_not(figures: Figures, hidden: frozenset[Figure]) -> Iterator[Row]:
    """The reasons add up to what nobody answered: where that is hidden, no part of it may bound it."""
    if Figure.NOT_ANSWERED in hidden:
        return _nothing(Group.WHY_NOT, NonResponse, None)
    return _parts(Group.WHY_NOT, NonResponse, figures.why_not)


def _kinds(figures: Figures, hidden: frozenset[Figure]) -> Iterator[Row]:
    """Kinds that need nobody are among what is not actionable: as many as that, each is one."""
    actionable = _measure(figures, Figure.ACTIONABLE)
    counts = {kind.value: n for kind, n in figures.by_kind.items()}
    shown = hide_small(counts)
    idle = [shown[kind.value] for kind in figures.by_kind if kind not in PHYSICAL]
    least = sum(1 if n is None else n for n in idle)
    if (
        Figure.ACTIONABLE not in hidden
        and None in idle
        and least == (actionable.of or 0) - actionable.n
    ):
        return _nothing(Group.KIND, Kind, sum(counts.values()))
    return _parts(Group.KIND, Kind, figures.by_kind)


def _parts(group: Group, every: type[W], counts: Mapping[W, int]) -> Iterator[Row]:
    """Give parts of one total, small ones hidden; not even which there are where that would tell."""
    total = sum(counts.values())
    if 0 < total < SMALLEST:
        return _nothing(group, every, None)
    shown = hide_small({code.value: n for code, n in counts.items()})
    hidden = [n for code, n in counts.items() if n and shown[code.value] is None]
    if hidden and sum(hidden) == len(hidden):
        return _nothing(group, every, total)
    return (Row(group, code, n, total, is_hidden=n is None) for code, n in shown.items())


def _nothing(group: Group, every: Iterable[StrEnum], of: int | None) -> Iterator[Row]:
    """Give all rows that there could be, each hidden: the absence of one would tell as well."""
    return (Row(group, code.value, None, of, is_hidden=True) for code in every)


def _shown(group: Group, counts: Mapping[W, int], of: int) -> Iterator[Row]:
    return (Row(group, code.value, n, of) for code, n in counts.items())


def _spans(figures: Figures) -> Iterator[Row]:
    """What was taken is where the next wait begins: one that is hidden would be told by the next."""
    is_told_by_next = False
    for code, waits in figures.spans.items():
        is_small = hide_share(waits.n_over, waits.n).part is None
        if is_small or (code is Span.DECIDED and is_told_by_next):
            yield Row(Group.SPAN, code.value, None, is_hidden=True)
        else:
            yield _wait(code, waits)
        is_told_by_next = code is Span.ACKNOWLEDGED and is_small


def _wait(span: Span, waits: Waits) -> Row:
    return Row(Group.SPAN, span.value, waits.n, waits.n_over, waits.median, waits.p90)


def _measure(figures: Figures, figure: Figure) -> Measure:
    return next(one for one in figures.measures if one.figure is figure)


_PAIR = frozenset({Figure.ANSWERED, Figure.NOT_ANSWERED})
_AMONG_ANSWERED = frozenset({Figure.TIMELY, Figure.PREVENTED})
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
