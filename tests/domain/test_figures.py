"""The definitions, counted by hand."""

from typing import Any

import pytest

from tocsin.domain.figure_words import Figure, Span
from tocsin.domain.figures import AlertCase, is_actionable, is_timely, tally
from tocsin.domain.response_words import NonResponse, ResponseActor, ResponseResult
from tocsin.domain.words import Kind, Outcome, Priority, VerificationState

PLAIN = AlertCase(
    number=1,
    kind=Kind.ATTACK,
    priority=Priority.P1,
    is_standing=True,
    is_confirmed=False,
    is_womans=None,
    verification=VerificationState.CORROBORATED,
    grade="B2",
)
FORCE, OWN = ResponseActor.MISSION_FORCE, ResponseActor.COMMUNITY
PREVENTED, AFTER = ResponseResult.ATTACK_PREVENTED, ResponseResult.ARRIVED_AFTER


@pytest.mark.parametrize(
    ("change", "is_so"),
    [
        ({}, True),
        ({"verification": VerificationState.SINGLE_SOURCE, "grade": "F6"}, False),
        ({"verification": VerificationState.SINGLE_SOURCE, "grade": "F3"}, True),
        (
            {"verification": VerificationState.NOT_ASSESSED, "grade": "F6", "is_confirmed": True},
            True,
        ),
        ({"verification": VerificationState.REFUTED, "is_confirmed": True}, False),
        ({"outcome": Outcome.MISTAKE}, False),
        ({"is_standing": False}, False),
        ({"kind": Kind.NEED}, False),
        ({"priority": Priority.P4}, False),
    ],
)
def test_actionable_is_credible_and_needs_somebody(change: dict[str, Any], is_so: bool) -> None:
    assert is_actionable(PLAIN._replace(**change)) is is_so


@pytest.mark.parametrize(
    ("change", "timely"),
    [
        ({}, None),
        ({"results": frozenset({PREVENTED})}, None),  # nobody arrived
        ({"somebody_arrived": True, "results": frozenset({PREVENTED})}, True),
        ({"somebody_arrived": True, "results": frozenset({AFTER})}, False),
        ({"somebody_arrived": True, "outcome": Outcome.TOO_LATE}, False),
        ({"somebody_arrived": True, "outcome": Outcome.STOPPED}, True),
        ({"somebody_arrived": True}, None),
    ],
)
def test_timely_is_before_or_during_the_event(change: dict[str, Any], timely: bool | None) -> None:
    assert is_timely(PLAIN._replace(**change)) is timely


CASES = [
    PLAIN._replace(number=1, acted=frozenset({FORCE, OWN}), somebody_arrived=True,
            results=frozenset({PREVENTED}), is_womans=True, news_owed=True, news_told=True),
    PLAIN._replace(number=2, acted=frozenset({FORCE}), somebody_arrived=True,
            results=frozenset({AFTER}), is_womans=False, news_owed=True),
    PLAIN._replace(number=3, why_not=NonResponse.NO_FUEL),
    PLAIN._replace(number=4),
    PLAIN._replace(number=5, outcome=Outcome.MISTAKE, is_closed=True, is_womans=False),
    PLAIN._replace(number=6, kind=Kind.NEED, is_closed=True),
]  # fmt: skip


def test_every_figure_is_what_its_definition_says() -> None:
    found = tally(CASES, silent=(3, 12))
    assert {one.figure: (one.n, one.of) for one in found.measures} == {
        Figure.RECEIVED: (6, None),
        Figure.ACTIONABLE: (4, 6),
        Figure.ANSWERED: (2, 4),
        Figure.TIMELY: (1, 2),
        Figure.PREVENTED: (1, 4),
        Figure.NOT_ANSWERED: (2, 4),
        Figure.FED_BACK: (1, 2),
        Figure.FALSE: (1, 2),
        Figure.WOMEN: (1, 3),
        Figure.SILENT: (3, 12),
    }
    assert found.by_actor == {FORCE: 2, OWN: 1}
    assert found.why_not == {NonResponse.NO_FUEL: 1, NonResponse.NOT_ASKED: 1}


def test_a_share_of_nothing_is_no_share() -> None:
    empty = tally([])
    assert all(one.share is None for one in empty.measures)
    assert empty.spans[Span.ARRIVED].median is None
