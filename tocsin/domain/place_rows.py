"""Places as they came from a list, and what their rows say together."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.domain.place_names import fold_name


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as it came from a list; `alternates` are other names or spellings."""

    place_id: str
    name: str
    lat: float
    lon: float
    alternates: tuple[str, ...] = ()
    territoire: str = ""
    province: str = ""
    pcode: str = ""


def rows_by_name(rows: Sequence[PlaceRow]) -> dict[str, tuple[int, ...]]:
    by_name: dict[str, tuple[int, ...]] = {}
    for number, row in enumerate(rows):
        for folded in {fold_name(spelling) for spelling in (row.name, *row.alternates)}:
            if folded:
                by_name[folded] = (*by_name.get(folded, ()), number)
    return by_name


def areas_of(rows: Sequence[PlaceRow]) -> dict[str, str]:
    """Return the folded names of territories and provinces, each with what it is."""
    areas = {fold_name(row.province): "province" for row in rows if row.province}
    areas |= {fold_name(row.territoire): "territoire" for row in rows if row.territoire}
    return areas


def is_in(row: PlaceRow, territories: Sequence[str]) -> bool:
    return fold_name(row.territoire) in territories or fold_name(row.province) in territories
