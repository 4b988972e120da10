"""The field log: phones that write down without a network, and what they send when there is one."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from tocsin.actions.brakes import watch_entries
from tocsin.actions.journal import Actor, note
from tocsin.actions.log import log_message
from tocsin.actions.promises import next_number
from tocsin.domain.field_log import (
    ENTRY_BYTES,
    FieldEntry,
    UnreadableEntry,
    read_entry,
    true_moment,
)
from tocsin.domain.field_seal import Unopenable, new_secret, open_entry
from tocsin.domain.logged import words_for_reader
from tocsin.domain.problems import (
    FIELD_ENTRY_DIFFERS,
    FIELD_ENTRY_TOO_LONG,
    FIELD_ENTRY_UNREADABLE,
    FIELD_PHONE_FULL,
    Problem,
)
from tocsin.records.models import (
    FieldArrival,
    FieldKey,
    FieldPhone,
    FocalPoint,
    Message,
    Place,
    User,
)
from tocsin.records.queries.field_phones import place_called

TOKEN_BYTES = 32
WEEK = timedelta(days=7)
MOST_UNOPENED = 20
"""In a week, of one phone: what nobody can open is evidence of a fault, and must not fill the disk."""


class Taken(StrEnum):
    """What became of an entry that a phone sent."""

    NEW = "new"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands outside the seal: the entry's id, its number on this phone, the phone's clock."""

    key: UUID
    number: int
    phone_now: datetime


@transaction.atomic
def set_up_phone(*, by: User, at: datetime) -> tuple[FieldPhone, str]:
    """Let a phone keep the log for somebody. The token is returned this once; its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    phone = FieldPhone.objects.create(
        number=next_number(FieldPhone), user=by, token_hash=hash_of_token(token), set_up_at=at
    )
    note("field_phone.set_up", phone, by=by, at=at, number=phone.number)
    return phone, token


@transaction.atomic
def forget_phone(phone: FieldPhone, *, by: User, at: datetime) -> bool:
    """Take a phone off the log: it empties itself when it next calls. Say whether it was on it."""
    row = FieldPhone.objects.select_for_update().get(pk=phone.pk)
    if row.forgotten_at is not None:
        return False
    row.forgotten_at = at
    row.save(update_fields=["forgotten_at"])
    note("field_phone.forgotten", row, by=by, at=at, number=row.number)
    return True


@transaction.atomic
def note_emptied(phone: FieldPhone, *, at: datetime) -> None:
    """Record that a forgotten phone was told so, the first time."""
    told = FieldPhone.objects.filter(pk=phone.pk, emptied_at=None).update(emptied_at=at)
    if told:
        note("field_phone.emptied", phone, by=_actor(phone), at=at, number=phone.number)


@transaction.atomic
def current_key(*, at: datetime) -> FieldKey:
    """Return the key that phones seal for, made when the first of them asks."""
    found = FieldKey.objects.order_by("-number").first()
    if found is not None:
        return found
    key = FieldKey.objects.create(
        number=next_number(FieldKey), secret=new_secret().hex(), made_at=at
    )
    note("field_key.made", key, by=Actor("rule:field-log"), at=at)
    return key


def take_entry(phone: FieldPhone, envelope: Envelope, sealed: bytes, *, at: datetime) -> Taken:
    """Take an entry once: the same bytes under its id again are known, others are refused.

    One that does not open is kept as it came before Problem FIELD_ENTRY_UNREADABLE is raised. Raises also
    FIELD_ENTRY_DIFFERS, FIELD_ENTRY_TOO_LONG, and FIELD_PHONE_FULL when the phone must keep it: MOST_UNOPENED came in a WEEK.
    """
    if len(sealed) > ENTRY_BYTES:
        raise Problem(FIELD_ENTRY_TOO_LONG, most=ENTRY_BYTES // 1024)
    with transaction.atomic():
        FieldPhone.objects.select_for_update().get(pk=phone.pk)
        FieldPhone.objects.filter(pk=phone.pk).update(heard_at=at)
        known = FieldArrival.objects.filter(pk=envelope.key).first()
        if known is None:
            known = _arrive(phone, envelope, sealed, at=at)
            if known.message_id is not None:
                return Taken.NEW
    if bytes(known.digest) != sha256(sealed).digest():
        raise Problem(FIELD_ENTRY_DIFFERS)
    if known.message_id is None:
        raise Problem(FIELD_ENTRY_UNREADABLE)
    return Taken.KNOWN


def hash_of_token(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _arrive(phone: FieldPhone, envelope: Envelope, sealed: bytes, *, at: datetime) -> FieldArrival:
    entry = _opened(envelope.key, sealed)
    lately = phone.arrivals.filter(message=None, received_at__gt=at - WEEK)
    if entry is None and lately.count() >= MOST_UNOPENED:
        raise Problem(FIELD_PHONE_FULL)
    message = _written(phone, envelope, entry, at=at) if entry else None
    row = FieldArrival.objects.create(
        pk=envelope.key,
        phone=phone,
        number=envelope.number,
        digest=sha256(sealed).digest(),
        message=message,
        unopened=None if message else sealed,
        received_at=at,
    )
    verb = "field_entry.taken" if message else "field_entry.unreadable"
    note(verb, row, by=_actor(phone), at=at, phone=phone.number, number=envelope.number)
    watch_entries(phone, at=at)
    return row


def _opened(key: UUID, sealed: bytes) -> FieldEntry | None:
    """Return the entry, opened with whichever of our keys it was sealed for."""
    for row in FieldKey.objects.order_by("-number"):
        try:
            return read_entry(open_entry(bytes.fromhex(row.secret), sealed, str(key)))
        except Unopenable:
            continue
        except UnreadableEntry:
            return None
    return None


def _written(phone: FieldPhone, envelope: Envelope, entry: FieldEntry, *, at: datetime) -> Message:
    said = entry.happened_at or entry.saved_at
    point = FocalPoint.objects.filter(code__iexact=entry.source).first() if entry.source else None
    place: Place | None = place_called(entry.place)
    return log_message(
        by=phone.user,
        at=at,
        kind=entry.way,
        # A name that the gazetteer does not know is read with the words.
        text=entry.text if place else words_for_reader(entry.text, entry.place),
        sender="" if point else entry.source,
        focal_point=point,
        community=point.community if point else None,
        happened_at=true_moment(said, phone_now=envelope.phone_now, now=at),
        kind_code=entry.kind,
        priority=entry.priority,
        place=place,
        client_id=str(envelope.key),
    )


def _actor(phone: FieldPhone) -> Actor:
    return Actor(f"field-phone:{phone.number}")
