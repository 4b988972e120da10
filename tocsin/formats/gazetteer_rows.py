"""A row of a list of places, whatever its columns are called, as a place with the units above it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tocsin.domain.place_rows import PlaceRow

# Columns under which lists give one thing, the first that has a value.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "place_id": ("place_id", "id", "osm_id", "@id", "geonameid", "uuid", "fid"),
    "name": ("name", "nom", "place", "localite", "village", "featurenam", "name:fr", "adm4_fr", "adm4_en", "adm3_fr",
             "adm3_en", "adm2_fr", "adm2_en", "adm1_fr", "adm1_en"),
    "lat": ("lat", "latitude", "y", "lat_dd", "center_lat"),
    "lon": ("lon", "lng", "long", "longitude", "x", "lon_dd", "center_lon"),
    "territoire": ("territoire", "territory", "adm2_fr", "adm2_en", "admin2name", "adm2name"),
    "province": ("province", "adm1_fr", "adm1_en", "admin1name", "adm1name"),
    "pcode": ("pcode", "p_code", "ref:pcode"),
}  # fmt: skip
# What is named by the column of a level of OCHA's lists (COD-AB) has its P-code in that of the same level.
_CODE_OF = {
    f"adm{level}_{language}": f"adm{level}_pcode" for level in "1234" for language in ("fr", "en")
}
_CODES = {
    "province": ("province_pcode", "adm1_pcode"),
    "territoire": ("territoire_pcode", "territory_pcode", "adm2_pcode"),
}
# Areas between the territory and the place: sector or chefferie, groupement, health zone and area.
_WITHIN = (
    "sector", "secteur", "chefferie", "collectivite", "adm3_fr", "adm3_en", "groupement", "adm4_fr", "adm4_en", "zone",
    "zone_de_sante", "zone_sante", "health_zone", "zs", "aire_de_sante", "aire_sante", "health_area",
)  # fmt: skip
_ALTERNATES = (
    "alternates",
    "alternatenames",
    "alt_name",
    "raw_name",
    "name:fr",
    "name:sw",
    "old_name",
    "name:en",
)


def numbered(rows: Iterable[Mapping[str, Any]]) -> Iterator[PlaceRow]:
    """Yield the place of each row, known by its number where it has no id; rows without a name or a point are left out."""
    for number, row in enumerate(rows, start=1):
        place = _place(row, str(number))
        if place is not None:
            yield place


def _place(row: Mapping[str, Any], number: str) -> PlaceRow | None:
    lower = {str(key).strip().lower(): value for key, value in row.items() if key}
    name = _cell(lower, "name")
    point = _point(lower)
    if not name or point is None:
        return None
    pcode = _cell(lower, "pcode") or _code_of_its_level(lower)
    within = dict(_within(lower, name))
    return PlaceRow(
        place_id=_cell(lower, "place_id") or pcode or number,
        name=name,
        lat=point[0],
        lon=point[1],
        alternates=tuple(_alternates(lower, name)),
        territoire=_cell(lower, "territoire"),
        province=_cell(lower, "province"),
        pcode=pcode,
        within=tuple(within),
        codes=_trimmed(
            [_first(lower, _CODES[of]) for of in ("province", "territoire")] + [*within.values()]
        ),
    )


def _code_of_its_level(row: Mapping[str, Any]) -> str:
    """Return the P-code of the unit that a row of an OCHA list is; a place within one has no code of it."""
    column = next((one for one in _COLUMNS["name"] if row.get(one) not in (None, "")), "")
    return _first(row, (_CODE_OF[column],)) if column in _CODE_OF else ""


def _within(row: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Yield the areas a place lies in with their P-codes, from the largest, none twice and not its own."""
    seen = {name.lower(), ""}
    for column in _WITHIN:
        area = _plain(row.get(column) or "")
        if area.lower() not in seen:
            seen.add(area.lower())
            yield area, _first(row, (_CODE_OF.get(column, f"{column}_pcode"),))


def _trimmed(codes: list[str]) -> tuple[str, ...]:
    """Return the codes up to the last that is known: most lists have none."""
    while codes and not codes[-1]:
        codes.pop()
    return tuple(codes)


def _cell(row: Mapping[str, Any], wanted: str) -> str:
    return _first(row, _COLUMNS[wanted])


def _first(row: Mapping[str, Any], columns: Iterable[str]) -> str:
    for column in columns:
        value = row.get(column)
        if value not in (None, ""):
            return _plain(value)
    return ""


def _plain(value: object) -> str:
    """Return a value as words that can be stored: no NUL, no half of a character."""
    whole = str(value).encode("utf-8", "replace").decode()
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}").strip()


def _point(row: Mapping[str, Any]) -> tuple[float, float] | None:
    try:
        lat, lon = float(_cell(row, "lat")), float(_cell(row, "lon"))
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def _alternates(row: Mapping[str, Any], name: str) -> Iterator[str]:
    seen = {name.lower()}
    for column in _ALTERNATES:
        value = _plain(row.get(column) or "")
        for spelling in value.replace("|", ";").replace(",", ";").split(";"):
            plain = spelling.strip()
            if plain and plain.lower() not in seen and _is_latin(plain):
                seen.add(plain.lower())
                yield plain


def _is_latin(name: str) -> bool:
    """Other scripts cannot be matched with what people text, and would only fill the index."""
    return all(ord(letter) < 0x250 or letter in "’‘'-" for letter in name)
