"""What the clocks said beside the database's, written down once a minute by each engine."""

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.domain.clock_skew import Reading
from tocsin.domain.clock_words import ClockSource
from tocsin.records.models import ClockReading
from tocsin.records.queries.clocks import gateway_readings


@transaction.atomic
def take_readings(host: str, *, apart: timedelta, is_kept: bool | None, at: datetime) -> int:
    """Write down this machine's clock, and what the messages of gateways say of theirs; return how many.

    `apart` is the machine's clock minus the database's. Any number of engines may do so: the last stands.
    """
    found = [Reading(ClockSource.MACHINE, host, apart), *gateway_readings(now=at)]
    rows = [
        ClockReading(
            source=one.source.value,
            name=one.name,
            apart=one.apart.total_seconds(),
            count=one.count,
            is_kept=is_kept if one.source is ClockSource.MACHINE else None,
            at=at,
        )
        for one in sorted(found, key=lambda one: (one.source, one.name))
    ]
    ClockReading.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["source", "name"],
        update_fields=["apart", "count", "is_kept", "at"],
    )
    return len(rows)
