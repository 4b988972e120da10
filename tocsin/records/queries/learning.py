"""How often the machine and a person said the same: by language and month, through the viewer's scope."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tocsin.records.models import Confirmation, LearnedModel
from tocsin.records.queries.scope import Scope

MONTHS = 12
LATEST = 30


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of `n` judged messages: how often the machine, and the rules alone, had named the kind a person named."""

    month: datetime
    language: str
    n: int
    machine: int
    rules: int

    @property
    def machine_share(self) -> float:
        return 100 * self.machine / self.n

    @property
    def rules_share(self) -> float:
        return 100 * self.rules / self.n


@dataclass(frozen=True, slots=True)
class Shadow:
    """One message that a model had not seen: what a person, the rules and the model say."""

    message: UUID
    said: str
    rules: str
    model: str


def accuracies(scope: Scope) -> list[Accuracy]:
    """Return the last twelve months that have judgements, newest first, each language apart."""
    counted: dict[tuple[datetime, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    columns = ("at", "language", "kind", "read_kind", "rules_kind")
    for at, language, kind, read, rules in _confirmations(scope).values_list(*columns).iterator():
        month = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        row = counted[month, language]
        row[0] += 1
        row[1] += kind == read
        row[2] += kind == rules
    shown = set(sorted({month for month, _ in counted})[-MONTHS:])
    found = [
        Accuracy(month, language, *numbers)
        for (month, language), numbers in counted.items()
        if month in shown
    ]
    return sorted(found, key=lambda row: (-row.month.timestamp(), -row.n, row.language))


def latest(scope: Scope) -> QuerySet[Confirmation]:
    """Return the newest judgements that this viewer may see."""
    return _confirmations(scope).order_by("-at")[:LATEST]


def models() -> QuerySet[LearnedModel]:
    return LearnedModel.objects.defer("weights", "shadow").order_by("-number")[:20]


def shadow_of(scope: Scope, model: LearnedModel) -> list[Shadow]:
    """Return what a model would have said of the rows held back, those that differ first."""
    rows = [Shadow(UUID(message), *kinds) for message, *kinds in model.shadow]
    seen = _visible(scope, [row.message for row in rows])
    shown = [row for row in rows if row.message in seen]
    return sorted(shown, key=lambda row: row.model == row.rules)[:LATEST]


def _visible(scope: Scope, keys: Iterable[UUID]) -> set[UUID]:
    return set(scope.messages().filter(pk__in=list(keys)).values_list("pk", flat=True))


def _confirmations(scope: Scope) -> QuerySet[Confirmation]:
    found = Confirmation.objects.filter(withdrawn_at=None, message__in=scope.messages())
    return found if scope.sees_restricted else found.filter(is_restricted=False)
