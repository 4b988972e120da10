"""Names of places as people spell them: folded, and as a phonetic key for Bantu and French spelling."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from rapidfuzz.distance import OSA, JaroWinkler

# From the longest to the shortest; French and Bantu ways to write one sound.
_SOUNDS = (
    ("tsh", "c"), ("tch", "c"), ("sch", "s"), ("ch", "c"), ("sh", "c"), ("dj", "j"), ("dz", "j"), ("gn", "n"),
    ("ny", "n"), ("ph", "f"), ("qu", "k"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("gh", "g"), ("kh", "k"),
    ("th", "t"), ("rh", "r"), ("au", "o"), ("eau", "o"), ("ai", "e"), ("mb", "b"), ("mp", "p"), ("nd", "d"),
    ("nt", "t"), ("ng", "g"), ("nk", "k"), ("nz", "s"), ("ns", "s"), ("nj", "j"), ("mv", "v"), ("mf", "f"),
    ("nc", "c"),
)  # fmt: skip
_SOUND_KEYS = dict(_SOUNDS)
_VOWELS = frozenset({"ou", "oo", "au", "eau", "ai"})


def _any_of(sounds: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(sounds, key=len, reverse=True)))


_SOUND = _any_of(_SOUND_KEYS)
_CONSONANT = _any_of(_SOUND_KEYS.keys() - _VOWELS)
_LETTERS = str.maketrans("cqlwyzxv", "kkruissv", "h-' ")
_REPEATED = re.compile(r"(.)\1+")
_AT_ONCE = 10_000
_CH = "\u00e7"


@lru_cache(maxsize=65536)
def phonetic_key(folded: str) -> str:
    """Return the key under which spellings of one name fall together: Kitchanga, Kitshanga, Kicanga."""
    return _key(folded)


def phonetic_keys(folded: Iterable[str]) -> list[str]:
    """Return the key of each of these names, none of which is empty, in their order."""
    keys: list[str] = []
    names = iter(folded)
    while some := list(islice(names, _AT_ONCE)):
        # One pass over many, a line each: no rule of sounds reaches over the end of a line.
        keys += _key("\n".join(some)).split("\n")
    return keys


def _key(folded: str, sounds: re.Pattern[str] = _SOUND) -> str:
    marked = sounds.sub(_sound, folded)
    plain = marked.translate(_LETTERS).replace(_CH, "c")
    return _REPEATED.sub(r"\1", plain)


def _sound(found: re.Match[str]) -> str:
    key = _SOUND_KEYS[found.group()]
    return _CH if key == "c" else key


def has_number(folded: str) -> bool:
    """Whether a name has digits in it, as P-codes have."""
    return any(letter.isdigit() for letter in folded)


def slips(folded: str) -> set[str]:
    """Return the keys of a name with two letters swapped back, with one too many taken out, and with its vowels kept apart.

    A slip of the hand changes sounds: "saubka" has no more the letters b and u, but an o, and "dibaia" for Dibala an e.
    The key of what was meant is found only by putting the letters right first.
    """
    return _slipped(folded) | _vowels_apart(folded)


def _slipped(folded: str) -> set[str]:
    swapped = {
        folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :]
        for at in range(len(folded) - 1)
    }
    shorter = {folded[:at] + folded[at + 1 :] for at in range(len(folded))}
    # One pass over all of them, a line each: no rule of sounds reaches over the end of a line.
    return set(_key("\n".join(one for one in swapped | shorter if len(one) > 2)).split("\n"))


def _vowels_apart(folded: str) -> set[str]:
    """Return the key in which no two vowels have become one, whole and with each letter left out; nothing where it is the same."""
    apart = _key(folded, _CONSONANT)
    if apart == phonetic_key(folded):
        return set()
    return {apart, *(apart[:at] + apart[at + 1 :] for at in range(len(apart)))} - {""}


def likeness(query: str, query_key: str, name: str, key: str, *, at_least: float = 0.0) -> float:
    """Return how alike two folded names and their keys are, 0 to 1 (reading.md §4.2), or 0 when less than `at_least`.

    A key is there to forgive: names that are more alike as they are written are not less so for how they sound.
    """
    spelt: float = OSA.normalized_similarity(query, name)
    heard: float = OSA.normalized_similarity(query_key, key)
    both = 0.45 * spelt + 0.45 * (heard if heard > spelt else spelt)
    if both + 0.10 < at_least:
        return 0.0
    return both + 0.10 * JaroWinkler.normalized_similarity(query, name)
