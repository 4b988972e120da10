"""Coded texts, "ATT MBAU 12 HA 18H30": a form of their own, read exactly or not at all, before any lexicon.

    CODE [CODE…] [PLACE] [FIELD…]

A code is a kind of three letters (`domain/words.py`), or a number of the mission's code sheet (`lexicons/codes.toml`).
Fields are numbers with a unit, an actor, a time, a distance with its point of the compass, a direction and a priority, in
any order. One word that is none of these makes the whole text free: then the words are read as words.
"""

import re
from datetime import datetime

from tocsin.domain.folding import tokenise
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading.coded_fields import FIELDS, Coded, take_bare_number
from tocsin.domain.reading.coded_result import coded_reading
from tocsin.domain.reading.coded_words import COUNTED_BY_KIND, SPOKEN_CODES, TOWARDS, WORDLIKE
from tocsin.domain.reading.result import Range, Reading
from tocsin.domain.words import Kind

# Longer texts were not typed as codes.
LONGEST = 160
_TOKENS_AT_MOST = 40
_CODES = {kind.value: kind for kind in Kind} | SPOKEN_CODES
_LIKE_A_CODE = re.compile(r"[\s*#]*(?:([A-Za-z]{3})(?![A-Za-z])|\d{1,2}[\s*#.,/-]+[^\W\d_]{3})")
_PLACE_WORDS = 4
_LIKE_ENOUGH = 0.8


def looks_coded(text: str) -> bool:
    """Return whether a text may be coded: a microsecond, for whoever sorts texts. `read_coded` decides."""
    if len(text) > LONGEST:
        return False
    found = _LIKE_A_CODE.match(text)
    return found is not None and (found.group(1) is None or found.group(1).upper() in _CODES)


def read_coded(
    text: str,
    *,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    sent_at: datetime,
    sender_place: tuple[float, float] | None = None,
) -> Reading | None:
    """Return the reading of a coded text, or None for any other: some hundredths of a millisecond."""
    if not looks_coded(text):
        return None
    if "?" in text:
        # Who asks whether there is an attack reports none.
        return None
    tokens = [token for token in tokenise(text) if not token.sign or token.key in "-/+"]
    if len(tokens) > _TOKENS_AT_MOST:
        return None
    coded = Coded(text, tokens, [text[token.start : token.end].upper() for token in tokens])
    at = _take_codes(coded, lexicon)
    if at == 0 or not _take_fields(coded, at, lexicon, gazetteer) or not _is_meant(coded):
        return None
    return coded_reading(
        coded, lexicon=lexicon, gazetteer=gazetteer, sent_at=sent_at, sender_place=sender_place
    )


def _take_codes(coded: Coded, lexicon: Lexicon) -> int:
    """Return the token after the codes; nought when there is none."""
    if coded.tokens[0].number is not None:
        coded.number = coded.tokens[0].number
        coded.kinds.append(lexicon.code_sheet.get(coded.number, Kind.WARNING_SIGN))
        return 1
    at = 0
    while at < len(coded.words):
        word = coded.words[at]
        if word in _CODES:
            # "ATT Dis" may name a place; codes are written alike.
            if at and coded.text[coded.tokens[at].start :][:3].isupper() != _is_upper(coded):
                break
            coded.kinds.append(_CODES[word])
        elif word not in "+/-":
            break
        at += 1
    return at


def _is_upper(coded: Coded) -> bool:
    return coded.text[coded.tokens[0].start :][:3].isupper()


def _take_fields(coded: Coded, at: int, lexicon: Lexicon, gazetteer: Gazetteer) -> bool:
    """Take every token after the codes; False at the first that belongs to no field."""
    while at < len(coded.words):
        end = (
            next(filter(None, (take(coded, at) for take in FIELDS)), None)
            or _alias(coded, at, lexicon, "actor:")
            or _take_place(coded, at, gazetteer)
            # A name that may be a place as well ("Simba") is an actor where no place is left to be named.
            or _alias(coded, at, lexicon, "actor?:")
            or take_bare_number(coded, at)
        )
        if end is None:
            return False
        at = end
    return _give_bare_numbers(coded)


def _is_meant(coded: Coded) -> bool:
    """Whether a text in the form of a code is one: words such as "Sur" and "dis" need capitals and a place."""
    if coded.number is not None:
        return bool(coded.places)
    upper = _is_upper(coded)
    if coded.kinds[0] in WORDLIKE:
        return upper and bool(coded.places or coded.counts)
    return upper or bool(coded.places)


def _alias(coded: Coded, at: int, lexicon: Lexicon, prefix: str) -> int | None:
    best: tuple[int, str] | None = None
    for beginning in lexicon.beginnings(coded.tokens[at].key):
        elements = beginning.phrase.elements
        if not beginning.phrase.concept.startswith(prefix):
            continue
        keys = tuple(token.key for token in coded.tokens[at : at + len(elements)])
        if keys == elements and (best is None or len(elements) > best[0]):
            best = len(elements), beginning.phrase.concept[len(prefix) :]
    if best is None:
        return None
    coded.actors.append((best[1], at, at + best[0]))
    return at + best[0]


def _give_bare_numbers(coded: Coded) -> bool:
    """A number alone counts what the code is about; where that is not clear the text is no code."""
    if not coded.bare_numbers:
        return True
    role = COUNTED_BY_KIND.get(coded.kinds[0])
    if role is None or role in coded.counts or coded.number is not None:
        return False
    coded.counts[role] = Range(*coded.bare_numbers)
    return True


def _take_place(coded: Coded, at: int, gazetteer: Gazetteer) -> int | None:
    """Take a place the gazetteer knows, one spelt nearly so, or behind capitals one word that nobody knows."""
    towards = coded.words[at] in TOWARDS
    first = at + towards
    destinations = sum(place[2] for place in coded.places)
    if first >= len(coded.words) or (destinations if towards else len(coded.places) > destinations):
        return None
    end = _known_end(coded, first, gazetteer) or _unknown_end(coded, first, gazetteer)
    if end is not None:
        coded.places.append((first, end, towards))
    return end


def _known_end(coded: Coded, first: int, gazetteer: Gazetteer) -> int | None:
    for length in range(min(_PLACE_WORDS, len(coded.words) - first), 0, -1):
        folded = " ".join(token.key for token in coded.tokens[first : first + length])
        if gazetteer.knows(folded):
            return first + length
    return None


def _unknown_end(coded: Coded, first: int, gazetteer: Gazetteer) -> int | None:
    token = coded.tokens[first]
    if token.number is not None or token.sign or len(token.key) < 3:
        return None
    is_exact_code = coded.number is None and coded.kinds[0] not in WORDLIKE and _is_upper(coded)
    similar = gazetteer.similar(token.key)
    if is_exact_code or (_is_upper(coded) and similar and similar[0][1] >= _LIKE_ENOUGH):
        return first + 1
    return None
