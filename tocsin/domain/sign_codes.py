"""Coded texts about warning signs: `SIG C1 C3 -A2 KASENGA`, `SIG RAS`, `SIG ANNULER`.

A text is one only when every word of it belongs to the form; anything else is read as before.
"""

import re
from dataclasses import dataclass

from tocsin.domain.dialogue_words import plain_words

LONGEST = 160  # signs of one SMS
LONGEST_PLACE = 4  # words
# French, English, Swahili.
_OPENERS = frozenset({"sig", "signe", "signes", "sign", "signs", "ishara", "dalili"})
_NOTHING = frozenset({"ras", "nil", "rien", "nothing", "hakuna"})
_UNDO = frozenset({"annuler", "undo", "futa"})
_CODE = re.compile(r"([-\N{MINUS SIGN}\N{EN DASH}]?)([a-z]\d{1,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SaidSigns:
    """What a text says was seen, and what is there no more. `place` is in folded words."""

    seen: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    place: str = ""
    is_undo: bool = False


def signs_in(text: str) -> SaidSigns | None:
    """Return what a text says of signs, or None when it is no such text. Codes may be unknown ones."""
    words = [word for word in re.split(r"[\s,;:.]+", text.strip()) if word]
    if len(text) > LONGEST or len(words) < 2 or _plain(words[0]) not in _OPENERS:
        return None
    rest = words[1:]
    if _plain(rest[0]) in _UNDO:
        return SaidSigns(is_undo=True) if len(rest) == 1 else None
    n_codes = 0
    while n_codes < len(rest) and _CODE.fullmatch(rest[n_codes]):
        n_codes += 1
    found = [_CODE.fullmatch(word) for word in rest[:n_codes]]
    if not found and _plain(rest[0]) not in _NOTHING:
        return None
    place = [word for part in rest[max(n_codes, 1) :] for word in plain_words(part)]
    if len(place) > LONGEST_PLACE or any(_CODE.fullmatch(word) for word in rest[max(n_codes, 1) :]):
        return None
    return SaidSigns(
        tuple(dict.fromkeys(one[2].upper() for one in found if one and not one[1])),
        tuple(dict.fromkeys(one[2].upper() for one in found if one and one[1])),
        " ".join(place),
    )


def _plain(word: str) -> str:
    return "".join(plain_words(word))
