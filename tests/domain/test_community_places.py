"""Codes, P-codes, and what looks like a mistake about a place."""

import pytest

from tocsin.domain.community_places import Spot, code_from, code_of, doubts_of, pcode_of
from tocsin.domain.community_words import Doubt

BASE = Spot("Mpala", -1.10, 29.45)
KASENGA = Spot("Kasenga", -1.10, 29.45)


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Mbau", (), "MBAU"),
        ("Kyanika-Sud", (), "KYANIKA-SUD"),
        ("Étang du Père", (), "ETANG-DU-PERE"),
        ("Mbau", ("MBAU", "MBAU-2"), "MBAU-3"),
        ("Avenue de la République démocratique", (), "AVENUE-DE-LA-REP"),
        ("村", (), "C"),
    ],
)
def test_a_code_is_made_of_the_name_and_is_nobody_else_s(
    name: str, taken: tuple[str, ...], code: str
) -> None:
    assert code_from(name, taken) == code
    assert code_of(code) == code


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("mbau", "MBAU"),
        (" C-kasenga ", "C-KASENGA"),
        ("a/b", None),
        ("../x", None),
        ("-x", None),
        ("", None),
        ("x" * 21, None),
    ],
)
def test_a_code_stands_in_addresses_and_files(said: str, kept: str | None) -> None:
    assert code_of(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("cd 6104", "CD6104"),
        ("CD5402ZS03AS12", "CD5402ZS03AS12"),
        ("6104", None),
        ("CDX", None),
        ("CD6104; DROP", None),
    ],
)
def test_a_p_code_names_its_country_first(said: str, kept: str | None) -> None:
    assert pcode_of(said) == kept


@pytest.mark.parametrize(
    ("spot", "doubts"),
    [
        (Spot("Buranga", -1.30, 29.50), []),
        (Spot("Kasenga", -1.15, 29.45), [Doubt.SAME_NAME_NEAR]),
        (Spot("KASÉNGA", -1.10, 29.45), [Doubt.SAME_NAME_NEAR]),
        (Spot("Kasenga", -1.30, 29.45), []),  # another village of that name
        (Spot("Buranga", -1.10, 29.45), [Doubt.SAME_POINT]),
        (Spot("Buranga", 1.10, 29.45), []),
        (Spot("Buranga", 29.45, -1.10), [Doubt.FAR_FROM_BASE]),  # the two numbers were swapped
    ],
)
def test_a_person_looks_twice_at_what_is_likely_a_mistake(spot: Spot, doubts: list[Doubt]) -> None:
    assert [one.doubt for one in doubts_of(spot, base=BASE, others=[KASENGA])] == doubts
