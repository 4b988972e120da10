"""What a person says of a message becomes a row that the reader learns from."""

import json
from datetime import datetime

from tocsin.actions.sheet import Sheet
from tocsin.domain.learning_words import kind_of_dismissal
from tocsin.domain.reading.as_json import from_json
from tocsin.domain.words import RESTRICTED_KINDS, Kind
from tocsin.records.models import Confirmation, Message, Reading, Triage


def learn_from(sheet: Sheet, triage: Triage, message: Message) -> None:
    """Put the confirmation that a judgement is on the sheet; an earlier one of the message counts no more.

    Words that are a part of a joined message, and reasons that say nothing of the words, teach nothing.
    """
    forget(message, at=sheet.at)
    sheet.announce("wake:learning")
    kind = Kind(triage.kind) if triage.kind else kind_of_dismissal(triage.reason)
    reading = getattr(message, "reading", None)
    if reading is None or kind is None or triage.verdict == "joined" or not message.text.strip():
        return
    sheet.add(_confirmation(triage, message, reading, kind))


def forget(message: Message, *, at: datetime) -> None:
    """Let what was taught by this message count no more, from the next message on."""
    Confirmation.objects.filter(message=message, withdrawn_at=None).update(withdrawn_at=at)


def _confirmation(triage: Triage, message: Message, reading: Reading, kind: Kind) -> Confirmation:
    rules = from_json(json.loads(reading.body)).rules
    priority = reading.priority or ""
    by_rules = (rules.priority.value if rules.priority else "") if rules else priority
    return Confirmation(
        message=message,
        triage=triage,
        kind=kind.value,
        priority=triage.priority,
        read_kind=reading.kind,
        read_priority=priority,
        rules_kind=rules.kind.value if rules else reading.kind,
        rules_priority=by_rules,
        language=reading.language,
        reader=reading.reader,
        is_restricted=reading.is_restricted or kind in RESTRICTED_KINDS,
        by=triage.by,
        at=triage.at,
    )
