"""Which machine of ours has fallen silent: a quarter of an hour at a time, by its own hours."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from tocsin.actions.sheet import Sheet
from tocsin.actions.silences import Missing, hear, miss
from tocsin.actions.texts import local
from tocsin.domain.habits import (
    MOST_QUARTERS,
    REMEMBERED,
    Call,
    Missed,
    missed,
)
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import SILENCE_NEEDS_REASON, SILENCE_UNKNOWN
from tocsin.domain.silence import Asks, Subject
from tocsin.domain.silence_words import SilenceCause, SilenceState
from tocsin.records.models import Node, NodeLook, Silence, User
from tocsin.records.queries.engines import living_engines

QUARTER = timedelta(minutes=15)
USUAL = 0.1  # a single quarter that the habit explains as well as this is not even noted
EXPLAINED_FOR = timedelta(days=1)


def look_at_nodes(sheet: Sheet) -> int:
    """See whose engine runs, count each quarter of an hour once, and miss who is missed; return how many.

    Whoever looks is alive. A time in which nobody looked, because nothing ran, is no miss of anybody.
    """
    living = {engine.host.casefold() for engine in living_engines() if engine.host}
    _begin(living, at=sheet.at)
    Node.objects.filter(host__in=living).update(heard_at=sheet.at, ended_at=None)
    quarter = _quarter_of(sheet.at)
    due = list(Node.objects.filter(counted_to__lt=quarter, ended_at=None).order_by("host"))
    began = quarter - QUARTER
    NodeLook.objects.bulk_create(
        [
            NodeLook(
                node=one,
                at=began,
                slot=f"{local(began):%H}:00",
                is_heard=one.heard_at >= began,
            )
            for one in due
        ],
        ignore_conflicts=True,
    )
    Node.objects.filter(pk__in=[one.pk for one in due]).update(counted_to=quarter)
    if due:
        NodeLook.objects.filter(at__lt=sheet.at - REMEMBERED).delete()
    for one in due:
        _weigh(sheet, one, is_living=one.host in living)
    return len(due)


@transaction.atomic
def retire_node(silence: Silence, *, reason: str, by: User, at: datetime) -> None:
    """Say that a machine is out of use; it is missed no more, until an engine starts there again."""
    if not reason.strip():
        raise Problem(SILENCE_NEEDS_REASON)
    row = Silence.objects.select_for_update(of=("self",)).get(pk=silence.pk)
    if row.node_id is None or row.ended_at is not None:
        raise Problem(SILENCE_UNKNOWN)
    Node.objects.filter(pk=row.node_id).update(ended_at=at)
    row.state, row.ended_at = SilenceState.EXPLAINED.value, at
    row.ended_by, row.reason = by, reason.strip()
    row.save(update_fields=["state", "ended_at", "ended_by", "reason"])
    sheet = Sheet(at=at, by=by)
    sheet.note("node.retired", row, code=row.code)
    sheet.announce("radio:all")
    sheet.write()


def _begin(living: Collection[str], *, at: datetime) -> None:
    """Begin to expect machines that are new, and those that come back after they were out of use."""
    known = set(Node.objects.filter(host__in=living).values_list("host", flat=True))
    Node.objects.bulk_create(
        [
            Node(host=host, since=at, heard_at=at, counted_to=_quarter_of(at))
            for host in sorted(set(living) - known)
        ],
        ignore_conflicts=True,
    )
    back = Node.objects.filter(host__in=living, ended_at__isnull=False)
    back.update(since=at, counted_to=_quarter_of(at))


def _weigh(sheet: Sheet, node: Node, *, is_living: bool) -> None:
    if is_living:
        hear(sheet, Subject.NODE, node.host, SilenceCause.NODE_DOWN)
        return
    found = missed(_calls(node), now=sheet.at, most=MOST_QUARTERS)
    if found is None or _is_usual(found) or _is_explained(node, at=sheet.at):
        return
    miss(
        sheet,
        Missing(
            cause=SilenceCause.NODE_DOWN,
            since=node.heard_at,
            misses=found.misses,
            chance=found.chance,
            asks=found.asks,
            node=node,
        ),
    )


def _calls(node: Node) -> Sequence[Call]:
    rows = node.looks.order_by("at").values_list("at", "slot", "is_heard")
    return [Call(at, slot, is_heard) for at, slot, is_heard in rows]


def _is_usual(found: Missed) -> bool:
    return found.asks is Asks.NOTE and found.chance > USUAL


def _is_explained(node: Node, *, at: datetime) -> bool:
    rows = Silence.objects.filter(
        node=node, state=SilenceState.EXPLAINED, ended_at__gt=at - EXPLAINED_FOR
    )
    return rows.filter(ended_at__gt=F("node__heard_at")).exists()


def _quarter_of(at: datetime) -> datetime:
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
