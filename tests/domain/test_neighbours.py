"""Those ahead of the attackers are warned from afar, those behind them only when they are near."""

import pytest

from tocsin.domain.neighbours import Settlement, Threat, in_the_way

HERE = (0.0, 29.0)
KM = 1 / 111.2  # degrees of latitude
NORTH_FAR = Settlement("north-far", 20 * KM, 29.0)
NORTH_TOO_FAR = Settlement("north-too-far", 40 * KM, 29.0)
SOUTH_NEAR = Settlement("south-near", -6 * KM, 29.0)
SOUTH_FAR = Settlement("south-far", -12 * KM, 29.0)
EAST_FAR = Settlement("east-far", 0.0, 29.0 + 20 * KM)
NORTH_EAST = Settlement("north-east", 14 * KM, 29.0 + 14 * KM)
ALL = [NORTH_FAR, NORTH_TOO_FAR, SOUTH_NEAR, SOUTH_FAR, EAST_FAR, NORTH_EAST]


@pytest.mark.parametrize(
    ("towards", "warned"),
    [
        ("N", ["south-near", "north-east", "north-far"]),
        ("NE", ["south-near", "north-east", "east-far", "north-far"]),
        ("S", ["south-near", "south-far"]),
        ("", ["south-near", "south-far"]),
        ("somewhere", ["south-near", "south-far"]),
    ],
)
def test_who_lies_in_the_way(towards: str, warned: list[str]) -> None:
    found = [one.code for one in in_the_way(Threat(*HERE, towards), ALL)]
    assert sorted(found) == sorted(warned)
    assert found[0] == "south-near"


def test_the_community_itself_needs_no_warning_of_its_own() -> None:
    assert in_the_way(Threat(*HERE, ""), [SOUTH_NEAR], except_for="south-near") == []
