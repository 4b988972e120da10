"""A message in which numbers are looked at: its words, what they mean, and the lexicon that says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit


@dataclass(frozen=True, slots=True)
class Told:
    tokens: Sequence[Token]
    hits: Sequence[Hit]
    lexicon: Lexicon
    # Numbers that are times, ages, distances, money or grid references.
    not_counts: frozenset[int]

    def is_number(self, at: int) -> bool:
        """Whether the token is a number that counts somebody; nothing outside the message is."""
        if not 0 <= at < len(self.tokens) or at in self.not_counts:
            return False
        token = self.tokens[at]
        return token.number is not None or token.key in self.lexicon.numbers.values

    def word(self, at: int) -> str:
        """Return the folded word at a token, or an empty one outside the message."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""
