"""Coded texts are read exactly or not at all, and at once."""

import time
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading import Reading, from_json, to_json
from tocsin.domain.reading.coded import looks_coded, read_coded
from tocsin.domain.reading.read import read_message
from tocsin.domain.reading.result import PlaceRole, Range
from tocsin.domain.words import Flag, Kind, Priority

EVENING = datetime.fromisoformat("2024-05-15T20:30:00+02:00")
NEAR_OICHA = (0.70, 29.52)


def read(text: str) -> Reading | None:
    return read_coded(
        text,
        lexicon=Lexicon.load(),
        gazetteer=Gazetteer.demo(),
        sent_at=EVENING,
        sender_place=NEAR_OICHA,
    )


def must_read(text: str) -> Reading:
    reading = read(text)
    assert reading is not None
    return reading


@pytest.mark.parametrize(
    "text",
    ["ATT Mbau", "ATT MBAU", "att mbau", "Att Mbau", "#ATT*MBAU", "ATT, Mbau.", " ATT/MBAU "],
)
def test_a_code_and_a_place_are_an_attack_under_way_there(text: str) -> None:
    reading = must_read(text)
    assert (reading.kind, reading.priority) == (Kind.ATTACK, Priority.P1)
    assert reading.is_alert
    assert Flag.IN_PROGRESS in reading.flags
    (place,) = reading.places
    assert (place.name, place.accepted) == ("Mbau", True)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("ATT MBAU 12 HA", {"armed_men": (12, 12)}),
        ("ATT MBAU HA 12", {"armed_men": (12, 12)}),
        ("MOV OICHA 10-15 HA", {"armed_men": (10, 15)}),
        ("KIL MBAU 3 MORTS 2 BLS", {"killed": (3, 3), "injured": (2, 2)}),
        ("KIL MBAU 3MORTS, 2BLS", {"killed": (3, 3), "injured": (2, 2)}),
        ("KIL MBAU 3", {"killed": (3, 3)}),
        ("CAT SAKE 8", {"cattle": (8, 8)}),
        ("ARS MAMOVE 5 MAISONS", {"houses": (5, 5)}),
        ("EXT SAKE 5000 FC", {"money": (5000, 5000)}),
        ("ATT MBAU", {}),
    ],
)
def test_numbers_count_what_their_unit_says(text: str, counts: dict[str, tuple[int, int]]) -> None:
    assert must_read(text).counts == {role: Range(*pair) for role, pair in counts.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ATT ADF MBAU", {"actors": ["ADF"]}),
        ("ATT MBAU MAI MAI 20 HA", {"actors": ["Mai-Mai"]}),
        ("ATT MBAU 12 HA", {"actors": ["UNK"]}),
        ("KIL ARS MAMOVE 4 MORTS 2 MAISONS", {"kinds": ["KIL", "ARS"]}),
        ("KIL+ARS MAMOVE 4 MORTS", {"kinds": ["KIL", "ARS"]}),
        ("MOV MBAU 30 HA DIR OICHA", {"roles": ["where", "to"]}),
        ("SHO 5KM NE MBAU", {"direction": "NE", "distance_km": 5.0}),
        ("KIL MBAU 0630", {"from": "2024-05-15T06:30:00+02:00"}),
        ("KIL MBAU 23H15", {"from": "2024-05-14T23:15:00+02:00"}),
        ("KIL MBAU HIER", {"from": "2024-05-14T00:00:00+02:00"}),
        ("ATT MBAU HIER 18H", {"from": "2024-05-14T18:00:00+02:00", "priority": "P2"}),
        ("KIL MBAU MNT", {"priority": "P1"}),
        ("LOO MBAU P2", {"priority": "P2"}),
        ("RAS KAMANYOLA", {"kind": "CHK", "priority": "P4", "is_alert": False}),
    ],
)  # fmt: skip
def test_each_field_is_read_for_what_it_is(text: str, expected: dict[str, Any]) -> None:
    written = to_json(must_read(text))
    written["actors"] = [actor["code"] for actor in written["actors"]]
    written["kinds"] = [kind["code"] for kind in written["kinds"]]
    written["roles"] = [place["role"] for place in written["places"]]
    written |= written["time"] or {}
    assert {name: written[name] for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "attaque a Mbau",
        "ATT Mbau les gens fuient",
        "ATT MBAU?",
        "Sur Goma",
        "SUR LA ROUTE",
        "Dis a Goma",
        "QUE DIEU NOUS GARDE",
        "CAT and dog",
        "att moi a Goma",
        "ATTENTION MBAU",
        "ADF ADF ADF Kainama",
        "12 personnes a Mbau",
        "200 Mbau",
        "1",
        "ATT MBAU 12",
    ],
)
def test_one_word_that_is_no_field_makes_the_text_free(text: str) -> None:
    assert read(text) is None


def test_a_place_nobody_knows_is_shown_and_never_guessed() -> None:
    (place,) = must_read("ATT KABUTSWANGO").places
    assert (place.surface, place.accepted, place.place_id) == ("KABUTSWANGO", False, None)
    assert "where" in must_read("ATT KABUTSWANGO").missing


def test_a_place_may_be_misspelt() -> None:
    assert must_read("ATT OICHAA").places[0].name == "Oicha"


def test_a_number_of_no_code_sheet_is_asked_for() -> None:
    reading = must_read("31 Luvungi")
    assert reading.is_alert
    assert reading.priority is Priority.P2
    assert reading.missing[0] == "code"
    assert reading.places[0].role is PlaceRole.WHERE


def test_a_number_of_the_code_sheet_is_its_kind() -> None:
    lexicon = Lexicon.load()
    lexicon.code_sheet[31] = Kind.ATTACK
    try:
        assert must_read("31 Luvungi").kind is Kind.ATTACK
    finally:
        del lexicon.code_sheet[31]


def test_the_whole_reader_takes_codes_first() -> None:
    reading = read_message(
        "ATT MBAU 12 HA", lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=EVENING
    )
    assert reading.why[0].rule == "coded.code"
    assert to_json(from_json(to_json(reading))) == to_json(reading)


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=30), st.sampled_from(["ATT ", "KIL MBAU ", "31 ", "ATT MBAU 12 HA ", "CAT 3 "])
)
def test_no_text_raises(text: str, start: str) -> None:
    read(start + text)
    looks_coded(text)


def test_a_coded_text_costs_a_small_part_of_a_free_one() -> None:
    free = "les hommes armes ont attaque le village de Mbau, 12 personnes"
    for text in (free, "ATT MBAU 12 HA"):
        read_any(text)
    assert _cost("ATT MBAU 12 HA") * 2 < _cost(free)


def read_any(text: str) -> Reading:
    return read_message(text, lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=EVENING)


def _cost(text: str) -> float:
    begun = time.process_time()
    for _ in range(200):
        read_any(text)
    return time.process_time() - begun
