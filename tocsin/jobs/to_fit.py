"""What goes to the process that fits a model, and what comes back: plain values, and little to load."""

from dataclasses import dataclass
from uuid import UUID

from tocsin.domain.trials import Trial
from tocsin.domain.words import Kind


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
