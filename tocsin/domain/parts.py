"""Joining the pieces of long SMS without ever putting a false sentence in a person's mouth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

# A villager's first half is worth more now than the whole later (messaging.md §1.1).
RELEASE_AFTER = timedelta(minutes=2)
ATTACH_WITHIN = timedelta(hours=24)
GAP = " [...] "


class PartKey(NamedTuple):
    """What pieces of one message share; fewer fields have joined the words of two people."""

    gateway: str
    sender: str
    recipient: str
    ref: int
    total: int
    width: int


@dataclass(frozen=True, slots=True)
class PartRow:
    """One stored piece; `message` is the id of its row, `seq` counts from 1."""

    message: str
    key: PartKey
    seq: int
    text: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Assembly:
    """What the pieces make at a moment.

    `release_at` is when it is read even if incomplete (then it is marked "part_missing"). `late`
    names pieces that came after that: they are attached, and the whole is read again. `copies`
    names pieces that came twice. `rows` names what the text is made of, in the order of reading.
    """

    key: PartKey
    rows: tuple[str, ...]
    copies: tuple[str, ...]
    late: tuple[str, ...]
    text: str
    missing: tuple[int, ...]
    release_at: datetime

    @property
    def is_complete(self) -> bool:
        return not self.missing

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be read now: nothing is missing, or the wait is over.

        A piece from a time to come was stamped by a clock that was set back since: it waits no longer.
        """
        is_of_now = self.release_at - now <= 2 * RELEASE_AFTER
        return self.is_complete or now >= self.release_at or not is_of_now


def assemble(rows: Iterable[PartRow]) -> list[Assembly]:
    """Return the messages that the pieces make, oldest first.

    References are short and come again within hours. Pieces that came close together are put
    together first; only then is a late piece attached to an older message, within 24 hours and
    only where that message lacks exactly this piece. When in doubt, two fragments are shown
    rather than one sentence that nobody said.
    """
    by_key: dict[PartKey, list[PartRow]] = {}
    for row in sorted(rows, key=lambda row: (row.received_at, row.message)):
        by_key.setdefault(row.key, []).append(row)
    assemblies = [
        _assembly(key, group) for key, own in by_key.items() for group in _attach_late(_bursts(own))
    ]
    return sorted(assemblies, key=lambda made: made.release_at)


class _Group:
    """Pieces believed to be of one message, while they are being sorted."""

    def __init__(self, first: PartRow) -> None:
        self.first_at = first.received_at
        self.last_at = first.received_at
        self.pieces = {first.seq: first}
        self.copies: list[PartRow] = []

    def takes(self, row: PartRow) -> bool:
        held = self.pieces.get(row.seq)
        return held is None or held.text == row.text

    def add(self, row: PartRow) -> None:
        if row.seq in self.pieces:
            self.copies.append(row)
            return
        self.pieces[row.seq] = row
        self.last_at = max(self.last_at, row.received_at)

    def lacks_exactly(self, other: "_Group") -> bool:
        """Whether the other has only pieces that are missing here, or copies of what is here."""
        is_in_time = other.first_at - self.first_at <= ATTACH_WITHIN
        return is_in_time and all(map(self.takes, other.pieces.values()))


def _bursts(rows: Sequence[PartRow]) -> list[_Group]:
    groups: list[_Group] = []
    for row in rows:
        near = [g for g in groups if row.received_at - g.last_at <= RELEASE_AFTER and g.takes(row)]
        if near:
            near[-1].add(row)
        else:
            groups.append(_Group(row))
    return groups


def _attach_late(groups: Sequence[_Group]) -> list[_Group]:
    kept: list[_Group] = []
    for group in groups:
        # A burst that is whole by itself is a message of its own, unless it is a copy.
        older = next((g for g in reversed(kept) if g.lacks_exactly(group)), None)
        if older is None:
            kept.append(group)
            continue
        for row in (*group.pieces.values(), *group.copies):
            older.add(row)
    return kept


def _assembly(key: PartKey, group: _Group) -> Assembly:
    release_at = group.first_at + RELEASE_AFTER
    pieces = [group.pieces[seq] for seq in sorted(group.pieces)]
    missing = tuple(seq for seq in range(1, key.total + 1) if seq not in group.pieces)
    return Assembly(
        key=key,
        rows=tuple(row.message for row in pieces),
        copies=tuple(row.message for row in group.copies),
        late=tuple(row.message for row in pieces if row.received_at > release_at),
        text=_text_of(group, key.total),
        missing=missing,
        release_at=release_at,
    )


def _text_of(group: _Group, total: int) -> str:
    """Return the words in order; a gap is shown once, however many pieces it hides."""
    text, is_gap = "", False
    for seq in range(1, total + 1):
        row = group.pieces.get(seq)
        if row is None:
            text, is_gap = text if is_gap else text + GAP, True
        else:
            text, is_gap = text + row.text, False
    return text.strip() if group.pieces else ""
