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
# Places count from one: a letter times one would stand in the lowest bits alone, and those give way to a row.
_BASE = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_INVERSE_TWICE = (_INVERSE * _INVERSE) & _MASK
_LONGEST = 24
_POWERS = [pow(_BASE, place, 1 << 64) for place in range(1, _LONGEST + 1)]
_POWERS_OF_A_ROW = np.array(_POWERS, dtype=np.uint64)
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

    Each of `packed` is a hash whose lowest bits gave way to a row, in their order: to sort numbers is ten times as
    quick as to sort what they number. `row_bits` has the bits of the row set, `hash_bits` all others.
    """

    packed: _Hashes
    row_bits: np.uint64
    hash_bits: np.uint64
    two_letters: bool
    trigram_starts: npt.NDArray[np.int64]
    trigram_rows: _Rows
    lengths: npt.NDArray[np.int16]

    @staticmethod
    def build(keys: Texts) -> "KeyIndex":
        """Return the index of these keys; a row is a place in `keys`."""
        two = len(keys) <= _SMALL
        row_bits = np.uint64((1 << len(keys).bit_length()) - 1)
        # One table after the other: what the first was made of is gone before the second is begun.
        packed = _all_shortened(keys, row_bits, two_letters=two)
        return KeyIndex(packed, row_bits, ~row_bits, two, *_all_trigrams(keys))

    def near(self, key: str, others: Iterable[str] = (), *, one_letter: bool = False) -> list[int]:
        """Return the rows whose key is this one but for a letter or two, or one of `others`, in their order."""
        if not len(self.packed) or not key:
            return []
        own = _hashes_of(key, two_letters=self.two_letters and not one_letter)
        others = list(others)
        every = np.array(own, dtype=np.uint64)
        if others:
            every = np.concatenate([every, _whole_hashes(others)])
        wanted = every & self.hash_bits
        # In their order the halves of the table are read once and stay in the processor's memory.
        wanted.sort()
        firsts = self.packed.searchsorted(wanted)
        found = self.packed.take(firsts, mode="clip") & self.hash_bits == wanted
        lasts = self.packed.searchsorted(wanted[found] | self.row_bits, side="right")
        bounds = zip(firsts[found].tolist(), lasts.tolist(), strict=True)
        parts = [self.packed[first:last] for first, last in bounds]
        return sorted(set((np.concatenate(parts) & self.row_bits).tolist())) if parts else []

    def alike(self, key: str, at_most: int = 40) -> list[int]:
        """Return the rows that share most trigrams with this key, best first."""
        grams = np.unique(_trigram_codes(_table([key]))[0])
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


def _in_parts(keys: Texts) -> Iterator[tuple[int, npt.NDArray[np.uint8]]]:
    for first in range(0, max(1, len(keys)), _AT_ONCE):
        yield first, keys.letters(first, _AT_ONCE, _LONGEST)


def _sizes(letters: npt.NDArray[np.uint8]) -> npt.NDArray[np.int16]:
    sizes: npt.NDArray[np.int16] = np.count_nonzero(letters, axis=1).astype(np.int16)
    return sizes


def _all_shortened(keys: Texts, row_bits: np.uint64, *, two_letters: bool) -> _Hashes:
    """Return every hash with its row in its lowest bits, in their order."""
    packed = []
    for first, letters in _in_parts(keys):
        for hashes, rows in _leave_out(letters, two_letters=two_letters):
            packed.append((hashes & ~row_bits) | (rows + np.uint64(first)))
    every = np.concatenate(packed)
    packed.clear()
    every.sort()
    return every


def _all_trigrams(keys: Texts) -> tuple[npt.NDArray[np.int64], _Rows, npt.NDArray[np.int16]]:
    codes, owners, lengths = [], [], []
    for first, letters in _in_parts(keys):
        grams, names = _trigram_codes(letters)
        codes.append(grams)
        owners.append(names + np.int32(first))
        lengths.append(_sizes(letters))
    starts, posting = _postings(np.concatenate(codes), np.concatenate(owners))
    return starts, posting, np.concatenate(lengths)


def _leave_out(
    letters: npt.NDArray[np.uint8], *, two_letters: bool
) -> Iterator[tuple[_Hashes, npt.NDArray[np.uint64]]]:
    """Yield the hashes of each key whole, with one letter out and, for long keys, two; with their rows."""
    sizes = _sizes(letters)
    # The longest first: those that have a letter to leave out stand together, and nothing is picked out.
    order = np.argsort(-sizes, kind="stable")
    longer = [int((sizes > place).sum()) for place in range(_LONGEST)]
    sums = np.zeros((_LONGEST + 1, len(letters)), dtype=np.uint64)
    np.cumsum(letters[order].T * _POWERS_OF_A_ROW[:, None], axis=0, out=sums[1:])
    total, rows = sums[-1], order.astype(np.uint64)
    once, twice = np.uint64(_INVERSE), np.uint64(_INVERSE_TWICE)
    yield total, rows
    for first in range(_LONGEST):
        count = longer[first]
        yield sums[first, :count] + (total[:count] - sums[first + 1, :count]) * once, rows[:count]
        for second in range(first + 1, _LONGEST if two_letters else 0):
            count = longer[max(second, _TWO_FROM - 1)]
            middle = (sums[second, :count] - sums[first + 1, :count]) * once
            rest = (total[:count] - sums[second + 1, :count]) * twice
            yield sums[first, :count] + middle + rest, rows[:count]


def _table(keys: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return a few keys as a table of bytes, one row a key."""
    encoded = [key.encode("utf-8", "replace") for key in keys]
    return np.array(encoded, dtype=f"S{_LONGEST}").view(np.uint8).reshape(len(keys), _LONGEST)


def _whole_hashes(keys: Sequence[str]) -> _Hashes:
    """Return the hash of each key as it stands."""
    hashes: _Hashes = _table(keys).astype(np.uint64) @ _POWERS_OF_A_ROW
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


def _trigram_codes(letters: npt.NDArray[np.uint8]) -> tuple[_Codes, _Rows]:
    """Return the code of each trigram of each key, with an edge on both sides, and its row."""
    sizes = _sizes(letters)
    edged = np.zeros((len(letters), _LONGEST + 2), dtype=np.uint32)
    edged[:, 0] = 1
    edged[:, 1:-1] = letters
    edged[np.arange(len(letters)), sizes + 1] = 2
    codes = edged[:, :-2] * np.uint32(7919)
    codes += edged[:, 1:-1] * np.uint32(104_729)
    codes += edged[:, 2:] * np.uint32(31)
    rows, places = np.nonzero(np.arange(_LONGEST) < sizes[:, None])
    kept = codes[rows, places] % np.uint32(_TRIGRAM_SLOTS)
    return kept.astype(np.uint16), rows.astype(np.int32)


def _postings(codes: _Codes, rows: _Rows) -> tuple[npt.NDArray[np.int64], _Rows]:
    """Return the rows of each trigram one after the other, and where each trigram begins."""
    order = np.argsort(codes, kind="stable")
    counts = np.bincount(codes, minlength=_TRIGRAM_SLOTS)
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return starts, rows[order]
