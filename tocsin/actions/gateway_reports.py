"""What carriers say of themselves and of what we gave them: apart from how people set them up, for the line starts with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.sheet import Sheet
from tocsin.actions.tries import take_back
from tocsin.domain.messages import Receipt
from tocsin.domain.words import DeliveryState, FeedbackState
from tocsin.records.models import Delivery, DeliveryAttempt, Feedback, Gateway

FINAL = (DeliveryState.DELIVERED, DeliveryState.EXPIRED, DeliveryState.CANCELLED)
LOST = (DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.CANCELLED)


@transaction.atomic
def take_receipts(gateway: UUID, receipts: Sequence[Receipt], *, at: datetime) -> None:
    """Write down what a carrier said later about deliveries. A late or repeated word undoes nothing."""
    for receipt in receipts:
        for delivery in _meant(gateway, receipt):
            _take(delivery, receipt, at=at)


@transaction.atomic
def record_condition(
    gateway: UUID, *, is_up: bool | None, facts: Mapping[str, str], at: datetime
) -> None:
    """Write down what a gateway says of itself. Only a change of health is a line in the log book."""
    row = Gateway.objects.select_for_update().get(pk=gateway)
    changed = row.is_up is not is_up
    row.is_up, row.condition, row.asked_at = is_up, dict(facts), at
    row.save(update_fields=["is_up", "condition", "asked_at"])
    if changed and is_up is not None:
        sheet = Sheet(at=at, by=ENGINE)
        sheet.note("gateway.up" if is_up else "gateway.down", row, slug=row.slug)
        sheet.announce("gateways:all")
        sheet.write()


def _meant(gateway: UUID, receipt: Receipt) -> list[Delivery]:
    rows = Delivery.objects.select_for_update(of=("self",))
    if receipt.delivery:
        try:
            return list(rows.filter(pk=UUID(receipt.delivery)))
        except ValueError:
            return []
    found = DeliveryAttempt.objects.filter(
        gateway=gateway, external_ids__contains=[receipt.external_id]
    )
    return list(rows.filter(attempts__in=found))


def _take(delivery: Delivery, receipt: Receipt, *, at: datetime) -> None:
    if delivery.state in FINAL:
        return
    if receipt.state is DeliveryState.DELIVERED:
        delivery.state, delivery.delivered_at = receipt.state.value, at
        delivery.sent_at = delivery.sent_at or at
        delivery.due_at = None
        Feedback.objects.filter(
            notification=delivery.notification_id, state=FeedbackState.SENT
        ).update(state=FeedbackState.DELIVERED)
    elif receipt.state in LOST and delivery.state != DeliveryState.FAILED:
        take_back(delivery, failure=receipt.code or receipt.state.value, at=at)
    elif receipt.state is DeliveryState.SENT:
        delivery.state, delivery.due_at = DeliveryState.SENT.value, None
        delivery.sent_at = delivery.sent_at or at
    delivery.save()
    sheet = Sheet(at=at, by=ENGINE)
    sheet.note(
        "delivery.receipt",
        delivery,
        incident=delivery.notification.incident,
        state=receipt.state.value,
        code=receipt.code,
    )
    if delivery.state == DeliveryState.QUEUED:
        sheet.announce("wake:deliver")
    sheet.write()
