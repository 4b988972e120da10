"""What the engine does with approved airtime: claim a call, write down its answer, look it up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.airtime import locked_top_up, step_top_up
from tocsin.actions.contacts import barred
from tocsin.actions.journal import ENGINE
from tocsin.domain.airtime import (
    CALL_LIMIT,
    LOOKED_UP,
    OPEN,
    after,
    look_again_after,
    try_again_after,
)
from tocsin.domain.airtime_words import Finding, TopUpEvent, TopUpState
from tocsin.records.models import AirtimeAccount, TopUp, TopUpTry

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Call:
    """One call or look-up to make outside any transaction. Its printed form names nobody."""

    top_up: UUID
    attempt: int  # number of the try; of a look-up, that of the last one
    account: UUID
    key: str
    to: str
    minor: int
    currency: str
    operator: str
    reference: str
    claimed_at: datetime

    def __repr__(self) -> str:
        return f"Call({self.top_up}, {self.attempt})"


@dataclass(frozen=True, slots=True)
class Found:
    """What a call or look-up brought. `provider_state` is the provider's own word, `why` a code."""

    finding: Finding
    provider_state: str = ""
    reference: str = ""
    why: str = ""


@transaction.atomic
def claim_top_ups(*, at: datetime, engine: int | None = None) -> list[Call]:
    """Write down a try for each approved top-up that is due, and return the calls to make.

    The try is on disk before the call is made. The table refuses a second one while the fate of
    the first is open, so that no process, however confused, can send twice.
    """
    due = TopUp.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=TopUpState.APPROVED, due_at__lte=at
    )
    rows = due.select_related("base", "focal_point").order_by("due_at")[:AT_ONCE]
    accounts = list(AirtimeAccount.objects.filter(is_enabled=True).order_by("rank", "slug"))
    found = []
    for row in rows:
        account = _account_for(row, accounts)
        # Since it was approved somebody may have fallen silent, left or been robbed.
        is_unsafe = bool(barred(row.focal_point))
        if account is None or is_unsafe:
            row.reason = "unsafe" if is_unsafe else "no_account"
            step_top_up(row, TopUpEvent.REJECTED, by=ENGINE, at=at)
            continue
        row.account, row.n_tries, row.n_looks = account, row.n_tries + 1, 0
        row.due_at = at + CALL_LIMIT
        attempt = TopUpTry.objects.create(
            top_up=row, number=row.n_tries, account=account, engine=engine, started_at=at
        )
        step_top_up(row, TopUpEvent.CLAIM, by=ENGINE, at=at)
        found.append(_call(row, account, attempt.number, at=at))
    return found


@transaction.atomic
def doubt_top_ups(*, at: datetime) -> int:
    """Mark calls of which nothing was heard for too long as unknown; return how many."""
    rows = TopUp.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=TopUpState.SENDING, due_at__lte=at
    )
    count = 0
    for row in rows.select_related("base", "focal_point"):
        row.due_at = at
        TopUpTry.objects.filter(top_up=row, finding="").update(finding=Finding.UNKNOWN, ended_at=at)
        step_top_up(row, TopUpEvent.UNKNOWN, by=ENGINE, at=at)
        count += 1
    return count


@transaction.atomic
def look_ups_due(*, at: datetime) -> list[Call]:
    """Return what must be asked of a provider now. The next look is planned before this one."""
    rows = TopUp.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state__in=LOOKED_UP, due_at__lte=at
    )
    found = []
    for row in rows.select_related("focal_point", "account").order_by("due_at")[:AT_ONCE]:
        wait = look_again_after(row.n_looks)
        row.due_at = at + wait if wait else None
        row.n_looks += 1
        row.save(update_fields=["due_at", "n_looks"])
        if row.account is not None:
            found.append(_call(row, row.account, row.n_tries, at=at))
    return found


@transaction.atomic
def record_call(call: Call, found: Found, *, at: datetime) -> None:
    """Write down what came of a call. A repeated or late answer changes what it still can."""
    row = locked_top_up(TopUp(pk=call.top_up))
    TopUpTry.objects.filter(top_up=row, number=call.attempt, finding__in=["", "unknown"]).update(
        finding=found.finding.value, provider_state=found.provider_state, ended_at=at
    )
    is_last = call.attempt == row.n_tries
    if found.finding is Finding.NOT_TAKEN and not is_last:
        return  # What an older call did not do says nothing of the last one.
    _keep(row, found)
    if found.finding is Finding.NOT_TAKEN and TopUpState(row.state) in _AGAIN:
        wait = try_again_after(row.n_tries)
        if wait is None:
            row.reason = found.why or "not_taken"
            found = Found(Finding.REJECTED, why=row.reason)
        else:
            row.due_at = at + wait
    _move(row, found, at=at)


@transaction.atomic
def record_look_up(call: Call, found: Found, *, at: datetime) -> None:
    """Write down what a provider knows of a top-up. Knowing nothing of it proves nothing."""
    row = locked_top_up(TopUp(pk=call.top_up))
    if found.finding in (Finding.NOT_TAKEN, Finding.UNKNOWN):
        return  # The look-up itself failed: it will be made again.
    _keep(row, found)
    _move(row, found, at=at)


_AGAIN = frozenset({TopUpState.SENDING, TopUpState.UNKNOWN})
_EVENTS: Mapping[Finding, TopUpEvent] = {finding: TopUpEvent(finding.value) for finding in Finding}


def _move(row: TopUp, found: Found, *, at: datetime) -> None:
    event = _EVENTS[found.finding]
    if after(TopUpState(row.state), event) is None:
        if TopUpState(row.state) not in OPEN:
            row.due_at = None  # Looked up because its seller called: it stays as it ended.
        row.save(update_fields=["provider_state", "reference", "due_at"])
        return
    if found.finding is Finding.REJECTED:
        row.reason = found.why or row.reason or "rejected"
    if found.finding in (Finding.PENDING, Finding.UNKNOWN):
        wait = look_again_after(row.n_looks)
        row.due_at = at + wait if wait else None
    step_top_up(row, event, by=ENGINE, at=at)


def _keep(row: TopUp, found: Found) -> None:
    row.provider_state = found.provider_state or row.provider_state
    row.reference = found.reference or row.reference


def _account_for(row: TopUp, accounts: list[AirtimeAccount]) -> AirtimeAccount | None:
    """Return who sells this currency for this operator.

    A second try stays with the first seller: a key means something only to whom it was told.
    """
    if row.account_id is not None:
        return next((one for one in accounts if one.pk == row.account_id), None)
    fitting = [one for one in accounts if one.currency == row.currency]
    named = [one for one in fitting if not one.operators or row.operator in one.operators]
    return next(iter(named), None)


def _call(row: TopUp, account: AirtimeAccount, attempt: int, *, at: datetime) -> Call:
    return Call(
        top_up=row.pk,
        attempt=attempt,
        account=account.pk,
        key=row.key,
        to=row.focal_point.number,
        minor=row.minor,
        currency=row.currency,
        operator=row.operator,
        reference=row.reference or row.confirmed_as,
        claimed_at=at,
    )
