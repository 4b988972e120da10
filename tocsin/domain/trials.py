"""How a learned model did beside the rules on messages that it had not seen, and whether that is enough."""

from dataclasses import dataclass

from tocsin.domain.words import Kind

# Fewer rows that were held back say nothing.
_HELD_AT_LEAST = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """One message that no model has seen: what a person said, and what each reader says."""

    said: Kind
    rules: Kind
    in_use: Kind
    new: Kind


def may_promote(rows: int, *, new: float, rules: float, in_use: float) -> bool:
    """Whether a model is not worse than the one in use, nor than the rules, on rows it has not seen."""
    return rows >= _HELD_AT_LEAST and new >= rules and new >= in_use
