"""What a text to a village must not carry, and what a second person must look at before it goes."""

import itertools
import re
from collections.abc import Collection

from tocsin.domain.dialogue_words import plain_words

_FORCES = frozenset(
    [
        "adf",
        "nalu",
        "m23",
        "fdlr",
        "codeco",
        "lra",
        "cndp",
        "nyatura",
        "raia",
        "mutomboki",
        "maimai",
        "mayimayi",
        "wazalendo",
        "apcls",
        "fardc",
        "pnc",
        "ucp",
        "monusco",
        "onu",
        "un",
        "nations",
        "unies",
        "united",
        "fib",
        "sadc",
        "eac",
        "force",
        "forces",
        "armee",
        "army",
        "jeshi",
        "police",
        "policier",
        "militaire",
        "militaires",
        "soldat",
        "soldats",
        "soldier",
        "soldiers",
        "askari",
        "wanajeshi",
        "polisi",
        "rebelle",
        "rebelles",
        "rebel",
        "rebels",
        "waasi",
        "milice",
        "milices",
        "militia",
        "patrouille",
        "patrouilles",
        "patrol",
        "patrols",
        "doria",
        "casque",
        "casques",
        "contingent",
        "helicoptere",
        "helicopter",
        "drone",
        "base",
        "convoi",
        "convoy",
    ]
)
_PAIRS = frozenset({("mai", "mai"), ("mayi", "mayi"), ("casques", "bleus"), ("blue", "helmets")})
_BETRAYS = re.compile(r"\bFP-?\d+|\bR-?\d{3}\b|\+?\d[\d\s().-]{6,}\d", re.IGNORECASE)
_LONGEST_NAME = 3


def betrays(text: str) -> bool:
    """Say whether a text carries a number or a code of a person: it is never sent."""
    return bool(_BETRAYS.search(text))


def possible_names(text: str) -> set[str]:
    """Return the runs of words that may be names of places, in small plain letters."""
    words = plain_words(text)
    return {
        " ".join(words[start : start + n])
        for start in range(len(words))
        for n in range(1, _LONGEST_NAME + 1)
        if start + n <= len(words)
    }


def why_look(text: str, *, places: Collection[str]) -> tuple[str, ...]:
    """Return why a second person must look at this text; empty when it names neither.

    `places` are the names of places among `possible_names`, in small plain letters. A phone may be
    in other hands: a force or a place in it tells whoever holds it too much.
    """
    words = plain_words(text)
    found = []
    pairs = set(itertools.pairwise(words))
    if _FORCES & set(words) or _PAIRS & pairs:
        found.append("feedback.names_force")
    if possible_names(text) & set(places):
        found.append("feedback.names_place")
    return tuple(found)
