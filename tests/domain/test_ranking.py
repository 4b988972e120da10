"""Must, should, could: what the rules propose, each with its reasons."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tocsin.domain.planning_words import Rank
from tocsin.domain.ranking import Exposed, Trouble, in_order, is_due, propose
from tocsin.domain.words import Priority

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
P1, P2, P3 = Priority.P1, Priority.P2, Priority.P3


def trouble(days: int, priority: Priority, *, nobody_came: bool = False) -> Trouble:
    return Trouble(NOW - timedelta(days=days), priority, nobody_came)


def exposed(*troubles: Trouble, people: int = 200, minutes: int | None = 30) -> Exposed:
    return Exposed("C", troubles, people, minutes, n_focal_points=2)


@pytest.mark.parametrize(
    ("about", "rank", "reason"),
    [
        (exposed(trouble(3, P1), people=4000), Rank.MUST, "rank.many_exposed"),
        (exposed(trouble(3, P1), minutes=None), Rank.MUST, "rank.far_from_help"),
        (exposed(trouble(3, P1), minutes=90), Rank.MUST, "rank.far_from_help"),
        (exposed(trouble(3, P1, nobody_came=True)), Rank.MUST, "rank.nobody_came"),
        (exposed(trouble(3, P1)), Rank.SHOULD, "rank.attacked_lately"),
        (exposed(trouble(20, P1), people=4000), Rank.SHOULD, "rank.threatened_lately"),
        (exposed(trouble(29, P2)), Rank.SHOULD, "rank.threatened_lately"),
        (exposed(trouble(2, P3)), Rank.COULD, "rank.trouble_this_quarter"),
        (exposed(trouble(60, P1)), Rank.COULD, "rank.trouble_this_quarter"),
        (exposed(trouble(91, P1)), Rank.NONE, ""),
        (exposed(people=4000, minutes=None), Rank.NONE, "rank.many_exposed"),
    ],
)
def test_a_rank_is_proposed_with_its_reasons(about: Exposed, rank: Rank, reason: str) -> None:
    found = propose(about, now=NOW)
    assert found.rank is rank
    assert not reason or reason in found.reasons


def test_the_most_pressing_comes_first() -> None:
    could, must = exposed(trouble(60, P3)), exposed(trouble(1, P1), minutes=None)
    ranks = [one.rank for one in in_order(propose(one, now=NOW) for one in (could, must))]
    assert ranks == [Rank.MUST, Rank.COULD]


def test_a_review_is_due_on_its_day() -> None:
    day = date(2026, 3, 14)
    assert [is_due(one, today=day) for one in (day - timedelta(1), day, day + timedelta(1))] == [
        True, True, False,
    ]  # fmt: skip
