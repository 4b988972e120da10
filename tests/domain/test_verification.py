"""Grades are proposed from independent origins; a denial contradicts and never closes."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.domain.origins import Claim
from tocsin.domain.verification import Record, SourceGrade, grade_source, weigh
from tocsin.domain.words import Access, VerificationState

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
State = VerificationState
GOOD = {"amani": SourceGrade.USUALLY, "neema": SourceGrade.USUALLY}


def claims(*said: tuple[str, Access]) -> list[Claim]:
    return [Claim(f"{n}", access, NOON, person=person) for n, (person, access) in enumerate(said)]


SAW, HEARD, TOLD, DENIES = Access.SAW, Access.HEARD, Access.TOLD, Access.DENIES


@pytest.mark.parametrize(
    ("said", "state", "grade"),
    [
        ([], State.NOT_ASSESSED, "F6"),
        ([("amani", TOLD)], State.NOT_ASSESSED, "F6"),
        ([("juma", SAW)], State.SINGLE_SOURCE, "F6"),
        ([("amani", HEARD)], State.SINGLE_SOURCE, "B3"),
        ([("amani", SAW)], State.SINGLE_SOURCE, "B2"),
        ([("amani", SAW), ("amani", SAW)], State.SINGLE_SOURCE, "B2"),
        ([("amani", SAW), ("juma", TOLD)], State.SINGLE_SOURCE, "B2"),
        ([("amani", HEARD), ("neema", HEARD)], State.CORROBORATED, "B2"),
        ([("amani", SAW), ("juma", HEARD)], State.CORROBORATED, "B1"),
        ([("juma", SAW), ("baraka", HEARD)], State.CORROBORATED, "F1"),
        ([("amani", SAW), ("chief", DENIES)], State.CONTRADICTED, "B4"),
        ([("amani", SAW), ("neema", SAW), ("chief", DENIES)], State.CONTRADICTED, "B3"),
        ([("chief", DENIES)], State.NOT_ASSESSED, "F6"),
    ],
)
def test_what_claims_are_worth_together(
    said: list[tuple[str, Access]], state: State, grade: str
) -> None:
    found = weigh(claims(*said), grades=GOOD)
    assert (found.state, found.grade) == (state, grade)
    assert found.reasons


def test_what_our_own_patrol_saw_is_confirmed() -> None:
    found = weigh(claims(("patrol", SAW)), own=["0"])
    assert (found.state, found.grade) == (State.CONFIRMED, "A1")


def test_our_own_patrol_that_found_nothing_contradicts_and_does_not_refute() -> None:
    found = weigh(claims(("amani", SAW), ("patrol", DENIES)), own=["1"])
    assert found.state is State.CONTRADICTED


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(Access)), max_size=8))
def test_grade_one_needs_two_origins_and_nothing_is_refuted_by_counting(
    said: list[tuple[str, Access]],
) -> None:
    found = weigh(claims(*said))
    assert found.state is not State.REFUTED
    if found.content_grade == 1:
        assert found.origins.independent >= 2
        assert found.origins.first_hand >= 1
        assert found.origins.denials == 0


@pytest.mark.parametrize(
    ("record", "grade"),
    [
        (Record(), SourceGrade.UNKNOWN),
        (Record(confirmed=2), SourceGrade.UNKNOWN),
        (Record(confirmed=3), SourceGrade.FAIRLY),
        (Record(confirmed=5), SourceGrade.USUALLY),
        (Record(confirmed=12), SourceGrade.COMPLETELY),
        (Record(confirmed=4, mistaken=1), SourceGrade.USUALLY),
        (Record(confirmed=1, mistaken=4), SourceGrade.NOT_USUALLY),
        (Record(confirmed=50, deliberate=1), SourceGrade.UNRELIABLE),
    ],
)
def test_a_source_is_graded_by_its_record(record: Record, grade: SourceGrade) -> None:
    assert grade_source(record) is grade


def test_a_threat_that_was_averted_never_lowers_a_source() -> None:
    for right, wrong in product(range(8), range(8)):
        before = grade_source(Record(confirmed=right, mistaken=wrong))
        assert grade_source(Record(confirmed=right, mistaken=wrong, averted=9)) is before
