"""The radio operator's cards, those whose clock presses first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tocsin.domain.radio_words import PRECEDENCES
from tocsin.domain.words import Priority, RadioOutcome
from tocsin.records.models import Delivery, RadioTask
from tocsin.records.queries.scope import Scope

OPEN = (RadioOutcome.WAITING, RadioOutcome.STARTED)
MOST = 100


@dataclass(frozen=True, slots=True)
class TrafficForm:
    """What is said before the text of a message in standard form."""

    precedence: str
    at: datetime
    sender: str
    net: str


@dataclass(frozen=True, slots=True)
class RadioCard:
    """What to say to whom, what they must say back, and until when.

    `due_at` is when the call must have begun, or once begun when its outcome must be known.
    """

    id: UUID
    call_sign: str
    text: str
    read_back: str
    priority: str
    language: str
    function: str
    code: str
    incident: int | None
    outcome: str
    due_at: datetime
    operator: str
    started_at: datetime | None
    ended_at: datetime | None
    traffic: TrafficForm | None = None


def radio_cards(scope: Scope, *, is_open: bool) -> list[RadioCard]:
    visible = Q(delivery__notification__incident=None) | Q(
        delivery__notification__incident__in=scope.incidents()
    )
    found = RadioTask.objects.filter(visible).select_related(
        "delivery__notification__incident",
        "delivery__responder",
        "delivery__report_text__net",
        "operator",
    )
    if is_open:
        found = found.filter(outcome__in=OPEN).order_by("delivery__priority", "start_by")
    else:
        found = found.exclude(outcome__in=OPEN).order_by("-ended_at")
    return [_card(row) for row in found[:MOST]]


def _card(row: RadioTask) -> RadioCard:
    delivery = row.delivery
    incident = delivery.notification.incident
    person = delivery.responder
    return RadioCard(
        id=row.pk,
        call_sign=row.call_sign,
        text=delivery.text,
        read_back=row.read_back,
        priority=delivery.priority,
        language=person.language if person else "",
        function=delivery.function,
        code=person.code if person else "",
        incident=incident.number if incident else None,
        outcome=row.outcome,
        due_at=row.start_by if row.outcome == RadioOutcome.WAITING else row.outcome_by,
        operator=row.operator.name if row.operator else "",
        started_at=row.started_at,
        ended_at=row.ended_at,
        traffic=_traffic(delivery),
    )


def _traffic(delivery: Delivery) -> TrafficForm | None:
    found = getattr(delivery, "report_text", None)
    if found is None or found.net is None:
        return None
    precedence = PRECEDENCES[Priority(delivery.priority)]
    return TrafficForm(precedence.value, delivery.created_at, found.sender, found.net.title)
