"""What the clock must do now, asked in one statement, so that an idle night costs almost nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

DUE = """
select now_is,
  exists (select 1 from records_escalation where next_step_at <= now_is),
  exists (select 1 from records_escalation where more_due_at <= now_is),
  exists (select 1 from records_message where state = 'held_part'),
  exists (select 1 from records_callback
          where state = 'due' and escalated_at is null and escalate_at <= now_is),
  exists (select 1 from records_feedback where state = 'owed' and send_at <= now_is),
  exists (select 1 from records_radiotask
          where (outcome = 'waiting' and start_by <= now_is)
             or (outcome = 'started' and outcome_by <= now_is)),
  exists (select 1 from records_response where look_at <= now_is),
  exists (select 1 from records_release where next_at <= now_is)
from (select clock_timestamp() as now_is) as clock
"""


@dataclass(frozen=True, slots=True)
class Due:
    """The database's time, and which kinds of work have a row that is due by it."""

    now: datetime
    steps: bool
    more: bool
    parts: bool
    calls: bool
    feedback: bool
    radio: bool
    patrols: bool
    releases: bool


def what_is_due() -> Due:
    """Ask once for everything that has a time."""
    with connection.cursor() as cursor:
        cursor.execute(DUE)
        row = cursor.fetchone()
    return Due(*row)
