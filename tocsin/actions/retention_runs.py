"""Old words go by the clock: announced a day ahead, in small steps, with counts and a proof; a hold keeps them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tocsin.actions.journal import ENGINE, note
from tocsin.actions.retention import let_batch_go
from tocsin.domain.problems import HOLD_NEEDS_REASON, Problem
from tocsin.domain.retention import horizon
from tocsin.domain.retention_words import Retained
from tocsin.records.models import Incident, RetentionHold, RetentionRun, User
from tocsin.records.queries.retention import owed, rows_of

NOTICE = timedelta(days=1)
"""Between the announcement and the run: time enough to look, and to place a hold."""

EVERY = timedelta(days=1)


@transaction.atomic
def plan_run(*, at: datetime) -> RetentionRun | None:
    """Announce the next run where something is older than it is kept and none is announced yet."""
    if RetentionRun.objects.filter(ended_at=None).exists():
        return None
    if RetentionRun.objects.filter(planned_at__gt=at - EVERY).exists():
        return None
    counts = {one.sort.value: one.count for one in owed(now=at)}
    if not any(counts.values()):
        return None
    run = RetentionRun.objects.create(planned_at=at, due_at=at + NOTICE, planned=counts)
    note("retention.announced", run, by=ENGINE, at=at, **counts)
    return run


@transaction.atomic
def go_on_with_run(*, at: datetime) -> int:
    """Take one step of the run that is due; return how many rows lost their words. A run ends where none is left.

    Another engine that works on it is left alone: then nothing is done.
    """
    rows = RetentionRun.objects.select_for_update(skip_locked=True)
    run = rows.filter(ended_at=None, due_at__lte=at).first()
    if run is None:
        return 0
    run.began_at = run.began_at or at
    for sort in Retained:
        keys = let_batch_go(sort, before=_before(run, sort), by=ENGINE, at=at)
        if keys:
            run.gone[sort.value] = run.gone.get(sort.value, 0) + len(keys)
            run.digests[sort.value] = digest_on(run.digests.get(sort.value, ""), keys)
            run.save()
            return len(keys)
    _end(run, at=at)
    return 0


@transaction.atomic
def place_hold(incident: Incident | None, *, reason: str, by: User, at: datetime) -> RetentionHold:
    """Keep the words of an incident (of everything, without one) until somebody ends it."""
    if not reason.strip():
        raise Problem(HOLD_NEEDS_REASON)
    hold = RetentionHold.objects.create(
        incident=incident, reason=reason.strip(), placed_by=by, placed_at=at
    )
    note("retention.held", hold, by=by, at=at, incident=incident)
    return hold


@transaction.atomic
def end_hold(hold: RetentionHold, *, by: User, at: datetime) -> None:
    """Let the next announced run take what was held. Ending it twice changes nothing."""
    hold = RetentionHold.objects.select_for_update().get(pk=hold.pk)
    if hold.ended_at is None:
        hold.ended_by, hold.ended_at = by, at
        hold.save(update_fields=["ended_by", "ended_at"])
        note("retention.hold_ended", hold, by=by, at=at, incident=hold.incident)


def digest_on(before: str, keys: Iterable[UUID]) -> str:
    """Return the proof of what went so far: whoever has the ids from a backup can make it again."""
    chained = sha256(bytes.fromhex(before))
    for key in keys:
        chained.update(key.bytes)
    return chained.hexdigest()


def _end(run: RetentionRun, *, at: datetime) -> None:
    """Look once more whether any old words are left, and write the proof down."""
    run.left = sum(rows_of(sort, before=_before(run, sort)).count() for sort in Retained)
    run.ended_at = at
    run.save()
    facts = {f"{sort}_{what}": value for what, found in (("rows", run.gone), ("proof", run.digests)) for sort, value in found.items()}  # fmt: skip
    note("retention.ended", run, by=ENGINE, at=at, left=run.left, **facts)


def _before(run: RetentionRun, sort: Retained) -> datetime:
    """What was announced goes, and nothing that grew old since."""
    return horizon(sort, months=settings.RETENTION_MONTHS, now=run.planned_at)
