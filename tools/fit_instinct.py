"""Fit the instinct of the reader to labelled messages: `python -m tools.fit_instinct LABELLED.jsonl… [ORDINARY.txt] [--folds 5]`.

Writes `tocsin/domain/lexicons/instinct.npz`; the same messages give the same file. With `--folds N` nothing is written:
the messages are read N times by a model that has not seen them, and the figures of `tools.score_reading` are printed.
"""

import argparse
import json
import math
import random
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tocsin.domain.folding import tokenise
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading.instinct import (
    ALERT,
    COLUMNS,
    IMMINENT,
    RULES,
    SLOTS,
    Instinct,
    to_bytes,
)
from tocsin.domain.reading.kinds import weigh
from tocsin.domain.reading.mentions import find_places, places_of_tokens
from tocsin.domain.reading.read import find_words
from tocsin.domain.words import Kind

MODEL = Path(__file__).parents[1] / "tocsin" / "domain" / "lexicons" / "instinct.npz"
_EPOCHS = 14
_RATE = 0.25
_DECAY = 2e-4
_KINDS = len(Kind)
_ORDINARY = [Kind.IRRELEVANT.value, Kind.CHAT.value, Kind.ADMINISTRATION.value]
_PLACE = {kind.value: place for place, kind in enumerate(Kind)}

Row = dict[str, Any]


@dataclass
class Example:
    slots: Any
    values: Any
    rules: Any
    kinds: list[int]
    is_alert: bool
    is_imminent: bool | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    rows = [row for path in arguments.labelled for row in read_rows(path)]
    if arguments.folds:
        _cross_validate(rows, arguments.folds)
        return
    names = ", ".join(path.name for path in arguments.labelled)
    MODEL.write_bytes(to_bytes(fit(rows, f"{len(rows)} invented messages: {names}")))


def read_rows(path: Path) -> list[Row]:
    """Return the messages of a file; a `.txt` has ordinary sentences, none of which warns of anything."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if path.suffix != ".txt":
        return [json.loads(line) for line in lines]
    return [
        {"text": line, "kinds": _ORDINARY, "is_alert": False, "sender_place": None}
        for line in lines
        if not line.startswith("#")
    ]


def fit(rows: Sequence[Row], provenance: str) -> Instinct:
    """Return the model of these messages: softmax over kinds with the rules as offset, and two yes or no."""
    empty = Instinct(
        np.zeros((SLOTS, len(COLUMNS)), np.float32), np.zeros(len(COLUMNS), np.float32)
    )
    examples = [_example(row, empty) for row in rows]
    table = empty.table.astype(np.float64)
    bias = empty.bias.astype(np.float64)
    squares = np.full_like(table, 1e-3)
    chance = random.Random(2)
    for _ in range(_EPOCHS):
        chance.shuffle(examples)
        for one in examples:
            logits = bias + one.values @ table[one.slots]
            wrong = _wrong(one, logits)
            bias -= 0.02 * wrong
            slope = one.values[:, None] * wrong + _DECAY * table[one.slots]
            squares[one.slots] += slope * slope
            table[one.slots] -= _RATE * slope / np.sqrt(squares[one.slots])
    return Instinct(table.astype(np.float32), bias.astype(np.float32), provenance)


def _example(row: Row, empty: Instinct) -> Example:
    lexicon, gazetteer = Lexicon.load(), Gazetteer.demo()
    tokens = tokenise(row["text"])
    hits = find_words(tokens, lexicon, gazetteer)
    place = row.get("sender_place")
    near = (place[0], place[1]) if place else None
    found = find_places(
        row["text"], tokens, hits, lexicon=lexicon, gazetteer=gazetteer, sender_place=near
    )
    slots, values = empty.features(tokens, hits, lexicon, places_of_tokens(tokens, found))
    rules = np.zeros(_KINDS)
    for kind, weight in weigh(hits, lexicon).weights.items():
        rules[_PLACE[kind.value]] = RULES * weight
    priority = row.get("priority") if row["is_alert"] else None
    imminent = priority == "P1" if priority else None
    kinds = [_PLACE[kind] for kind in row["kinds"]]
    return Example(slots, values.astype(np.float64), rules, kinds, row["is_alert"], imminent)


def _wrong(one: Example, logits: Any) -> Any:
    """Return how far each column is from what the message is; several kinds share by what the model thinks of them."""
    wrong = np.zeros(len(COLUMNS))
    kinds = logits[:_KINDS] + one.rules
    share = np.exp(kinds - kinds.max())
    share /= share.sum()
    wrong[:_KINDS] = share
    wrong[one.kinds] -= share[one.kinds] / share[one.kinds].sum()
    wrong[COLUMNS.index(ALERT)] = _chance(logits[-2]) - one.is_alert
    if one.is_imminent is not None:
        wrong[COLUMNS.index(IMMINENT)] = _chance(logits[-1]) - one.is_imminent
    return wrong


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _cross_validate(rows: Sequence[Row], folds: int) -> None:
    from tools.score_reading import Score, score_into

    score = Score()
    for fold in range(folds):
        held = [row for row in rows if zlib.crc32(row["text"].encode()) % folds == fold]
        kept = [row for row in rows if zlib.crc32(row["text"].encode()) % folds != fold]
        score_into(score, held, Gazetteer.demo(), instinct=fit(kept, "a fold"))
    json.dump(score.table(), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
