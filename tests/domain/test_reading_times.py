"""When it happened: Swahili clocks, yesterdays that may be tomorrows, ages and parts of days."""

from datetime import datetime

import pytest

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading import Reading
from tocsin.domain.reading.read import read_message

# A Wednesday afternoon.
SENT = datetime.fromisoformat("2024-05-15T14:30:00+02:00")


def read(text: str, at: datetime = SENT) -> Reading:
    return read_message(text, lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=at)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("wameua watu saa 4 usiku", "2024-05-14T22:00"),
        ("wameua watu saa nne usiku", "2024-05-14T22:00"),
        ("wameua watu saa mbili asubuhi", "2024-05-15T08:00"),
        ("wameua watu saa moja jioni", "2024-05-14T19:00"),
        ("wameua watu saa kumi na moja asubuhi", "2024-05-15T05:00"),
        ("wameua watu jana saa tatu na nusu usiku", "2024-05-14T21:30"),
        ("bishe umuntu saa yine", "2024-05-15T10:00"),
        ("attaque hier vers 22h30", "2024-05-14T22:30"),
        ("attaque à 0630 heures", "2024-05-15T06:30"),
        ("attack at 6 pm", "2024-05-14T18:00"),
        ("tirs depuis 5h du matin", "2024-05-15T05:00"),
        ("tirs il y a 2 heures", "2024-05-15T12:10"),
        ("tirs ya 30min", "2024-05-15T13:45"),
        ("attaque hier soir", "2024-05-14T17:00"),
        ("wameua watu jana usiku", "2024-05-14T18:00"),
        ("babomi moto lelo na ntongo", "2024-05-15T05:00"),
        ("attaque avant-hier", "2024-05-13T00:00"),
        ("lobi babetaki masasi na Ngilima", "2024-05-14T00:00"),
        ("lobi bakoya kobundisa Faradje", "2024-05-16T00:00"),
        ("ejo bashimuse abana babiri i Tongo", "2024-05-14T00:00"),
        ("ejo bazatera Kitchanga", "2024-05-16T00:00"),
        ("ils ont attaqué lundi", "2024-05-13T00:00"),
        ("ils vont attaquer dimanche", "2024-05-19T00:00"),
        ("watashambulia siku tatu zijazo, tuhame kabla ya siku tatu", "2024-05-18T00:00"),
        ("wameua watu siku tatu zilizopita", "2024-05-12T00:00"),
    ],
)
def test_when_it_began(text: str, start: str) -> None:
    time = read(text).time
    assert time is not None
    assert time.start.isoformat()[:16] == start
    assert time.start <= time.end


@pytest.mark.parametrize(
    "text",
    ["attaque à Mbau", "à 2 h a pied d ici", "moi je suis au village", "ils volent chaque samedi"],
)
def test_what_is_no_time(text: str) -> None:
    assert read(text).time is None


def test_times_carry_the_zone_of_the_sender() -> None:
    sent = datetime.fromisoformat("2024-05-15T23:30:00+00:00")
    time = read("attaque aujourd hui", sent).time
    assert time is not None
    assert time.start.isoformat() == "2024-05-16T00:00:00+02:00"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("le 12 mars ils ont tué 3 personnes à Oicha", "2024-03-12"),
        ("attaque du 12/05 a Mbau 4 morts", "2024-05-12"),
        ("10/05/2024 tirs a Sake", "2024-05-10"),
        ("1er mai attaque a Sake", "2024-05-01"),
        ("réunion le 20 mai à Goma", "2024-05-20"),
        ("le 30 décembre 2023 ils ont tué 3 personnes", "2023-12-30"),
        ("tarehe 3 mwezi wa tano waliiba ngombe tano", "2024-05-03"),
        ("tarehe 10 waliua watu wawili Oicha", "2024-05-10"),
        ("mokolo ya 10 sanza ya mitano babomi bato mibale na Duru", "2024-05-10"),
        ("ku itariki ya 10 Gicurasi bishe abantu babiri i Tongo", "2024-05-10"),
        ("On March 12 they burned 5 houses in Sake", "2024-03-12"),
        ("le 10 mai 12 mai mai ont pillé Mbau", "2024-05-10"),
    ],
)
def test_a_date_is_the_nearest_of_its_name(text: str, day: str) -> None:
    time = read(text).time
    assert time is not None
    assert time.start.isoformat()[:16] == f"{day}T00:00"


@pytest.mark.parametrize(
    "text",
    [
        "12 mai mai vus a Mbau",
        "12 may have fled from Sake",
        "3/4 des maisons brulees a Sake",
        "match 12-3 a Goma",
        "position 12.03 tirs",
        "31/02 tirs a Sake",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read(text).time is None


def test_a_date_counts_nobody() -> None:
    reading = read("le 12 mars ils ont tué 3 personnes à Oicha")
    assert {role: (r.min, r.max) for role, r in reading.counts.items()} == {"killed": (3, 3)}


@pytest.mark.parametrize(
    ("text", "start"),
    [("ejo tuzahura mu rusengero", "2024-05-16"), ("lobi tokokutana na ndako", "2024-05-16")],
)
def test_verbs_that_the_lexicon_does_not_know_say_tomorrow_too(text: str, start: str) -> None:
    time = read(text).time
    assert time is not None
    assert time.start.isoformat()[:10] == start
