"""Enrol somebody who warns, keep what is known of them, and open who they are."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tocsin.actions.brakes import count_look, refuse_for
from tocsin.actions.consents import Agreed, give_consent
from tocsin.actions.effects import announce
from tocsin.actions.journal import Actor, note
from tocsin.domain.operators import operator_of
from tocsin.domain.phones import canonical
from tocsin.domain.problems import CONSENT_MISSING, NUMBER_TAKEN, NUMBER_WRONG, Problem
from tocsin.domain.problems.network import DURESS_TOO_COMMON, PICTURE_WRONG, PICTURES_BUSY, STALE
from tocsin.domain.spoken_words import SALT_BYTES, hide, is_unfit
from tocsin.formats.pictures import MOST_BYTES, MOST_PIXELS, UnreadablePicture
from tocsin.formats.portrait import PicturesBusy, portrait_of
from tocsin.records.models import Community, FocalPoint, Portrait, Responder, User
from tocsin.records.sealed import hash_of, hashes_of

# What the page may change; who somebody is and how they are reached, nothing that is decided elsewhere.
CHANGEABLE = (
    "name", "language", "grade", "sex", "age_group", "standing", "is_silent", "safe_from",
    "safe_until", "safe_way", "caller", "safe_note", "notes",
)  # fmt: skip
AT_ONCE = 500  # rows of one statement


@transaction.atomic
def enrol(
    community: Community,
    *,
    number: str,
    about: Mapping[str, Any],
    agreed: Agreed | None,
    by: User | Actor,
    at: datetime,
    code: str = "",
) -> FocalPoint:
    """Enter a focal point with their consent. Raises Problem for a number that is no or is taken."""
    if agreed is None:
        raise Problem(CONSENT_MISSING)
    known = free_number(number)
    person = FocalPoint.objects.create(
        code=code or next_code(),
        community=community,
        number=known,
        number_hash=hash_of(known),
        operator=operator_of(known),
        number_since=at,
        **{name: about[name] for name in CHANGEABLE if name in about},
    )
    note("focal_point.enrolled", person, by=by, at=at, code=person.code, community=community.code)
    give_consent(person, agreed, by=by, at=at)
    announce("wake:directory")
    return person


@transaction.atomic
def keep_people(added: Sequence[FocalPoint], changed: Sequence[FocalPoint]) -> None:
    """Write a whole list of people. Their numbers change elsewhere, under watch."""
    for row in changed:
        row.version += 1
    FocalPoint.objects.bulk_create(
        [*added, *changed],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["community", *CHANGEABLE, "version"],
        batch_size=AT_ONCE,
    )


@transaction.atomic
def change_focal_point(
    person: FocalPoint, *, about: Mapping[str, Any], version: int, by: User, at: datetime
) -> FocalPoint:
    """Change what is known of somebody. The log book says which fields, never what stands in them."""
    row = FocalPoint.objects.select_for_update().get(pk=person.pk)
    if row.version != version:
        raise Problem(STALE)
    changed = [name for name in CHANGEABLE if name in about and getattr(row, name) != about[name]]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, about[name])
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    note("focal_point.changed", row, by=by, at=at, code=row.code, fields=changed)
    return row


@transaction.atomic
def agree_duress_word(person: FocalPoint, word: str, *, by: User, at: datetime) -> None:
    """Keep the word by which they say that they are forced to write; empty takes it away."""
    if word and is_unfit(word):
        raise Problem(DURESS_TOO_COMMON)
    hidden = hide(word, salt=secrets.token_bytes(SALT_BYTES)) if word else ""
    FocalPoint.objects.filter(pk=person.pk).update(duress_word=hidden)
    note("focal_point.duress_word", person, by=by, at=at, code=person.code, is_set=bool(word))


@transaction.atomic
def agree_challenge(
    person: FocalPoint, *, question: str, answer: str, by: User, at: datetime
) -> None:
    """Keep a question that only the right person answers."""
    hidden = hide(answer, salt=secrets.token_bytes(SALT_BYTES)) if answer else ""
    FocalPoint.objects.filter(pk=person.pk).update(challenge=question, challenge_answer=hidden)
    note("focal_point.challenge", person, by=by, at=at, code=person.code, is_set=bool(hidden))


def keep_portrait(person: FocalPoint, picture: bytes, *, by: User, at: datetime) -> None:
    """Keep a photo, drawn anew and small, sealed. Raises Problem for what cannot be drawn; then nothing is kept.

    Drawing takes a moment of another program, so no transaction is open meanwhile.
    """
    try:
        drawn = base64.b64encode(portrait_of(picture)).decode()
    except UnreadablePicture as unreadable:
        size = {"megabytes": MOST_BYTES // 10**6, "megapixels": MOST_PIXELS // 10**6}
        raise Problem(PICTURE_WRONG, **size) from unreadable
    except PicturesBusy as busy:
        raise Problem(PICTURES_BUSY) from busy
    with transaction.atomic():
        Portrait.objects.update_or_create(
            focal_point=person, defaults={"picture": drawn, "kind": "image/jpeg"}
        )
        note("focal_point.portrait", person, by=by, at=at, code=person.code)


def open_focal_point(person: FocalPoint, *, by: User, at: datetime) -> None:
    """Write down that somebody looked who it is (domain.md §5.2). Raises Problem LOOKED_AT_TOO_MANY."""
    with transaction.atomic():
        stop = count_look(by, person.code, at=at)
        if stop is None:
            note("focal_point.opened", person, by=by, at=at, code=person.code)
    refuse_for(stop, at=at)


@transaction.atomic
def note_taken_out(person: FocalPoint, *, by: User | Actor, at: datetime) -> None:
    """Write down that all that is known of somebody left the house, readable."""
    note("focal_point.taken_out", person, by=by, at=at, code=person.code)


def free_number(number: str, *, but: FocalPoint | None = None) -> str:
    """Return the one form of a number that nobody of ours holds. Raises Problem."""
    phone = canonical(number)
    if not phone.valid or not phone.can_be_answered:
        raise Problem(NUMBER_WRONG)
    hashes = hashes_of(phone.value)
    taken = FocalPoint.objects.filter(number_hash__in=hashes)
    holder = (taken.exclude(pk=but.pk) if but else taken).first() or Responder.objects.filter(
        number_hash__in=hashes
    ).first()
    if holder is not None:
        # Somebody who is silent as a source must not be paged as a responder either.
        raise Problem(NUMBER_TAKEN, code=holder.code)
    return phone.value


def next_code() -> str:
    """Return the next free code. Codes are never given twice."""
    last = (
        FocalPoint.objects.filter(code__regex=r"^FP-\d{4,}$")
        .order_by("-code")
        .values_list("code", flat=True)
        .first()
    )
    return f"FP-{int(last[3:]) + 1 if last else 1:04}"
