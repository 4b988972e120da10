"""A long list of places and names in columns instead of objects: a million of them fit into a small laptop."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import overload

import numpy as np
import numpy.typing as npt

from tocsin.domain.folding import fold_name
from tocsin.domain.place_rows import PlaceRow

_Numbers = npt.NDArray[np.int64]
_JOIN = "\x1f"
_KNOWN_AT_MOST = 50_000


@dataclass(slots=True)
class Texts:
    """Texts one after the other in one piece of memory; an empty one costs eight bytes."""

    blob: bytearray = field(default_factory=bytearray)
    ends: "array[int]" = field(default_factory=lambda: array("q", [0]))

    @staticmethod
    def of(texts: Iterable[str]) -> "Texts":
        """Return these texts in their order."""
        blob, ends = bytearray(), array("q", [0])
        for text in texts:
            blob += text.encode("utf-8", "replace")
            ends.append(len(blob))
        return Texts(blob, ends)

    def add(self, text: str) -> None:
        self.blob += text.encode("utf-8", "replace")
        self.ends.append(len(self.blob))

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, at: int) -> str:
        return self.blob[self.ends[at] : self.ends[at + 1]].decode()

    def size(self, at: int) -> int:
        """Return how many bytes a text has."""
        return self.ends[at + 1] - self.ends[at]

    def at(self, places: Iterable[int]) -> list[str]:
        """Return the texts at these places."""
        blob, ends = self.blob, self.ends
        return [blob[ends[at] : ends[at + 1]].decode() for at in places]

    def __iter__(self) -> Iterator[str]:
        blob = self.blob
        return (blob[first:last].decode() for first, last in pairwise(self.ends))

    def letters(self, first: int, count: int, width: int) -> npt.NDArray[np.uint8]:
        """Return up to `count` texts from `first` on as a table of bytes, one row a text, cut or filled up to a width."""
        ends = np.array(self.ends[first : first + count + 1])
        # What stands behind the last one is there to be cut off.
        blob = np.frombuffer(self.blob[ends[0] : ends[-1]] + bytes(width), dtype=np.uint8)
        places = (ends[:-1] - ends[0])[:, None] + np.arange(width)
        inside = np.arange(width) < np.diff(ends)[:, None]
        return np.where(inside, blob[places], np.uint8(0))


@dataclass(slots=True)
class PlaceColumns(Sequence[PlaceRow]):
    """Places as they came, made into a row only when somebody asks for one; `more` came after the columns."""

    ids: Texts = field(default_factory=Texts)
    names: Texts = field(default_factory=Texts)
    alternates: Texts = field(default_factory=Texts)
    pcodes: Texts = field(default_factory=Texts)
    lats: "array[float]" = field(default_factory=lambda: array("d"))
    lons: "array[float]" = field(default_factory=lambda: array("d"))
    # The areas above are few and named often: each set of them once, and which of them each place has.
    area: "array[int]" = field(default_factory=lambda: array("l"))
    areas: list[tuple[str, ...]] = field(default_factory=list)
    # The P-codes of each of these sets of areas, in the same order.
    codes: list[tuple[str, ...]] = field(default_factory=list)
    more: tuple[PlaceRow, ...] = ()

    @staticmethod
    def of(rows: Iterable[PlaceRow]) -> "PlaceColumns":
        """Return these places; the rows are asked for one by one and not kept."""
        if isinstance(rows, PlaceColumns):
            return rows
        columns = PlaceColumns()
        known: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
        for row in rows:
            columns.ids.add(row.place_id)
            columns.names.add(row.name)
            columns.alternates.add(_JOIN.join(row.alternates))
            columns.pcodes.add(row.pcode)
            columns.lats.append(row.lat)
            columns.lons.append(row.lon)
            columns.area.append(known.setdefault((row.above, row.codes), len(known)))
        columns.areas.extend(above for above, _ in known)
        columns.codes.extend(codes for _, codes in known)
        return columns

    def with_more(self, rows: Sequence[PlaceRow]) -> "PlaceColumns":
        """Return these places and a few more behind them; the columns are shared."""
        return PlaceColumns(
            self.ids, self.names, self.alternates, self.pcodes, self.lats, self.lons, self.area, self.areas,
            self.codes, (*self.more, *rows),
        )  # fmt: skip

    def point(self, at: int) -> tuple[float, float]:
        """Return where a place lies without making its row."""
        count = len(self.lats)
        if at >= count:
            return self.more[at - count].lat, self.more[at - count].lon
        return self.lats[at], self.lons[at]

    def spellings(self, at: int) -> list[str]:
        """Return the name of a place, its other names and its P-code, each folded, none twice."""
        count = len(self.lats)
        if at >= count:
            row = self.more[at - count]
            spelt = [row.name, *row.alternates, row.pcode]
        else:
            others = self.alternates[at]
            spelt = [self.names[at], *(others.split(_JOIN) if others else ()), self.pcodes[at]]
        return _folded(spelt)

    def all_spellings(self) -> Iterator[list[str]]:
        """Yield the spellings of each place in turn, many times as quickly as one asks for each."""
        for name, others, pcode in zip(self.names, self.alternates, self.pcodes, strict=True):
            if others or pcode:
                yield _folded([name, *others.split(_JOIN), pcode])
            elif folded := fold_name(name):
                yield [folded]
            else:
                yield []
        for row in range(len(self.lats), len(self)):
            yield self.spellings(row)

    def __len__(self) -> int:
        return len(self.lats) + len(self.more)

    def __iter__(self) -> Iterator[PlaceRow]:
        return (self[at] for at in range(len(self)))

    @overload
    def __getitem__(self, at: int) -> PlaceRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[PlaceRow]: ...
    def __getitem__(self, at: int | slice) -> PlaceRow | Sequence[PlaceRow]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        count = len(self.lats)
        at = at + len(self) if at < 0 else at
        if at >= count:
            return self.more[at - count]
        others = self.alternates[at]
        province, territoire, *within = self.areas[self.area[at]]
        return PlaceRow(
            place_id=self.ids[at],
            name=self.names[at],
            lat=self.lats[at],
            lon=self.lons[at],
            alternates=tuple(others.split(_JOIN)) if others else (),
            territoire=territoire,
            province=province,
            pcode=self.pcodes[at],
            within=tuple(within),
            codes=self.codes[self.area[at]],
        )


def _folded(spelt: Iterable[str]) -> list[str]:
    return list(filter(None, dict.fromkeys(map(fold_name, filter(None, spelt)))))


@dataclass(slots=True)
class Names:
    """Every folded name once, in the order in which they came, and which rows bear it."""

    texts: Texts
    _hashes: "array[int]"
    _name_of: _Numbers
    _first: _Numbers
    _last: _Numbers
    _rows: npt.NDArray[np.int32]
    _found: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def of(columns: PlaceColumns) -> "Names":
        """Return the names of these places."""
        spelt, hashes, rows = Texts(), array("q"), array("l")
        for row, names in enumerate(columns.all_spellings()):
            for name in names:
                spelt.add(name)
                hashes.append(hash(name))
                rows.append(row)
        codes = np.frombuffer(hashes, dtype=np.int64) if hashes else np.zeros(0, np.int64)
        order = np.argsort(codes, kind="stable")
        in_order = codes[order]
        begins = np.flatnonzero(np.diff(in_order, prepend=in_order[:1] - 1) != 0)
        bounds = np.append(begins, len(order))
        # Groups of one name stand by hash; the names by where each was first spelt.
        spelt_at = order[begins]
        by_place = np.argsort(spelt_at)
        name_of = np.empty(len(begins), np.int64)
        name_of[by_place] = np.arange(len(begins))
        return Names(
            texts=Texts.of(spelt.at(spelt_at[by_place].tolist())),
            _hashes=array("q", in_order[begins].tobytes()),
            _name_of=name_of,
            _first=bounds[:-1][by_place],
            _last=bounds[1:][by_place],
            _rows=np.array(rows, dtype=np.int32)[order],
        )

    def find(self, folded: str) -> int:
        """Return the number of a name, -1 for one that nobody bears."""
        found = self._found.get(folded)
        if found is None:
            if len(self._found) > _KNOWN_AT_MOST:
                self._found.clear()
            found = self._found[folded] = self._look_up(folded)
        return found

    def rows(self, number: int) -> list[int]:
        """Return the rows that bear a name, in their order."""
        bearers: list[int] = self._rows[self._first[number] : self._last[number]].tolist()
        return bearers

    def _look_up(self, folded: str) -> int:
        code = hash(folded)
        at = bisect_left(self._hashes, code)
        if at == len(self._hashes) or self._hashes[at] != code:
            return -1
        number = int(self._name_of[at])
        return number if self.texts[number] == folded else -1

    def __len__(self) -> int:
        return len(self.texts)
