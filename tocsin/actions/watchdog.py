"""The watchdog: what is late is a row with a beginning and an end, and a line of the log book for each."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import ENGINE, note
from tocsin.domain.watchdog import late_ones
from tocsin.records.models import Lateness
from tocsin.records.queries.watchdog import what_waits


@transaction.atomic
def watch_lateness(*, at: datetime) -> int:
    """Write down what has become late and what no longer is; return how many sorts are late now."""
    late = late_ones(what_waits(now=at), now=at)
    known = {row.kind: row for row in Lateness.objects.select_for_update().filter(ended_at=None)}
    for kind, row in known.items():
        if kind not in late:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            note("watchdog.caught_up", row, by=ENGINE, at=at, kind=kind, most=row.most)
    for sort, waiting in late.items():
        assert waiting.oldest
        before = known.get(sort.value)
        if before is None:
            new = Lateness.objects.create(
                kind=sort.value, since=waiting.oldest, noticed_at=at, most=waiting.count
            )
            note("watchdog.late", new, by=ENGINE, at=at, kind=sort.value, count=waiting.count)
        elif waiting.count > before.most:
            before.most = waiting.count
            before.save(update_fields=["most"])
    return len(late)
