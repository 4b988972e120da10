"""What people agree to, and that they take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tocsin.actions.journal import Actor, entry, note, note_all
from tocsin.domain.consent import LASTS
from tocsin.domain.network_words import (
    ConsentMethod,
    ConsentPurpose,
    LeaveReason,
    NumberState,
    SharedWith,
    WithdrawnBy,
)
from tocsin.domain.problems import CONSENT_MISSING, Problem
from tocsin.domain.words import DeliveryState
from tocsin.records.models import Consent, Delivery, FocalPoint, User


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to, and how it was explained to them."""

    purposes: Sequence[ConsentPurpose]
    method: ConsentMethod
    language: str
    shared_with: Sequence[SharedWith] = ()
    given_at: datetime | None = None
    lasts: timedelta = LASTS


@transaction.atomic
def give_consent(person: FocalPoint, agreed: Agreed, *, by: User | Actor, at: datetime) -> Consent:
    """Write down a consent. Who did not agree to be written to is silent from now on."""
    (consent,) = give_consents([(person, agreed)], by=by, at=at)
    return consent


@transaction.atomic
def give_consents(
    given: Sequence[tuple[FocalPoint, Agreed]], *, by: User | Actor, at: datetime
) -> Sequence[Consent]:
    """Write down what many people agreed to, each with a line in the log book."""
    if not all(agreed.purposes for _, agreed in given):
        raise Problem(CONSENT_MISSING)
    rows = Consent.objects.bulk_create(_consent(person, agreed, by, at) for person, agreed in given)
    silent = [p for p, agreed in given if ConsentPurpose.BE_WRITTEN_TO not in agreed.purposes]
    FocalPoint.objects.filter(pk__in=[one.pk for one in silent]).update(is_silent=True)
    for person in silent:
        person.is_silent = True
    note_all(
        entry(
            "consent.given",
            row,
            by=by,
            at=at,
            happened_at=row.given_at,
            code=row.focal_point.code,
            method=row.method,
            purposes=row.purposes,
            shared_with=row.shared_with,
        )
        for row in rows
    )
    return rows


def _consent(person: FocalPoint, agreed: Agreed, by: User | Actor, at: datetime) -> Consent:
    given_at = agreed.given_at or at
    return Consent(
        focal_point=person,
        purposes=[purpose.value for purpose in agreed.purposes],
        shared_with=[whom.value for whom in agreed.shared_with],
        method=agreed.method.value,
        language=agreed.language,
        given_at=given_at,
        expires_at=given_at + agreed.lasts,
        taken_by=by if isinstance(by, User) else None,
    )


@transaction.atomic
def withdraw_consent(
    person: FocalPoint, *, way: WithdrawnBy, by: User | Actor, at: datetime
) -> Consent:
    """Take consent back. Nothing is written to them from this moment; the keeper removes them.

    The log book keeps that somebody withdrew, how and when, and not who.
    """
    row = FocalPoint.objects.select_for_update().get(pk=person.pk)
    consent = row.consents.order_by("-given_at").first()
    if consent is None:
        # Enrolled before consent was recorded: the right to be gone is the same.
        consent = Consent.objects.create(
            focal_point=row, given_at=at, expires_at=at, language=row.language
        )
    if consent.withdrawn_at is not None:
        return consent
    consent.withdrawn_at, consent.withdrawn_by = at, way.value
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    row.is_silent, row.is_active = True, False
    row.left_at = row.left_at or at
    row.leave_reason = row.leave_reason or LeaveReason.WITHDREW.value
    row.save(update_fields=["is_silent", "is_active", "left_at", "leave_reason"])
    stop_writing(row)
    note("consent.withdrawn", consent, by=by, at=at, way=way.value)
    return consent


def stop_writing(person: FocalPoint) -> int:
    """Cancel what still waits to be sent to somebody; return how much. In the caller's transaction."""
    return Delivery.objects.filter(
        focal_point=person, state__in=[DeliveryState.QUEUED, DeliveryState.UNKNOWN]
    ).update(state=DeliveryState.CANCELLED, due_at=None)


def is_gone(person: FocalPoint) -> bool:
    return person.number_state == NumberState.ERASED
