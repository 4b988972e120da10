"""The numbers of focal points: a new SIM card, a phone in other hands, and whether it is still them."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.consents import stop_writing
from tocsin.actions.focal_points import free_number
from tocsin.actions.journal import Actor, note
from tocsin.actions.near_warnings import begin_near_warnings, end_near_warnings, owed_of
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import place_text
from tocsin.actions.watch import Watch
from tocsin.domain.consent import WATCHED_FOR
from tocsin.domain.ladders import Target, Where
from tocsin.domain.messages import Mark
from tocsin.domain.network_words import NumberState, WatchReason
from tocsin.domain.operators import operator_of
from tocsin.domain.problems import Problem
from tocsin.domain.problems.network import ANSWER_WRONG
from tocsin.domain.spoken_words import is_answer
from tocsin.domain.words import DutyFunction, FeedbackState, Priority, Purpose
from tocsin.records.models import (
    Alert,
    Feedback,
    FocalPoint,
    Incident,
    Message,
    User,
    WatchedNumber,
)
from tocsin.records.sealed import hash_of
from tocsin.records.updating import update_all

REASON = "triage.source_compromised"
# Who must know that a phone is in other hands; nobody in the village is told by text.
MUST_KNOW = (DutyFunction.DUTY_OFFICER, DutyFunction.LIAISON_ASSISTANT)


@transaction.atomic
def change_number(
    person: FocalPoint, number: str, *, why: WatchReason, by: User | Actor, at: datetime
) -> FocalPoint:
    """Give somebody a new number. The old one is listened for; the new one waits to be recognised."""
    row = FocalPoint.objects.select_for_update().get(pk=person.pk)
    known = free_number(number, but=row)
    if known == row.number:
        return row
    watch_number(row, why, at=at, until=at + WATCHED_FOR)
    row.number, row.number_hash, row.operator = known, hash_of(known), operator_of(known)
    row.number_state, row.number_since = NumberState.NEW.value, at
    row.verified_at = row.compromised_at = None
    row.save()
    WatchedNumber.objects.filter(focal_point=row, number_hash=row.number_hash).delete()
    stop_writing(row)
    note("focal_point.number_changed", row, by=by, at=at, code=row.code, why=why.value)
    return row


@transaction.atomic
def mark_compromised(
    person: FocalPoint,
    *,
    since: datetime,
    by: User,
    at: datetime,
    is_drill: bool,
    tells: bool = True,
) -> FocalPoint:
    """Run the drill in one step: stop writing, tell who must know (`tells`), mark what came since."""
    row = FocalPoint.objects.select_for_update().get(pk=person.pk)
    sheet = Sheet(at=at, by=by)
    row.number_state, row.compromised_at = NumberState.COMPROMISED.value, since
    row.verified_at = None
    row.save(update_fields=["number_state", "compromised_at", "verified_at"])
    n_stopped = stop_writing(row)
    Feedback.objects.filter(focal_point=row, state=FeedbackState.OWED).update(
        send_at=None, reason="feedback.compromised"
    )
    n_marked = _mark_since(row, since)
    begin_near_warnings(sheet, row, is_drill=is_drill)
    if tells:
        _tell_duty(sheet, row, is_drill=is_drill)
    sheet.note(
        "focal_point.compromised",
        row,
        happened_at=since,
        code=row.code,
        marked=n_marked,
        stopped=n_stopped,
    )
    sheet.write()
    return row


@transaction.atomic
def verify_holder(
    person: FocalPoint, *, answer: str, face_to_face: bool, by: User, at: datetime
) -> FocalPoint:
    """Recognise the holder, by the agreed answer or face to face. Raises Problem for a wrong answer."""
    row = FocalPoint.objects.select_for_update().get(pk=person.pk)
    if not face_to_face and not is_answer(answer, row.challenge_answer):
        raise Problem(ANSWER_WRONG)
    row.number_state, row.verified_at = NumberState.TRUSTED.value, at
    row.compromised_at = row.duress_since = None
    row.save(update_fields=["number_state", "verified_at", "compromised_at", "duress_since"])
    way = "face_to_face" if face_to_face else "challenge"
    sheet = Sheet(at=at, by=by)
    sheet.note("focal_point.verified", row, code=row.code, way=way)
    end_near_warnings(sheet, owed_of(row))
    sheet.write()
    return row


def watch_number(
    person: FocalPoint, why: WatchReason, *, at: datetime, until: datetime
) -> WatchedNumber | None:
    """Go on listening for a number that somebody gives up; None when they have none."""
    if not person.number:
        return None
    row, _ = WatchedNumber.objects.update_or_create(
        number_hash=hash_of(person.number),
        defaults={
            "number": person.number,
            "focal_point": person,
            "reason": why.value,
            "since": at,
            "until": until,
            "heard_at": None,
        },
    )
    return row


def _mark_since(person: FocalPoint, since: datetime) -> int:
    """Mark messages and alerts that somebody else may have written; return how many messages."""
    messages = list(Message.objects.filter(focal_point=person, received_at__gte=since))
    for message in messages:
        message.flags = sorted({*message.flags, Mark.COMPROMISED.value})
    update_all(messages, ["flags"])
    alerts = list(Alert.objects.filter(focal_point=person, received_at__gte=since))
    for alert in alerts:
        alert.reasons = [*(one for one in alert.reasons if one != REASON), REASON]
    update_all(alerts, ["reasons"])
    return len(messages)


def _tell_duty(sheet: Sheet, person: FocalPoint, *, is_drill: bool) -> None:
    community = person.community
    watch = Watch.load(at=sheet.at)
    here = Incident(community=community, base=community.base, lat=community.lat, lon=community.lon)
    targets = [Target(function, Where.COMMUNITY_BASE) for function in MUST_KNOW]
    targets.append(Target(DutyFunction.DUTY_OFFICER, Where.OPERATIONS_ROOM))
    about = About(purpose=Purpose.PHONE_LOST, priority=Priority.P2, is_drill=is_drill)
    recipients = [
        Recipient(
            text=place_text(
                Purpose.PHONE_LOST, holder.responder.language, community.name, is_drill=is_drill
            ),
            responder=holder.responder,
            function=holder.function.value,
        )
        for holder in watch.holders(targets, here)
    ]
    notify(sheet, about, recipients, lines=watch.lines)
