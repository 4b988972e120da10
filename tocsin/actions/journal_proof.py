"""The proof that nobody changed the log book: every line against its seal, every seal in order."""

from datetime import datetime, timedelta

from tocsin.actions.journal import facts_of
from tocsin.domain.chain import Break, Seal, verify
from tocsin.records.models import JournalEntry, JournalSeal

# A line younger than this may not have its seal yet; an older one without a seal was smuggled in.
UNSEALED_WITHIN = timedelta(minutes=1)


def verify_journal(*, at: datetime) -> list[Break]:
    """Walk the whole chain and return every break; an empty list is the proof. Writes nothing."""
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
    return verify(entries, seals)
