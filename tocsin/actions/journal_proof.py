"""The proof that nobody changed the log book: every line against its seal, every seal in order."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tocsin.actions.journal import facts_of
from tocsin.domain.chain import GENESIS, Break, Seal, verify
from tocsin.records.models import JournalEntry, JournalSeal

# A line younger than this may not have its seal yet; an older one without a seal was smuggled in.
UNSEALED_WITHIN = timedelta(minutes=1)
# Lines of one moment are sealed in any order: the furthest of the last so many is the head.
SEALED_TOGETHER = 200


def verify_journal(*, at: datetime, anchors: Mapping[int, bytes] | None = None) -> list[Break]:
    """Walk the whole chain and return every break; an empty list is the proof. Writes nothing.

    `anchors` are heads that left the house earlier, by position: only they show a cut at the end.
    """
    seals = [
        Seal(row.position, str(row.entry), bytes(row.digest), bytes(row.chain))
        for row in JournalSeal.objects.order_by("position").iterator(chunk_size=5000)
    ]
    sealed = {seal.entry for seal in seals}
    entries = {
        str(line.pk): facts_of(line)
        for line in JournalEntry.objects.iterator(chunk_size=5000)
        if line.recorded_at < at - UNSEALED_WITHIN or str(line.pk) in sealed
    }
    return verify(entries, seals, anchors=anchors)


def head_of_chain() -> tuple[int, bytes]:
    """Return the last position and the chain there, to be written down outside this house."""
    last = JournalSeal.objects.order_by("-position").first()
    return (last.position, bytes(last.chain)) if last else (0, GENESIS)


def head_before(moment: datetime) -> str:
    """Return `POSITION:CHAIN` of what was sealed of the lines before a moment; empty without any.

    A report prints it and leaves the house: against it a cut or a rewritten chain shows.
    """
    lines = JournalEntry.objects.filter(recorded_at__lt=moment).order_by("-recorded_at")
    last = list(lines.values_list("pk", flat=True)[:SEALED_TOGETHER])
    seal = JournalSeal.objects.filter(entry__in=last).order_by("-position").first()
    return f"{seal.position}:{bytes(seal.chain).hex()}" if seal else ""
