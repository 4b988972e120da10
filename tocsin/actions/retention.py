"""Let old words go: what happened, when, where and what was done stays; who said it and how does not."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.domain.retention import without_quotes
from tocsin.domain.retention_words import Retained
from tocsin.records.models import (
    Delivery,
    DeliveryAttempt,
    Message,
    Reading,
    UnreadableArrival,
    User,
)
from tocsin.records.queries.retention import rows_of

AT_ONCE = 500


@transaction.atomic
def let_words_go(
    sort: Retained, *, before: datetime, by: User | Actor, at: datetime, limit: int = AT_ONCE
) -> int:
    """Empty up to `limit` rows of a sort; return how many. The log book keeps how many and from before when.

    Say it until it returns 0. There is no way back but a backup.
    """
    return len(let_batch_go(sort, before=before, by=by, at=at, limit=limit))


@transaction.atomic
def let_batch_go(
    sort: Retained, *, before: datetime, by: User | Actor, at: datetime, limit: int = AT_ONCE
) -> list[UUID]:
    """As `let_words_go`; return which rows they were."""
    keys = list(rows_of(sort, before=before).values_list("pk", flat=True)[:limit])
    if not keys:
        return []
    match sort:
        case Retained.WORDS:
            _empty_messages(keys)
        case Retained.TOLD:
            Delivery.objects.filter(pk__in=keys).update(text="", to="")
            DeliveryAttempt.objects.filter(delivery__in=keys).update(to="")
        case Retained.UNREADABLE:
            UnreadableArrival.objects.filter(pk__in=keys).delete()
    subject = Message(pk=UUID(int=0))
    facts = {"sort": sort.value, "before": before.isoformat(), "rows": len(keys)}
    note("retention.let_go", subject, by=by, at=at, **facts)
    return keys


def _empty_messages(keys: list[UUID]) -> None:
    readings = list(Reading.objects.filter(pk__in=keys))
    for reading in readings:
        reading.body = json.dumps(without_quotes(json.loads(reading.body)))
        reading.text_key, reading.fingerprint = b"", 0
    Reading.objects.bulk_update(readings, ["body", "text_key", "fingerprint"])
    Message.objects.filter(pk__in=keys).update(text="", sender="", sender_hash=None)
