"""Close a base step by step: nobody loses who answers for them without a decision, and without being told."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from tocsin.actions.journal import note
from tocsin.actions.promises import next_number
from tocsin.domain.closure_words import ClosureState, Left
from tocsin.domain.problems import (
    BACKGROUND_REASON,
    CLOSURE_LEFT,
    CLOSURE_OPEN,
    CLOSURE_OVER,
    CLOSURE_SAME_BASE,
    Problem,
)
from tocsin.domain.promise_words import CommitmentState
from tocsin.domain.words import IncidentLife
from tocsin.records.models import (
    Base,
    BaseClosure,
    ClosureHome,
    Commitment,
    Community,
    Duty,
    HandoverPack,
    Hotline,
    Incident,
    ReportPlan,
    User,
)


@transaction.atomic
def plan_closure(
    base: Base, *, reason: str, planned_for: date, by: User, at: datetime
) -> BaseClosure:
    """Begin to close a base: each of its communities waits for a decision."""
    if not reason.strip():
        raise Problem(BACKGROUND_REASON)
    Base.objects.select_for_update().get(pk=base.pk)
    if BaseClosure.objects.filter(base=base, state=ClosureState.PLANNED).exists():
        raise Problem(CLOSURE_OPEN, base=base.slug)
    row = BaseClosure.objects.create(
        number=next_number(BaseClosure), base=base, reason=reason.strip(),
        planned_for=planned_for, started_at=at, started_by=by,
    )  # fmt: skip
    ClosureHome.objects.bulk_create(
        ClosureHome(closure=row, community=home)
        for home in Community.objects.filter(base=base).order_by("name")
    )
    note("base.closing", row, by=by, at=at, base=base.slug, planned_for=planned_for.isoformat())
    return row


@transaction.atomic
def decide_home(
    home: ClosureHome, new_base: Base, *, loses_cover: bool, by: User, at: datetime
) -> None:
    """Say which base answers for a community afterwards, and whether anybody can still come in time."""
    closure = _open(home.closure)
    if new_base.pk == closure.base_id or new_base.closed_at is not None:
        raise Problem(CLOSURE_SAME_BASE)
    ClosureHome.objects.filter(pk=home.pk).update(new_base=new_base, loses_cover=loses_cover)
    note(
        "base.home_decided", closure, by=by, at=at, base=closure.base.slug,
        community=home.community.code, new_base=new_base.slug, loses_cover=loses_cover,
    )  # fmt: skip


@transaction.atomic
def tell_home(home: ClosureHome, *, how: str, told_at: datetime, by: User, at: datetime) -> None:
    """Write down that a community was told who answers from when on, and what can no longer be done."""
    if not how.strip():
        raise Problem(BACKGROUND_REASON)
    closure = _open(home.closure)
    row = ClosureHome.objects.select_for_update(of=("self",)).get(pk=home.pk)
    row.told_at, row.told_how, row.told_by = told_at, how.strip(), by
    row.save()
    note(
        "base.home_told", closure, by=by, at=at, happened_at=told_at, base=closure.base.slug,
        community=home.community.code,
    )  # fmt: skip


@transaction.atomic
def drop_closure(closure: BaseClosure, *, by: User, at: datetime) -> None:
    """Keep the base open after all. Those who were told otherwise must be told again: the page lists them."""
    row = _open(closure)
    row.state, row.ended_at, row.ended_by = ClosureState.DROPPED.value, at, by
    row.save()
    note("base.stays", row, by=by, at=at, base=row.base.slug)


@transaction.atomic
def close_base(closure: BaseClosure, *, by: User, at: datetime) -> None:
    """Close the base when nothing is left: its communities, promises and duties move or end with it."""
    row = _open(closure)
    if left := what_is_left(row, by=by):
        raise Problem(CLOSURE_LEFT, what=", ".join(reason.value for reason, _ in left))
    for home in row.homes.select_related("community", "new_base"):
        Community.objects.filter(pk=home.community_id).update(base=home.new_base)
        promised = Commitment.objects.filter(community=home.community, base=row.base)
        promised.filter(state=CommitmentState.OPEN).update(base=home.new_base)
    running = Duty.objects.filter(base=row.base).filter(Q(until=None) | Q(until__gt=at))
    running.filter(since__gte=at).delete()
    running.update(until=at)
    ReportPlan.objects.filter(base=row.base).update(next_at=None)
    Base.objects.filter(pk=row.base_id).update(closed_at=at)
    row.state, row.ended_at, row.ended_by = ClosureState.CLOSED.value, at, by
    row.save()
    note(
        "base.closed", row, by=by, at=at, base=row.base.slug,
        lose_cover=list(row.homes.filter(loses_cover=True).values_list("community__code", flat=True)),
    )  # fmt: skip


def what_is_left(closure: BaseClosure, *, by: User | None = None) -> list[tuple[Left, int]]:
    """Return what must be settled before the base can be closed, with how many of it."""
    base, homes = closure.base, closure.homes
    counts = {
        Left.NO_BASE: homes.filter(new_base=None).count(),
        Left.NOT_TOLD: homes.filter(told_at=None).count(),
        Left.INCIDENTS: Incident.objects.filter(
            base=base, life__in=(IncidentLife.OPEN, IncidentLife.STABLE)
        ).count(),
        Left.NUMBERS: Hotline.objects.filter(base=base, valid_until=None).count(),
        Left.PROMISES: Commitment.objects.filter(base=base, state=CommitmentState.OPEN)
        .exclude(community__in=homes.values("community"))
        .count(),
        Left.PACK: int(
            not HandoverPack.objects.filter(base=base, made_at__gte=closure.started_at).exists()
        ),
        Left.SAME_PERSON: int(by is not None and by.person == closure.started_by.person),
    }
    return [(reason, n) for reason, n in counts.items() if n]


def _open(closure: BaseClosure) -> BaseClosure:
    rows = BaseClosure.objects.select_for_update(of=("self",)).select_related("base", "started_by")
    row = rows.get(pk=closure.pk)
    if row.state != ClosureState.PLANNED:
        raise Problem(CLOSURE_OVER)
    return row
