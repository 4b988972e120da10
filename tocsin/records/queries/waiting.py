"""What waits for somebody beside the incidents: the figures at the foot of the board."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.domain.words import (
    CallBackState,
    FeedbackState,
    RadioOutcome,
)
from tocsin.records.models import Feedback, Gateway, RadioTask
from tocsin.records.queries.inbox import Inbox, n_messages
from tocsin.records.queries.scope import Scope

FAILING = 3  # failures in a row, after which a person should look


@dataclass(frozen=True, slots=True)
class Waiting:
    """`late` figures are parts of the ones beside them."""

    to_judge: int
    calls: int
    calls_late: int
    radio_tasks: int
    radio_late: int
    feedback_late: int
    gateways_failing: tuple[str, ...]


def waiting(scope: Scope, *, now: datetime) -> Waiting:
    calls = scope.call_backs().filter(state=CallBackState.DUE)
    tasks = RadioTask.objects.filter(outcome__in=[RadioOutcome.WAITING, RadioOutcome.STARTED])
    failing = Gateway.objects.filter(is_enabled=True, failures_in_a_row__gte=FAILING)
    return Waiting(
        to_judge=n_messages(scope, Inbox.WAITING),
        calls=calls.count(),
        calls_late=calls.filter(due_at__lt=now).count(),
        radio_tasks=tasks.count(),
        radio_late=tasks.filter(outcome=RadioOutcome.WAITING, start_by__lt=now).count()
        + tasks.filter(outcome=RadioOutcome.STARTED, outcome_by__lt=now).count(),
        feedback_late=Feedback.objects.filter(state=FeedbackState.OWED, due_at__lt=now).count(),
        gateways_failing=tuple(failing.values_list("title", flat=True)),
    )
