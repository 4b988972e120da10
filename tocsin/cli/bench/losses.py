"""After the kills: what was promised to senders, and what the rows and the sink say of it."""

from collections import Counter
from collections.abc import Sequence

from django.db import DatabaseError, connection

from tocsin.cli.bench.ends import Arrival, Sent
from tocsin.cli.bench.figures import Figures
from tocsin.cli.bench.founding import RUNGS
from tocsin.cli.bench.journey import stored

ALARM = "alarm-"  # how the ids of warnings begin
STORED_TWICE = """
select count(*) from (
    select gateway_id, external_id from records_message
    where external_id is not null group by 1, 2 having count(*) > 1
) as twice
"""
WITHOUT_RUN = """
select count(*) from records_message m
where split_part(m.external_id, '/', 1) = any(%s) and not exists (
    select 1 from records_alertmessage am
    join records_incidentalert l on l.alert_id = am.alert_id and not l.is_suggestion
    join records_escalation e on e.incident_id = l.incident_id
    where am.message_id = m.id
)
"""
UNSENT_PAGES = """
select count(*) from records_escalation e where e.priority = 'P1' and not exists (
    select 1 from records_stepfiring f
    join records_notification n on n.firing_id = f.id
    join records_delivery d on d.notification_id = n.id
    where f.escalation_id = e.id and d.sent_at is not null
)
"""
FIRED_TWICE = """
select count(*) from (
    select escalation_id, round, step from records_stepfiring group by 1, 2, 3 having count(*) > 1
) as twice
"""
IN_FLIGHT = "select count(*) from records_deliveryattempt where outcome = 'unknown'"
FIRINGS = "select count(*) from records_stepfiring"
PARKED = "select count(*) from records_message where parked <> ''"
OVERDUE = """
select extract(epoch from due_at), extract(epoch from fired_at)
from records_stepfiring where step > 1 and due_at < fired_at order by fired_at
"""
# A run without a timer, one whose timer passed unheard, one that never came to its last rung.
LEFT_BEHIND = """
select count(*) from records_escalation e where e.priority = 'P1' and e.ended_at is null and (
    e.next_step_at is null or e.next_step_at < now() - interval '5 seconds'
    or (e.round = 0 and e.step < %s and e.started_at < now() - interval '15 seconds')
)
"""
# Whose wait is long, and for what: the places of a stall, without a word of what is in the rows.
HANGS = """
select state, wait_event_type, wait_event, left(query, 60)
from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
"""


def account(sent: Sequence[Sent], arrivals: Sequence[Arrival]) -> Figures:
    """Return what was accepted, stored, judged, fired and sent; every pair that must be equal."""
    accepted = [one.id for one in sent if one.status == 200]
    attacks = [one.id for one in sent if one.status == 200 and one.id.startswith(ALARM)]
    times = Counter(arrival.delivery for arrival in arrivals)
    return {
        "offered": len(sent),
        "accepted": len(accepted),
        "accepted_and_stored": stored(accepted),
        "stored_twice": _count(STORED_TWICE),
        "left_unread": _count("select count(*) from records_message where state = 'received'"),
        "put_aside": _count(PARKED),
        "p1_accepted": len(attacks),
        "p1_without_run": _count(WITHOUT_RUN, [attacks]),
        "p1_runs_without_a_sent_page": _count(UNSENT_PAGES),
        "steps_fired": _count(FIRINGS),
        "steps_fired_twice": _count(FIRED_TWICE),
        "runs_left_behind": _count(LEFT_BEHIND, [RUNGS]),
        "deliveries_arrived": len(times),
        "duplicates_at_sink": sum(times.values()) - len(times),
        "sends_in_flight_at_kills": _count(IN_FLIGHT),
    }


def overdue_firings() -> list[tuple[float, float]]:
    """Return when each step after the first rung was due and was fired, in the order of firing."""
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE)
        return [(float(due), float(fired)) for due, fired in cursor.fetchall()]


def what_hangs() -> str:
    """Return what the database's sessions wait for, to be read after a stall."""
    try:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(HANGS)
            return "; ".join(" ".join(map(str, row)) for row in cursor.fetchall())
    except DatabaseError as error:
        return f"the database does not answer ({type(error).__name__})"


def promises(account: Figures) -> dict[str, bool]:
    """Return what was promised, and whether this account keeps it (design: R1, R2, R3, R4)."""
    return {
        "what_was_answered_is_stored_once_and_read": account["accepted"]
        == account["accepted_and_stored"]
        and not (account["stored_twice"] or account["left_unread"]),
        "no_step_twice_and_no_copy_but_of_what_was_in_flight": not account["steps_fired_twice"]
        and account["duplicates_at_sink"] <= account["sends_in_flight_at_kills"],
        "no_step_lost": not account["runs_left_behind"],
        "every_p1_has_a_run_and_a_page": account["p1_accepted"] > 0
        and not (account["p1_without_run"] or account["p1_runs_without_a_sent_page"]),
    }


def lateness() -> list[float]:
    """Return by how many seconds each step after the first rung was late."""
    return [fired - due for due, fired in overdue_firings()]


def _count(question: str, values: Sequence[list[str] | int] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        (count,) = cursor.fetchone() or (0,)
        return int(count)
