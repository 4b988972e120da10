"""The rows of one action, written together in the order in which they lean on one another."""

from collections import defaultdict
from datetime import datetime
from typing import Any, LiteralString, TypeVar

from django.db import models

from tocsin.actions.effects import announce
from tocsin.actions.journal import Actor, entry
from tocsin.domain.words import DeliveryState
from tocsin.records.inserting import Beside, insert_all
from tocsin.records.models import (
    Acknowledgement,
    Alert,
    AlertMessage,
    CallBack,
    Confirmation,
    CopyCorrection,
    Correction,
    Debrief,
    Decision,
    Delivery,
    DeliveryAttempt,
    Escalation,
    Feedback,
    Incident,
    IncidentAlert,
    JournalEntry,
    Notification,
    ProtectionGap,
    RadioTask,
    Reading,
    ReportCorrection,
    Responder,
    Response,
    ResponseUpdate,
    StepFiring,
    Triage,
    User,
    Verification,
)

R = TypeVar("R", bound=models.Model)

# A row stands behind every row that it refers to.
ORDER: tuple[type[models.Model], ...] = (
    Reading,
    Triage,
    Confirmation,
    CallBack,
    Incident,
    Alert,
    AlertMessage,
    IncidentAlert,
    Verification,
    Escalation,
    StepFiring,
    Acknowledgement,
    Decision,
    Response,
    ResponseUpdate,
    Debrief,
    ProtectionGap,
    Notification,
    Correction,
    ReportCorrection,
    CopyCorrection,
    Delivery,
    DeliveryAttempt,
    RadioTask,
    Feedback,
    JournalEntry,
)


class Sheet:
    """Collects new rows and the keys to announce; `write` puts them down in one statement.

    `engine` is the number of the engine that will send what is written here at once, None where
    nobody holds deliveries in memory: they are queued then, and the clock finds them.
    """

    def __init__(
        self, *, at: datetime, by: User | Responder | Actor, engine: int | None = None
    ) -> None:
        self.at = at
        self.by = by
        self.engine = engine
        self._rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._keys: set[str] = set()
        self._beside: list[Beside] = []

    def add(self, row: R) -> R:
        self._rows[type(row)].append(row)
        return row

    def note(self, verb: str, subject: Any, **what: Any) -> None:
        self.add(entry(verb, subject, **{"by": self.by, "at": self.at, **what}))

    def announce(self, *keys: str) -> None:
        self._keys.update(keys)

    def beside(self, statement: LiteralString, *values: Any) -> None:
        """Change older rows in the same round trip: a statement that touches no new one."""
        self._beside.append((statement, values))

    def of(self, model: type[R]) -> list[R]:
        """Return the rows collected of one table."""
        return self._rows[model]  # type: ignore[return-value]  # add() files a row under its type

    def write(self) -> None:
        """Write all rows, in the transaction of the caller, and announce after its commit."""
        batches = [(model, rows) for model in ORDER if (rows := self._rows.get(model))]
        insert_all(batches, *self._beside)
        # What the engine claimed for itself is in its hands already; what is queued must be found.
        if any(row.state == DeliveryState.QUEUED for row in self.of(Delivery)):
            self._keys.add("wake:deliver")
        # The clock looks by itself every quarter second; only what is due before that is hurried.
        if any(row.next_step_at and row.next_step_at <= self.at for row in self.of(Escalation)):
            self._keys.add("wake:clock")
        announce(*self._keys)
