"""The gazetteer in memory: names, their spellings, and the places they may be, nearest to the sender first."""

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from tocsin.domain.earth import kilometres
from tocsin.domain.place_columns import Names, PlaceColumns, Texts
from tocsin.domain.place_index import KeyIndex
from tocsin.domain.place_names import fold_name, likeness, phonetic_key
from tocsin.domain.place_rows import PlaceRow as PlaceRow  # noqa: PLC0414 - part of this subject
from tocsin.domain.place_rows import areas_of, first_words_of, is_in

# Accepted without asking: at least this alike, and this far above the next place (reading.md §4.3).
ACCEPT_SCORE = 0.72
ACCEPT_MARGIN = 0.08
# Nearer than this two rows are one place for a person who answers.
SAME_PLACE_KM = 6.0
# A namesake farther from the sender is refused, unless the message names its territory.
VETO_KM = 150.0
_PRIOR_WEIGHT = 0.22
_PRIOR_KM = 45.0
# Sure enough not to look among trigrams.
_SURE = 0.97
_TRIED_AT_MOST = 48
_CHOICES = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a name may mean: `name_score` says how alike the names are, `score` adds the nearness."""

    row: PlaceRow
    score: float
    name_score: float
    km: float | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of a name: `matches` best first; `accepted` when the first needs no question."""

    matches: tuple[Match, ...] = ()
    accepted: bool = False


@dataclass(slots=True)
class Gazetteer:
    """Built once from rows, then only asked; it remembers the misspellings it has looked up."""

    rows: PlaceColumns
    names: Names
    keys: Texts
    index: KeyIndex
    first_words: frozenset[str]
    areas: frozenset[str]
    # Names that came after the index was built, with their rows: some hundreds at most, looked through one by one.
    later: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _similar: dict[str, list[tuple[str, float]]] = field(default_factory=dict)

    @staticmethod
    def build(places: Iterable[PlaceRow]) -> "Gazetteer":
        """Return the gazetteer of these places, which are asked for one by one: seconds for 70,000 names."""
        rows = PlaceColumns.of(places)
        names = Names.of(rows)
        every = range(len(names))
        keys = Texts.of(phonetic_key(names.texts[at]) for at in every)
        return Gazetteer(
            rows=rows,
            names=names,
            keys=keys,
            index=KeyIndex.build(keys),
            first_words=first_words_of(names.texts[at] for at in every),
            areas=areas_of(rows.areas),
        )

    def with_more(self, places: Sequence[PlaceRow]) -> "Gazetteer":
        """Return this gazetteer with a few places or names more, at once and without a new index."""
        if not places:
            return self
        rows = self.rows.with_more(places)
        later = dict(self.later)
        for row in range(len(self.rows), len(rows)):
            for name in rows.spellings(row):
                later[name] = (*later.get(name, ()), row)
        return replace(
            self,
            rows=rows,
            first_words=self.first_words | first_words_of(later),
            areas=self.areas | areas_of(row.above for row in places),
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

    def similar(self, folded: str) -> list[tuple[str, float]]:
        """Return names like this one with their likeness, best first; the name itself with 1.0."""
        known = self._similar.get(folded)
        if known is None:
            if len(self._similar) > 20_000:
                self._similar.clear()
            known = self._similar[folded] = self._look_for(folded)
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
        weighed.sort(key=lambda one: -one[0])
        distinct = _distinct(
            [
                Match(self.rows[row], score, name_score, km)
                for score, km, name_score, row in weighed[: _CHOICES * 4]
            ]
        )
        return Resolved(tuple(distinct[:_CHOICES]), _is_accepted(distinct, near, territories))

    def _look_for(self, folded: str) -> list[tuple[str, float]]:
        known = self.knows(folded)
        if len(folded) < 3:
            return [(folded, 1.0)] if known else []
        key = phonetic_key(folded)
        found = self._scored(folded, key, self.index.near(key))
        found |= {name: likeness(folded, key, name, phonetic_key(name)) for name in self.later}
        if known:
            found[folded] = 1.0
        if not found or max(found.values()) < _SURE:
            found |= self._scored(folded, key, self.index.alike(key))
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return [pair for pair in ranked if pair[1] >= 0.6][:12]

    def _scored(self, folded: str, key: str, rows: Sequence[int]) -> dict[str, float]:
        if len(rows) > _TRIED_AT_MOST:
            rows = sorted(rows, key=lambda row: abs(self.names.texts.size(row) - len(folded)))[:400]
        names = [(self.names.texts[row], self.keys[row]) for row in rows]
        return {name: likeness(folded, key, name, its_key) for name, its_key in names}

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
            score += _PRIOR_WEIGHT * math.exp(-km / _PRIOR_KM)
        if territories and is_in(self.rows[row], territories):
            score += _PRIOR_WEIGHT
        return score, km


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance between two points (lat, lon in degrees) over the ground."""
    return kilometres(a[0], a[1], b[0], b[1])


def _distinct(matches: Sequence[Match]) -> list[Match]:
    """Keep the first of the rows that lie in one place."""
    kept: list[Match] = []
    for match in matches:
        row = match.row
        if all(
            kilometres(row.lat, row.lon, one.row.lat, one.row.lon) > SAME_PLACE_KM for one in kept
        ):
            kept.append(match)
            if len(kept) == _CHOICES:
                break
    return kept


def _is_accepted(
    matches: Sequence[Match], near: tuple[float, float] | None, territories: Sequence[str]
) -> bool:
    if not matches:
        return False
    best = matches[0]
    if best.km is not None and best.km > VETO_KM and not is_in(best.row, territories):
        return False
    margin = best.score - matches[1].score if len(matches) > 1 else 1.0
    floor = ACCEPT_SCORE if near is not None else ACCEPT_SCORE + 0.1
    return best.name_score >= floor and margin >= ACCEPT_MARGIN


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
