"""A reading by a person: for what was only heard, and for what the machine could not judge."""

import json
from datetime import datetime

from tocsin.domain.reading import Reading as Understanding
from tocsin.domain.reading import from_json, to_json
from tocsin.domain.reading.result import ScoredKind
from tocsin.domain.words import RESTRICTED_KINDS, Kind, Priority
from tocsin.records.models import Message, Reading

READER = "operator"


def understood(message: Message, *, kind: Kind, priority: Priority, at: datetime) -> Understanding:
    """Return what the machine understood; where it could not, what the person says instead."""
    kept = Reading.objects.filter(message=message).first()
    if kept is None:
        kept = read_by_hand(message, kind=kind, priority=priority, at=at)
        message.reading = kept
    return from_json(json.loads(kept.body))


def read_by_hand(message: Message, *, kind: Kind, priority: Priority, at: datetime) -> Reading:
    """Write down a person's reading of a message that has none."""
    reading = Understanding(
        language=None,
        language_score=0.0,
        kind=kind,
        kinds=(ScoredKind(kind, 1.0),),
        is_alert=True,
        alert_score=1.0,
        priority=priority,
    )
    return Reading.objects.create(
        message=message,
        kind=kind.value,
        is_alert=True,
        priority=priority.value,
        score=1.0,
        is_restricted=kind in RESTRICTED_KINDS,
        body=json.dumps(to_json(reading, id=str(message.pk))),
        read_at=at,
        reader=READER,
    )
