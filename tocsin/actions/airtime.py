"""What people do with airtime: ask for it, approve, refuse, give a voucher, find out what came of it."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Sum

from tocsin.actions.airtime_ledger import balance, free, move_for
from tocsin.actions.contacts import barred
from tocsin.actions.effects import announce
from tocsin.actions.journal import Actor, note
from tocsin.domain.airtime import HELD, OPEN, Rules, after, needs_second, why_not
from tocsin.domain.airtime_words import TopUpEvent, TopUpSource, TopUpState
from tocsin.domain.ids import new_id
from tocsin.domain.problems import Problem
from tocsin.domain.problems.airtime import (
    AMOUNT_WRONG,
    NO_AIRTIME_BUDGET,
    TOP_UP_MOVED,
    TOP_UP_NO_MONEY,
    TOP_UP_OPEN_ALREADY,
    TOP_UP_OVER_CAP,
    TOP_UP_SAME_PERSON,
    TOP_UP_TOO_LARGE,
    TOP_UP_UNSAFE,
)
from tocsin.records.models import AirtimeBudget, FocalPoint, Message, TopUp, User

_FORBIDDEN = {
    "too_large": TOP_UP_TOO_LARGE,
    "over_cap": TOP_UP_OVER_CAP,
    "no_budget": TOP_UP_NO_MONEY,
}
GIVEN = frozenset({TopUpState.DELIVERED}) | HELD


@transaction.atomic
def ask_top_up(
    person: FocalPoint,
    *,
    minor: int,
    currency: str,
    source: TopUpSource,
    by: User | Actor,
    at: datetime,
    operator: str = "",
    message: Message | None = None,
    plan_month: date | None = None,
) -> TopUp:
    """Write down that somebody should get airtime. Raises Problem while another request is open."""
    if minor <= 0:
        raise Problem(AMOUNT_WRONG)
    FocalPoint.objects.select_for_update().get(pk=person.pk)  # two askers at once see each other
    other = open_for(person)
    if other is not None:
        raise Problem(TOP_UP_OPEN_ALREADY, person=person.code, number=other.number)
    key = new_id()
    row = TopUp.objects.create(
        id=key,
        number=_next_number(),
        key=key.hex,
        focal_point=person,
        base=person.community.base,
        source=source.value,
        message=message,
        plan_month=plan_month,
        minor=minor,
        currency=currency,
        operator=operator,
        asked_at=at,
        asked_by=by if isinstance(by, User) else None,
    )
    note("airtime.asked", row, by=by, at=at, person=person.code, source=source.value)
    announce("airtime:all")
    return row


def open_for(person: FocalPoint) -> TopUp | None:
    """Return the request of somebody that has not come to an end, if there is one."""
    return TopUp.objects.filter(focal_point=person, state__in=OPEN).first()


@transaction.atomic
def approve_top_up(
    top_up: TopUp, *, by: User, at: datetime, by_hand: bool = False, minor: int | None = None
) -> TopUp:
    """Approve it, so that the engine sends it, or a person gives a voucher when `by_hand`.

    `minor` is what is given in place of what was asked; None gives what was asked. Above the limit
    of the base it waits for a second person. The amount is bound in the same transaction: two
    approvals at one moment cannot spend the same money. Raises Problem.
    """
    budget = _locked_budget(top_up)
    row = locked_top_up(top_up)
    before = TopUpState(row.state)
    if before not in (TopUpState.ASKED, TopUpState.HALF_APPROVED):
        raise Problem(TOP_UP_MOVED, number=row.number)
    if minor is not None and before is TopUpState.ASKED:
        row.minor = minor
    rules = Rules(
        free=balance(free(row.base), row.currency),
        largest=budget.largest,
        cap_of_month=budget.cap_of_month,
        second_above=budget.second_above,
    )
    _demand_allowed(row, rules, at=at)
    if not by_hand and barred(row.focal_point):
        raise Problem(TOP_UP_UNSAFE, number=row.number)
    if before is TopUpState.HALF_APPROVED:
        if by.pk in (row.approved_by_id, row.asked_by_id):
            raise Problem(TOP_UP_SAME_PERSON)
        row.seconded_by = by
    else:
        row.approved_by = by
    event = TopUpEvent.APPROVE_BY_HAND if by_hand else TopUpEvent.APPROVE
    if before is TopUpState.ASKED and needs_second(row.minor, rules):
        event = TopUpEvent.APPROVE_HALF
    else:
        row.approved_at = at
        row.due_at = None if by_hand else at
    return step_top_up(row, event, by=by, at=at)


def _demand_allowed(row: TopUp, rules: Rules, *, at: datetime) -> None:
    if row.minor <= 0:
        raise Problem(AMOUNT_WRONG)
    if why := why_not(row.minor, given_this_month=given_this_month(row, at=at), rules=rules):
        raise Problem(_FORBIDDEN[why], number=row.number)


@transaction.atomic
def refuse_top_up(top_up: TopUp, *, by: User, at: datetime, reason: str) -> TopUp:
    """Say no, or take an approval back that was not sent yet. `reason` is a code."""
    row = locked_top_up(top_up)
    row.reason = reason
    return step_top_up(row, TopUpEvent.REFUSE, by=by, at=at)


@transaction.atomic
def resolve_top_up(
    top_up: TopUp, *, arrived: bool, by: User, at: datetime, voucher: str = ""
) -> TopUp:
    """Write down what a person found out: it arrived, or it certainly did not.

    A lost one is failed for good. Whoever should still get airtime gets a new top-up, with a new
    key: this one is never sent again, whatever its provider says tomorrow.
    """
    row = locked_top_up(top_up)
    row.voucher = voucher or row.voucher
    if not arrived:
        row.reason = "person_says_lost"
    event = TopUpEvent.RESOLVE_ARRIVED if arrived else TopUpEvent.RESOLVE_LOST
    return step_top_up(row, event, by=by, at=at)


def locked_top_up(top_up: TopUp) -> TopUp:
    """Lock a top-up and return it as it is now."""
    rows = TopUp.objects.select_for_update(of=("self",)).select_related(
        "base", "focal_point", "account"
    )
    return rows.get(pk=top_up.pk)


def step_top_up(row: TopUp, event: TopUpEvent, *, by: User | Actor, at: datetime) -> TopUp:
    """Take one step on a locked row, with its money and its line. Raises Problem: not from here."""
    before = TopUpState(row.state)
    now = after(before, event)
    if now is None:
        raise Problem(TOP_UP_MOVED, number=row.number)
    row.state = now.value
    if now not in OPEN:
        row.ended_at, row.due_at = at, None
    row.save()
    moved = move_for(row, before=before, now=now, by=by, at=at)
    facts = {"before": before.value, "state": now.value, "reason": row.reason}
    note("airtime.moved", row, by=by, at=at, **facts, ledger=moved.value if moved else "")
    announce("airtime:all", *(["wake:airtime"] if row.due_at else []))
    return row


def given_this_month(row: TopUp, *, at: datetime) -> int:
    """Return what this person was given or is being given since the first of the month."""
    start = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    others = TopUp.objects.filter(
        focal_point=row.focal_point_id,
        currency=row.currency,
        state__in=GIVEN,
        approved_at__gte=start,
    ).exclude(pk=row.pk)
    return int(others.aggregate(all=Sum("minor", default=0))["all"])


def _locked_budget(top_up: TopUp) -> AirtimeBudget:
    budget = AirtimeBudget.objects.select_for_update().filter(base=top_up.base_id).first()
    if budget is None or budget.currency != top_up.currency:
        base = top_up.base
        raise Problem(NO_AIRTIME_BUDGET, base=base.name, currency=top_up.currency)
    return budget


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('topup_number')")
        (number,) = cursor.fetchone() or (0,)
    return int(number)
