"""Words written with one mistake: found by leaving out a letter, on both sides."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

# Shorter words have too many neighbours: "balles" and "salles", "voleur" and "valeur".
_SHORTEST = 6
# A changed letter makes another word sooner than a letter lost or doubled.
_SHORTEST_CHANGED = 8


@dataclass(frozen=True, slots=True)
class NearWords:
    """The words that can be mistaken for one another, by what is left when a letter is missing."""

    shortened: dict[str, tuple[str, ...]]

    @staticmethod
    def build(words: Iterable[str]) -> "NearWords":
        """Return the table of these words; the short ones are left out."""
        shortened: dict[str, tuple[str, ...]] = {}
        for word in words:
            if len(word) >= _SHORTEST:
                for rest in {word, *_without_a_letter(word)}:
                    shortened[rest] = (*shortened.get(rest, ()), word)
        return NearWords(shortened)

    def near(self, word: str) -> str | None:
        """Return the known word that is one mistake away, or None when there is none or the choice is open."""
        if len(word) < _SHORTEST:
            return None
        found = {
            known
            for rest in (word, *_without_a_letter(word))
            for known in self.shortened.get(rest, ())
            if known[0] == word[0] and _is_one_mistake(word, known)
        }
        return found.pop() if len(found) == 1 else None


def _without_a_letter(word: str) -> list[str]:
    """Return a word with each of its letters left out in turn, but for the first: near words begin alike."""
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]


def _is_one_mistake(word: str, known: str) -> bool:
    if OSA.distance(word, known) != 1:
        return False
    changed = len(word) == len(known) and sorted(word) != sorted(known)
    # The last letter carries gender and number, not the meaning; a verb's ending carries the time.
    return not changed or min(len(word), len(known)) >= _SHORTEST_CHANGED
