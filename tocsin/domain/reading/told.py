"""A message in which numbers are looked at: its words, what they mean, and the lexicon that says so."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.domain.folding import Token
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.reading.evidence import Hit

# No phrase of the lexicon has more words, gaps included.
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Told:
    tokens: Sequence[Token]
    hits: Sequence[Hit]
    lexicon: Lexicon
    # Numbers that are times, ages, distances, money or grid references.
    not_counts: frozenset[int]
    # All words and concepts of the message, so that whoever looks for one of them for each number need not go through it again.
    words: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()
    _starts: Sequence[int] = ()

    @staticmethod
    def of(
        tokens: Sequence[Token], hits: Sequence[Hit], lexicon: Lexicon, not_counts: frozenset[int]
    ) -> "Told":
        in_order = sorted(hits, key=lambda hit: hit.start)
        words = frozenset(token.key for token in tokens)
        concepts = frozenset(hit.concept for hit in in_order)
        starts = [hit.start for hit in in_order]
        return Told(tokens, in_order, lexicon, not_counts, words, concepts, starts)

    def beside(self, start: int, end: int, reach: int) -> Sequence[Hit]:
        """Return the hits that may stand within `reach` of the tokens `start` to `end`, in their order."""
        first = bisect_left(self._starts, start - reach - _LONGEST)
        return self.hits[first : bisect_right(self._starts, end + reach)]

    def is_number(self, at: int) -> bool:
        """Whether the token is a number that counts somebody; nothing outside the message is."""
        if not 0 <= at < len(self.tokens) or at in self.not_counts:
            return False
        token = self.tokens[at]
        return token.number is not None or token.key in self.lexicon.numbers.values

    def word(self, at: int) -> str:
        """Return the folded word at a token, or an empty one outside the message."""
        return self.tokens[at].key if 0 <= at < len(self.tokens) else ""
