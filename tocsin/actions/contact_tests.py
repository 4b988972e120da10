"""Tests of contact: begun by the clock, asked at safe hours, answered by one sign; no alert of any kind."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tocsin.actions.journal import ENGINE, Actor
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local, villager_text
from tocsin.actions.watch import Watch
from tocsin.domain.contact_tests import ANSWER_WITHIN, LATE_UNTIL, is_test_answer, when_to_ask
from tocsin.domain.feedback import Contact
from tocsin.domain.silence_words import ContactMethod, ContactResult
from tocsin.domain.words import MessageState, Priority, Purpose
from tocsin.records.models import (
    Base,
    ContactCheck,
    ContactTest,
    Delivery,
    FocalPoint,
    Message,
    User,
)
from tocsin.records.updating import update_all

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """What a plan asks: `base` None means everywhere, `first_at` when its first round begins."""

    title: str
    method: ContactMethod
    every_days: int
    first_at: datetime
    base: Base | None = None


@transaction.atomic
def plan_contact_test(plan: ContactPlan, *, by: User | Actor, at: datetime) -> ContactTest:
    row = ContactTest.objects.create(
        title=plan.title,
        method=plan.method.value,
        base=plan.base,
        every_days=plan.every_days,
        next_at=plan.first_at,
        made_by=by if isinstance(by, User) else None,
        made_at=at,
    )
    _noted(row, "contact_test.planned", by=by, at=at)
    return row


@transaction.atomic
def stop_contact_test(test: ContactTest, *, by: User, at: datetime) -> None:
    """Ask nobody any more by this plan; what was answered stays."""
    ContactTest.objects.filter(pk=test.pk).update(next_at=None)
    test.checks.filter(result=ContactResult.DUE).update(
        result=ContactResult.NOT_ASKED, reason="contact_test.stopped", ask_at=None
    )
    _noted(test, "contact_test.stopped", by=by, at=at)


@transaction.atomic
def begin_contact_tests(*, at: datetime) -> int:
    """Begin the round of every plan that is due: a row for each person, once. Return how many rounds."""
    due = list(
        ContactTest.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(next_at__lte=at)
        .order_by("next_at")[:AT_ONCE]
    )
    for test in due:
        begun = test.next_at
        assert begun is not None
        people = FocalPoint.objects.filter(is_active=True).order_by("code")
        if test.base_id:
            people = people.filter(community__base=test.base_id)
        ContactCheck.objects.bulk_create(
            [_check(test, one, begun, at=at) for one in people], ignore_conflicts=True
        )
        # What was missed while no engine ran is not made up for: nobody is asked twice in a row.
        test.next_at = begun
        while test.next_at <= at:
            test.next_at += timedelta(days=test.every_days)
        test.save(update_fields=["next_at"])
        _noted(test, "contact_test.begun", by=ENGINE, at=at, people=len(people))
    return len(due)


@transaction.atomic
def ask_contacts(*, at: datetime) -> int:
    """Ask by SMS whom it is safe to ask now; return how many rows were dealt with."""
    due = list(
        ContactCheck.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(result=ContactResult.DUE, ask_at__lte=at, test__method=ContactMethod.SMS)
        .select_related("focal_point", "test")
        .order_by("ask_at")[:AT_ONCE]
    )
    if not due:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    for check in due:
        _ask(sheet, check, watch, at=at)
    sheet.write()
    update_all(due, ["result", "reason", "ask_at", "asked_at", "answer_by", "delivery"])
    return len(due)


@transaction.atomic
def end_contact_checks(*, at: datetime) -> int:
    """Count as not answered what had its day; return how many."""
    late = ContactCheck.objects.filter(result=ContactResult.ASKED, answer_by__lte=at)
    keys = list(
        late.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:500]
    )
    return ContactCheck.objects.filter(pk__in=keys).update(result=ContactResult.NOT_ANSWERED)


@transaction.atomic
def answer_contact_test(message: Message, *, at: datetime) -> bool:
    """Take a message as the answer to a test, if it can be nothing else; say whether it was one.

    It becomes no alert and asks nobody to call. Whoever writes more than the one word is read
    like anybody: a test must never swallow a warning.
    """
    if message.focal_point_id is None or not is_test_answer(message.text):
        return False
    open_results = [ContactResult.ASKED, ContactResult.NOT_ANSWERED]
    row = (
        ContactCheck.objects.select_for_update(of=("self",))
        .filter(
            focal_point=message.focal_point_id,
            result__in=open_results,
            asked_at__lte=message.received_at,
            asked_at__gte=message.received_at - LATE_UNTIL,
        )
        .order_by("-asked_at")
        .first()
    )
    if row is None or _was_asked_more(row):
        return False
    row.result, row.answered_at = ContactResult.ANSWERED.value, message.received_at
    row.save(update_fields=["result", "answered_at"])
    Message.objects.filter(pk=message.pk).update(state=MessageState.ANSWERED)
    FocalPoint.objects.filter(pk=row.focal_point_id).update(last_heard_at=message.received_at)
    sheet = Sheet(at=at, by=ENGINE)
    sheet.note("contact_test.answered", row, message=str(message.pk))
    sheet.announce(f"message:{message.pk}", "radio:all")
    sheet.write()
    return True


@transaction.atomic
def record_test_call(check: ContactCheck, *, is_reached: bool, by: User, at: datetime) -> None:
    """Write down what came of a test call that somebody made."""
    row = ContactCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if row.result not in (ContactResult.DUE, ContactResult.ASKED):
        return
    result = ContactResult.ANSWERED if is_reached else ContactResult.NOT_ANSWERED
    row.result, row.by, row.ask_at = result.value, by, None
    row.asked_at, row.answered_at = at, at if is_reached else None
    row.save()
    if is_reached:
        FocalPoint.objects.filter(pk=row.focal_point_id).update(last_heard_at=at)
    _noted(row, "contact_test.called", by=by, at=at, result=row.result)


def _check(test: ContactTest, person: FocalPoint, begun: datetime, *, at: datetime) -> ContactCheck:
    asking = when_to_ask(_contact(person), local(at))
    result = ContactResult.DUE if asking.ask_at else ContactResult.NOT_ASKED
    return ContactCheck(
        test=test,
        round_at=begun,
        focal_point=person,
        result=result.value,
        reason="" if asking.ask_at else asking.reason,
        ask_at=asking.ask_at,
    )


def _ask(sheet: Sheet, check: ContactCheck, watch: Watch, *, at: datetime) -> None:
    # Asked again just before: somebody may have become silent, or the hour unsafe, since.
    asking = when_to_ask(_contact(check.focal_point), local(at))
    if asking.ask_at is None or asking.ask_at > at:
        check.ask_at, check.reason = asking.ask_at, asking.reason
        if asking.ask_at is None:
            check.result = ContactResult.NOT_ASKED.value
        return
    text = villager_text(Purpose.CONTACT_TEST, check.focal_point, is_drill=settings.EXERCISE)
    about = About(purpose=Purpose.CONTACT_TEST, priority=Priority.P4, is_drill=settings.EXERCISE)
    to = [Recipient(text=text, focal_point=check.focal_point)]
    _, (check.delivery,) = notify(sheet, about, to, lines=watch.lines)
    check.result, check.reason, check.ask_at = ContactResult.ASKED.value, "", None
    check.asked_at, check.answer_by = at, at + ANSWER_WITHIN
    sheet.note("contact_test.asked", check)


def _was_asked_more(check: ContactCheck) -> bool:
    # "May we call you? 1=yes" came after the test: then "1" means that.
    return Delivery.objects.filter(
        focal_point=check.focal_point_id,
        created_at__gt=check.asked_at,
        notification__purpose=Purpose.CALL_US,
    ).exists()


def _contact(person: FocalPoint) -> Contact:
    return Contact(
        code=person.code,
        is_silent=person.is_silent,
        is_active=person.is_active,
        is_compromised=person.compromised_at is not None,
        is_under_duress=person.duress_since is not None,
        has_number=bool(person.number),
        safe_from=person.safe_from,
        safe_until=person.safe_until,
    )


def _noted(
    row: ContactTest | ContactCheck, verb: str, *, by: User | Actor, at: datetime, **facts: object
) -> None:
    sheet = Sheet(at=at, by=by)
    sheet.note(verb, row, **facts)
    sheet.announce("radio:all")
    sheet.write()
