"""How many independent sources stand behind an incident: copies and hearsay add none."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from tocsin.domain.words import Access

FIRST_HAND = (Access.SAW, Access.HEARD)

# Two texts are copies when at most this many of the 64 bits of their fingerprints differ.
_COPY_BITS = 7
# "ATT KASENGA" from two people is two witnesses: short texts are never copies of one another.
_MIN_LETTERS = 32
_SHINGLE = 5
_BITS = 64
# 8 pieces: two fingerprints that differ in at most 7 bits agree in one piece at least.
_PIECE = _BITS // (_COPY_BITS + 1)
# The bits of a byte, each in a field of two bytes, wide enough to count it in the longest text.
_SPREAD = [sum((n >> bit & 1) << bit * 16 for bit in range(8)) for n in range(256)]
_EACH_FIELD = _SPREAD[255]
# A field whose highest bit is set is one, any other is none.
_ONES = bytes(48 + (n >> 7) for n in range(256))
# Numbers never seen before, so many within so short a time, are one organised source.
_BURST = 5
_BURST_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source said of one event. Persons, phones and handsets are codes or hashes.

    `told_by` names the person or the claim it was heard from; `circles` what might make sources
    speak with one voice: a household, a duty post, a meeting. `n_messages` counts repeats by the
    same source.
    """

    id: str
    access: Access
    at: datetime
    person: str = ""
    phone: str = ""
    handset: str = ""
    told_by: str = ""
    circles: frozenset[str] = frozenset()
    fingerprint: int = 0
    is_new_number: bool = False
    n_messages: int = 1


@dataclass(frozen=True, slots=True)
class Origins:
    """What the board shows: 12 messages, 5 alerts, 2 origins, 1 of them first-hand, 1 denial.

    `independent` counts groups of connected claims with at least one first-hand claim;
    `first_hand` counts those of them with somebody who saw it. `folded` are the claims that added
    no origin of their own. `groups` are the claim ids that belong together, largest first.
    """

    messages: int
    alerts: int
    independent: int
    first_hand: int
    denials: int
    folded: int
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Storm:
    """Many people passing on the same words (alerting.md §7.2)."""

    copies: int
    senders: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One message for the storm watch."""

    sender: str
    at: datetime
    fingerprint: int


def fingerprint(text: str) -> int:
    """Return 64 bits that near-identical words share, or 0 when the text is too short to compare.

    A SimHash of letters and digits in groups of five: accents, case, spaces and punctuation do
    not count. It fits a signed 64-bit column.
    """
    letters = re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text.casefold()))
    if len(letters) < _MIN_LETTERS:
        return 0
    grams = {letters[i : i + _SHINGLE] for i in range(len(letters) - _SHINGLE + 1)}
    digests = b"".join(blake2b(gram.encode(), digest_size=8).digest() for gram in grams)
    # Each bit that more than half of the groups have. Added like this, its count reaches the highest bit of its field.
    lift = _EACH_FIELD * (0x7FFF - len(grams) // 2)
    counts = [sum(map(_SPREAD.__getitem__, digests[n::8]), lift) for n in range(8)]
    ones = b"".join(count.to_bytes(16) for count in counts)[::2].translate(_ONES)
    bits: int = int(ones, 2)
    return bits - (1 << _BITS) if bits >> _BITS - 1 else bits


def is_copy(a: int, b: int) -> bool:
    """Say whether two fingerprints come from near-identical words. A 0 is a copy of nothing."""
    return a != 0 and b != 0 and bits_apart(a, b) <= _COPY_BITS


def bits_apart(a: int, b: int) -> int:
    """Return in how many bits two fingerprints differ."""
    return ((a ^ b) & ((1 << _BITS) - 1)).bit_count()


def pieces_of(fingerprint: int) -> Iterator[tuple[int, int]]:
    """Give the pieces of a fingerprint, each with its place: two copies share one at least."""
    for start in range(0, _BITS, _PIECE):
        yield start, fingerprint >> start & ((1 << _PIECE) - 1)


def count_origins(claims: Sequence[Claim]) -> Origins:
    """Count the sources behind an incident, in time linear in the number of claims."""
    spoken = [claim for claim in claims if claim.access is not Access.DENIES]
    groups = _connected(spoken)
    first_hand = [group for group in groups if any(c.access in FIRST_HAND for c in group)]
    seen = [group for group in first_hand if any(c.access is Access.SAW for c in group)]
    return Origins(
        messages=sum(claim.n_messages for claim in claims),
        alerts=len(claims),
        independent=len(first_hand),
        first_hand=len(seen),
        denials=len(claims) - len(spoken),
        folded=len(spoken) - len(first_hand),
        groups=tuple(
            tuple(claim.id for claim in group)
            for group in sorted(groups, key=lambda group: -len(group))
        ),
    )


def storm(
    recent: Iterable[Said],
    *,
    like: int,
    now: datetime,
    copies: int = 10,
    senders: int = 3,
    within: timedelta = timedelta(minutes=10),
) -> Storm | None:
    """Return the storm that the words `like` belong to, or None while it is only talk."""
    alike = [
        said
        for said in recent
        if timedelta(0) <= now - said.at <= within and is_copy(said.fingerprint, like)
    ]
    people = {said.sender for said in alike}
    if len(alike) < copies or len(people) < senders:
        return None
    moments = sorted(said.at for said in alike)
    return Storm(len(alike), len(people), moments[0], moments[-1])


def _connected(claims: Sequence[Claim]) -> list[list[Claim]]:
    leader = list(range(len(claims)))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for a, b in _edges(claims):
        leader[find(b)] = find(a)
    groups: dict[int, list[Claim]] = defaultdict(list)
    for index, claim in enumerate(claims):
        groups[find(index)].append(claim)
    return list(groups.values())


def _edges(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    for index, claim in enumerate(claims):
        for tie in _ties(claim):
            yield first.setdefault(tie, index), index
    yield from _copies(claims)
    yield from _bursts(claims)


def _ties(claim: Claim) -> Iterator[str]:
    yield f"claim:{claim.id}"
    if claim.told_by:
        yield f"claim:{claim.told_by}"
        yield f"person:{claim.told_by}"
    for sort, value in (
        ("person", claim.person),
        ("phone", claim.phone),
        ("handset", claim.handset),
        *(("circle", circle) for circle in sorted(claim.circles)),
    ):
        if value:
            yield f"{sort}:{value}"


def _copies(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    seen: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        if not claim.fingerprint:
            continue
        is_new = True
        for piece in pieces_of(claim.fingerprint):
            bucket = seen[piece]
            for other in bucket:
                if is_copy(claims[other].fingerprint, claim.fingerprint):
                    yield other, index
                    # One of each wording stands for all its copies: the buckets stay short.
                    is_new &= claims[other].fingerprint != claim.fingerprint
                    break
            if is_new:
                bucket.append(index)


def _bursts(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    unseen = sorted((claim.at, index) for index, claim in enumerate(claims) if claim.is_new_number)
    for start in range(len(unseen) - _BURST + 1):
        window = unseen[start : start + _BURST]
        if window[-1][0] - window[0][0] <= _BURST_WITHIN:
            for _, index in window[1:]:
                yield window[0][1], index
