"""Join the pieces of a long SMS into one message, or release what there is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.sheet import Sheet
from tocsin.domain.messages import Mark
from tocsin.domain.parts import ATTACH_WITHIN, Assembly, PartKey, PartRow, assemble
from tocsin.domain.reading import looks_like_p1
from tocsin.domain.words import MessageState
from tocsin.records.models import Message
from tocsin.records.openable import openable

JOINED_AT_ONCE = 2_000  # pieces, the oldest first: a house that stood still for days has many


@transaction.atomic
def join_parts(*, at: datetime) -> int:
    """Make whole messages of pieces that are complete, or that waited long enough.

    The pieces stay as they came; the whole is a message of its own that the engine reads. A late
    piece makes a second, complete message beside the partial one. Returns how many were made.
    """
    held = openable(
        Message.objects.select_for_update(of=("self",))
        .filter(state=MessageState.HELD_PART)
        .order_by("received_at")[:JOINED_AT_ONCE]
    )
    if not held:
        return 0
    waiting = {str(row.pk) for row in held}
    rows = {str(row.pk): row for row in [*held, *_released(held)]}
    sheet = Sheet(at=at, by=ENGINE)
    made = 0
    for assembly in assemble(_part(row) for row in rows.values()):
        is_new = bool(waiting & {*assembly.rows, *assembly.copies})
        if is_new and assembly.is_due(at):
            _whole(sheet, assembly, [rows[pk] for pk in assembly.rows])
            _join([*assembly.rows, *assembly.copies])
            made += 1
    if made:
        sheet.announce("wake:read")
    sheet.write()
    return made


def _released(held: Sequence[Message]) -> list[Message]:
    """Return pieces that were read without a late one: together they make the message whole."""
    oldest = min(row.received_at for row in held)
    return openable(
        Message.objects.filter(
            state=MessageState.JOINED,
            part_reference__in={row.part_reference for row in held},
            gateway__in={row.gateway_id for row in held},
            received_at__gt=oldest - ATTACH_WITHIN,
        )
    )


def _part(row: Message) -> PartRow:
    ref, _, width = row.part_reference.partition("/")
    sender = bytes(row.sender_hash).hex() if row.sender_hash else ""
    return PartRow(
        message=str(row.pk),
        key=PartKey(
            gateway=str(row.gateway_id),
            sender=sender,
            recipient=row.recipient,
            ref=int(ref),
            total=row.part_total or 0,
            width=int(width or 0),
        ),
        seq=row.part_number or 0,
        text=row.text,
        received_at=row.received_at,
    )


def _whole(sheet: Sheet, assembly: Assembly, pieces: Sequence[Message]) -> None:
    first = pieces[0]
    marks = [] if assembly.is_complete else [Mark.PART_MISSING.value]
    whole = Message.objects.create(
        gateway_id=first.gateway_id,
        external_id=None,
        kind=first.kind,
        sender=first.sender,
        sender_hash=first.sender_hash,
        recipient=first.recipient,
        text=assembly.text,
        sent_at=first.sent_at,
        received_at=min(piece.received_at for piece in pieces),
        flags=[*first.flags, *marks],
        is_drill=first.is_drill,
        is_urgent=looks_like_p1(assembly.text),
        focal_point_id=first.focal_point_id,
        responder_id=first.responder_id,
    )
    Message.objects.filter(pk__in=[piece.pk for piece in pieces]).update(whole=whole)
    sheet.note(
        "message.joined",
        whole,
        parts=[str(piece.pk) for piece in pieces],
        missing=list(assembly.missing),
    )
    sheet.announce(f"message:{whole.pk}")


def _join(parts: Sequence[str]) -> None:
    Message.objects.filter(pk__in=[UUID(part) for part in parts]).update(
        state=MessageState.JOINED, engine=None
    )
