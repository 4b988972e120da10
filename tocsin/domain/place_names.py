"""Names of places as people spell them: folded, and as a phonetic key for Bantu and French spelling."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from tocsin.domain.folding import fold_phrase, fold_word

# From the longest to the shortest; French and Bantu ways to write one sound.
_SOUNDS = (
    ("tsh", "c"), ("tch", "c"), ("sch", "s"), ("ch", "c"), ("sh", "c"), ("dj", "j"), ("dz", "j"), ("gn", "n"),
    ("ny", "n"), ("ph", "f"), ("qu", "k"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("gh", "g"), ("kh", "k"),
    ("th", "t"), ("rh", "r"), ("au", "o"), ("eau", "o"), ("ai", "e"), ("mb", "b"), ("mp", "p"), ("nd", "d"),
    ("nt", "t"), ("ng", "g"), ("nk", "k"), ("nz", "s"), ("ns", "s"), ("nj", "j"), ("mv", "v"), ("mf", "f"),
    ("nc", "c"),
)  # fmt: skip
_SOUND = re.compile("|".join(sorted((a for a, _ in _SOUNDS), key=len, reverse=True)))
_SOUND_KEYS = dict(_SOUNDS)
_LETTERS = str.maketrans("cqlwyzxv", "kkruissv", "h-' ")
_REPEATED = re.compile(r"(.)\1+")
_CH = "\u00e7"


@lru_cache(maxsize=65536)
def phonetic_key(folded: str) -> str:
    """Return the key under which spellings of one name fall together: Kitchanga, Kitshanga, Kicanga."""
    return _key(folded)


def _key(folded: str) -> str:
    marked = _SOUND.sub(_sound, folded)
    plain = marked.translate(_LETTERS).replace(_CH, "c")
    return _REPEATED.sub(r"\1", plain)


def _sound(found: re.Match[str]) -> str:
    key = _SOUND_KEYS[found.group()]
    return _CH if key == "c" else key


def fold_name(name: str) -> str:
    """Return a place name in small letters, without accents or signs."""
    if name.isascii() and name.replace(" ", "").isalpha():
        # Most names are plain words, and a million of them need no look at signs.
        return " ".join(map(fold_word, name.split()))
    return fold_phrase(name)


def slips(folded: str) -> set[str]:
    """Return the keys of a name with two letters swapped back, or with one too many taken out.

    A slip of the hand changes sounds: "saubka" has no more the letters b and u, but an o. The key of what was meant is found only
    by putting the letters right first.
    """
    swapped = {
        folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :]
        for at in range(len(folded) - 1)
    }
    shorter = {folded[:at] + folded[at + 1 :] for at in range(len(folded))}
    # One pass over all of them, a line each: no rule of sounds reaches over the end of a line.
    return set(_key("\n".join(one for one in swapped | shorter if len(one) > 2)).split("\n"))


def key_likeness(query_key: str, key: str) -> float:
    """Return how alike two phonetic keys are, 0 to 1."""
    return OSA.normalized_similarity(query_key, key)


def least_key_likeness(likeness: float) -> float:
    """Return how alike two keys must be for names that are so alike at least."""
    return (likeness - 0.55) / 0.45


def likeness(query: str, query_key: str, name: str, key: str) -> float:
    """Return how alike two folded names and their keys are, 0 to 1 (reading.md §4.2)."""
    return (
        0.45 * OSA.normalized_similarity(query, name)
        + 0.45 * OSA.normalized_similarity(query_key, key)
        + 0.10 * JaroWinkler.normalized_similarity(query, name)
    )
