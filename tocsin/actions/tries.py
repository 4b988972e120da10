"""Write down what came of each try, and decide whether and when to try again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tocsin.actions.delivery import Tried, settle_given_up
from tocsin.actions.effects import announce
from tocsin.actions.past_tries import hurry_on, tries_of
from tocsin.domain.delivery import Try, next_attempt
from tocsin.domain.messages import Blame
from tocsin.domain.words import DeliveryState, Priority
from tocsin.records.models import Delivery, DeliveryAttempt, Gateway


@transaction.atomic
def record_tries(results: Sequence[Tried], *, at: datetime) -> None:
    """Write down what came of each try, and when to try again. Recording twice changes nothing."""
    rows = {
        row.pk: row
        for row in Delivery.objects.select_for_update(of=("self",))
        .filter(pk__in=[result.delivery for result in results])
        .select_related("notification__incident", "gateway")
    }
    _close_attempts(results)
    sent = [r.delivery for r in results if r.state is DeliveryState.SENT]
    Delivery.objects.filter(pk__in=sent, state=DeliveryState.CLAIMED).update(
        state=DeliveryState.SENT, sent_at=at, due_at=None, engine=None, failure=""
    )
    others = [r for r in results if r.state is not DeliveryState.SENT]
    if others:
        _plan_again([(rows[r.delivery], r) for r in others if r.delivery in rows], at=at)
    _health(results)
    _tell(rows.values())


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
        if last.state is DeliveryState.SENT:
            # At most once a second: a busy gateway's row must not become the bottleneck.
            Gateway.objects.filter(pk=gateway).exclude(
                last_sent_at__gt=last.at - timedelta(seconds=1), failures_in_a_row=0
            ).update(last_sent_at=last.at, failures_in_a_row=0, last_failure="")
        elif last.blame is not Blame.RECIPIENT:
            Gateway.objects.filter(pk=gateway).update(
                last_failure_at=last.at,
                last_failure=last.failure or last.state.value,
                failures_in_a_row=F("failures_in_a_row") + len(tried),
            )


def _tell(rows: Iterable[Delivery]) -> None:
    incidents = {row.notification.incident for row in rows if row.notification.incident}
    announce(*(f"incident:{incident.number}" for incident in incidents))
