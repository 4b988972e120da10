"""The alphabets and segments of SMS, and fitting a text into few of them (messaging.md §12)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENSION = frozenset("^{}\\[~]|€\f")  # each costs an escape as well: two septets
_GSM7 = GSM7_BASIC | GSM7_EXTENSION
_LAST_OF_TWO_BYTES = "\uffff"  # beyond it a character is two UTF-16 units

# Signs that say the same in plain writing; one of them alone turns 160 characters into 70.
_TYPOGRAPHY = str.maketrans(
    {
        "’": "'", "‘": "'", "‚": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
        "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "…": "...", "•": "-", "·": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": " ",
        "\u200b": "", "\u200e": "", "\u200f": "", "\u00ad": "", "\ufeff": "", "×": "x", "°": "o",
    }
)  # fmt: skip
# Letters whose marks do not come off by decomposition.
_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "OE", "ɛ": "e", "Ɛ": "E", "ɔ": "o", "Ɔ": "O", "ŋ": "ng", "Ŋ": "Ng", "ɓ": "b", "ɗ": "d"}
)  # fmt: skip
_ELLIPSIS = "..."
_WORD_SEARCH = 20  # how far back a cut looks for a blank before it cuts inside a word


class Alphabet(StrEnum):
    GSM7 = "gsm7"
    UCS2 = "ucs2"


_ALONE = {Alphabet.GSM7: 160, Alphabet.UCS2: 70}
_IN_PARTS = {Alphabet.GSM7: 153, Alphabet.UCS2: 67}


@dataclass(frozen=True, slots=True)
class Size:
    """What a text costs: `units` are septets or UTF-16 units, `segments` is what is billed."""

    alphabet: Alphabet
    units: int
    segments: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text made to fit, its cost, and whether words had to be left out."""

    text: str
    size: Size
    is_cut: bool


def measure(text: str) -> Size:
    """Return the cost of a text; an empty text is one segment, as the network bills it."""
    alphabet = alphabet_of(text)
    units = _units(text, alphabet)
    fits = units <= _ALONE[alphabet]
    return Size(alphabet, units, 1 if fits else len(split(text)))


def alphabet_of(text: str) -> Alphabet:
    return Alphabet.GSM7 if _GSM7.issuperset(text) else Alphabet.UCS2


def split(text: str) -> list[str]:
    """Return the texts of the segments, never cut inside an escape or a surrogate pair."""
    alphabet = alphabet_of(text)
    if _units(text, alphabet) <= _ALONE[alphabet]:
        return [text]
    parts, part, room = [], "", _IN_PARTS[alphabet]
    for character in text:
        width = _width(character, alphabet)
        if width > room:
            parts.append(part)
            part, room = "", _IN_PARTS[alphabet]
        part, room = part + character, room - width
    return [*parts, part]


def fold(text: str) -> str:
    """Return the text with typographic signs in plain writing; words and accents are untouched."""
    return text if alphabet_of(text) is Alphabet.GSM7 else text.translate(_TYPOGRAPHY)


def transliterate(text: str) -> str:
    """Return the text without the accents that GSM-7 lacks; for what we send, never what came in."""
    if alphabet_of(text) is Alphabet.GSM7:
        return text
    return "".join(c if c in _GSM7 else _bare(c) for c in fold(text).translate(_LETTERS))


def fit(text: str, *, segments: int, keep: Sequence[str] = ()) -> Fitted:
    """Return the text in at most `segments` segments.

    Typographic signs go first, then accents that GSM-7 lacks, then the end of the text. What is
    in `keep` (an incident code, a number to call) is never cut: when it would fall in the part that
    goes, it is put at the end. Raises ValueError when `keep` alone does not fit.
    """
    folded = fold(text)
    if (size := measure(folded)).segments <= segments:
        return Fitted(folded, size, is_cut=False)
    plain = transliterate(folded)
    if (size := measure(plain)).segments <= segments:
        return Fitted(plain, size, is_cut=False)
    # A script that has no plain form gains nothing from losing its few accents.
    cheapest = plain if alphabet_of(plain) is Alphabet.GSM7 else folded
    shortened = _shorten(cheapest, segments, tuple(keep))
    return Fitted(shortened, measure(shortened), is_cut=True)


def _units(text: str, alphabet: Alphabet) -> int:
    """What `_width` adds up to, asked of whole texts: nearly all have no character of two."""
    if alphabet is Alphabet.GSM7:
        doubled = () if GSM7_EXTENSION.isdisjoint(text) else GSM7_EXTENSION
        return len(text) + sum(text.count(character) for character in doubled)
    return len(text) + sum(character > _LAST_OF_TWO_BYTES for character in text)


def _width(character: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.GSM7:
        return 2 if character in GSM7_EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1


def _bare(character: str) -> str:
    base = "".join(
        c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)
    )
    is_plain = all(c in GSM7_BASIC for c in base)
    return base if is_plain else character


def _shorten(text: str, segments: int, keep: tuple[str, ...]) -> str:
    """Return the longest beginning that fits with its ellipsis and everything kept."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(_with_kept(text, middle, keep)).segments <= segments:
            low = middle
        else:
            high = middle - 1
    shortened = _with_kept(text, _at_a_word(text, low), keep)
    if measure(shortened).segments > segments:
        shortened = _with_kept(text, low, keep)
    if measure(shortened).segments > segments:
        raise ValueError("What must be kept does not fit into the segments.")
    return shortened


def _with_kept(text: str, end: int, keep: tuple[str, ...]) -> str:
    start = text[: _before_kept(text, end, keep)].rstrip()
    lost = [word for word in keep if word and word in text and word not in start]
    return " ".join([start + _ELLIPSIS, *lost])


def _before_kept(text: str, end: int, keep: tuple[str, ...]) -> int:
    """Return an end that leaves no stump of a kept word: half a code is a wrong code."""
    for word in keep:
        at = text.find(word) if word else -1
        while at != -1:
            if at < end < at + len(word):
                end = at
            at = text.find(word, at + 1)
    return end


def _at_a_word(text: str, end: int) -> int:
    while 0 < end < len(text) and unicodedata.combining(text[end]):
        end -= 1
    blank = text.rfind(" ", max(0, end - _WORD_SEARCH), end + 1)
    return blank if blank > 0 else end
