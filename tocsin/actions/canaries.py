"""A test a day through each gateway, to a number of our own: what is dead is known before it is needed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from tocsin.actions.gateways import test_gateway
from tocsin.actions.journal import ENGINE
from tocsin.domain.words import DeliveryState, Purpose
from tocsin.records.models import Delivery, Gateway

EVERY = timedelta(days=1)
PATIENCE = timedelta(minutes=15)
"""By then a carrier has taken a text, or something is wrong with it."""

TAKEN = (DeliveryState.SENT, DeliveryState.DELIVERED)


@transaction.atomic
def send_canaries(*, at: datetime) -> int:
    """Send a test by each gateway that can text and had none for a day; return how many.

    One made by hand counts. Gateways that another engine is testing right now are passed over.
    """
    number = settings.CANARY_NUMBER
    if not number:
        return 0
    lately = Delivery.objects.filter(
        preferred=OuterRef("pk"),
        notification__purpose=Purpose.GATEWAY_TEST,
        created_at__gt=at - EVERY,
    )
    due = (
        Gateway.objects.select_for_update(skip_locked=True)
        .filter(~Exists(lately), is_enabled=True, schemes__contains=["tel"])
        .order_by("rank")
    )
    sent = [test_gateway(gateway, number, by=ENGINE, at=at) for gateway in due]
    return len(sent)


def dead_canaries(*, at: datetime) -> Sequence[str]:
    """Return the slugs of gateways whose latest test, by the clock or by hand, nobody took in time."""
    tests = Delivery.objects.filter(
        notification__purpose=Purpose.GATEWAY_TEST,
        preferred__is_enabled=True,
        created_at__gt=at - 2 * EVERY,
        created_at__lt=at - PATIENCE,
    )
    latest = tests.order_by("preferred", "-created_at").distinct("preferred")
    rows = latest.values_list("preferred__slug", "state")
    return [slug for slug, state in rows if state not in TAKEN]
