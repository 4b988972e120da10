"""The index of misspelt names: a table of keys with letters left out, and trigrams behind it, both in numpy."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.domain.place_columns import Texts

_Hashes = npt.NDArray[np.uint64]
_Rows = npt.NDArray[np.int32]
_Codes = npt.NDArray[np.uint16]

# Hash of a key: sum of letter * BASE**place, modulo 2**64; an odd base can be divided by, so a letter can be left out.
_BASE = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_INVERSE_TWICE = (_INVERSE * _INVERSE) & _MASK
_LONGEST = 24
_POWERS = [pow(_BASE, place, 1 << 64) for place in range(_LONGEST)]
# Keys this long are also stored with two letters left out; shorter ones would all meet.
_TWO_FROM = 7
# Above this size only one letter is left out: memory before recall.
_SMALL = 300_000
_TRIGRAM_SLOTS = 1 << 16
# A million names are indexed in parts: the tables of a part take a hundred times its names.
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class KeyIndex:
    """`near` finds keys one or two edits away; `alike` those that share most trigrams.

    Each of `hashes` stands once; `starts` says where its rows begin in `rows`.
    """

    hashes: _Hashes
    starts: npt.NDArray[np.int32]
    rows: _Rows
    two_letters: bool
    trigram_starts: npt.NDArray[np.int64]
    trigram_rows: _Rows
    lengths: npt.NDArray[np.int16]

    @staticmethod
    def build(keys: Texts) -> "KeyIndex":
        """Return the index of these keys; a row is a place in `keys`."""
        two = len(keys) <= _SMALL
        # One table after the other: what the first was made of is gone before the second is begun.
        hashes, firsts, rows = _all_shortened(keys, two_letters=two)
        starts, posting, lengths = _all_trigrams(keys)
        return KeyIndex(hashes, firsts, rows, two, starts, posting, lengths)

    def near(self, key: str, others: Iterable[str] = (), *, one_letter: bool = False) -> list[int]:
        """Return the rows whose key is this one but for a letter or two, or one of `others`, in their order."""
        if not len(self.hashes) or not key:
            return []
        own = _hashes_of(key, two_letters=self.two_letters and not one_letter)
        wanted = np.concatenate([np.array(own, dtype=np.uint64), _whole_hashes(list(others))])
        # In their order the halves of the table are read once and stay in the processor's memory.
        wanted.sort()
        places = self.hashes.searchsorted(wanted)
        places[places == len(self.hashes)] = 0
        hit = places[self.hashes[places] == wanted]
        bounds = zip(self.starts[hit].tolist(), self.starts[hit + 1].tolist(), strict=True)
        parts = [self.rows[first:last] for first, last in bounds]
        return np.unique(np.concatenate(parts)).tolist() if parts else []

    def alike(self, key: str, at_most: int = 40) -> list[int]:
        """Return the rows that share most trigrams with this key, best first."""
        letters, lengths = _letters([key])
        grams = np.unique(_trigram_codes(letters, lengths)[0])
        parts = [
            self.trigram_rows[self.trigram_starts[gram] : self.trigram_starts[gram + 1]]
            for gram in grams.tolist()
        ]
        if not parts:
            return []
        rows, shared = np.unique(np.concatenate(parts), return_counts=True)
        if not len(rows):
            return []
        score = 2.0 * shared / (len(grams) + self.lengths[rows] + 1)
        best = np.argsort(-score, kind="stable")[:at_most]
        chosen: list[int] = rows[best].tolist()
        return chosen


def _in_parts(keys: Texts) -> Iterator[tuple[int, npt.NDArray[np.uint64], npt.NDArray[np.int16]]]:
    for first in range(0, max(1, len(keys)), _AT_ONCE):
        yield first, *_letters(keys.part(first, _AT_ONCE))


def _all_shortened(
    keys: Texts, *, two_letters: bool
) -> tuple[_Hashes, npt.NDArray[np.int32], _Rows]:
    """Return every hash once, where its rows begin, and the rows."""
    hashes, rows = [], []
    for first, letters, sizes in _in_parts(keys):
        shortened, places = _leave_out(letters, sizes, two_letters=two_letters)
        hashes.append(shortened)
        rows.append(places + np.int32(first))
    every, owners = np.concatenate(hashes), np.concatenate(rows)
    hashes.clear()
    rows.clear()
    order = np.argsort(every)
    every, owners = every[order], owners[order]
    del order
    is_first = np.ones(len(every), dtype=np.bool_)
    np.not_equal(every[1:], every[:-1], out=is_first[1:])
    starts = np.append(np.flatnonzero(is_first), len(every)).astype(np.int32)
    return every[is_first], starts, owners


def _all_trigrams(keys: Texts) -> tuple[npt.NDArray[np.int64], _Rows, npt.NDArray[np.int16]]:
    codes, owners, lengths = [], [], []
    for first, letters, sizes in _in_parts(keys):
        grams, names = _trigram_codes(letters, sizes)
        codes.append(grams)
        owners.append(names + np.int32(first))
        lengths.append(sizes)
    starts, posting = _postings(np.concatenate(codes), np.concatenate(owners))
    return starts, posting, np.concatenate(lengths)


def _letters(keys: Sequence[str]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int16]]:
    """Return the keys as a table of codes, one row a key, and their lengths."""
    encoded = np.array([key[:_LONGEST].encode("utf-8", "replace")[:_LONGEST] for key in keys])
    table = encoded.astype(f"S{_LONGEST}").view(np.uint8).reshape(len(keys), _LONGEST)
    lengths = (table != 0).sum(axis=1).astype(np.int16)
    return table.astype(np.uint64), lengths


def _leave_out(
    letters: npt.NDArray[np.uint64], lengths: npt.NDArray[np.int16], *, two_letters: bool
) -> tuple[_Hashes, _Rows]:
    """Return the hashes of each key whole, with one letter out and, for long keys, two; with their rows."""
    powers = np.array(_POWERS, dtype=np.uint64)
    sums = np.zeros((len(letters), _LONGEST + 1), dtype=np.uint64)
    np.cumsum(letters * powers, axis=1, out=sums[:, 1:])
    total = sums[:, -1]
    every = np.arange(len(letters), dtype=np.int32)
    hashes, rows = [total], [every]
    once = np.uint64(_INVERSE)
    twice = np.uint64((_INVERSE * _INVERSE) & _MASK)
    for first in range(_LONGEST):
        has_first = lengths > first
        before = sums[has_first, first]
        hashes.append(before + (total[has_first] - sums[has_first, first + 1]) * once)
        rows.append(every[has_first])
        if not two_letters:
            continue
        for second in range(first + 1, _LONGEST):
            both = (lengths > second) & (lengths >= _TWO_FROM)
            if not both.any():
                break
            middle = (sums[both, second] - sums[both, first + 1]) * once
            rest = (total[both] - sums[both, second + 1]) * twice
            hashes.append(sums[both, first] + middle + rest)
            rows.append(every[both])
    return np.concatenate(hashes), np.concatenate(rows)


def _whole_hashes(keys: Sequence[str]) -> _Hashes:
    """Return the hash of each key as it stands."""
    if not keys:
        return np.zeros(0, dtype=np.uint64)
    hashes: _Hashes = _letters(keys)[0] @ np.array(_POWERS, dtype=np.uint64)
    return hashes


def _hashes_of(key: str, *, two_letters: bool) -> list[int]:
    """Return for one key what `_leave_out` returns for many: a table costs more than the sums for so few."""
    codes = key.encode("utf-8", "replace")[:_LONGEST]
    sums = [0]
    for code, power in zip(codes, _POWERS, strict=False):
        sums.append((sums[-1] + code * power) & _MASK)
    total, length = sums[-1], len(codes)
    hashes = {total}
    for first in range(length):
        hashes.add((sums[first] + (total - sums[first + 1]) * _INVERSE) & _MASK)
        if not two_letters or length < _TWO_FROM:
            continue
        for second in range(first + 1, length):
            middle = (sums[second] - sums[first + 1]) * _INVERSE
            rest = (total - sums[second + 1]) * _INVERSE_TWICE
            hashes.add((sums[first] + middle + rest) & _MASK)
    return list(hashes)


def _trigram_codes(
    letters: npt.NDArray[np.uint64], lengths: npt.NDArray[np.int16]
) -> tuple[_Codes, _Rows]:
    """Return the code of each trigram of each key, with an edge on both sides, and its row."""
    count = len(letters)
    edged = np.zeros((count, _LONGEST + 2), dtype=np.uint64)
    edged[:, 0] = 1
    edged[:, 1:-1] = letters
    edged[np.arange(count), lengths.astype(np.int64) + 1] = 2
    codes, rows = [], []
    for place in range(_LONGEST):
        long_enough = np.flatnonzero(lengths > place)
        part = edged[long_enough, place : place + 3]
        code = (
            part[:, 0] * np.uint64(7919)
            + part[:, 1] * np.uint64(104_729)
            + part[:, 2] * np.uint64(31)
        )
        codes.append((code % np.uint64(_TRIGRAM_SLOTS)).astype(np.uint16))
        rows.append(long_enough.astype(np.int32))
    return np.concatenate(codes), np.concatenate(rows)


def _postings(codes: _Codes, rows: _Rows) -> tuple[npt.NDArray[np.int64], _Rows]:
    """Return the rows of each trigram one after the other, and where each trigram begins."""
    order = np.argsort(codes, kind="stable")
    counts = np.bincount(codes, minlength=_TRIGRAM_SLOTS)
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return starts, rows[order]
