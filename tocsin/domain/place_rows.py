"""Places as they came from a list, and what their rows say together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.domain.place_names import fold_name


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as it came from a list; `alternates` are other names or spellings.

    `within` are the areas between the territory and the place: sector or chefferie, groupement, health zone.
    """

    place_id: str
    name: str
    lat: float
    lon: float
    alternates: tuple[str, ...] = ()
    territoire: str = ""
    province: str = ""
    pcode: str = ""
    within: tuple[str, ...] = ()

    @property
    def above(self) -> tuple[str, ...]:
        """The areas the place lies in, the province and the territory first."""
        return (self.province, self.territoire, *self.within)


def areas_of(above: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return the folded names of all areas that places lie in."""
    return frozenset(filter(None, (fold_name(area) for areas in above for area in areas)))


def is_in(row: PlaceRow, areas: Sequence[str]) -> bool:
    """Whether a place lies in one of these areas, given by their folded names."""
    return any(fold_name(area) in areas for area in row.above if area)


def first_words_of(names: Iterable[str]) -> frozenset[str]:
    """Return the first words of the names of several words."""
    return frozenset(name.split(" ", 1)[0] for name in names if " " in name)
