"""What is found in a letterhead that keeps it from being used."""

from dataclasses import dataclass

from tocsin.domain.letterhead_words import LetterheadFault


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that keeps a template from being used, and where it is."""

    fault: LetterheadFault
    words: str = ""
