"""Figures that can be defended: from plain facts of alerts to counts, shares and waits.

One definition a figure, fixed here and published beside it (docs/reference/figures.md).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.domain.figure_words import Figure, Span
from tocsin.domain.response_words import NonResponse, ResponseActor, ResponseResult
from tocsin.domain.survival import Lengths, Waits, summarise
from tocsin.domain.words import Kind, Outcome, Priority, VerificationState

# Kinds that ask for somebody to go, stand or act; the rest informs.
PHYSICAL = frozenset(
    {
        Kind.ATTACK, Kind.KILLING, Kind.ABDUCTION, Kind.AMBUSH, Kind.CLASH, Kind.SHOTS,
        Kind.MOVEMENT, Kind.PRESENCE, Kind.THREAT, Kind.LOOTING, Kind.CATTLE, Kind.ARSON,
        Kind.EXTORTION, Kind.FORCED_LABOUR, Kind.ARREST, Kind.SEXUAL_VIOLENCE, Kind.RECRUITMENT,
        Kind.SCHOOL, Kind.EXPLOSIVE, Kind.MOB,
    }
)  # fmt: skip
BELIEVED = frozenset({VerificationState.CORROBORATED, VerificationState.CONFIRMED})
FALSE = frozenset({Outcome.MISTAKE, Outcome.DELIBERATE, Outcome.UNFOUNDED})
CREDIBLE = frozenset("123")  # content grades
_IN_TIME = frozenset({ResponseResult.ATTACK_PREVENTED, ResponseResult.ATTACK_INTERRUPTED})
_TOO_LATE = frozenset({ResponseResult.ARRIVED_AFTER, ResponseResult.ATTACKERS_LEFT_BEFORE})


class AlertCase(NamedTuple):
    """One alert with what is known of its incident. No words, no names; drills never get here.

    `acted` are the actors that left or did something, `why_not` is the reason of the incident when
    nobody did, `results` are what responders said came of it. A tuple, for a year has thousands.
    """

    number: int
    kind: Kind
    priority: Priority
    is_standing: bool  # neither taken back, replaced nor dismissed
    is_confirmed: bool  # by a person in triage
    is_womans: bool | None  # None: the sex of the source is not known
    verification: VerificationState
    grade: str
    outcome: Outcome | None = None
    acted: frozenset[ResponseActor] = frozenset()
    results: frozenset[ResponseResult] = frozenset()
    why_not: NonResponse | None = None
    somebody_arrived: bool = False
    is_closed: bool = False
    news_owed: bool = False
    news_told: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: a count, and for a share what it is a part of."""

    figure: Figure
    n: int
    of: int | None = None

    @property
    def share(self) -> float | None:
        return self.n / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is published of a period."""

    measures: tuple[Measure, ...]
    by_actor: Mapping[ResponseActor, int]  # of the actionable; an alert may count for several
    why_not: Mapping[NonResponse, int]  # of the actionable that nobody answered
    by_priority: Mapping[Priority, int]
    by_kind: Mapping[Kind, int]
    spans: Mapping[Span, Waits] = field(default_factory=dict)


def is_actionable(case: AlertCase) -> bool:
    """Say whether an alert is verified or credible, and needs somebody to act.

    Credible is a content grade of 1 to 3, or a person's confirmation in triage that nothing has
    refuted since. What is taken back, refuted or false is not.
    """
    if not case.is_standing or case.kind not in PHYSICAL or case.priority is Priority.P4:
        return False
    if case.verification is VerificationState.REFUTED or case.outcome in FALSE:
        return False
    return case.verification in BELIEVED or case.grade[1:] in CREDIBLE or case.is_confirmed


def is_timely(case: AlertCase) -> bool | None:
    """Say whether somebody arrived before or during the event; None when that is not known.

    A result that says so decides; without one the outcome of the incident does.
    """
    if not case.somebody_arrived:
        return None
    if case.results & _IN_TIME:
        return True
    if case.results & _TOO_LATE or case.outcome in (Outcome.TOO_LATE, Outcome.GONE):
        return False
    return True if case.outcome in (Outcome.AVERTED, Outcome.STOPPED) else None


def is_false(case: AlertCase) -> bool:
    return case.outcome in FALSE or case.verification is VerificationState.REFUTED


_AMONG_ACTIONABLE: Mapping[Figure, Callable[[AlertCase], bool]] = {
    Figure.ANSWERED: lambda case: bool(case.acted),
    Figure.TIMELY: lambda case: is_timely(case) is True,
    Figure.PREVENTED: lambda case: ResponseResult.ATTACK_PREVENTED in case.results,
    Figure.NOT_ANSWERED: lambda case: not case.acted,
}


def _actionable_and(own: Callable[[AlertCase], bool]) -> Callable[[AlertCase], bool]:
    return lambda case: is_actionable(case) and own(case)


CHOSEN: Mapping[Figure, Callable[[AlertCase], bool]] = {
    Figure.RECEIVED: lambda _case: True,
    Figure.ACTIONABLE: is_actionable,
    **{figure: _actionable_and(own) for figure, own in _AMONG_ACTIONABLE.items()},
    Figure.FED_BACK: lambda case: case.news_owed and case.news_told,
    Figure.FALSE: lambda case: case.is_closed and is_false(case),
    Figure.WOMEN: lambda case: case.is_womans is True,
}
"""Which alerts stand behind a figure: the list that opens from the number is made by this."""

OF: Mapping[Figure, Callable[[AlertCase], bool]] = {
    Figure.ACTIONABLE: lambda _case: True,
    Figure.ANSWERED: lambda _case: True,
    Figure.TIMELY: lambda case: is_timely(case) is not None,
    Figure.PREVENTED: lambda _case: True,
    Figure.NOT_ANSWERED: lambda _case: True,
    Figure.FED_BACK: lambda case: case.news_owed,
    Figure.FALSE: lambda case: case.is_closed,
    Figure.WOMEN: lambda case: case.is_womans is not None,
}
"""What each share is a part of: of the actionable where the figure is among them, else of all."""


def is_answered_by(case: AlertCase, actor: ResponseActor) -> bool:
    return is_actionable(case) and actor in case.acted


def is_unanswered_for(case: AlertCase, why: NonResponse) -> bool:
    """Say whether nobody answered an alert, for this reason; without one, nobody was asked."""
    is_open = is_actionable(case) and not case.acted
    return is_open and (case.why_not or NonResponse.NOT_ASKED) is why


def tally(
    cases: Sequence[AlertCase],
    *,
    silent: tuple[int, int] = (0, 0),
    waits: Mapping[Span, Lengths] | None = None,
) -> Figures:
    """Count a period. `silent` are the focal points not heard from, and all who should be."""
    # What is actionable is asked once of each: a year has thousands.
    actionable = [case for case in cases if is_actionable(case)]
    measures = [_measure(figure, cases, actionable) for figure in CHOSEN]
    measures.append(Measure(Figure.SILENT, *silent))
    acted = Counter(actor for case in actionable for actor in case.acted)
    nobody = [case for case in actionable if not case.acted]
    reasons = Counter(case.why_not or NonResponse.NOT_ASKED for case in nobody)
    priorities, kinds = Counter(c.priority for c in cases), Counter(c.kind for c in cases)
    return Figures(
        measures=tuple(measures),
        by_actor={actor: acted[actor] for actor in ResponseActor if acted[actor]},
        why_not={reason: reasons[reason] for reason in NonResponse if reasons[reason]},
        by_priority={priority: priorities[priority] for priority in Priority},
        by_kind={kind: kinds[kind] for kind in Kind if kinds[kind]},
        spans={span: summarise((waits or {}).get(span, Lengths())) for span in Span},
    )


def _measure(
    figure: Figure, cases: Sequence[AlertCase], actionable: Sequence[AlertCase]
) -> Measure:
    among = OF.get(figure)
    if figure is Figure.ACTIONABLE:
        return Measure(figure, len(actionable), len(cases))
    own = _AMONG_ACTIONABLE.get(figure)
    pool = cases if own is None else actionable
    n = sum(1 for case in pool if (own or CHOSEN[figure])(case))
    return Measure(figure, n, None if among is None else sum(1 for case in pool if among(case)))
