"""Regular verbs of French and English: "pill~" and "loot~" in the lexicon stand for all their forms."""

from collections.abc import Iterator

MARK = "~"
# Folded endings of the first group and what they say of time: "ils pillent" now, "ils pilleront" a plan.
_FRENCH = {
    "er": "", "e": "", "ee": "", "ees": "", "es": "", "ez": "", "ant": "", "a": "done", "ent": "now", "ons": "now", "ait": "past",
    "aient": "past", "erent": "done", "era": "plan", "eront": "plan", "erait": "plan", "eraient": "plan", "erons": "plan",
}  # fmt: skip
_ENGLISH = {"": "", "s": "", "ed": "done", "ing": "now"}


def conjugated(entry: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield an entry in each form of its marked verb, with the tense that the form says; others as they are."""
    before, mark, after = entry.partition(MARK)
    if not mark:
        yield entry, ""
        return
    for ending, tense in (_ENGLISH if language == "en" else _FRENCH).items():
        yield f"{_joined(before, ending, language)}{after}", tense


def _joined(stem: str, ending: str, language: str) -> str:
    """An English stem in e loses it: raide~ is raided, raiding; French "saccag~" keeps no e of its own."""
    if language == "en" and stem.endswith("e") and ending in ("ed", "ing"):
        return stem[:-1] + ending
    return stem + ending
