"""How other clocks stand beside the database's."""

from datetime import datetime, timedelta

from django.db import connection

from tocsin.domain.clock_skew import Reading, Skew, skews
from tocsin.domain.clock_words import ClockSource
from tocsin.records.models import ClockReading

HEARD_WITHIN = timedelta(hours=6)
"""What a gateway's messages of so long say of its clock."""

BELIEVED_FOR = timedelta(minutes=10)
"""A machine writes its reading each minute; one that is gone says nothing any more."""

OF_GATEWAYS = """
select g.slug, count(*), max(extract(epoch from m.sent_at - m.received_at))
from records_message m join records_gateway g on g.id = m.gateway_id
where m.received_at > %s and m.sent_at is not null and m.entered_by_id is null
group by g.slug
"""


def gateway_readings(*, now: datetime) -> list[Reading]:
    """Ask the latest messages of each gateway when they were sent by its own clock."""
    with connection.cursor() as cursor:
        cursor.execute(OF_GATEWAYS, [now - HEARD_WITHIN])
        return [
            Reading(ClockSource.GATEWAY, slug, timedelta(seconds=float(most)), count)
            for slug, count, most in cursor.fetchall()
        ]


def clock_readings(*, now: datetime) -> list[ClockReading]:
    found = ClockReading.objects.filter(at__gt=now - BELIEVED_FOR)
    return list(found.order_by("source", "name"))


def wrong_clocks(*, now: datetime) -> list[Skew]:
    """Return the clocks that are wrong by the readings of the last minutes."""
    return skews(
        [
            Reading(ClockSource(row.source), row.name, timedelta(seconds=row.apart), row.count)
            for row in clock_readings(now=now)
        ]
    )
