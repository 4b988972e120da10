"""Learned models: wanted, taken by an engine, recorded, put to use or refused, and gone back to."""

import base64
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from tocsin.actions.effects import announce
from tocsin.actions.journal import ENGINE, Actor, note
from tocsin.domain.learning_words import ModelState
from tocsin.domain.problems import Problem
from tocsin.domain.problems.learning import MODEL_NOT_USABLE, MODEL_UNKNOWN
from tocsin.domain.trials import Trial, may_promote
from tocsin.domain.words import Kind
from tocsin.records.models import Confirmation, Engine, LearnedModel, User

ENOUGH = 50  # confirmations after which a model is fitted anew
STALE = timedelta(hours=24)  # after which one new confirmation is enough
FITTED_AT_MOST = 20_000
TRIES = 3
_LOCK = 0x70C56


@transaction.atomic
def want_model(*, at: datetime, at_once: bool = False) -> int:
    """Write down that a model should be fitted, when enough was confirmed since the last; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    models = LearnedModel.objects.order_by("-number")
    if models.filter(state__in=[ModelState.WANTED, ModelState.FITTING]).exists():
        return 0
    last = models.first()
    rows = Confirmation.objects.filter(withdrawn_at=None)
    if last is not None:
        rows = rows.filter(at__gt=last.last_at or last.wanted_at)
    fresh = rows.count()
    is_stale = last is not None and at - last.wanted_at >= STALE
    if not at_once and fresh < (1 if is_stale else ENOUGH):
        return 0
    number = last.number + 1 if last else 1
    LearnedModel.objects.create(number=number, wanted_at=at)
    announce("wake:learning")
    return 1


@transaction.atomic
def take_model(*, engine: int) -> LearnedModel | None:
    """Take the model that waits to be fitted, also one whose engine died over it; None when none does."""
    alive = Engine.objects.values_list("number", flat=True)
    waiting = LearnedModel.objects.select_for_update(skip_locked=True)
    row = (
        waiting.filter(state=ModelState.WANTED).first()
        or waiting.filter(state=ModelState.FITTING).exclude(engine__in=list(alive)).first()
        or waiting.filter(state=ModelState.FITTING, engine=engine).first()
    )
    if row is None:
        return None
    row.tries += 1
    row.state = (ModelState.FITTING if row.tries <= TRIES else ModelState.FAILED).value
    row.engine = engine
    row.salt = row.salt or base64.b64encode(secrets.token_bytes(16)).decode()
    row.save()
    return row if row.state == ModelState.FITTING else None


@transaction.atomic
def record_model(
    pk: UUID,
    *,
    engine: int,
    at: datetime,
    weights: bytes,
    lexicon: str,
    counts: tuple[int, int],
    scores: tuple[float, float, float],
    span: tuple[datetime, datetime],
    shadow: tuple[tuple[UUID, Trial], ...],
) -> bool:
    """Keep a fitted model, and put it to use unless it is worse. False: another engine has it now.

    `counts` are the rows fitted and held back, `scores` those of the model, the rules and the model in use.
    """
    row = LearnedModel.objects.select_for_update().get(pk=pk)
    if row.state != ModelState.FITTING or row.engine != engine:
        return False
    row.weights, row.lexicon = weights, lexicon
    row.n_rows, row.n_held = counts
    row.score, row.score_rules, row.score_in_use = scores
    row.first_at, row.last_at, row.ended_at = span[0], span[1], at
    row.lessons_from = row.last_at
    row.shadow = [
        [str(message), one.said.value, one.rules.value, one.new.value] for message, one in shadow
    ]
    is_better = may_promote(counts[1], new=scores[0], rules=scores[1], in_use=scores[2])
    row.state = ModelState.REFUSED.value
    row.save()
    if is_better:
        _use(row, at=at)
    verb = "learning.promoted" if is_better else "learning.refused"
    note(verb, row, by=ENGINE, at=at, number=row.number, rows=row.n_rows, held=row.n_held)
    announce("wake:learning")
    return True


@transaction.atomic
def give_up_model(pk: UUID, *, at: datetime) -> None:
    """Say that nothing was confirmed that could be learned from."""
    row = LearnedModel.objects.select_for_update().get(pk=pk)
    row.state, row.ended_at = ModelState.FAILED.value, at
    row.save(update_fields=["state", "ended_at"])
    note("learning.failed", row, by=ENGINE, at=at, number=row.number)


@transaction.atomic
def roll_back(number: int, *, by: User | Actor, at: datetime) -> None:
    """Put an earlier model to use again; 0 is the rules alone. Learning goes on from what comes now.

    Raises Problem for a number that does not exist or has no weights.
    """
    row = LearnedModel.objects.select_for_update().filter(number=number).first()
    if number and row is None:
        raise Problem(MODEL_UNKNOWN, number=number)
    if number and row is not None and row.weights is None:
        raise Problem(MODEL_NOT_USABLE, number=number)
    if row is None:
        row = LearnedModel(number=0, state=ModelState.KEPT.value, wanted_at=at)
    row.lessons_from = at
    if number:
        _use(row, at=at)
    else:
        _leave(at=at)
        row.left_at = at
        row.save()
    note("learning.rolled_back", row, by=by, at=at, number=number)
    announce("wake:learning")


def _use(row: LearnedModel, *, at: datetime) -> None:
    _leave(at=at)
    row.state = ModelState.IN_USE.value
    row.save()


def _leave(*, at: datetime) -> None:
    in_use = LearnedModel.objects.filter(state=ModelState.IN_USE)
    in_use.update(state=ModelState.KEPT, left_at=at)


def rows_to_fit() -> list[tuple[UUID, str, Kind, datetime]]:
    """Return what people confirmed, oldest first: message, words, kind, when."""
    rows = Confirmation.objects.filter(withdrawn_at=None).select_related("message")
    newest = list(rows.order_by("-at", "-pk")[:FITTED_AT_MOST])
    # Words that were let go teach nothing.
    return [
        (row.message_id, row.message.text, Kind(row.kind), row.at)
        for row in newest[::-1]
        if row.message.text
    ]
