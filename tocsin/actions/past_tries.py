"""What was tried before; and when all of it was in vain, the ladder goes on at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from tocsin.actions.effects import announce
from tocsin.actions.lines import Lines
from tocsin.actions.notify import reachable
from tocsin.actions.runs import ladder_of
from tocsin.domain.delivery import Try
from tocsin.domain.escalation import PAGES
from tocsin.domain.messages import Blame
from tocsin.domain.routing import NoRoute
from tocsin.domain.words import DeliveryState, EscalationState
from tocsin.records.models import Delivery, DeliveryAttempt, Escalation, StepFiring

UNANSWERED = (EscalationState.ARMED, EscalationState.PAGING)
GIVEN_UP = (DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.CANCELLED)


def tries_of(deliveries: Sequence[Delivery]) -> dict[UUID, list[Try]]:
    """Return the past tries of each delivery, oldest first, as decisions know them."""
    tries: dict[UUID, list[Try]] = {delivery.pk: [] for delivery in deliveries}
    past = (
        DeliveryAttempt.objects.filter(delivery__in=tries)
        .select_related("gateway")
        .order_by("delivery", "number")
    )
    for attempt in past:
        tries[attempt.delivery_id].append(
            Try(
                gateway=attempt.gateway.slug if attempt.gateway else "",
                address=attempt.to,
                at=attempt.ended_at or attempt.started_at,
                state=_state_of(attempt),
                failure=attempt.outcome,
                is_final=attempt.is_final,
                blame=Blame(attempt.blame) if attempt.blame else None,
            )
        )
    return tries


def _state_of(attempt: DeliveryAttempt) -> DeliveryState:
    # A try without an end: its process died, nobody knows whether it was sent.
    known = {
        "": DeliveryState.UNKNOWN,
        "unknown": DeliveryState.UNKNOWN,
        "sent": DeliveryState.SENT,
    }
    return known.get(attempt.outcome, DeliveryState.FAILED)


def hurry_on(deliveries: Iterable[Delivery], *, at: datetime) -> None:
    """Let the next rung fire at once where the last one reached nobody by any means.

    Means that may work again are tried again meanwhile. They hurry a run only as far as the last
    rung of its round: to ask the same people once more by the same dead means would help nobody.
    """
    firings = {one.notification.firing_id for one in deliveries if one.notification.firing_id}
    if not firings:
        return
    lines, moved = Lines.load(at=at), False
    for firing in StepFiring.objects.filter(pk__in=firings).select_related("escalation__version"):
        rows = _hoping(firing)
        tries = tries_of(rows)
        if all(_was_in_vain(row, tries[row.pk], lines, at=at) for row in rows):
            moved |= _hurry(firing, is_for_good=not rows, at=at)
    if moved:
        announce("wake:clock")


def _hoping(firing: StepFiring) -> list[Delivery]:
    return list(
        Delivery.objects.filter(notification__firing=firing)
        .exclude(state__in=GIVEN_UP)
        .select_related("responder", "focal_point")
    )


def _was_in_vain(row: Delivery, tried: Sequence[Try], lines: Lines, *, at: datetime) -> bool:
    """Say whether each means of reaching this person has certainly failed at least once."""
    if row.state != DeliveryState.QUEUED or not tried:
        return False
    if any(one.state is not DeliveryState.FAILED for one in tried):
        return False
    person = reachable(responder=row.responder, focal_point=row.focal_point, number=row.to)
    call_sign = row.responder.radio_call_sign if row.responder else ""
    route = lines.route(lines.with_radio(person, call_sign), tried=tried, at=at)
    past = {(one.gateway, one.address) for one in tried}
    return isinstance(route, NoRoute) or (route.gateway, route.address) in past


def _hurry(firing: StepFiring, *, is_for_good: bool, at: datetime) -> bool:
    run = firing.escalation
    rungs = ladder_of(run.version).steps[firing.step :]
    if not is_for_good and not any(rung.condition in PAGES for rung in rungs):
        return False
    # An older rung's failure is old news: only the last rung that fired is hurried away from.
    waiting = Escalation.objects.filter(
        pk=run.pk,
        state__in=UNANSWERED,
        round=firing.round,
        step=firing.step,
        next_step_at__gt=at,
    )
    return bool(waiting.update(next_step_at=at))
