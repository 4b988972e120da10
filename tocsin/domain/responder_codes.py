"""Coded texts of responders: what a base has, and that what was told of an incident is not so.

A text is one only when every word of it belongs to the form; anything else is read as before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.dialogue_words import plain_words
from tocsin.domain.incident_codes import is_code
from tocsin.domain.words import Kind, Language

MOST = {"people": 5000, "vehicles": 500, "motorbikes": 500, "boats": 500, "medics": 500}
LONGEST_PLACE = 4  # words


@dataclass(frozen=True, slots=True)
class SaidStrength:
    """What a base has, as its own people text it: `EFF 24 VEH 3 MOTO 2 MED 1 NUIT`."""

    people: int
    vehicles: int = 0
    motorbikes: int = 0
    boats: int = 0
    medics: int = 0
    goes_by_night: bool = False


@dataclass(frozen=True, slots=True)
class SaidCorrection:
    """What is not so, as a responder texts it: `FAUX KT423`, `CORRIGER KT423 LOO MIREMBE`.

    `place` is in folded words, to be found in the gazetteer. `is_sure` says that it ends with YES.
    """

    kind: CorrectionKind
    code: str
    right_kind: Kind | None = None
    place: str = ""
    is_sure: bool = False

    def phrase(self, language: Language) -> str:
        """Return what must be texted to have it done, in the words of a language."""
        column = {Language.SWAHILI: 2, Language.ENGLISH: 1}.get(language, 0)
        right = self.right_kind.value if self.right_kind else ""
        sure = ("OUI", "YES", "NDIYO")[column]
        words = (_OPENERS[self.kind][column], self.code, right, self.place, sure)
        return " ".join(word for word in words if word).upper()


# French, English, Swahili.
_OPENERS: Mapping[CorrectionKind, tuple[str, str, str]] = {
    CorrectionKind.MISTAKE: ("faux", "false", "kosa"),
    CorrectionKind.DELIBERATE: ("tromperie", "deception", "uongo"),
    CorrectionKind.RETRACTED: ("retirer", "retract", "futa"),
    CorrectionKind.REOPENED: ("rouvrir", "reopen", "fungua"),
    CorrectionKind.CORRECTED: ("corriger", "correct", "sahihisha"),
}
_KIND_OF = {word: kind for kind, words in _OPENERS.items() for word in words}
_SURE = frozenset({"oui", "yes", "ndiyo"})
_KINDS = {kind.value.lower(): kind for kind in Kind}
_STRENGTH = frozenset({"eff", "effectif", "strength", "nguvu"})
_FIELDS = {
    "veh": "vehicles", "gari": "vehicles",
    "moto": "motorbikes", "pikipiki": "motorbikes",
    "bat": "boats", "boat": "boats", "boti": "boats",
    "med": "medics", "daktari": "medics",
}  # fmt: skip
_NIGHT = frozenset({"nuit", "night", "usiku"})


def strength_in(text: str) -> SaidStrength | None:
    """Return what a text says that a base has, or None when it is no such text."""
    words = plain_words(text)
    if len(words) < 2 or words[0] not in _STRENGTH:
        return None
    said: dict[str, int] = {}
    by_night = False
    rest = iter(["people", *words[1:]])
    for word in rest:
        if word in _NIGHT and not by_night:
            by_night = True
            continue
        name = "people" if word == "people" else _FIELDS.get(word, "")
        n = _count(rest)
        if not name or name in said or n is None or n > MOST[name]:
            return None
        said[name] = n
    return SaidStrength(**said, goes_by_night=by_night)


def correction_in(text: str) -> SaidCorrection | None:
    """Return the correction that a text asks for, or None when it is no such text."""
    words = plain_words(text)
    if len(words) < 2:
        return None
    if is_code(words[0].upper()):
        words[:2] = [words[1], words[0]]
    kind, code, rest = _KIND_OF.get(words[0]), words[1].upper(), words[2:]
    if kind is None or not is_code(code):
        return None
    is_sure = bool(rest) and rest[-1] in _SURE
    rest = rest[:-1] if is_sure else rest
    if kind is not CorrectionKind.CORRECTED:
        return None if rest else SaidCorrection(kind, code, is_sure=is_sure)
    right = _KINDS.get(rest[0]) if rest else None
    place = rest[1:] if right else rest
    if (right is None and not place) or len(place) > LONGEST_PLACE:
        return None
    return SaidCorrection(kind, code, right, " ".join(place), is_sure)


def _count(words: Iterator[str]) -> int | None:
    word = next(words, "")
    return int(word) if word.isdecimal() and len(word) <= 4 else None
