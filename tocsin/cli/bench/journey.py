"""From a message at the door to the first text that went out because of it."""

import time
from collections.abc import Callable, Iterable, Sequence

from django.db import connection

from tocsin.cli.bench.ends import Sent
from tocsin.cli.bench.site import Site

LOOKS_EVERY = 0.3  # seconds
DELIVERIES = """
select split_part(m.external_id, '/', 1), d.id::text
from records_delivery d
join records_notification n on n.id = d.notification_id and n.firing_id is not null
join records_incidentalert l on l.incident_id = n.incident_id and not l.is_suggestion
join records_alertmessage am on am.alert_id = l.alert_id
join records_message m on m.id = am.message_id
"""
# The door adds a digest to the id that a gateway gives (`channels/dialect.py`).
STORED = "select count(*) from records_message where split_part(external_id, '/', 1) = any(%s)"
UNREAD = "select count(*) from records_message where state = 'received'"
UNSENT = """
select count(*) from records_delivery
where state = 'claimed' or (state in ('queued', 'unknown') and due_at <= now())
"""


def sent_on(place: Site) -> dict[str, float]:
    """Return when the first page for each message reached the sink, by the message's id."""
    arrived: dict[str, float] = {}
    for arrival in place.arrivals():
        arrived.setdefault(arrival.delivery, arrival.at)
    with connection.cursor() as cursor:
        cursor.execute(DELIVERIES)
        pairs = cursor.fetchall()
    first: dict[str, float] = {}
    for name, delivery in pairs:
        if delivery in arrived:
            first[name] = min(arrived[delivery], first.get(name, arrived[delivery]))
    return first


def latencies(sent: Iterable[Sent], paged: dict[str, float]) -> list[float]:
    """Return seconds from the scheduled moment to the first page, for those that paged."""
    return [paged[one.id] - one.due for one in sent if one.id in paged]


def rest(*, within: float, meanwhile: Callable[[], None] = lambda: None) -> bool:
    """Wait until everything is read and sent; return whether that came to pass in time."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not waiting():
            return True
        meanwhile()
        time.sleep(LOOKS_EVERY)
    return False


def waiting() -> int:
    """Return how many messages are unread and deliveries unsent."""
    return sum(_count(question) for question in (UNREAD, UNSENT))


def stored(names: Sequence[str]) -> int:
    """Return how many of these messages are on disk."""
    return _count(STORED, [list(names)])


def _count(question: str, values: Sequence[list[str]] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        (count,) = cursor.fetchone() or (0,)
        return int(count)
