"""Airtime that is asked for without a page: by a text from a village, or by the monthly plan."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tocsin.actions.airtime import ask_top_up, open_for
from tocsin.actions.contacts import telling
from tocsin.actions.journal import ENGINE, note
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.phone_credit import learn_credit
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local, villager_text
from tocsin.actions.watch import Watch
from tocsin.domain.airtime_request import asks_for_airtime, operator_in
from tocsin.domain.airtime_words import TopUpSource, TopUpState
from tocsin.domain.network_words import NumberState
from tocsin.domain.phone_credit import LOOKED_AT
from tocsin.domain.words import Kind, Priority, Purpose
from tocsin.records.models import (
    AirtimeBudget,
    AirtimeLook,
    AirtimePlan,
    FocalPoint,
    Message,
    TopUp,
)
from tocsin.records.updating import update_all

LOOKED_BACK = timedelta(days=2)
USUAL_SHARE = 10  # where there is no plan, a tenth of the month's cap is proposed
TOLD_WITHIN = timedelta(days=2)


def ask_by_messages(*, at: datetime) -> int:
    """Look at each text of a focal point once: what it says the phone holds, and whether it asks.

    A text by somebody whose number is in doubt asks for nothing: whoever stole a phone must not be
    given airtime for it. While one request is open, another text adds nothing.
    """
    return sum(_look_at(message, at=at) for message in _unseen(at=at))


def ask_by_plans(*, at: datetime) -> int:
    """Ask for this month's airtime of each plan, once."""
    month = local(at).date().replace(day=1)
    plans = (
        AirtimePlan.objects.filter(is_active=True, focal_point__is_active=True)
        .exclude(focal_point__top_ups__plan_month=month)
        .select_related("focal_point__community__base")
    )
    count = 0
    for plan in plans[:200]:
        if open_for(plan.focal_point) is not None:
            continue  # It is asked for when the open one has ended.
        ask_top_up(
            plan.focal_point,
            minor=plan.minor,
            currency=plan.currency,
            source=TopUpSource.PLAN,
            by=ENGINE,
            at=at,
            operator=plan.operator,
            plan_month=month,
        )
        count += 1
    return count


@transaction.atomic
def tell_arrivals(*, at: datetime) -> int:
    """Tell whoever got airtime, so that they say when nothing came; only where and when it is safe."""
    rows = (
        TopUp.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=TopUpState.DELIVERED, told_at=None, ended_at__gt=at - TOLD_WITHIN)
        .select_related("focal_point")[:50]
    )
    due = [row for row in rows if may_tell(row.focal_point, at=at)]
    if not due:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    for row in due:
        text = villager_text(Purpose.AIRTIME_SENT, row.focal_point, is_drill=False)
        about = About(purpose=Purpose.AIRTIME_SENT, priority=Priority.P4)
        notify(sheet, about, [Recipient(text=text, focal_point=row.focal_point)], lines=watch.lines)
        row.told_at = at
        sheet.note("airtime.told", row)
    sheet.write()
    update_all(due, ["told_at"])
    return len(due)


@transaction.atomic
def _look_at(message: Message, *, at: datetime) -> int:
    AirtimeLook.objects.create(message=message, at=at)
    learn_credit(message, at=at)
    asks = asks_for_airtime(message.text, Kind(message.reading.kind))
    return _ask_by(message, at=at) if asks and not _is_answered(message) else 0


def _is_answered(message: Message) -> bool:
    """Say whether a request of theirs was open when they texted, or is now: it answers this too."""
    rows = TopUp.objects.filter(focal_point=message.focal_point)
    return rows.filter(Q(ended_at=None) | Q(ended_at__gte=message.received_at)).exists()


def _ask_by(message: Message, *, at: datetime) -> int:
    person = message.focal_point
    assert person is not None
    minor, currency = _proposed(person)
    if not minor:
        note("airtime.not_asked", message, by=ENGINE, at=at, reason="no_budget")
        return 0
    ask_top_up(
        person,
        minor=minor,
        currency=currency,
        source=TopUpSource.MESSAGE,
        by=ENGINE,
        at=at,
        operator=operator_in(message.text) or person.operator,
        message=message,
    )
    return 1


def _unseen(*, at: datetime) -> list[Message]:
    rows = Message.objects.filter(
        received_at__gt=at - LOOKED_BACK,
        reading__kind__in=LOOKED_AT,
        focal_point__is_active=True,
        focal_point__number_state=NumberState.TRUSTED,
        focal_point__duress_since=None,
        airtime_look=None,
    )
    if not settings.EXERCISE:
        rows = rows.filter(is_drill=False)  # An exercise asks for no real money.
    rows = rows.select_related("focal_point__community__base", "reading")
    return list(rows.order_by("received_at")[:50])


def _proposed(person: FocalPoint) -> tuple[int, str]:
    """Return what is proposed to whoever approves; nothing where the base has no budget."""
    plan = AirtimePlan.objects.filter(focal_point=person, is_active=True).first()
    if plan is not None:
        return plan.minor, plan.currency
    budget = AirtimeBudget.objects.filter(base=person.community.base).first()
    if budget is None:
        return 0, ""
    usual = (budget.cap_of_month or budget.largest or 0) // USUAL_SHARE
    return max(usual, 1), budget.currency


def may_tell(person: FocalPoint, *, at: datetime) -> bool:
    """Say whether a machine may write to this person at this moment."""
    when = telling(person, at=at).send_at
    return when is not None and when <= at
