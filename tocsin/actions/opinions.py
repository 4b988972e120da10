"""Second opinions: asked for, claimed by an engine, recorded. They change nothing else."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tocsin.actions.effects import announce
from tocsin.domain.learning_words import OpinionState
from tocsin.domain.second_opinion import Opinion
from tocsin.domain.words import MessageState
from tocsin.records.models import Engine, Message, SecondOpinion

# What is older was judged long ago: switching the model on does not read the past.
FRESH = timedelta(hours=1)
AT_ONCE = 20


@transaction.atomic
def want_opinions(*, at: datetime) -> int:
    """Write a row for each fresh message that was read; what is restricted is never handed on."""
    waiting = Message.objects.filter(
        state__in=[MessageState.READ, MessageState.REPORTED],
        received_at__gt=at - FRESH,
        reading__is_restricted=False,
        second_opinion=None,
    ).exclude(alert_link__alert__is_restricted=True)
    keys = list(waiting.order_by("received_at").values_list("pk", flat=True)[:AT_ONCE])
    rows = [SecondOpinion(message_id=key, wanted_at=at) for key in keys]
    # Two engines may see the same message: one row stands.
    SecondOpinion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def take_opinion(*, engine: int, at: datetime) -> tuple[UUID, str] | None:
    """Claim one question, also one whose engine died over it; return its id and the words to ask about."""
    alive = list(Engine.objects.values_list("number", flat=True))
    rows = SecondOpinion.objects.select_for_update(skip_locked=True, of=("self",))
    row = (
        rows.filter(state=OpinionState.WANTED).order_by("wanted_at").first()
        or rows.filter(state=OpinionState.ASKED).exclude(engine__in=alive).first()
    )
    if row is None:
        return None
    row.state, row.engine, row.asked_at = OpinionState.ASKED.value, engine, at
    row.save(update_fields=["state", "engine", "asked_at"])
    return row.pk, Message.objects.get(pk=row.message_id).text


@transaction.atomic
def record_opinion(
    pk: UUID, opinion: Opinion | None, *, model: str, at: datetime, failure: str = ""
) -> None:
    """Write down what was said, or why nothing was."""
    row = SecondOpinion.objects.select_for_update().get(pk=pk)
    row.state = (OpinionState.GIVEN if opinion else OpinionState.FAILED).value
    row.model, row.ended_at = model, at
    row.failure = "" if opinion else (failure or "unintelligible")
    if opinion is not None:
        row.kind, row.is_alert = opinion.kind.value, opinion.is_alert
        row.priority = opinion.priority.value if opinion.priority else ""
    row.save()
    announce(f"message:{row.message_id}")
