"""Write down what came of each try, and decide whether and when to try again."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tocsin.actions.delivery import Tried, settle_given_up
from tocsin.actions.effects import announce
from tocsin.actions.past_tries import hurry_on, tries_of
from tocsin.actions.radio import open_radio_tasks
from tocsin.domain.delivery import Try, next_attempt
from tocsin.domain.messages import Blame
from tocsin.domain.words import DeliveryState, Priority
from tocsin.records.models import Delivery, DeliveryAttempt, Gateway
from tocsin.records.prepared import ask

# Nearly every try ends well, and then nothing is left to decide: one statement for all of them.
SENT = """
with said as (
    select * from unnest(%(delivery)s::uuid[], %(attempt)s::uuid[], %(gateway)s::uuid[],
        %(at)s::timestamptz[], %(external_ids)s::jsonb[]
    ) as s(delivery, attempt, gateway, at, external_ids)
), closed as (
    update records_deliveryattempt a
    set outcome = 'sent', ended_at = s.at, is_final = false, blame = '',
        external_ids = s.external_ids
    from said s where a.id = s.attempt
), moved as (
    update records_delivery d
    set state = 'sent', sent_at = %(now)s::timestamptz, due_at = null, engine = null, failure = ''
    from said s where d.id = s.delivery and d.state = 'claimed'
), healthy as (
    update records_gateway g set last_sent_at = s.at, failures_in_a_row = 0, last_failure = ''
    from (select gateway, max(at) as at from said group by gateway) s
    where g.id = s.gateway and (g.failures_in_a_row > 0 or g.last_sent_at is null
        or g.last_sent_at <= s.at - interval '1 second')
)
select distinct i.number from said s
join records_delivery d on d.id = s.delivery
join records_notification n on n.id = d.notification_id
join records_incident i on i.id = n.incident_id
"""  # a gateway's row moves at most once a second: it must not become the bottleneck


@transaction.atomic
def record_tries(results: Sequence[Tried], *, at: datetime) -> None:
    """Write down what came of each try, and when to try again. Recording twice changes nothing."""
    sent = [result for result in results if result.state is DeliveryState.SENT]
    others = [result for result in results if result.state is not DeliveryState.SENT]
    moved = _record_sent(sent, at=at) if sent else set()
    if others:
        moved |= _record_others(others, at=at)
        _health(results)
    # In the same transaction: a page that an operator must read out is no page without its card.
    if by_hand := [result.delivery for result in results if result.is_by_hand]:
        open_radio_tasks(by_hand, at=at)
    announce(*(f"incident:{number}" for number in moved))


def take_back(row: Delivery, *, failure: str, at: datetime) -> None:
    """A carrier gave up what it had taken: the next means is tried, as patiently as after any failure.

    A carrier that takes and gives up again and again would else be asked without an end.
    """
    last = row.attempts.order_by("-number").first()
    if last is not None:
        last.outcome = failure
        last.save(update_fields=["outcome"])
    row.due_at = next_attempt(tries_of([row])[row.pk], priority=Priority(row.priority), now=at)
    row.state = (DeliveryState.QUEUED if row.due_at else DeliveryState.FAILED).value
    row.engine, row.failure = None, failure
    row.save(update_fields=["due_at", "engine", "failure", "state"])
    if row.due_at is None:
        settle_given_up([row], at=at)
    else:
        hurry_on([row], at=at)


def _record_sent(results: Sequence[Tried], *, at: datetime) -> set[int]:
    """Return the numbers of the incidents they were about."""
    said = {
        "delivery": [result.delivery for result in results],
        "attempt": [result.attempt for result in results],
        # What an operator carries says nothing of a gateway's health.
        "gateway": [None if result.is_by_hand else result.gateway for result in results],
        "at": [result.at for result in results],
        "external_ids": [json.dumps(list(result.external_ids)) for result in results],
        "now": at,
    }
    return {number for (number,) in ask(SENT, said)}


def _record_others(results: Sequence[Tried], *, at: datetime) -> set[int]:
    rows = {
        row.pk: row
        for row in Delivery.objects.select_for_update(of=("self",))
        .filter(pk__in=[result.delivery for result in results])
        .select_related("notification__incident", "gateway")
    }
    _close_attempts(results)
    _plan_again([(rows[r.delivery], r) for r in results if r.delivery in rows], at=at)
    incidents = (row.notification.incident for row in rows.values())
    return {incident.number for incident in incidents if incident}


def _close_attempts(results: Sequence[Tried]) -> None:
    alike: dict[tuple[str, datetime, bool, str, tuple[str, ...]], list[UUID]] = defaultdict(list)
    for result in results:
        outcome = result.failure or result.state.value
        key = (outcome, result.at, result.is_final, result.blame or "", result.external_ids)
        alike[key].append(result.attempt)
    for (outcome, ended_at, is_final, blame, external_ids), attempts in alike.items():
        DeliveryAttempt.objects.filter(pk__in=attempts).update(
            outcome=outcome,
            ended_at=ended_at,
            is_final=is_final,
            blame=blame,
            external_ids=list(external_ids),
        )


def _plan_again(pairs: Iterable[tuple[Delivery, Tried]], *, at: datetime) -> None:
    given_up, in_vain = [], []
    pairs = list(pairs)
    tries = tries_of([row for row, _ in pairs])
    for row, result in pairs:
        if row.state != DeliveryState.CLAIMED:
            continue  # a receipt or another engine was quicker
        past = [*tries[row.pk][:-1], _as_try(row, result)]
        if not result.is_by_hand:
            row.due_at = next_attempt(past, priority=Priority(row.priority), now=at)
        row.engine, row.failure = None, result.failure
        row.state = _state_after(result, row.due_at).value
        row.save(update_fields=["due_at", "engine", "failure", "state"])
        if row.due_at is None and row.state == DeliveryState.FAILED:
            given_up.append(row)
        elif row.state == DeliveryState.QUEUED:
            in_vain.append(row)
    settle_given_up(given_up, at=at)
    hurry_on(in_vain, at=at)


def _state_after(result: Tried, due_at: datetime | None) -> DeliveryState:
    if result.state is DeliveryState.UNKNOWN:
        return DeliveryState.UNKNOWN
    return DeliveryState.QUEUED if due_at else DeliveryState.FAILED


def _as_try(row: Delivery, result: Tried) -> Try:
    return Try(
        gateway=row.gateway.slug if row.gateway else "",
        address=row.to,
        at=result.at,
        state=result.state,
        failure=result.failure,
        is_final=result.is_final,
        blame=result.blame,
        retry_after=timedelta(seconds=result.retry_after) if result.retry_after else None,
    )


def _health(results: Sequence[Tried]) -> None:
    by_gateway: dict[UUID, list[Tried]] = defaultdict(list)
    for result in results:
        if not result.is_by_hand:
            by_gateway[result.gateway].append(result)
    for gateway, tried in by_gateway.items():
        last = tried[-1]
        if last.state is not DeliveryState.SENT and last.blame is not Blame.RECIPIENT:
            Gateway.objects.filter(pk=gateway).update(
                last_failure_at=last.at,
                last_failure=last.failure or last.state.value,
                failures_in_a_row=F("failures_in_a_row") + len(tried),
            )
