"""Which words name a place, and what the place is to the event."""

from datetime import datetime

import pytest

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer, PlaceRow
from tocsin.domain.reading import Reading
from tocsin.domain.reading.as_json import from_json, to_json
from tocsin.domain.reading.read import read_message

SENT = datetime.fromisoformat("2024-05-15T14:30:00+02:00")


def read(text: str) -> Reading:
    return read_message(text, lexicon=Lexicon.load(), gazetteer=Gazetteer.demo(), sent_at=SENT)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("35N QA 8048 7744 presence 20 armes", 0.7, 29.52),
        ("tirs a 35NQA80487744", 0.7, 29.52),
        ("position gps 1.5667N 30.25E tirs", 1.5667, 30.25),
        ("attaque coord 0.49123, 29.47321", 0.49123, 29.47321),
        ("embuscade S1.4012 E28.8150", -1.4012, 28.815),
    ],
)
def test_a_grid_reference_or_degrees_are_a_place(text: str, lat: float, lon: float) -> None:
    (place,) = read(text).places
    assert place.accepted
    assert place.lat == pytest.approx(lat, abs=0.01)
    assert place.lon == pytest.approx(lon, abs=0.01)


@pytest.mark.parametrize(
    ("text", "place_ids"),
    [
        ("attaque a CD5405A1 ce matin, 3 morts", ["a"]),
        ("watu wanakimbia cd5405a2", ["b"]),
        # The next code is another place, however near.
        ("attaque a CD5405A3 ce matin", []),
    ],
)
def test_a_p_code_is_its_place_and_no_other(text: str, place_ids: list[str]) -> None:
    rows = [
        PlaceRow("a", "Mbau", 0.6, 29.5, pcode="CD5405A1"),
        PlaceRow("b", "Oicha", 0.7, 29.5, pcode="CD5405A2"),
    ]
    found = read_message(
        text,
        lexicon=Lexicon.load(),
        gazetteer=Gazetteer.build(rows),
        sent_at=SENT,
        sender_place=(0.7, 29.5),
    )
    assert [place.place_id for place in found.places] == place_ids


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Nobody can go to a territory: the place is still to be asked for.
        ("attaque dans CD6104 ce matin", [(None, "CD6104", ["Nord-Kivu", "Rutshuru"])]),
        ("tirs, zone CD610402, venez", [(None, "CD610402", ["Nord-Kivu", "Rutshuru", "Bwisha"])]),
        # Beside a name that two places bear, it says which of them.
        ("attaque a Kasenga CD6104", [("b", "", ["Nord-Kivu", "Rutshuru", "Bwisha"]),
                                      (None, "CD6104", ["Nord-Kivu", "Rutshuru"])]),
        ("attaque a Kasenga CD6103", [("a", "CD610301", ["Nord-Kivu", "Masisi"]),
                                      (None, "CD6103", ["Nord-Kivu", "Masisi"])]),
        # No unit has this code, however near it is to one.
        ("attaque dans CD6109 ce matin", []),
    ],
)  # fmt: skip
def test_the_p_code_of_a_unit_is_that_unit(
    text: str, found: list[tuple[str | None, str, list[str]]]
) -> None:
    rows = [
        PlaceRow("a", "Kasenga", -1.5, 29.2, territoire="Masisi", province="Nord-Kivu", pcode="CD610301",
                 codes=("CD61", "CD6103")),
        PlaceRow("b", "Kasenga", -1.1, 29.4, territoire="Rutshuru", province="Nord-Kivu", within=("Bwisha",),
                 codes=("CD61", "CD6104", "CD610402")),
    ]  # fmt: skip
    reading = read_message(
        text, lexicon=Lexicon.load(), gazetteer=Gazetteer.build(rows), sent_at=SENT
    )
    said = [(one.place_id, one.pcode, [unit.name for unit in one.units]) for one in reading.places]
    assert said == found
    again = from_json(to_json(reading)).places
    assert [(one.pcode, one.units) for one in again] == [(o.pcode, o.units) for o in reading.places]


@pytest.mark.parametrize("text", ["35N ZZ 12 345", "prix 1.50 2.75", "99.99, 199.99", "12 AB 3 4"])
def test_numbers_that_are_no_point_are_no_place(text: str) -> None:
    assert read(text).places == ()


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("coups de feu a mbau population fuit vers oicha", ["mbau:where", "oicha:to"]),
        ("200 menages deplaces de Ntoto arrives a Kibua", ["Ntoto:from", "Kibua:where"]),
        ("rebels moving from Tongo to Bukombo", ["Tongo:from", "Bukombo:to"]),
        ("embuscade sur la route Butembo-Beni pk 20", ["Butembo:where", "Beni:where"]),
        ("coupeurs de route entre Mambasa et Lolwa", ["Mambasa:where", "Lolwa:where"]),
        ("Un ami a Kasindi m a dit que 12 morts a Lume", ["Kasindi:sender", "Lume:where"]),
        ("ADF wamepita hapa Mukakati wakielekea Mavivi", ["Mukakati:where", "Mavivi:to"]),
        ("abaturage bahunze Bambo bagana Kibirizi", ["Bambo:from", "Kibirizi:to"]),
        ("ont pris la direction de Mutwanga avec 8 otages", ["Mutwanga:to"]),
        (
            "braconniers vus pres Nagero vers Gangala na Bodio",
            ["Nagero:where", "Gangala na Bodio:to"],
        ),
        ("ATTAQUE A MASISI CENTRE", ["MASISI CENTRE:where"]),
        ("combats a Kavurungu", ["Kavurungu:where"]),
    ],
)
def test_roles_of_places(text: str, roles: list[str]) -> None:
    assert [f"{place.surface}:{place.role}" for place in read(text).places] == roles


@pytest.mark.parametrize(
    "text",
    [
        "la population a fui en brousse",
        "watu wana woga na wasiwasi",
        "bato na basi bazali kobanga",
        "abantu mu ngo bafite ubwoba",
        "the people in the village are afraid",
        "nous avons besoin de l aide de la Monusco",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert read(text).places == ()


def test_a_place_nobody_knows_is_shown_without_a_guess() -> None:
    (place,) = read("tirs dans le village de Zzyzzxa").places
    assert (place.surface, place.name, place.accepted) == ("Zzyzzxa", None, False)


def test_tongo_is_a_town_and_tongo_tongo_a_group() -> None:
    assert read("tongo tongo babomi bato").places == ()
    assert [place.name for place in read("coups de feu a Tongo").places] == ["Tongo"]


def test_distance_and_direction_stand_beside_the_place() -> None:
    reading = read("2 personnes enlevees a 7 km au sud de Niangara")
    assert (reading.distance_km, reading.direction) == (7.0, "S")
    assert read("le chef est venu a l est de Pinga").direction == "E"
    assert read("le chef est venu a Pinga").direction is None


def test_a_list_of_names_takes_no_more_than_twelve() -> None:
    names = " ".join(row.name for row in Gazetteer.demo().rows)
    assert len(read(names).places) <= 12
