"""A term and its value, as `_components/facts.html` shows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    term: str
    value: object
    is_late: bool = False
    is_code: bool = False
