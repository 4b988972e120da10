"""The chain that makes any change to the log book show: digest of a line, link to the one before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

GENESIS = bytes(32)


class BreakKind(StrEnum):
    CHANGED = "changed"  # the line says something else than when it was sealed
    REMOVED = "removed"  # a sealed line is gone
    ADDED = "added"  # a line that was never sealed
    GAP = "gap"  # seals are missing, or stand twice
    BROKEN = "broken"  # this seal does not follow from the one before: order or seals were changed
    UNANCHORED = "unanchored"  # not the chain that an earlier report printed


@dataclass(frozen=True, slots=True)
class Seal:
    """The place of a line in the chain."""

    position: int
    entry: str
    digest: bytes
    chain: bytes


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that is wrong. `position` is None for a line that has no seal."""

    kind: BreakKind
    position: int | None
    entry: str


def digest_of(facts: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of the facts as canonical JSON: sorted keys, no blanks, UTF-8.

    Raises TypeError or ValueError for what JSON cannot say, such as NaN.
    """
    text = json.dumps(
        facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return sha256(text.encode()).digest()


def link(chain: bytes, digest: bytes) -> bytes:
    """Return the chain after a line with this digest; the first line is linked to GENESIS."""
    return sha256(chain + digest).digest()


def verify(
    entries: Mapping[str, Mapping[str, Any]],
    seals: Iterable[Seal],
    *,
    anchors: Mapping[int, bytes] | None = None,
    after: tuple[int, bytes] = (0, GENESIS),
) -> list[Break]:
    """Return everything that is wrong with the log book; empty when it is whole.

    `seals` come in order of position and start at 1, or behind `after`: a position that was proven, and its chain. `anchors` are chains that left the house
    earlier, by position, such as those printed in daily reports: without one, a cut at the very
    end cannot be seen. Entries written too recently to be sealed must be left out by the caller.
    """
    breaks, sealed = list[Break](), set[str]()
    position, chain = after
    for seal in seals:
        if seal.position != position + 1:
            breaks.append(Break(BreakKind.GAP, seal.position, seal.entry))
        breaks.extend(_faults(seal, chain, entries))
        if seal.entry in sealed:
            breaks.append(Break(BreakKind.GAP, seal.position, seal.entry))
        if anchors and anchors.get(seal.position, seal.chain) != seal.chain:
            breaks.append(Break(BreakKind.UNANCHORED, seal.position, seal.entry))
        # Go on from what stands there, so that one fault is told once and not ever after.
        chain, position = seal.chain, seal.position
        sealed.add(seal.entry)
    if anchors and max(anchors) > position:
        breaks.append(Break(BreakKind.UNANCHORED, max(anchors), ""))
    breaks.extend(Break(BreakKind.ADDED, None, entry) for entry in entries if entry not in sealed)
    return breaks


def _faults(seal: Seal, chain: bytes, entries: Mapping[str, Mapping[str, Any]]) -> Iterable[Break]:
    if seal.entry not in entries:
        yield Break(BreakKind.REMOVED, seal.position, seal.entry)
    elif digest_of(entries[seal.entry]) != seal.digest:
        yield Break(BreakKind.CHANGED, seal.position, seal.entry)
    if link(chain, seal.digest) != seal.chain:
        yield Break(BreakKind.BROKEN, seal.position, seal.entry)
