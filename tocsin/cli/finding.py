"""What `tocsin check` and `tocsin doctor` say of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a code for ever, a sentence, a remedy. `grave` fails the command."""

    code: str
    sentence: str
    remedy: str
    grave: bool = True
