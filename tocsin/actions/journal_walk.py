"""The log book proves itself: each day a walk along the whole chain, in pieces that hold nothing up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from tocsin.actions.journal import ENGINE, facts_of, note
from tocsin.actions.journal_proof import UNSEALED_WITHIN
from tocsin.domain.chain import GENESIS, Break, BreakKind, Seal, verify
from tocsin.records.models import JournalEntry, JournalSeal, JournalWalk

WALK_EVERY = timedelta(days=1)
PIECE = 1000  # lines in one transaction
WALK_LOCK = 0x70C5B


@transaction.atomic
def walk_on(*, at: datetime, piece: int = PIECE) -> int:
    """Prove the next piece; return how many lines were looked at, 0 when nothing is to be done now.

    Any number of engines may: one takes a piece, the others find it taken. Where the last walk ended is an
    anchor of the next, so that a book that was written anew, or cut, shows as well.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [WALK_LOCK])
        (is_ours,) = cursor.fetchone() or (False,)
    if not is_ours:
        return 0
    walk = JournalWalk.objects.filter(ended_at=None).first()
    if walk is None:
        return _begin(at)
    if walk.sealed_at is None:
        return _along_seals(walk, at=at, piece=piece)
    return _along_lines(walk, at=at, piece=piece)


def _begin(at: datetime) -> int:
    if JournalWalk.objects.filter(ended_at__gt=at - WALK_EVERY).exists():
        return 0
    JournalWalk.objects.create(started_at=at, chain=GENESIS)
    return 1


def _along_seals(walk: JournalWalk, *, at: datetime, piece: int) -> int:
    rows = list(JournalSeal.objects.filter(position__gt=walk.position).order_by("position")[:piece])
    seals = [
        Seal(row.position, str(row.entry), bytes(row.digest), bytes(row.chain)) for row in rows
    ]
    lines = JournalEntry.objects.filter(pk__in=[row.entry for row in rows])
    entries = {str(line.pk): facts_of(line) for line in lines}
    last = _last(walk)
    anchors = {last.position: bytes(last.chain)} if last and last.position else {}
    here = {n: chain for n, chain in anchors.items() if rows and n <= rows[-1].position}
    here = {n: chain for n, chain in here.items() if n > walk.position}
    found = verify(entries, seals, anchors=here, after=(walk.position, bytes(walk.chain)))
    if rows:
        walk.position, walk.chain = seals[-1].position, seals[-1].chain
    if len(rows) < piece:
        walk.sealed_at = at
        found += [Break(BreakKind.UNANCHORED, n, "") for n in anchors if n > walk.position]
    _keep(walk, found, at=at)
    return max(1, len(rows))


def _along_lines(walk: JournalWalk, *, at: datetime, piece: int) -> int:
    """Look for lines that were never sealed, from the oldest on."""
    rows = JournalEntry.objects.filter(recorded_at__lt=at - UNSEALED_WITHIN)
    if walk.line_at is not None:
        further = Q(recorded_at=walk.line_at, pk__gt=walk.line)
        rows = rows.filter(Q(recorded_at__gt=walk.line_at) | further)
    seal = JournalSeal.objects.filter(entry=OuterRef("pk"))
    found = list(
        rows.annotate(is_sealed=Exists(seal))
        .order_by("recorded_at", "pk")
        .values_list("recorded_at", "pk", "is_sealed")[:piece]
    )
    if found:
        walk.line_at, walk.line, _ = found[-1]
    if len(found) < piece:
        walk.ended_at = at
    breaks = [
        Break(BreakKind.ADDED, None, str(key)) for _, key, is_sealed in found if not is_sealed
    ]
    _keep(walk, breaks, at=at)
    return len(found) if walk.ended_at is None else 0


def _keep(walk: JournalWalk, found: Sequence[Break], *, at: datetime) -> None:
    is_first = walk.breaks == 0
    walk.breaks += len(found)
    if found and is_first:
        walk.broken_at, walk.broken_kind = at, found[0].kind.value
        walk.broken_position, walk.broken_entry = found[0].position, found[0].entry
        facts = {"kind": found[0].kind.value, "position": found[0].position}
        note("journal.broken", walk, by=ENGINE, at=at, **facts)
    walk.save()


def _last(walk: JournalWalk) -> JournalWalk | None:
    """Return the walk before, where it found the book whole: a head of a broken one proves nothing."""
    ended = JournalWalk.objects.filter(
        ended_at__isnull=False, breaks=0, started_at__lt=walk.started_at
    )
    return ended.order_by("-started_at").first()
