"""The gazetteer in memory: names, their spellings, and the places they may be, nearest to the sender first."""

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from operator import itemgetter

from tocsin.domain.earth import kilometres
from tocsin.domain.folding import fold_name
from tocsin.domain.place_columns import Names, PlaceColumns, Texts
from tocsin.domain.place_index import KeyIndex
from tocsin.domain.place_matches import CHOICES, VETO_KM, Match, Resolved, distinct, is_accepted
from tocsin.domain.place_names import has_number, likeness, phonetic_key, phonetic_keys, slips
from tocsin.domain.place_rows import PlaceRow as PlaceRow  # noqa: PLC0414 - part of this subject
from tocsin.domain.place_rows import Unit, areas_of, first_words_of, is_in, units_by_code

_PRIOR_WEIGHT = 0.30
_PRIOR_KM = 60.0
# What a namesake loses that nobody near the sender would mean.
_FAR = 0.05
# Sure enough not to look among trigrams.
_SURE = 0.97
_TRIED_AT_MOST = 400
# Names less alike than this are not shown; nearly the same are those that a table of left-out letters finds.
_ALIKE = 0.6
_NEARLY = 0.9
# A name that is in the list as it is written has only rivals so much like it.
_RIVALS = 0.7
_NAMES = 24
_REMEMBERED_AT_MOST = 20_000


@dataclass(slots=True)
class Gazetteer:
    """Built once from rows, then only asked; it remembers the misspellings it has looked up."""

    rows: PlaceColumns
    names: Names
    keys: Texts
    index: KeyIndex
    first_words: frozenset[str]
    areas: frozenset[str]
    # Areas that have a P-code, each behind those above it, by the folded code.
    units: dict[str, tuple[Unit, ...]]
    # Names that came after the index was built, with their rows: some hundreds at most, looked through one by one.
    later: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _similar: dict[tuple[str, float], list[tuple[str, float]]] = field(default_factory=dict)

    @staticmethod
    def build(places: Iterable[PlaceRow]) -> "Gazetteer":
        """Return the gazetteer of these places, which are asked for one by one: seconds for 70,000 names."""
        rows = PlaceColumns.of(places)
        names = Names.of(rows)
        keys = Texts.of(phonetic_keys(names.texts))
        units = units_by_code(zip(rows.areas, rows.codes, strict=True))
        return Gazetteer(
            rows=rows,
            names=names,
            keys=keys,
            index=KeyIndex.build(keys),
            first_words=first_words_of(names.texts) | first_words_of(units),
            areas=areas_of(rows.areas),
            units=units,
        )

    def with_more(self, places: Sequence[PlaceRow]) -> "Gazetteer":
        """Return this gazetteer with a few places or names more, at once and without a new index."""
        if not places:
            return self
        rows = self.rows.with_more(places)
        units = units_by_code((row.above, row.codes) for row in places)
        later = dict(self.later)
        for row in range(len(self.rows), len(rows)):
            for name in rows.spellings(row):
                later[name] = (*later.get(name, ()), row)
        return replace(
            self,
            rows=rows,
            first_words=self.first_words | first_words_of(later) | first_words_of(units),
            areas=self.areas | areas_of(row.above for row in places),
            units=units | self.units,
            later=later,
            _similar={},
        )

    @staticmethod
    def demo() -> "Gazetteer":
        """Return the small list of real settlements that ships with the product."""
        return _demo()

    def knows(self, folded: str) -> bool:
        """Whether a place has exactly this folded name."""
        return folded in self.later or self.names.find(folded) >= 0

    def area_named(self, folded: str) -> str:
        """Return the folded name of the area that has this folded name or P-code, empty when none has."""
        if folded in self.units:
            return fold_name(self.units[folded][-1].name)
        return folded if folded in self.areas else ""

    def rows_named(self, folded: str) -> list[int]:
        """Return the numbers of the rows that bear exactly this folded name."""
        number = self.names.find(folded)
        return [*(self.names.rows(number) if number >= 0 else ()), *self.later.get(folded, ())]

    def point(self, name: str) -> tuple[float, float] | None:
        """Return where the best place of this name lies, or None when nothing is like it."""
        folded = fold_name(name)
        rows = self.rows_named(folded)
        if not rows:
            best = self.resolve(folded).matches[:1]
            return (best[0].row.lat, best[0].row.lon) if best else None
        return self.rows.point(rows[0])

    def similar(self, folded: str, at_least: float = _ALIKE) -> list[tuple[str, float]]:
        """Return names like this one with their likeness, best first; the name itself with 1.0.

        Most words of a message are no names: asking for what is nearly the same alone is ten times as quick.
        """
        known = self._similar.get((folded, at_least))
        if known is None:
            if len(self._similar) > _REMEMBERED_AT_MOST:
                self._similar.clear()
            known = self._similar[folded, at_least] = self._look_for(folded, at_least)
        return known

    def resolve(
        self,
        folded: str,
        *,
        near: tuple[float, float] | None = None,
        territories: Sequence[str] = (),
    ) -> Resolved:
        """Return the places this folded name may mean.

        `near` is the sender's place (lat, lon) and `territories` the folded names of territories and provinces
        that the message itself names: both count for a place and against its far namesakes.
        """
        flat = None if near is None else (near[0], near[1], math.cos(math.radians(near[0])))
        weighed = [
            (*self._weigh(row, score, flat, territories), score, row)
            for name, score in self.similar(folded)
            for row in self.rows_named(name)
        ]
        weighed.sort(key=itemgetter(0), reverse=True)
        found = tuple(
            Match(self.rows[row], score, name_score, km)
            for score, km, name_score, row in distinct(weighed[: CHOICES * 4], self._point_of)
        )
        return Resolved(found, is_accepted(found, near, territories))

    def _point_of(self, one: tuple[float, float | None, float, int]) -> tuple[float, float]:
        return self.rows.point(one[3])

    def _look_for(self, folded: str, at_least: float) -> list[tuple[str, float]]:
        known = self.knows(folded)
        if len(folded) < 3 or has_number(folded):
            # A P-code and the number of a camp mean what is written: the next one is another place, however near.
            return [(folded, 1.0)] if known else []
        key = phonetic_key(folded)
        if known:
            # Of a name that is in the list as it is written, only one mistake could have made it.
            at_least = max(at_least, _RIVALS)
            rows = self.index.near(key, one_letter=True)
        else:
            rows = self.index.near(key, slips(folded))
        found = self._scored(folded, key, rows, at_least)
        found |= {name: likeness(folded, key, name, phonetic_key(name)) for name in self.later}
        if known:
            found[folded] = 1.0
        # Trigrams find what is far from alike; whoever asks for nearly the same need not wait for them.
        if at_least < _NEARLY and (not found or max(found.values()) < _SURE):
            found |= self._scored(folded, key, self.index.alike(key), at_least)
        alike = [pair for pair in found.items() if pair[1] >= at_least]
        return sorted(alike, key=lambda pair: (-pair[1], pair[0]))[:_NAMES]

    def _scored(
        self, folded: str, key: str, rows: Sequence[int], at_least: float
    ) -> dict[str, float]:
        if len(rows) > _TRIED_AT_MOST:
            by_size = sorted(rows, key=lambda row: abs(self.names.texts.size(row) - len(folded)))
            rows = by_size[:_TRIED_AT_MOST]
        names, keys = self.names.texts.at(rows), self.keys.at(rows)
        return {
            name: likeness(folded, key, name, other, at_least=at_least)
            for name, other in zip(names, keys, strict=True)
        }

    def _weigh(
        self,
        row: int,
        name_score: float,
        flat: tuple[float, float, float] | None,
        territories: Sequence[str],
    ) -> tuple[float, float | None]:
        """Return the score of a place and how many kilometres it lies from the sender."""
        km = None
        score = name_score
        if flat is not None:
            # A flat map is good enough near the sender, and a hundred namesakes are weighed for one message.
            lat, lon = self.rows.point(row)
            north = lat - flat[0]
            east = (lon - flat[1]) * flat[2]
            km = 111.2 * math.sqrt(north * north + east * east)
            score += _PRIOR_WEIGHT * math.exp(-km / _PRIOR_KM) if km <= VETO_KM else -_FAR
        if territories and is_in(self.rows[row], territories):
            score += _PRIOR_WEIGHT
        return score, km


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance between two points (lat, lon in degrees) over the ground."""
    return kilometres(a[0], a[1], b[0], b[1])


@cache
def _demo() -> Gazetteer:
    path = resources.files("tocsin.domain") / "gazetteer_demo.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return Gazetteer.build(
        PlaceRow(
            place_id=row["place_id"],
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            alternates=tuple(name for name in row["alternates"].split("|") if name),
            territoire=row["territoire"],
            province=row["province"],
        )
        for row in csv.DictReader(lines)
    )
