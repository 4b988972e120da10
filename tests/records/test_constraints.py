"""What no bug of ours can write, because the tables refuse it."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.stories.words import ATTACK, ATTACK_TOO
from tests.world import World
from tocsin.domain.words import DeliveryState
from tocsin.records.models import (
    Alert,
    Delivery,
    DeliveryAttempt,
    Escalation,
    Incident,
    IncidentAlert,
    Message,
    StepFiring,
)


@pytest.fixture(autouse=True)
def _paged(world: World) -> None:
    world.neema.texts(ATTACK)


def again(row: Any, **changes: Any) -> None:
    """Write the row once more under another id."""
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    row.pk = type(row)._meta.pk.get_default()
    row.save(force_insert=True)


@pytest.mark.parametrize(
    "table", [Message, StepFiring, DeliveryAttempt, Escalation, IncidentAlert, Alert, Incident]
)
def test_what_is_once_is_once(world: World, table: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        again(table.objects.first())


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        (Escalation, {"ended_at": "2026-03-14T10:00Z", "end_reason": ""}),
        (Escalation, {"state": "asleep"}),
        (Delivery, {"state": DeliveryState.QUEUED.value, "due_at": None}),
        (Incident, {"priority": "P0"}),
        (Incident, {"kind": "XXX"}),
        (Message, {"state": "lost"}),
    ],
)
def test_what_cannot_be_is_refused(world: World, table: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.update(**changes)


def test_a_code_names_one_open_incident_and_is_free_again_once_closed(world: World) -> None:
    world.furaha.texts("Attaque chez nous maintenant, des hommes armés tirent sur les maisons")
    first, second = world.incidents
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=second.pk).update(code=first.code)
    Incident.objects.filter(pk=first.pk).update(life="closed")
    Incident.objects.filter(pk=second.pk).update(code=first.code)


def test_what_people_say_is_unreadable_without_the_key(world: World) -> None:
    message = world.amani.texts(ATTACK_TOO)
    raw = Message.objects.extra(select={"raw": "text"}).values_list("raw", flat=True)
    assert message.text == ATTACK_TOO
    assert all(ATTACK_TOO.encode() not in bytes(kept) for kept in raw)
