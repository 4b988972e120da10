"""How the log book stands by its own walks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.records.models import JournalWalk

STALE_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ProofStanding:
    """`whole_at` is when it was last proven from end to end; `broken` the walk that found something."""

    whole_at: datetime | None
    position: int  # as far as it was proven then
    broken: JournalWalk | None
    is_stale: bool

    @property
    def is_well(self) -> bool:
        return self.broken is None and not self.is_stale


def proof_standing(*, now: datetime) -> ProofStanding:
    """A break stands until a later walk has found the book whole."""
    ended = JournalWalk.objects.filter(ended_at__isnull=False).order_by("-started_at")
    whole = ended.filter(breaks=0).first()
    after = (
        JournalWalk.objects.filter(started_at__gt=whole.started_at)
        if whole
        else JournalWalk.objects
    )
    broken = after.filter(breaks__gt=0).order_by("-started_at").first()
    first = JournalWalk.objects.order_by("started_at").first()
    since = (whole.ended_at if whole else None) or (first.started_at if first else now)
    return ProofStanding(
        whole_at=whole.ended_at if whole else None,
        position=whole.position if whole else 0,
        broken=broken,
        is_stale=now - since > STALE_AFTER,
    )
