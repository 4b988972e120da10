"""Verbs of the Bantu languages: what stands before the root, and what it says of time and denial."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from tocsin.domain.folding import folded_set


@dataclass(frozen=True, slots=True)
class Analysis:
    """`stem` is what is left of a verb; `tense` is now, done, past, plan or empty when the form does not say."""

    stem: str
    tense: str
    negated: bool = False


# Verbs that Congolese Swahili writes in two words: "wali uwa", "wana nyanganya".
SPLIT_PREFIXES = folded_set(
    "wana, wali, wame, wata, ana, ali, ame, ata, ina, ili, ime, ita, zina, zili, zime, zita, tuna, tuli, tume, una, nina, "
    "nili, nime, bana, bali, bame, bata, yana, yame, vina, vime, walio, wanao, hawa, watu, wanatu, wanawa, wamewa, waliwa, "
    "ba, bako, bazo, babo, bara, baza, aza, ara"
)
# What makes an infinitive that follows a thing in progress: "bazali kobunda", "bari kurasa", "beko naua".
PROGRESSIVE = folded_set(
    "bazali, azali, ezali, tozali, nazali, bozali, bari, barimo, ari, arimo, turi, turimo, iri, irimo, ziri, zirimo, "
    "birimo, beko, wako, iko, yuko, biko, ziko"
)

_SWAHILI_SUBJECTS = folded_set("wa, ba, a, ni, tu, u, m, mu, i, zi, ki, vi, li, ya, pa, bi")
_SWAHILI_OBJECTS = folded_set(
    "wa, m, mu, tu, ni, ku, i, zi, ya, ki, li, ba, ji, mw, kw, tw, vi"
) | {""}
_SWAHILI_TENSES = {
    "na": "now", "nao": "now", "naye": "now", "me": "done", "mesha": "done", "li": "past", "lio": "past",
    "liye": "past", "ta": "plan", "taka": "plan", "tao": "plan", "ka": "done", "ki": "now", "si": "", "nge": "",
    "limo": "past",
}  # fmt: skip
_SWAHILI_DENIED = folded_set("wa, ja, tu, ya, i, zi, ba, u, mu")
_SWAHILI_BARE = {"ku": "", "kuto": "", "na": "now"}
_LINGALA_SUBJECTS = folded_set("ba, a, na, o, to, bo, e, i, mi") | {""}
_LINGALA_INFIXES = {
    "": "",
    "ko": "plan",
    "zo": "now",
    "komi": "plan",
    "mi": "",
    "o": "now",
    "kozo": "now",
}
_KINYARWANDA_SUBJECTS = folded_set(
    "ba, a, n, u, tu, mu, i, zi, ri, ki, bi, ru, ka, ha, ya, za, wa, yi, ry, cy, by, bw, b, y, z, tw, mw, h, ra, ga"
)
_KINYARWANDA_TENSES = {
    "": "", "ra": "now", "za": "plan", "aza": "plan", "ara": "done", "racya": "now", "r": "now", "zo": "plan",
    "riku": "now", "rigu": "now",
}  # fmt: skip
_KINYARWANDA_OBJECTS = folded_set("ba, mu, mw, tu, du, tw, dw, wa, bi, zi, ya, ha, yi, n, m, b") | {
    ""
}
_RETURN = "zong"
_RW_SUBJECTS = ("ba", "ya", "za", "wa", "ha", "tw", "yi", "zi", "bi")
_PERFECTIVE = ("ye", "she", "se", "tse", "je", "ze", "we", "iye", "nye")


# How a conjugated word begins (ends), and what that says of time; the longest beginning decides.
_BEGINNINGS = {
    "sw": {
        "wana": "now", "ana": "now", "ina": "now", "zina": "now", "yana": "now", "tuna": "now", "vina": "now", "bana": "now",
        "wame": "done", "ame": "done", "ime": "done", "zime": "done", "yame": "done", "tume": "done", "bame": "done",
        "wali": "past", "ali": "past", "zili": "past", "tuli": "past", "bali": "past",
        "wata": "plan", "ata": "plan", "tuta": "plan",
    },
    "ln": {
        "bazo": "now", "azo": "now", "ezo": "now", "tozo": "now", "bazali": "now", "ezali": "now", "tozali": "now",
        "bako": "plan", "ako": "plan",
    },
    "rw": {
        "bara": "now", "barimo": "now", "bari": "now", "turi": "now", "zira": "now", "baza": "plan",
        "turu": "now", "hara": "now",
    },
}  # fmt: skip


def tense_of(words: tuple[str, ...], language: str) -> str:
    """Return what the forms of a phrase of the lexicon say of time, or an empty string."""
    beginnings = _BEGINNINGS.get(language)
    if beginnings is None:
        return ""
    said = ""
    for word in words:
        if language == "ln" and word.endswith("aki"):
            said = "past"
        if language == "rw" and word.endswith(_PERFECTIVE) and word.startswith(_RW_SUBJECTS):
            said = "done"
        if language == "ln" and _RETURN in word:
            # "bazongi" is ba-zong-i, not ba-zo-ngi.
            continue
        for beginning, tense in beginnings.items():
            if (word.startswith(beginning) and len(word) > len(beginning) + 1) or (
                word == beginning and len(words) > 1
            ):
                said = "done" if language == "rw" and _is_perfect(word, tense) else tense
    return said


def _is_perfect(word: str, tense: str) -> bool:
    return tense == "now" and word.endswith(_PERFECTIVE)


def analyse(word: str, language: str) -> Iterator[Analysis]:
    """Yield the ways to take a folded word as a verb of a language; none for a language without a table."""
    prefixes = _PREFIXES.get(language)
    if prefixes is None or len(word) < 3 or (language == "rw" and word in _NEW):
        return
    table = prefixes()
    seen: set[tuple[str, str]] = set()
    for length in range(min(len(word) - 1, _LONGEST_PREFIX) + 1):
        for tense, negated in table.get(word[:length], ()):
            stem = word[length:]
            tense_of_form = _tense_by_ending(stem, tense, language)
            if (stem, tense_of_form) not in seen:
                seen.add((stem, tense_of_form))
                yield Analysis(stem, tense_of_form, negated)


# "inzu nshya" is a new house, and none that burns.
_NEW = folded_set("nshya, rishya, mishya, mashya, bishya, gishya, gashya, bushya, mushya, rushya")
_LONGEST_PREFIX = 10
_Forms = dict[str, tuple[tuple[str, bool], ...]]


def _tense_by_ending(stem: str, tense: str, language: str) -> str:
    if language == "rw" and tense in ("", "now") and stem.endswith(_PERFECTIVE):
        # "barashe": they have shot; "bararasa": they are shooting.
        return "done"
    if tense or language != "ln":
        return tense
    if stem.endswith(("aki", "aka")):
        return "past"
    return "done" if stem.endswith("i") else ""


@cache
def _swahili() -> _Forms:
    forms: dict[str, set[tuple[str, bool]]] = {}
    for subject, (infix, tense), target in product(
        _SWAHILI_SUBJECTS, _SWAHILI_TENSES.items(), _SWAHILI_OBJECTS
    ):
        forms.setdefault(subject + infix + target, set()).add((tense, infix == "si"))
    for bare, tense in _SWAHILI_BARE.items():
        for target in _SWAHILI_OBJECTS:
            forms.setdefault(bare + target, set()).add((tense, False))
    for subject, infix in product(_SWAHILI_DENIED, ("", "ku", "ja", "ta")):
        forms.setdefault("ha" + subject + infix, set()).add(("", True))
    return _frozen(forms)


@cache
def _lingala() -> _Forms:
    forms: dict[str, set[tuple[str, bool]]] = {}
    for subject, (infix, tense) in product(_LINGALA_SUBJECTS, _LINGALA_INFIXES.items()):
        if subject or infix == "ko":
            said = "" if not subject and infix == "ko" else tense
            forms.setdefault(subject + infix, set()).add((said, False))
    return _frozen(forms)


@cache
def _kinyarwanda() -> _Forms:
    forms: dict[str, set[tuple[str, bool]]] = {}
    for subject, (infix, tense), target in product(
        _KINYARWANDA_SUBJECTS, _KINYARWANDA_TENSES.items(), _KINYARWANDA_OBJECTS
    ):
        forms.setdefault(subject + infix + target, set()).add((tense, False))
        forms.setdefault("nti" + subject + infix + target, set()).add((tense, True))
    for bare, target in product(("gu", "ku", "kw", "k"), _KINYARWANDA_OBJECTS):
        forms.setdefault(bare + target, set()).add(("", False))
    return _frozen(forms)


def _frozen(forms: dict[str, set[tuple[str, bool]]]) -> _Forms:
    return {prefix: tuple(sorted(ways)) for prefix, ways in forms.items()}


_PREFIXES = {"sw": _swahili, "ln": _lingala, "rw": _kinyarwanda}
