"""Warning signs: which are active, how they fade, and what changed since a week ago."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.domain.sign_words import SignChange, SignGroup
from tocsin.domain.signs import Look, Picture, all_signs, group_names, picture_of

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def ago(days: float, *, seen: bool = True, place: str = "", sign: str = "C1") -> Look:
    return Look(sign, seen, NOW - timedelta(days=days), "Mpala", place)


def picture(*looks: Look) -> Picture:
    return picture_of(looks, now=NOW, looked_at=None)


def test_the_list_has_77_signs_in_both_languages() -> None:
    assert len(all_signs()) == 77
    assert {sign.weight for sign in all_signs().values()} == {1, 2, 3}
    assert all(all(sign.names.values()) for sign in all_signs().values())
    assert set(group_names("fr")) == set(SignGroup)


@pytest.mark.parametrize(
    ("looks", "change", "strength"),
    [
        ([ago(0)], SignChange.NEW, 3.0),
        ([ago(7)], SignChange.STILL, 1.5),
        ([ago(10), ago(0)], SignChange.STILL, 3.0),
        ([ago(30), ago(1)], SignChange.NEW, 2.8),
        ([ago(9), ago(1, seen=False)], SignChange.GONE, 0.0),
        ([ago(3), ago(1, seen=False)], SignChange.GONE, 0.0),
        ([ago(15)], SignChange.FADED, 0.0),
    ],
)
def test_a_sign_weighs_less_each_day_and_says_what_changed(
    looks: list[Look], change: SignChange, strength: float
) -> None:
    (one,) = picture(*looks).signs
    assert (one.change, one.strength) == (change, strength)


def test_what_ended_long_ago_is_no_news() -> None:
    assert picture(ago(40)).signs == ()
    assert picture(ago(40), ago(20, seen=False)).signs == ()
    assert picture(ago(1, seen=False)).signs == ()


def test_a_sign_seen_in_two_places_counts_once_and_ends_place_by_place() -> None:
    both = picture(ago(2, place="Kasenga"), ago(1, place="Mirembe"))
    assert both.signs[0].places == ("Kasenga", "Mirembe")
    assert both.total == 2.8
    one = picture(
        ago(2, place="Kasenga"), ago(1, place="Mirembe"), ago(0, place="Mirembe", seen=False)
    )
    assert one.signs[0].places == ("Kasenga",)
    none = picture(ago(2, place="Kasenga"), ago(1, place="Mirembe"), ago(0, seen=False))
    assert none.signs[0].change is SignChange.GONE


def test_above_the_bases_the_places_are_bases_and_a_village_ends_only_itself() -> None:
    looks = [ago(2, place="Kasenga"), ago(1, place="Mirembe"), ago(0, place="Mirembe", seen=False)]
    found = picture_of(looks, now=NOW, looked_at=None, by_base=True).active
    assert [one.places for one in found] == [("Mpala",)]


def test_a_look_at_another_base_ends_nothing_here() -> None:
    elsewhere = Look("C1", is_seen=False, at=NOW, base="Tembo")
    assert picture(ago(2, place="Kasenga"), elsewhere).active


def test_the_sum_stands_beside_that_of_a_week_ago() -> None:
    now = picture(ago(7, sign="A1"), ago(0, sign="C1"), ago(8, sign="C12"))
    assert now.total == pytest.approx(1.0 + 3.0 + 0.4)
    assert now.before == pytest.approx(2.0 + 0.9)


def test_what_was_ticked_late_is_not_seen_before_it_was_so() -> None:
    assert picture_of([ago(0)], now=NOW - timedelta(days=1), looked_at=None).signs == ()
