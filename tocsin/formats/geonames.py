"""GeoNames tab files: settlements with their other names, and the areas they lie in by name."""

from collections.abc import Iterator, Sequence

COLUMNS = 15
# Populated places, areas of administration, parks and buildings; rivers and hills bear names too, but fewer people.
_CLASSES = frozenset({"P", "A", "L", "S", ""})
_AREAS = ("ADM1", "ADM2", "ADM3", "ADM4")
# Where the codes of the four steps of administration stand in a line.
_CODES = slice(10, 14)

Row = dict[str, str]
_Key = tuple[str, ...]


def geonames_rows(lines: Sequence[str]) -> Iterator[Row]:
    """Yield rows with named columns; an area's name comes from its own line, wherever in the file it stands."""
    areas = _areas(lines)
    for line in lines:
        cells = line.split("\t")
        if len(cells) < COLUMNS or cells[6] not in _CLASSES:
            continue
        above = _above(cells, areas)
        yield {
            "place_id": cells[0],
            "name": cells[1],
            "lat": cells[4],
            "lon": cells[5],
            "alternates": "|".join([cells[2], *cells[3].split(",")]),
            "province": above[0],
            "territoire": above[1],
            "sector": above[2],
            "groupement": above[3],
        }


def _areas(lines: Sequence[str]) -> dict[_Key, str]:
    """Return the names of the areas by country and their codes from the top down."""
    found: dict[_Key, str] = {}
    for line in lines:
        # Most lines are no area: looked at before they are cut.
        if "\tADM" not in line:
            continue
        cells = line.split("\t")
        if len(cells) >= COLUMNS and cells[7] in _AREAS:
            depth = _AREAS.index(cells[7]) + 1
            found[_key(cells, depth)] = cells[1]
    return found


def _above(cells: Sequence[str], areas: dict[_Key, str]) -> list[str]:
    codes = cells[_CODES]
    own = _AREAS.index(cells[7]) + 1 if cells[7] in _AREAS else None
    return [
        areas.get(_key(cells, depth), "") if codes[depth - 1] and depth != own else ""
        for depth in range(1, len(_AREAS) + 1)
    ]


def _key(cells: Sequence[str], depth: int) -> _Key:
    return (cells[8], *cells[_CODES][:depth])
