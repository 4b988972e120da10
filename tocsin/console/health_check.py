"""One line of the page of health."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `advice` says what to do when it is not well."""

    name: str
    value: str
    is_well: bool
    advice: str = ""
