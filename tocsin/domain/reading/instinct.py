"""Instinct: what a text is likely to be by its letters and the sorts of words in it, where the lexicon knows too few of them.

A linear model over hashed runs of letters, words, pairs of words and the concepts of the lexicon, fitted to our own labelled
messages by `tools/fit_instinct.py`. It moves the weights of the rules and never replaces them: what a person confirms is
learned apart (`domain/learning.py`).
"""

import json
import math
import zlib
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from io import BytesIO

import numpy as np
import numpy.typing as npt

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit
from tocsin.domain.words import Kind

SLOTS = 1 << 13
ALERT, IMMINENT = "alert", "imminent"
_KINDS = tuple(Kind)
COLUMNS = (*(kind.value for kind in _KINDS), ALERT, IMMINENT)
# How the weight of a rule compares with a logit of the model, in fitting and in reading.
RULES = 0.8
_LETTERS = 1.5
_TENSE = 0.5
_GRAMS = (4, 5)
_WORDS_AT_MOST = 80

_Table = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Felt:
    """Logits: by kind, for being a warning at all, and for being imminent."""

    kinds: dict[Kind, float]
    alert: float
    imminent: float

    def move(self, weights: dict[Kind, float]) -> dict[Kind, float]:
        """Return the weights of the rules moved by what is felt; only kinds with something to say for them."""
        moved = {kind: weights.get(kind, 0.0) + felt / RULES for kind, felt in self.kinds.items()}
        return {kind: weight for kind, weight in moved.items() if weight > 0}


@dataclass(slots=True)
class Instinct:
    """One row of weights a slot, one column each of COLUMNS; it remembers the letter runs of words it met."""

    table: _Table
    bias: _Table
    provenance: str = ""
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @staticmethod
    def load() -> "Instinct":
        """Return the model that ships with the product; the same object each time in a process."""
        return _shipped()

    def feel(self, slots: npt.NDArray[np.int64], values: _Table) -> Felt:
        """Return what a text with these features is felt to be."""
        logits = (self.bias + values @ self.table.take(slots, axis=0)).tolist()
        return Felt(dict(zip(_KINDS, logits, strict=False)), logits[-2], logits[-1])

    def features(
        self,
        tokens: Sequence[Token],
        hits: Sequence[Hit],
        lexicon: Lexicon,
        named: Container[int],
    ) -> tuple[npt.NDArray[np.int64], _Table]:
        """Return the slots a message sets and how strongly; tokens at `named` name places and say nothing."""
        runs: set[int] = set()
        before = ""
        words = [t for at, t in enumerate(tokens) if not t.sign and at not in named]
        for token in words[:_WORDS_AT_MOST]:
            if token.number is None:
                runs.update(self._runs(token.key))
                runs.add(_slot(f"{before}_{token.key}"))
            before = token.key if token.number is None else "#"
        values = dict.fromkeys(runs, _LETTERS / math.sqrt(len(runs) or 1))
        for name, value in _concepts(hits, lexicon).items():
            slot = _slot(name)
            values[slot] = values.get(slot, 0.0) + value
        return (
            np.fromiter(values.keys(), dtype=np.int64, count=len(values)),
            np.fromiter(values.values(), dtype=np.float32, count=len(values)),
        )

    def _runs(self, word: str) -> tuple[int, ...]:
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 50_000:
                self._known.clear()
            edged = f" {word} "
            names = [edged[at : at + n] for n in _GRAMS for at in range(len(edged) - n + 1)]
            known = self._known[word] = tuple(_slot(name) for name in (f"w{word}", *names))
        return known


def _concepts(hits: Sequence[Hit], lexicon: Lexicon) -> dict[str, float]:
    """What the lexicon found, in words of no language: what French messages taught holds for Swahili."""
    found: dict[str, float] = {}
    for hit in hits:
        concept = hit.concept
        if concept.startswith("actor:"):
            concept = f"side {lexicon.actors[concept[6:]].side}"
        if hit.negated:
            concept = f"not {concept}"
        found[f"= {concept}"] = 1.0
        if hit.tense:
            found[f"= {concept} {hit.tense}"] = _TENSE
    return found


def _slot(name: str) -> int:
    return zlib.crc32(name.encode()) % SLOTS


def to_bytes(instinct: Instinct) -> bytes:
    """Return the model as npz with its provenance in JSON; no code is ever stored."""
    told = json.dumps({"columns": COLUMNS, "provenance": instinct.provenance})
    out = BytesIO()
    np.savez_compressed(
        out,
        table=instinct.table.astype(np.float16),
        bias=instinct.bias.astype(np.float32),
        told=np.frombuffer(told.encode(), dtype=np.uint8),
    )
    return out.getvalue()


def from_bytes(stored: bytes) -> Instinct:
    """Return the model that `to_bytes` wrote. Raises ValueError for one with other columns."""
    with np.load(BytesIO(stored), allow_pickle=False) as parts:
        told = json.loads(parts["told"].tobytes().decode())
        if tuple(told["columns"]) != COLUMNS:
            raise ValueError(
                "The model was fitted for other kinds. Fit it anew: tools/fit_instinct.py."
            )
        return Instinct(parts["table"].astype(np.float32), parts["bias"].copy(), told["provenance"])


@cache
def _shipped() -> Instinct:
    path = resources.files("tocsin.domain") / "lexicons" / "instinct.npz"
    return from_bytes(path.read_bytes())
