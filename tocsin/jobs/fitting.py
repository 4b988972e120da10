"""Fit a model to what people confirmed, in a process of its own: pure computing, without a database."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tocsin.domain.learning import Confirmation, from_bytes, hold_back, refit, to_bytes
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.lexicon_version import lexicon_version
from tocsin.domain.reading.shadow import Trial, share_right, try_out, weigh_by_rules
from tocsin.domain.words import Kind

TRIED_AT_MOST = 2_000  # rows held back that are read again; the newest


@dataclass(frozen=True, slots=True)
class ToFit:
    """The rows to fit to, oldest first, as plain values: they cross a process border."""

    number: int
    salt: bytes
    rows: tuple[tuple[UUID, str, Kind], ...]  # message, words, what a person said
    in_use: bytes | None
    in_use_salt: bytes
    first: str  # day of the oldest and newest confirmation, for the provenance
    last: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model, and how it did beside the rules and the model in use on rows that none of them saw."""

    weights: bytes
    lexicon: str
    n_rows: int
    n_held: int
    score: float
    score_rules: float
    score_in_use: float
    shadow: tuple[tuple[UUID, Trial], ...]


def stand_back() -> None:
    """Let everything else of this machine go first."""
    os.nice(10)


def fit(work: ToFit) -> Fitted:
    """Return the model of these rows; the same rows and salt give the same weights."""
    lexicon = Lexicon.load()
    # The same words may have been sent often: only one row of them counts, the last.
    rows = {text: (message, kind) for message, text, kind in work.rows}
    weighed = [
        Confirmation(text, kind, tuple(weigh_by_rules(text, lexicon)))
        for text, (_, kind) in rows.items()
    ]
    to_learn, held = hold_back(weighed)
    version = lexicon_version()
    provenance = {
        "model": work.number,
        "rows": len(to_learn),
        "held_back": len(held),
        "from": work.first,
        "to": work.last,
        "lexicon": version,
    }
    new = refit(to_learn, provenance=json.dumps(provenance), salt=work.salt)
    in_use = from_bytes(work.in_use, salt=work.in_use_salt) if work.in_use else None
    asked = [(row.text, row.kind) for row in held[-TRIED_AT_MOST:]]
    trials = try_out(asked, lexicon=lexicon, new=new, in_use=in_use)
    messages = [rows[text][0] for text, _ in asked]
    return Fitted(
        weights=to_bytes(new),
        lexicon=version,
        n_rows=len(to_learn),
        n_held=len(trials),
        score=_right(trials, "new"),
        score_rules=_right(trials, "rules"),
        score_in_use=_right(trials, "in_use"),
        shadow=tuple(zip(messages, trials, strict=True)),
    )


def _right(trials: Sequence[Trial], who: str) -> float:
    return share_right([(one.said, getattr(one, who)) for one in trials])
