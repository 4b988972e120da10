"""A misspelt name finds its place, the sender's place chooses among namesakes, and far ones are refused."""

import pytest

from tocsin.domain.folding import fold_name
from tocsin.domain.place_columns import PlaceColumns
from tocsin.domain.place_names import phonetic_key, phonetic_keys, slips
from tocsin.domain.places import Gazetteer, PlaceRow, distance_km

GOMA = (-1.679, 29.223)
DUNGU = (3.617, 28.567)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kitchanga", "kitshanga"),
        ("mouchaki", "mushaki"),
        ("djugu", "jugu"),
        ("rutchuru", "rutshuru"),
        ("kinyanja", "kignanja"),
        ("quinshasa", "kinshasa"),
        ("bwito", "buito"),
    ],
)
def test_spellings_of_one_sound_share_a_key(one: str, other: str) -> None:
    assert phonetic_key(one) == phonetic_key(other)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kiwanja", "Kiwanja"),
        ("kiwandja", "Kiwanja"),
        ("kiwanga", "Kiwanja"),
        ("ouicha", "Oicha"),
        ("Eringueti", "Eringeti"),
        ("kanyabaionga", "Kanyabayonga"),
        ("manguredjpa", "Manguredjipa"),
        ("Kitchanga", "Kitshanga"),
        ("niyanzale", "Nyanzale"),
        ("Gangala na bodyo", "Gangala na Bodio"),
    ],
)
def test_a_misspelt_name_finds_its_place(written: str, name: str) -> None:
    found = Gazetteer.demo().resolve(fold_name(written), near=GOMA)
    assert found.matches[0].row.name == name


def test_letters_that_changed_places_are_put_right_before_they_are_heard() -> None:
    """The a and u of "saubka" sound like an o, which no other spelling of Sabuka has."""
    index = Gazetteer.build([PlaceRow("s", "Sabuka", -1.5, 29.2)]).index
    assert index.near(phonetic_key("saubka")) == []
    assert index.near(phonetic_key("saubka"), slips("saubka")) == [0]


def test_the_index_finds_every_key_a_letter_or_two_away_and_no_other() -> None:
    """Of each hash the lowest bits gave way to a row: no letter may stand in those alone."""
    places = Gazetteer.demo()
    keys = list(places.keys)
    stored = [_shortened(key, twice=len(key) > 6) for key in keys]
    for key in keys[::9]:
        asked = _shortened(key, twice=False)
        near = [row for row, kept in enumerate(stored) if not asked.isdisjoint(kept)]
        assert places.index.near(key, one_letter=True) == near, key


def _shortened(key: str, *, twice: bool) -> set[str]:
    """A key, and what is left of it without a letter or two."""
    once = {key[:at] + key[at + 1 :] for at in range(len(key))}
    both = {one[:at] + one[at + 1 :] for one in once for at in range(len(one))}
    return {key, *once, *(both if twice else ())}


def test_many_names_have_the_keys_that_each_has_by_itself() -> None:
    names = list(Gazetteer.demo().names.texts)
    assert phonetic_keys(names) == [phonetic_key(name) for name in names]


def test_a_misspelt_neighbour_is_likelier_than_a_far_place_of_that_very_name() -> None:
    places = [PlaceRow("far", "Maba", -1.5, 15.0), PlaceRow("near", "Mamba", -1.5, 29.2)]
    found = Gazetteer.build(places).resolve("maba", near=(-1.6, 29.0))
    assert found.matches[0].row.place_id == "near"


def _namesakes() -> Gazetteer:
    return Gazetteer.build(
        [
            PlaceRow("north", "Kasenga", -1.5, 29.2, territoire="Masisi"),
            PlaceRow("south", "Kasenga", -3.5, 29.1, territoire="Uvira"),
        ]
    )


def test_a_slip_that_makes_two_vowels_meet_is_forgiven() -> None:
    """The key of "dibaia" has an e where Dibala has none: a key may only help."""
    gazetteer = Gazetteer.build([PlaceRow("d", "Dibala", 1.0, 29.0)])
    assert gazetteer.similar("dibaia")[0][0] == "dibala"


def test_a_near_place_is_asked_about_when_another_bears_the_name_as_it_is_written() -> None:
    rows = [PlaceRow("far", "Kindu", -2.95, 25.92), PlaceRow("near", "Kinda", 1.0, 29.0)]
    resolved = Gazetteer.build(rows).resolve("kindu", near=(1.0, 29.01))
    assert resolved.matches[0].row.place_id == "near"
    assert not resolved.accepted


def test_namesakes_are_shown_and_never_guessed() -> None:
    found = _namesakes().resolve("kasenga")
    assert {match.row.place_id for match in found.matches} == {"north", "south"}
    assert not found.accepted


def test_the_senders_place_chooses_among_namesakes() -> None:
    found = _namesakes().resolve("kasenga", near=GOMA)
    assert (found.matches[0].row.place_id, found.accepted) == ("north", True)


def test_a_territory_named_in_the_message_chooses_too() -> None:
    found = _namesakes().resolve("kasenga", near=GOMA, territories=("uvira",))
    assert found.matches[0].row.place_id != "north" or not found.accepted
    assert (
        _namesakes().resolve("kasenga", territories=("uvira",)).matches[0].row.place_id == "south"
    )


def test_a_far_namesake_is_refused_unless_its_territory_is_named() -> None:
    gazetteer = Gazetteer.demo()
    far = gazetteer.resolve("dungu", near=GOMA)
    assert far.matches[0].row.name == "Dungu"
    assert not far.accepted
    assert gazetteer.resolve("dungu", near=DUNGU).accepted
    assert gazetteer.resolve("duru", near=GOMA, territories=("dungu",)).accepted


def test_a_word_like_no_name_finds_nothing_that_is_accepted() -> None:
    assert not Gazetteer.demo().resolve("xylophone", near=GOMA).accepted
    assert Gazetteer.demo().resolve("").matches == ()


def test_an_empty_gazetteer_answers() -> None:
    assert Gazetteer.build([]).resolve("goma").matches == ()


def test_the_demo_list_has_real_settlements_of_four_provinces() -> None:
    rows = Gazetteer.demo().rows
    assert {row.province for row in rows} >= {"Nord-Kivu", "Sud-Kivu", "Ituri", "Haut-Uele"}
    assert all(-5.5 < row.lat < 5.5 and 25 < row.lon < 31.5 for row in rows)
    assert len({row.place_id for row in rows}) == len(rows)


def test_distances_are_over_the_ground() -> None:
    assert distance_km(GOMA, DUNGU) == pytest.approx(593, abs=5)


def test_a_groupement_or_health_zone_named_in_the_message_chooses_among_namesakes() -> None:
    gazetteer = Gazetteer.build(
        [
            PlaceRow("a", "Kasenga", -1.5, 29.2, within=("Bahunde", "Kirotshe")),
            PlaceRow("b", "Kasenga", -1.1, 29.4, within=("Bwisha", "Rwanguba")),
        ]
    )
    assert {"bwisha", "rwanguba"} <= gazetteer.areas
    found = gazetteer.resolve("kasenga", territories=("rwanguba",))
    assert (found.matches[0].row.place_id, found.accepted) == ("b", True)


def test_a_place_in_columns_is_the_place_that_came() -> None:
    row = PlaceRow(
        "x", "Kaśenga", -1.5, 29.2, ("Cassenga", "Kasinga"), "Masisi", "Nord-Kivu", "CD1", ("B",),
        ("CD61", "CD6103"),
    )  # fmt: skip
    columns = PlaceColumns.of([row, PlaceRow("y", "Mbau", 0.6, 29.5)])
    assert (columns[0], columns[-1].name, len(columns)) == (row, "Mbau", 2)
    more = columns.with_more([PlaceRow("z", "Oicha", 0.7, 29.5)])
    assert [one.name for one in more] == ["Kaśenga", "Mbau", "Oicha"]
    assert len(columns) == 2


def test_names_that_come_later_are_found_and_do_not_change_the_first_list() -> None:
    first = _namesakes()
    second = first.with_more([PlaceRow("new", "Mukonze", -1.4, 29.1, ("Kasenga",))])
    assert second.resolve("mukonse", near=GOMA).matches[0].row.place_id == "new"
    assert len(second.resolve("kasenga").matches) == 3
    assert not first.knows("mukonze")
