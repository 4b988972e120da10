"""From a text with places to fill to the words of one SMS: typed facts in, nobody's words out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from itertools import zip_longest

from tocsin.domain.dialogue import Verb
from tocsin.domain.sms import fit, transliterate
from tocsin.domain.wording_words import (
    EXERCISE,
    UNKNOWN_PLACE,
    answer_words,
    heading_words,
    kind_words,
    next_words,
    state_words,
)
from tocsin.domain.words import Kind, Language, Priority, Purpose, VerificationState

# A page may take two segments, everything else one (messaging.md §12).
SEGMENTS = {
    Purpose.PAGE: 2, Purpose.RELEASE: 3, Purpose.RELEASE_UPDATE: 3,
    Purpose.CORRECTION_ASKED: 2, Purpose.CORRECTION_DONE: 2,
}  # fmt: skip
# What a villager gets: no kind, no place, no force. The phone may be in other hands.
TO_VILLAGERS = frozenset(
    {
        Purpose.RECEIPT,
        Purpose.FIRST_NEWS,
        Purpose.CLOSING,
        Purpose.NOBODY_COMES,
        Purpose.NEIGHBOURS,
        Purpose.NOT_SO,
        Purpose.HAS_CHANGED,
        Purpose.NOT_OVER,
        Purpose.RUMOUR_TRUE,
        Purpose.RUMOUR_FALSE,
        Purpose.RUMOUR_UNCLEAR,
        Purpose.ANSWER,
        Purpose.CALL_US,
        Purpose.CONTACT_TEST,
        Purpose.OLD_NUMBER,
        Purpose.AIRTIME_SENT,
    }
)

_PLACE = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_LONGEST_NAME = 24
_BETRAYS = re.compile(r"\bFP-?\d+|\+?\d[\d\s().-]{6,}\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a text of ours can say. None or empty: not known.

    There is no field for what a source wrote, for a name or for a source's number or code, so no
    text can carry them. `place` is a name of the gazetteer, `at` the receiver's local time,
    `duty` the number of a duty phone, `direction` one of the eight points seen from the base. Five are
    of a release: what it follows, and its fields in words (`release_phrases`). The last three are of a
    coded text: what we took of it, how many it would reach, what to text to have it done.
    """

    code: str = ""
    kind: Kind | None = None
    priority: Priority | None = None
    place: str = ""
    distance_km: float | None = None
    direction: str = ""
    n_messages: int = 0
    n_origins: int = 0
    age: timedelta | None = None
    state: VerificationState | None = None
    at: time | None = None
    duty: str = ""
    answer: Verb | None = None
    is_drill: bool = False
    earlier: str = ""
    area: str = ""
    moment: str = ""
    quantity: str = ""
    request: str = ""
    said: str = ""
    reach: str = ""
    phrase: str = ""


def compose(template: str, facts: Facts, *, purpose: Purpose, language: Language) -> str:
    """Return the finished text in GSM-7, within the segments of its purpose.

    Parts in square brackets are left out when something in them is not known. What is too long
    loses its end, never its code or what is to be answered. An exercise says so first.
    """
    filled = _fill(template, facts, language)
    if facts.is_drill:
        filled = f"{EXERCISE[language]} - {filled}"
    plain = transliterate(filled)
    return fit(plain, segments=SEGMENTS.get(purpose, 1), keep=(facts.code, facts.phrase)).text


def own_words(text: str, language: Language, facts: Facts) -> str:
    """Return a person's own text in GSM-7 and in one SMS, saying first when it is an exercise."""
    said = f"{EXERCISE[language]} - {text}" if facts.is_drill else text
    return fit(transliterate(said), segments=1, keep=()).text


def places_to_fill(template: str) -> frozenset[str]:
    """Return the names of the places that a text has to fill."""
    return frozenset(_PLACE.findall(template))


def time_words(moment: time, language: Language) -> str:
    """Return a local time as people there say it: 22:00 is "saa 4 usiku" in Swahili."""
    if language is not Language.SWAHILI:
        separator = ":" if language is Language.ENGLISH else "h"
        return f"{moment.hour:02}{separator}{moment.minute:02}"
    hour = (moment.hour - 7) % 12 + 1
    minutes = f" na dk {moment.minute}" if moment.minute else ""
    return f"saa {hour}{minutes} {_part_of_day(moment.hour)}"


def _fill(template: str, facts: Facts, language: Language) -> str:
    said: list[str] = []
    for number, (texts, names) in enumerate(_parts(template)):
        words = [_WORDS[name](facts, language) if name in _WORDS else "" for name in names]
        if number % 2 == 0 or all(words):
            known = (word or "?" for word in words)
            said += [text + word for text, word in zip_longest(texts, known, fillvalue="")]
    return "".join(said)


@lru_cache(maxsize=512)
def _parts(template: str) -> tuple[tuple[Sequence[str], Sequence[str]], ...]:
    """Return the parts of a template, every second one of which may be left out.

    Each is its own texts and the names of the places between them: one text more than names.
    """
    split = (_PLACE.split(part) for part in _OPTIONAL.split(template))
    return tuple((pieces[::2], pieces[1::2]) for pieces in split)


def _place(facts: Facts, language: Language) -> str:
    return _name(facts.place) or UNKNOWN_PLACE.get(language, UNKNOWN_PLACE[Language.FRENCH])


def _name(place: str) -> str:
    # A place typed in by hand might hold more than a name.
    clean = _BETRAYS.sub("", " ".join(place.split()))
    return _PLACE.sub("", clean).strip(" ,;")[:_LONGEST_NAME].rstrip()


def _distance(facts: Facts, language: Language) -> str:
    if facts.distance_km is None:
        return ""
    point = facts.direction
    if language not in (Language.ENGLISH, Language.SWAHILI):
        point = point.replace("W", "O")
    return f"{round(facts.distance_km)} km {point}".strip()


def _count(facts: Facts, language: Language) -> str:
    if not facts.n_messages:
        return ""
    n, sources = facts.n_messages, facts.n_origins
    if language is Language.SWAHILI:
        return f"ujumbe {n}" + (f", vyanzo {sources}" if sources else "")
    return _number(n, "message") + (f", {_number(sources, 'source')}" if sources else "")


def _number(n: int, noun: str) -> str:
    return f"{n} {noun}{'s' if n > 1 else ''}"


def _age(age: timedelta | None, language: Language) -> str:
    if age is None:
        return ""
    minutes = max(0, round(age / timedelta(minutes=1)))
    is_long = minutes >= 120
    n = minutes // 60 if is_long else minutes
    match language:
        case Language.SWAHILI:
            return f"{'saa' if is_long else 'dakika'} {n} zilizopita"
        case Language.ENGLISH:
            return f"{n} {'h' if is_long else 'min'} ago"
        case _:
            return f"il y a {n} {'h' if is_long else 'min'}"


def _part_of_day(hour: int) -> str:
    for until, words in ((5, "usiku"), (12, "asubuhi"), (16, "mchana"), (19, "jioni")):
        if hour < until:
            return words
    return "usiku"


_WORDS: Mapping[str, Callable[[Facts, Language], str]] = {
    "code": lambda facts, _: facts.code,
    "kind": lambda facts, language: kind_words(facts.kind, language) if facts.kind else "",
    "priority": lambda facts, _: facts.priority.value if facts.priority else "",
    "place": _place,
    "distance": _distance,
    "count": _count,
    "age": lambda facts, language: _age(facts.age, language),
    "grade": lambda facts, language: state_words(facts.state, language) if facts.state else "",
    "time": lambda facts, language: time_words(facts.at, language) if facts.at else "",
    "duty": lambda facts, _: facts.duty,
    "answer": lambda facts, language: answer_words(facts.answer, language) if facts.answer else "",
    "next": lambda facts, language: next_words(facts.answer, language) if facts.answer else "",
    "earlier": lambda facts, _: facts.earlier,
    "area": lambda facts, _: facts.area,
    "moment": lambda facts, _: facts.moment,
    "quantity": lambda facts, _: facts.quantity,
    "request": lambda facts, _: facts.request,
    "said": lambda facts, _: facts.said,
    "reach": lambda facts, _: facts.reach,
    "phrase": lambda facts, _: facts.phrase,
    "heading": lambda facts, language: heading_words(facts.direction, language),
}
"""What fills each place, asked only of the places that a template has."""
