"""Places as they came from a list, and what their rows say together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from tocsin.domain.folding import fold_name


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as it came from a list; `alternates` are other names or spellings.

    `within` are the areas between the territory and the place: sector or chefferie, groupement, health zone. `codes` are the
    P-codes of the areas it lies in, in the order of `above`, each empty where the list has none.
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
    codes: tuple[str, ...] = ()

    @property
    def above(self) -> tuple[str, ...]:
        """The areas the place lies in, the province and the territory first."""
        return (self.province, self.territoire, *self.within)

    @property
    def units(self) -> tuple["Unit", ...]:
        """The areas above that the list names, with their P-codes, the province first."""
        return units_of(self.above, self.codes)


@dataclass(frozen=True, slots=True)
class Unit:
    """An area with its P-code, empty where none is known."""

    name: str
    pcode: str = ""


def units_of(above: Sequence[str], codes: Sequence[str]) -> tuple[Unit, ...]:
    """Return the areas that have a name, with their P-codes."""
    named = zip_longest(above, codes, fillvalue="")
    return tuple(Unit(name, code) for name, code in named if name)


def units_by_code(
    chains: Iterable[tuple[Sequence[str], Sequence[str]]],
) -> dict[str, tuple[Unit, ...]]:
    """Return by its folded code each area that has one, behind those that it lies in, from chains of areas and codes."""
    found: dict[str, tuple[Unit, ...]] = {}
    for above, codes in chains:
        units = units_of(above, codes)
        for at, unit in enumerate(units):
            if unit.pcode:
                found.setdefault(fold_name(unit.pcode), units[: at + 1])
    return found


def areas_of(above: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Return the folded names of all areas that places lie in."""
    return frozenset(filter(None, (fold_name(area) for areas in above for area in areas)))


def is_in(row: PlaceRow, areas: Sequence[str]) -> bool:
    """Whether a place lies in one of these areas, given by their folded names."""
    return not _folded_areas(row.above).isdisjoint(areas)


@lru_cache(maxsize=4096)
def _folded_areas(above: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_name(area) for area in above if area)


def first_words_of(names: Iterable[str]) -> frozenset[str]:
    """Return the first words of the names of several words."""
    return frozenset(name.split(" ", 1)[0] for name in names if " " in name)
