"""Learning from confirmations: a small linear model beside the rules, weighted by how much it has seen."""

import hashlib
import io
import itertools
import json
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tocsin.domain.folding import fold_phrase
from tocsin.domain.words import Kind

_Vector = npt.NDArray[np.float32]

SLOTS = 1 << 16
# With this many confirmations of a kind the model weighs as much as the rules (reading.md §3.3).
_HALF_WAY = 300
_RATE = 0.35
_EPOCHS = 6
_GRAMS = (3, 4, 5)
# The learned logit and the weights of rules have different scales.
_SCALE = 0.8
_WORDS_AT_MOST = 120
_FORMAT = 2
# Words of which the slots are remembered; memory of a process only, never stored.
_REMEMBERED = 50_000

Weighed = Sequence[tuple[Kind, float]]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person with the right role said a message was; `rules` is what the rules had said of it."""

    text: str
    kind: Kind
    rules: tuple[tuple[Kind, float], ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Features:
    """Which slots a message sets, and how strongly."""

    slots: npt.NDArray[np.int64]
    values: _Vector


@dataclass(slots=True)
class Weights:
    """The model: one row of slots a kind, how many confirmations of it were seen, and where it came from.

    `salt` is the key of the hash that gives a word its slots. It is kept apart and sealed: whoever has the
    weights without it cannot even ask whether a word was learned.
    """

    rows: dict[Kind, _Vector] = field(default_factory=dict)
    squares: dict[Kind, _Vector] = field(default_factory=dict)
    seen: Counter[Kind] = field(default_factory=Counter)
    provenance: str = ""
    salt: bytes = b""

    def share(self, kind: Kind) -> float:
        """Return how much the model counts for a kind, n / (n + 300): nothing at first, never all."""
        return self.seen[kind] / (self.seen[kind] + _HALF_WAY)


def featurise(text: str, rules: Weighed, *, salt: bytes = b"") -> Features:
    """Return the words, word pairs and letter runs of a text, and what the rules said of it."""
    counts = Counter(_slots(text, salt))
    norm = math.sqrt(sum(value * value for value in counts.values())) or 1.0
    values = {slot: value / norm for slot, value in counts.items()}
    for kind, weight in rules:
        values[_slot(f"rule {kind.value}", salt)] = weight / 3.0
    return Features(
        np.fromiter(values.keys(), dtype=np.int64, count=len(values)),
        np.fromiter(values.values(), dtype=np.float32, count=len(values)),
    )


def learn(weights: Weights, row: Confirmation) -> Weights:
    """Take one confirmation into the model at once, in place, and return it: well under a millisecond."""
    weights.seen[row.kind] += 1
    if row.kind not in weights.rows:
        weights.rows[row.kind] = np.zeros(SLOTS, dtype=np.float32)
        weights.squares[row.kind] = np.full(SLOTS, 1e-3, dtype=np.float32)
    _step(weights, featurise(row.text, row.rules, salt=weights.salt), row.kind)
    return weights


def refit(rows: Sequence[Confirmation], *, provenance: str = "", salt: bytes = b"") -> Weights:
    """Return a model fitted anew to all rows, in their order: the same rows give the same weights."""
    weights = Weights(provenance=provenance, salt=salt)
    for kind in dict.fromkeys(row.kind for row in rows):
        weights.rows[kind] = np.zeros(SLOTS, dtype=np.float32)
        weights.squares[kind] = np.full(SLOTS, 1e-3, dtype=np.float32)
    weights.seen.update(row.kind for row in rows)
    features = [featurise(row.text, row.rules, salt=salt) for row in rows]
    order = np.random.default_rng(0)
    for _ in range(_EPOCHS):
        for place in order.permutation(len(rows)).tolist():
            _step(weights, features[place], rows[place].kind)
    return weights


def blend(weighed: Weighed, weights: Weights, text: str) -> list[tuple[Kind, float]]:
    """Return the weights of the rules moved by the model, heaviest first; a kind the rules missed may enter."""
    features = featurise(text, weighed, salt=weights.salt)
    blended = dict(weighed)
    for kind, row in weights.rows.items():
        logit = float(row[features.slots] @ features.values)
        moved = blended.get(kind, 0.0) + weights.share(kind) * _SCALE * logit
        if moved > 0:
            blended[kind] = moved
        else:
            blended.pop(kind, None)
    return sorted(blended.items(), key=lambda pair: (-pair[1], pair[0].value))


def score(rows: Sequence[Confirmation], weights: Weights | None) -> float:
    """Return the share of rows whose first kind is right, with the model or (None) by the rules alone."""
    if not rows:
        return 0.0
    right = 0
    for row in rows:
        weighed = blend(row.rules, weights, row.text) if weights else list(row.rules)
        right += bool(weighed) and weighed[0][0] is row.kind
    return right / len(rows)


def hold_back(rows: Sequence[Confirmation]) -> tuple[list[Confirmation], list[Confirmation]]:
    """Return rows to fit and every fifth, by its text, to judge by: a row never changes sides."""
    kept: tuple[list[Confirmation], list[Confirmation]] = ([], [])
    for row in rows:
        kept[zlib.crc32(row.text.encode()) % 5 == 0].append(row)
    return kept


def to_bytes(weights: Weights) -> bytes:
    """Return the model as npz with its provenance in JSON; no code is ever stored."""
    kinds = list(weights.rows)
    told = {
        "format": _FORMAT,
        "kinds": [kind.value for kind in kinds],
        "seen": {kind.value: count for kind, count in weights.seen.items()},
        "provenance": weights.provenance,
    }
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        told=np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
        rows=_stacked([weights.rows[kind] for kind in kinds]),
        squares=_stacked([weights.squares[kind] for kind in kinds]),
    )
    return buffer.getvalue()


def from_bytes(raw: bytes, *, salt: bytes = b"") -> Weights:
    """Return the model that `to_bytes` wrote. Raises ValueError when it is none or of another format."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
        told = json.loads(stored["told"].tobytes())
        rows, squares = stored["rows"], stored["squares"]
    if told.get("format") != _FORMAT or rows.shape[1:] not in {(SLOTS,), (0,)}:
        raise ValueError("These weights have another format. Refit them from the confirmations.")
    kinds = [Kind(code) for code in told["kinds"]]
    return Weights(
        rows=dict(zip(kinds, rows, strict=True)),
        squares=dict(zip(kinds, squares, strict=True)),
        seen=Counter({Kind(code): count for code, count in told["seen"].items()}),
        provenance=told["provenance"],
        salt=salt,
    )


def _slots(text: str, salt: bytes) -> Iterator[int]:
    words = fold_phrase(text).split()[:_WORDS_AT_MOST]
    for word in words:
        yield from _slots_of(word, salt)
    yield from (_slot(f"{one} {two}", salt) for one, two in itertools.pairwise(words))


@lru_cache(_REMEMBERED)
def _slots_of(word: str, salt: bytes) -> tuple[int, ...]:
    """Return the slots of a word and of its letter runs."""
    edged = f"<{word}>"
    runs = ("~" + edged[at : at + size] for size in _GRAMS for at in range(len(edged) - size + 1))
    return (_slot(word, salt), *(_slot(run, salt) for run in runs))


def _slot(name: str, salt: bytes) -> int:
    digest = hashlib.blake2b(name.encode(), digest_size=4, key=salt)
    return int.from_bytes(digest.digest()) % SLOTS


def _step(weights: Weights, features: Features, kind: Kind) -> None:
    """One AdaGrad step of each kind's yes-or-no question."""
    for other, row in weights.rows.items():
        logit = float(row[features.slots] @ features.values)
        error = 1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))) - (other is kind)
        if abs(error) < 1e-3:
            continue
        gradient = error * features.values
        squares = weights.squares[other]
        squares[features.slots] += gradient * gradient
        row[features.slots] -= _RATE * gradient / np.sqrt(squares[features.slots])


def _stacked(rows: Iterable[_Vector]) -> _Vector:
    listed = list(rows)
    return np.stack(listed) if listed else np.zeros((0, SLOTS), dtype=np.float32)
