"""What of roll calls and contact tests is due, asked in one statement."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

DUE = """
select now_is,
  exists (select 1 from records_radionet where opens_next_at <= now_is and ended_at is null),
  exists (select 1 from records_rollcall where closed_at is null and closes_at <= now_is),
  exists (select 1 from records_contacttest where next_at <= now_is),
  exists (select 1 from records_contactcheck c join records_contacttest t on t.id = c.test_id
          where c.result = 'due' and c.ask_at <= now_is and t.method = 'sms'),
  exists (select 1 from records_contactcheck where result = 'asked' and answer_by <= now_is),
  exists (select 1 from records_nearwarning where cry_at <= now_is)
from (select clock_timestamp() as now_is) as clock
"""


@dataclass(frozen=True, slots=True)
class DueRounds:
    """The database's time, and which kinds of rounds have a row that is due by it."""

    now: datetime
    opens: bool
    closes: bool
    tests: bool
    asks: bool
    ends: bool
    warns: bool


def what_rounds_are_due() -> DueRounds:
    with connection.cursor() as cursor:
        cursor.execute(DUE)
        row = cursor.fetchone()
    return DueRounds(*row)
