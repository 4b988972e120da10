"""Lists of places in the formats that missions have."""

import gzip
import zipfile
from pathlib import Path

import pytest

from tocsin.formats.gazetteer import UnreadableGazetteer, read_gazetteer, read_gazetteer_text

GEONAMES = (
    "101\tKiwanja\tKiwanja\tKiouandja,كيوانجا\t-1.15\t29.43\tP\tPPL\tCD\t\t11\t\t\t\t5000\t\t1100\tAfrica/Lubumbashi\t2019-01-01\n"
    "102\tLac Vert\tLac Vert\t\t-1.6\t29.1\tH\tLK\tCD\t\t11\t\t\t\t0\t\t1100\tAfrica/Lubumbashi\t2019-01-01\n"
)
COD_AB = """{"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"ADM2_FR": "Rutshuru", "ADM1_FR": "Nord-Kivu", "ADM2_PCODE": "CD6104"},
  "geometry": {"type": "Polygon", "coordinates": [[[29.0, -1.0], [30.0, -1.0], [30.0, -2.0], [29.0, -1.0]]]}},
 {"type": "Feature", "properties": {"name": "Sans lieu"}, "geometry": null}]}"""
OSM = """{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": "node/7", "properties": {"name": "Oicha", "alt_name": "Oïcha;Oysha", "place": "town"},
  "geometry": {"type": "Point", "coordinates": [29.517, 0.7]}}]}"""


def test_geonames_keeps_settlements_and_latin_spellings() -> None:
    (place,) = read_gazetteer_text(GEONAMES)
    assert (place.place_id, place.name, place.lat) == ("101", "Kiwanja", -1.15)
    assert place.alternates == ("Kiouandja",)


def test_an_area_of_ocha_lies_in_its_middle() -> None:
    (place,) = read_gazetteer_text(COD_AB)
    assert (place.name, place.province, place.pcode) == ("Rutshuru", "Nord-Kivu", "CD6104")
    assert (place.lat, place.lon) == (-1.5, 29.5)


@pytest.mark.parametrize(
    ("table", "pcode", "units"),
    [
        (
            (
                "adm1_fr,adm1_pcode,adm2_fr,adm2_pcode,adm3_fr,adm3_pcode,lat,lon\n"
                "Nord-Kivu,CD61,Rutshuru,CD6104,Bwisha,CD610402,-1.2,29.4\n"
            ),
            "CD610402",
            [("Nord-Kivu", "CD61"), ("Rutshuru", "CD6104")],
        ),
        # A settlement lies in a unit; it is not the unit, and does not answer to its code.
        (
            (
                "featurenam,adm1_fr,adm1_pcode,adm2_fr,adm2_pcode,lat,lon\n"
                "Kiwanja,Nord-Kivu,CD61,Rutshuru,CD6104,-1.15,29.43\n"
            ),
            "",
            [("Nord-Kivu", "CD61"), ("Rutshuru", "CD6104")],
        ),
        (
            (
                "nom,lat,lon,territoire,territoire_pcode,groupement,groupement_pcode,zone_sante,pcode\n"
                "Kiwanja,-1.15,29.43,Rutshuru,CD6104,Jomba,CD61040203,Rutshuru-Z,CD6104020307\n"
            ),
            "CD6104020307",
            [("Rutshuru", "CD6104"), ("Jomba", "CD61040203"), ("Rutshuru-Z", "")],
        ),
    ],
    ids=["a unit of OCHA", "a settlement of OCHA", "a table of a mission"],
)
def test_each_unit_above_a_place_keeps_its_p_code(
    table: str, pcode: str, units: list[tuple[str, str]]
) -> None:
    (place,) = read_gazetteer_text(table)
    assert place.pcode == pcode
    assert [(unit.name, unit.pcode) for unit in place.units] == units


def test_osm_gives_other_names() -> None:
    (place,) = read_gazetteer_text(OSM)
    assert (place.place_id, place.alternates) == ("node/7", ("Oïcha", "Oysha"))


@pytest.mark.parametrize(
    "text",
    [
        "name,lat,lon\nKasenga,-1.5,29.2\n",
        "\ufeffNom;Latitude;Longitude\nKasenga;-1.5;29.2\n",
        "place\tlat\tlon\textra\nKasenga\t-1.5\t29.2\tx\n",
        "name,lat,lon,alternates,territoire,province,pcode\nKasenga,-1.5,29.2,Kasinga|Cassenga,Masisi,Nord-Kivu,CD1\n",
    ],
)
def test_a_missions_own_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text, encoding="utf-8")
    (place,) = read_gazetteer(path)
    assert (place.name, place.lat, place.lon) == ("Kasenga", -1.5, 29.2)


def test_rows_that_lie_nowhere_are_left_out() -> None:
    rows = "name,lat,lon\nA,,\nB,north,east\n,1,2\nC,95,200\nD,1,2\n"
    assert [place.name for place in read_gazetteer_text(rows)] == ["D"]


@pytest.mark.parametrize("text", ["", "hello\n", '{"features": ', "a,b\n1,2\n", '{"type": "x"}'])
def test_a_file_without_places_says_what_it_must_have(tmp_path: Path, text: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableGazetteer, match="GeoJSON"):
        read_gazetteer(path)


def test_geonames_names_the_areas_that_lines_of_their_own_tell() -> None:
    def line(number: str, name: str, kind: str, *codes: str) -> str:
        class_ = "A" if kind.startswith("ADM") else "P"
        cells = [number, name, name, "", "-1.1", "29.4", class_, kind, "CD", "", *codes]
        return "\t".join([*cells, *[""] * (19 - len(cells))])

    text = "\n".join(
        [
            line("1", "Kiwanja", "PPL", "11", "6104", "610402", ""),
            line("2", "Nord-Kivu", "ADM1", "11", "", "", ""),
            line("3", "Rutshuru", "ADM2", "11", "6104", "", ""),
            line("4", "Bwisha", "ADM3", "11", "6104", "610402", ""),
        ]
    )
    kiwanja, province, territory, chefferie = read_gazetteer_text(text)
    assert kiwanja.above == ("Nord-Kivu", "Rutshuru", "Bwisha")
    assert (province.above, territory.above) == (("", ""), ("Nord-Kivu", ""))
    assert chefferie.above == ("Nord-Kivu", "Rutshuru")


def test_a_list_says_in_which_groupement_and_health_zone_a_place_lies() -> None:
    text = (
        "nom,lat,lon,province,territoire,chefferie,groupement,zone_de_sante\n"
        "Kasenga,-1.5,29.2,Nord-Kivu,Masisi,Bahunde,Kamuronza,Kirotshe\n"
    )
    (place,) = read_gazetteer_text(text)
    assert place.within == ("Bahunde", "Kamuronza", "Kirotshe")


def test_what_overpass_gives_is_read_with_the_middle_of_its_areas() -> None:
    text = """{"version": 0.6, "elements": [
     {"type": "node", "id": 7, "lat": 0.7, "lon": 29.5, "tags": {"name": "Oicha", "place": "town"}},
     {"type": "way", "id": 8, "center": {"lat": 0.5, "lon": 29.4}, "tags": {"name": "Mbau"}},
     {"type": "node", "id": 9, "lat": 0.1, "lon": 29.1}]}"""
    rows = [(p.place_id, p.name, p.lat) for p in read_gazetteer_text(text)]
    assert rows == [("node/7", "Oicha", 0.7), ("way/8", "Mbau", 0.5)]


def test_lists_are_read_as_they_are_packed(tmp_path: Path) -> None:
    text = "name,lat,lon\nKasenga,-1.5,29.2\n"
    (tmp_path / "places.csv.gz").write_bytes(gzip.compress(text.encode()))
    with zipfile.ZipFile(tmp_path / "places.zip", "w") as packed:
        packed.writestr("readme.txt", "note")
        packed.writestr("places.csv", text)
    for name in ("places.csv.gz", "places.zip"):
        assert [place.name for place in read_gazetteer(tmp_path / name)] == ["Kasenga"]
    broken = tmp_path / "broken.gz"
    broken.write_bytes(b"\x1f\x8bnothing")
    with pytest.raises(UnreadableGazetteer, match="unpacked"):
        read_gazetteer(broken)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("head", ["name,lat,lon", "nom;lat;lon"])
def test_a_large_table_is_read_whatever_ends_its_lines(head: str, end: str) -> None:
    row = f"{'Amani'.ljust(300)},-1.5,29.5".replace(",", ";" if ";" in head else ",")
    text = end.join([head, *[row] * 4_000])
    assert len(list(read_gazetteer_text(text))) == 4_000


def test_geonames_is_read_whatever_ends_its_lines() -> None:
    text = (GEONAMES + GEONAMES.replace("Kiwanja", "Amani")).replace("\n", "\r")
    assert [one.name for one in read_gazetteer_text(text)] == ["Kiwanja", "Amani"]


@pytest.mark.parametrize(
    "text",
    [
        "name,lat,lon\n" + "\n" * 5_000_000,
        "a" + "\t" * 20 + "\n" * 5_000_001,
        '{"features":[' + "[]," * 2_500_001 + "[]]}",
        "name,lat,lon" + "," * 1_000_000 + "\na,1,2\n",
    ],
    ids=["a table of lines", "GeoNames of lines", "GeoJSON of lists", "one line"],
)
def test_a_small_file_that_becomes_millions_of_things_is_refused_before_it_is_read(
    text: str,
) -> None:
    with pytest.raises(UnreadableGazetteer, match=r"more than 5 million|longer than"):
        list(read_gazetteer_text(text))
