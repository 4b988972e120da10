"""Any webhook any number of times in any order changes nothing more (R7)."""

import os

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stories.words import ATTACK, ATTACK_FAR, ATTACK_TOO, GREETING, KILLED, SHOTS, THEFT
from tests.world import World, new_world
from tocsin.actions.gateway_reports import take_receipts
from tocsin.domain.messages import Receipt
from tocsin.domain.words import DeliveryState
from tocsin.records.models import Alert, Delivery, Incident, Message, StepFiring

EXAMPLES = int(os.environ.get("TOCSIN_EXAMPLES", "6"))
SAID = {
    "m1": ("neema", ATTACK),
    "m2": ("amani", ATTACK_TOO),
    "m3": ("furaha", ATTACK_FAR),
    "m4": ("juma", GREETING),
    "m5": ("zawadi", THEFT),
    "m6": ("zawadi", KILLED),
    "m7": ("neema", SHOTS),
    "m8": ("anil", "1"),
}
again = st.lists(st.sampled_from(sorted(SAID)), max_size=8)
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@many
@given(order=st.permutations(sorted(SAID)), copies=again)
def test_copies_in_any_order_change_nothing_more(
    db: None, order: list[str], copies: list[str]
) -> None:
    with transaction.atomic():
        world = new_world()
        for key in order:
            _arrives(world, key)
        before = _seen()
        for key in copies:
            _arrives(world, key)
        assert _seen() == before
        assert Message.objects.count() == len(SAID)
        transaction.set_rollback(True)


@many
@given(
    words=st.lists(
        st.sampled_from([DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.SENT]),
        min_size=1,
        max_size=6,
    )
)
def test_receipts_in_any_order_never_undo_a_delivery(db: None, words: list[DeliveryState]) -> None:
    with transaction.atomic():
        world = new_world()
        world.neema.texts(ATTACK)
        delivery = Delivery.objects.filter(notification__purpose="page").first()
        assert delivery is not None
        gateway = world.district.gateways["phones"].pk
        for word in [*words, *words]:
            receipt = Receipt(state=word, delivery=str(delivery.pk))
            take_receipts(gateway, [receipt], at=world.now)
        delivery.refresh_from_db()
        gave = DeliveryState.DELIVERED in words
        assert delivery.state == (DeliveryState.DELIVERED if gave else DeliveryState.SENT)
        transaction.set_rollback(True)


def _arrives(world: World, key: str) -> None:
    who, text = SAID[key]
    getattr(world, who).texts(text, id=key)


def _seen() -> tuple[object, ...]:
    rows = Incident.objects.order_by("number")
    return (
        list(rows.values_list("number", "priority", "life", "n_messages", "n_origins", "version")),
        Alert.objects.count(),
        StepFiring.objects.count(),
        Delivery.objects.count(),
    )
