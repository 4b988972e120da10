"""What a phone without a network wrote down: read strictly, at moments that its clock may have wrong."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from tocsin.domain.moments import is_possible
from tocsin.domain.words import RESTRICTED_KINDS, WARNINGS, Kind, MessageKind, Priority

ENTRY_BYTES = 64 * 1024
"""The longest sealed entry that is taken: ten thousand characters and what is around them."""

MOST_MISSING = 100
"""A phone may say any number; more than these is said as well by the first hundred."""

WAYS = (MessageKind.VOICE, MessageKind.RADIO, MessageKind.WALK_IN)
SMALL_ERROR = timedelta(minutes=1)
"""A clock that is wrong by less is taken as right: the way itself takes seconds."""


class UnreadableEntry(ValueError):
    """It opened, but no field log of ours wrote it."""


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One entry as the phone wrote it. `place` and `source` are what was typed or chosen.

    `text` is empty for a restricted kind: such words are not kept in the general log (domain.md §5.2).
    """

    way: MessageKind
    text: str
    saved_at: datetime
    kind: Kind | None = None
    priority: Priority | None = None
    place: str = ""
    source: str = ""
    happened_at: datetime | None = None


def read_entry(words: bytes) -> FieldEntry:
    """Return the entry of an opened seal. Raises UnreadableEntry."""
    try:
        said: Mapping[str, Any] = json.loads(words)
        kind = Kind(said["kind"]) if said.get("kind") else None
        entry = FieldEntry(
            way=MessageKind(said["way"]),
            text=_text(said, "text") if kind not in RESTRICTED_KINDS else "",
            saved_at=_moment(said["saved_at"]),
            kind=kind,
            priority=Priority(said["priority"]) if said.get("priority") else None,
            place=_text(said, "place"),
            source=_text(said, "source"),
            happened_at=_moment(said["happened_at"]) if said.get("happened_at") else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise UnreadableEntry(str(type(wrong).__name__)) from wrong
    if entry.way not in WAYS or kind not in (None, *WARNINGS):
        raise UnreadableEntry("a word that this log does not know")
    if not entry.text and kind not in RESTRICTED_KINDS:
        raise UnreadableEntry("no words")
    return entry


def true_moment(moment: datetime, *, phone_now: datetime, now: datetime) -> datetime:
    """Return a moment of the phone's clock by ours; nothing that was said lies after now, and what cannot be is now."""
    error = now - phone_now
    try:
        shifted = moment + error if abs(error) > SMALL_ERROR else moment
    except OverflowError:  # at the ends of time there is nothing to add
        return now
    return min(shifted, now) if is_possible(shifted) else now


def missing(numbers: Collection[int]) -> list[int]:
    """Return the first of a phone's entries, counted from 1, that have not come although later ones have."""
    known = set(numbers)
    gaps = (one for one in range(1, max(known, default=0)) if one not in known)
    return list(islice(gaps, MOST_MISSING))


def _text(said: Mapping[str, Any], name: str) -> str:
    text = said.get(name, "")
    if not isinstance(text, str):
        raise UnreadableEntry(f"{name} is no text")
    # Half of a character is nothing that could be kept.
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise UnreadableEntry("a moment without its zone")
    return moment
