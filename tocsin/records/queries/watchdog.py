"""What waits in the line, asked in one statement that its indexes answer, and what is wrong with the house."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from tocsin.domain.watchdog import Waiting
from tocsin.domain.watchdog_words import Late
from tocsin.records.models import Lateness
from tocsin.records.queries.clocks import wrong_clocks

WAITING = """
select 'unread', count(*), min(received_at) from records_message
  where state = 'received' and parked = ''
union all
select 'step', count(*), min(next_step_at) from records_escalation where next_step_at < %(now)s
union all
select 'p1_without_run', count(*), min(opened_at) from records_incident i
  where life = 'open' and priority = 'P1'
    and not exists (select 1 from records_escalation e where e.incident_id = i.id)
union all
select 'unsent', count(*), min(due_at) from records_delivery
  where state in ('queued', 'unknown') and due_at < %(now)s
union all
select 'in_hand', count(*), min(claimed_at) from records_delivery where state = 'claimed'
union all
select 'unreadable', count(*), min(received_at) from records_unreadablearrival where seen_at is null
union all
select 'log_book', coalesce(max(breaks), 0), min(broken_at) from records_journalwalk w
  where breaks > 0 and not exists (
    select 1 from records_journalwalk n
    where n.breaks = 0 and n.ended_at is not null and n.started_at > w.started_at)
"""


def what_waits(*, now: datetime) -> Mapping[Late, Waiting]:
    """Return what of each sort waits at this moment, late or not."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"now": now})
        found = {Late(kind): Waiting(count, oldest) for kind, count, oldest in cursor.fetchall()}
    large = [one for one in wrong_clocks(now=now) if one.is_large]
    return {**found, Late.CLOCK: Waiting(len(large), now if large else None)}


def late_now() -> list[Lateness]:
    """Return what is late by the last look of the watchdog, the longest first."""
    return list(Lateness.objects.filter(ended_at=None).order_by("since"))
