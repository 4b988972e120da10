"""Which clocks are wrong is found without a network, and an old queue is no wrong clock."""

from datetime import timedelta

import pytest

from tocsin.domain.clock_skew import Reading, skews
from tocsin.domain.clock_words import ClockSource

M, G = ClockSource.MACHINE, ClockSource.GATEWAY


def reading(source: ClockSource, name: str, seconds: float, count: int = 5) -> Reading:
    return Reading(source, name, timedelta(seconds=seconds), count)


@pytest.mark.parametrize(
    ("why", "read", "found"),
    [
        ("nothing was read", [], []),
        ("all is well", [(M, "a", 0.2), (G, "g", -9), (G, "h", -3)], []),
        ("a machine is ahead", [(M, "a", 9), (M, "b", 0)], [("machine", "a", 9)]),
        ("a machine is behind", [(M, "a", -400)], [("machine", "a", -400)]),
        ("a gateway kept its messages", [(G, "g", -86_400)], []),
        ("a gateway kept them, another did not", [(G, "g", -86_400), (G, "h", -4)], []),
        ("two kept them, each for a time of its own", [(G, "g", -86_400), (G, "h", -9_000)], []),
        ("two kept a few, for the same time", [(G, "g", -600, 2), (G, "h", -610, 2)], []),
        ("one gateway's clock is ahead", [(G, "g", 600)], [("gateway", "g", 600)]),
        (
            "one is ahead, another is right",
            [(G, "g", 600), (G, "h", -5)],
            [("gateway", "g", 600)],
        ),
        (
            "two are ahead, each otherwise",
            [(G, "g", 600), (G, "h", 3_600)],
            [("gateway", "g", 600), ("gateway", "h", 3_600)],
        ),
        ("ours is behind: two say so", [(G, "g", 600), (G, "h", 590)], [("house", "", -590)]),
        ("ours is ahead: two say so", [(G, "g", -600), (G, "h", -595)], [("house", "", 600)]),
        (
            "two say so and a third kept its messages",
            [(G, "g", -600), (G, "h", -595), (G, "i", -40_000)],
            [("house", "", 600)],
        ),
        ("two say so and a third is right", [(G, "g", -600), (G, "h", -595), (G, "i", -3)], []),
    ],
)
def test_a_wrong_clock_is_named_and_an_old_queue_is_none(
    why: str, read: list[tuple[ClockSource, str, float]], found: list[tuple[str, str, float]]
) -> None:
    said = [
        (one.source.value, one.name, one.apart.total_seconds())
        for one in skews([reading(*one) for one in read])
    ]
    assert said == found, why


@pytest.mark.parametrize(
    ("read", "is_large"),
    [
        ([(M, "a", 9)], False),
        ([(M, "a", -240)], True),
        ([(G, "g", 9_000)], False),
        ([(G, "g", -600), (G, "h", -595)], True),
    ],
)
def test_people_are_told_of_what_turns_hours_false(
    read: list[tuple[ClockSource, str, float]], is_large: bool
) -> None:
    (found,) = skews([reading(*one) for one in read])
    assert found.is_large is is_large
