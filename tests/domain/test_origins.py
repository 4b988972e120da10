"""Origins are counted, not messages: copies and hearsay add none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calls import calls_of
from tocsin.domain.origins import Claim, Said, count_origins, fingerprint, is_copy, storm
from tocsin.domain.words import Access

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
WORDS = (
    "Les rebelles sont entrés à Kasenga ce matin, ils brulent les maisons, "
    "la population fuit vers la paroisse"
)


def a_claim(name: str, access: Access = Access.SAW, **facts: Any) -> Claim:
    given_: dict[str, Any] = {"person": name, "phone": f"phone of {name}", **facts}
    moment = given_.pop("at", NOON)
    return Claim(name, access, moment, **given_)


@pytest.mark.parametrize(
    "copy",
    [
        WORDS.upper(),
        WORDS.replace("é", "e").replace("à", "a"),
        WORDS.replace("maisons", "maison"),
        "Transféré: " + WORDS,
        WORDS + " partagez svp",
    ],
)
def test_near_identical_words_are_copies(copy: str) -> None:
    assert is_copy(fingerprint(WORDS), fingerprint(copy))


@pytest.mark.parametrize(
    "other",
    [
        WORDS.replace("Kasenga", "Mirembe"),
        "Rebelles entrent a Kasenga, maisons brulees, les gens fuient vers la paroisse",
        "Des hommes armés ont volé des vaches à Mirembe hier soir, partis vers la colline",
    ],
)
def test_other_words_are_no_copies(other: str) -> None:
    assert not is_copy(fingerprint(WORDS), fingerprint(other))


def test_a_short_code_from_two_people_is_two_witnesses() -> None:
    assert fingerprint("ATT KASENGA 20") == 0
    assert not is_copy(0, 0)


def test_a_fingerprint_fits_a_signed_column() -> None:
    for n in range(200):
        assert -(2**63) <= fingerprint(WORDS + str(n)) < 2**63


@pytest.mark.parametrize(
    ("second", "independent"),
    [
        ({}, 2),
        ({"phone": "phone of amani"}, 1),
        ({"told_by": "amani"}, 1),
        ({"handset": "h1"}, 1),
        ({"circles": frozenset({"meeting of noon"})}, 1),
        ({"fingerprint": fingerprint(WORDS)}, 1),
        ({"access": Access.TOLD}, 1),
        ({"access": Access.FORWARDED}, 1),
        ({"access": Access.DENIES}, 1),
        ({"access": Access.HEARD}, 2),
    ],
)
def test_two_voices_are_one_origin_unless_they_are_apart(
    second: dict[str, Any], independent: int
) -> None:
    amani = a_claim(
        "amani",
        handset="h1",
        circles=frozenset({"meeting of noon"}),
        fingerprint=fingerprint(WORDS),
    )
    found = count_origins([amani, a_claim("neema", **second)])
    assert found.independent == independent


def test_the_board_line() -> None:
    claims = [
        a_claim("amani", n_messages=8),
        a_claim("neema", Access.HEARD),
        a_claim("salima", Access.TOLD, told_by="neema"),
        a_claim("juma", Access.TOLD, told_by="salima"),
        a_claim("chief", Access.DENIES),
    ]
    found = count_origins(claims)
    assert (found.messages, found.alerts, found.independent) == (12, 5, 2)
    assert (found.first_hand, found.denials, found.folded) == (1, 1, 2)
    assert found.groups[0] == ("neema", "salima", "juma")


def test_a_burst_of_numbers_never_seen_is_one_voice() -> None:
    def called(minutes: float, n: int) -> list[Claim]:
        return [
            a_claim(f"new{i}", is_new_number=True, at=NOON + i * timedelta(minutes=minutes))
            for i in range(n)
        ]

    assert count_origins(called(1, 5)).independent == 1
    assert count_origins(called(1, 4)).independent == 4
    assert count_origins(called(30, 5)).independent == 5


@pytest.mark.parametrize(
    ("n", "senders", "minutes", "is_storm"),
    [(10, 5, 9, True), (9, 5, 9, False), (10, 2, 9, False), (10, 5, 40, False)],
)
def test_a_storm_is_many_people_passing_on_the_same_words(
    n: int, senders: int, minutes: float, is_storm: bool
) -> None:
    print_ = fingerprint(WORDS)
    said = [
        Said(f"s{i % senders}", NOON - timedelta(minutes=minutes) * i / n, print_) for i in range(n)
    ]
    found = storm(said, like=print_, now=NOON)
    assert (found is not None) is is_storm
    if found:
        assert (found.copies, found.senders) == (n, senders)


def test_a_thousand_copies_are_one_group_for_ten_times_the_work_of_a_hundred() -> None:
    few, many = some_copies(100), some_copies(1000)
    found = count_origins(many)
    assert (found.independent, len(found.groups)) == (0, 1)
    assert calls_of(lambda: count_origins(many)) < 11 * calls_of(lambda: count_origins(few))


def some_copies(n: int) -> list[Claim]:
    return [a_claim(f"p{i}", Access.TOLD, fingerprint=fingerprint(WORDS)) for i in range(n)]


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12),
    st.lists(st.sampled_from(list(Access)), min_size=12, max_size=12),
)
def test_more_messages_never_make_more_origins_than_persons(
    people: list[str], accesses: list[Access]
) -> None:
    claims = [
        Claim(str(n), access, NOON, person=person)
        for n, (person, access) in enumerate(zip(people, accesses, strict=False))
    ]
    assert count_origins(claims).independent <= len(set(people))
