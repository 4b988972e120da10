"""People who are focal points no longer: how they leave, and how they are removed from our records."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from tocsin.actions.consents import stop_writing, withdraw_consent
from tocsin.actions.effects import announce
from tocsin.actions.handsets import step_handset
from tocsin.actions.journal import ENGINE, entry, note, note_all
from tocsin.actions.numbers import watch_number
from tocsin.domain.consent import GRACE, KEPT_AFTER_LEAVING
from tocsin.domain.handset_words import HandsetStep
from tocsin.domain.handsets import HELD
from tocsin.domain.network_words import (
    HandsetFate,
    LeaveReason,
    NumberState,
    WatchReason,
    WithdrawnBy,
)
from tocsin.domain.problems import Problem
from tocsin.domain.problems.network import ALREADY_LEFT, HANDED_ON_TO_NOBODY, SUCCESSOR_WRONG
from tocsin.domain.words import FeedbackState
from tocsin.records.models import (
    AirtimePlan,
    Consent,
    Delivery,
    DeliveryAttempt,
    Feedback,
    FocalPoint,
    Handset,
    Message,
    Portrait,
    RadioStation,
    User,
    WatchedNumber,
)
from tocsin.records.updating import update_all

AT_ONCE = 20
NO_HASH_BYTES = 32  # what stands where a hash was, and is nobody's


@dataclass(frozen=True, slots=True)
class Farewell:
    """What was settled when somebody left."""

    reason: LeaveReason
    successor: FocalPoint | None = None
    handset: HandsetFate = HandsetFate.STILL_OUT
    community_told: bool = False


@transaction.atomic
def leave(person: FocalPoint, farewell: Farewell, *, by: User, at: datetime) -> FocalPoint:
    """End somebody's time as a focal point in one step. Ladders and duties are not touched.

    Their number is theirs no longer and is listened for; their consent and their monthly airtime end;
    their radio station and, where it was handed on, their phone go to whoever comes after. They are
    removed three months later.
    """
    row = FocalPoint.objects.select_for_update().get(pk=person.pk)
    if row.left_at is not None:
        raise Problem(ALREADY_LEFT, code=row.code)
    after = farewell.successor
    if after is not None and (after.pk == row.pk or after.community_id != row.community_id):
        raise Problem(SUCCESSOR_WRONG)
    handsets = _settle_handsets(row, farewell, by=by, at=at)
    AirtimePlan.objects.filter(focal_point=row).update(is_active=False)
    RadioStation.objects.filter(focal_point=row, ended_at=None).update(focal_point=after)
    watch_number(row, WatchReason.LEFT, at=at, until=at + KEPT_AFTER_LEAVING)
    row.number_hash = secrets.token_bytes(NO_HASH_BYTES)
    row.is_active, row.left_at, row.leave_reason = False, at, farewell.reason.value
    row.successor, row.erase_at = after, at + KEPT_AFTER_LEAVING
    row.community_told_at = at if farewell.community_told else None
    row.number = ""
    row.save()
    stop_writing(row)
    _settle_feedback(row, "feedback.inactive", at=at)
    row.consents.filter(withdrawn_at=None, expires_at__gt=at).update(expires_at=at)
    note(
        "focal_point.left",
        row,
        by=by,
        at=at,
        code=row.code,
        reason=farewell.reason.value,
        successor=after.code if after else "",
        handset=farewell.handset.value,
        handsets=handsets,
        community_told=farewell.community_told,
    )
    announce("wake:directory")
    return row


def _settle_handsets(
    person: FocalPoint, farewell: Farewell, *, by: User, at: datetime
) -> list[str]:
    """Take back what they hold, or hand it on with a receipt to sign; return its codes."""
    held = list(Handset.objects.filter(holder=person, state__in=HELD).order_by("code"))
    steps = _FATES[farewell.handset]
    if HandsetStep.ISSUE in steps and farewell.successor is None:
        raise Problem(HANDED_ON_TO_NOBODY)
    for handset in held:
        for step in steps:
            step_handset(handset, step, by=by, at=at, holder=farewell.successor)
    return [handset.code for handset in held]


_FATES: Mapping[HandsetFate, tuple[HandsetStep, ...]] = {
    HandsetFate.STILL_OUT: (),
    HandsetFate.RETURNED: (HandsetStep.RETURN,),
    HandsetFate.HANDED_ON: (HandsetStep.RETURN, HandsetStep.STORE, HandsetStep.ISSUE),
}


@transaction.atomic
def tell_community(person: FocalPoint, *, by: User, at: datetime) -> None:
    """Write down that the community was told who warns for it now."""
    FocalPoint.objects.filter(pk=person.pk, community_told_at=None).update(community_told_at=at)
    note("focal_point.community_told", person, by=by, at=at, code=person.code)


@transaction.atomic
def withdraw_expired(*, at: datetime) -> int:
    """Take consents that ran out, and were not given again within the days of grace, as withdrawn."""
    latest = Consent.objects.filter(focal_point=OuterRef("focal_point")).order_by("-given_at")
    lapsed = list(
        Consent.objects.filter(
            Q(pk=Subquery(latest.values("pk")[:1])),
            withdrawn_at=None,
            expires_at__lte=at - GRACE,
            focal_point__left_at=None,
        ).select_related("focal_point")[:AT_ONCE]
    )
    for consent in lapsed:
        withdraw_consent(consent.focal_point, way=WithdrawnBy.EXPIRED, by=ENGINE, at=at)
    return len(lapsed)


@transaction.atomic
def settle_withdrawals(*, at: datetime) -> int:
    """Remove from our records whoever withdrew. The log book keeps the fact without the person."""
    due = list(
        Consent.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(withdrawn_at__isnull=False, settled_at=None)
        .select_related("focal_point")[:AT_ONCE]
    )
    for consent in due:
        erase(consent.focal_point, at=at)
        consent.settled_at = at
    update_all(due, ["settled_at"])
    note_all(entry("consent.settled", consent, by=ENGINE, at=at) for consent in due)
    return len(due)


@transaction.atomic
def erase_due(*, at: datetime) -> int:
    """Remove whoever left long enough ago."""
    due = list(
        FocalPoint.objects.select_for_update(skip_locked=True).filter(
            erase_at__lte=at, erased_at=None
        )[:AT_ONCE]
    )
    for person in due:
        erase(person, at=at)
    note_all(entry("focal_point.erased", person, by=ENGINE, at=at) for person in due)
    return len(due)


def erase(person: FocalPoint, *, at: datetime) -> None:
    """Take the person out of every row of ours; the code and what happened stay.

    In the caller's transaction. The sender of their messages goes too: the one case in which a
    message is changed after it came (ARCHITECTURE.md, promise 1).
    """
    row = FocalPoint.objects.select_for_update().get(pk=person.pk)
    row.name = row.number = row.safe_note = row.notes = ""
    row.duress_word = row.challenge = row.challenge_answer = ""
    row.number_hash = secrets.token_bytes(NO_HASH_BYTES)
    row.number_state, row.erased_at = NumberState.ERASED.value, at
    row.is_active, row.left_at = False, row.left_at or at
    row.save()
    Portrait.objects.filter(focal_point=row).delete()
    WatchedNumber.objects.filter(focal_point=row).delete()
    Message.objects.filter(focal_point=row).update(sender="", sender_hash=None)
    Delivery.objects.filter(focal_point=row).update(to="")
    DeliveryAttempt.objects.filter(delivery__focal_point=row).update(to="")
    stop_writing(row)
    _settle_feedback(row, "feedback.gone", at=at)
    announce("wake:directory")


def _settle_feedback(person: FocalPoint, reason: str, *, at: datetime) -> None:
    Feedback.objects.filter(focal_point=person, state=FeedbackState.OWED).update(
        state=FeedbackState.IMPOSSIBLE, reason=reason, send_at=None, settled_at=at
    )
