"""What leaves the mission as figures: nobody who subtracts gets a small count back."""

from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from tests.domain.test_figures import PLAIN
from tocsin.domain.figure_words import Figure, Span
from tocsin.domain.figures import Figures, tally
from tocsin.domain.published import Group, Row, rows_of
from tocsin.domain.response_words import NonResponse, ResponseActor
from tocsin.domain.suppression import SMALLEST
from tocsin.domain.survival import Lengths

FORCE, OWN = ResponseActor.MISSION_FORCE, ResponseActor.COMMUNITY
REASONS = (NonResponse.UNKNOWN, NonResponse.NOT_ASKED)
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
