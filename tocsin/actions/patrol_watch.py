"""The clock of the team itself: who does not answer, and which patrol has fallen silent."""

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import patrol_text
from tocsin.actions.watch import Holder, Watch
from tocsin.domain.ladders import Target, Where
from tocsin.domain.response import next_look
from tocsin.domain.response_words import Quiet
from tocsin.domain.words import DutyFunction, Priority, Purpose, ResponseState
from tocsin.records.models import Response
from tocsin.records.updating import update_all

LOOKED_AT_ONCE = 50
LED_BY = (DutyFunction.DUTY_OFFICER, DutyFunction.COMMANDER, DutyFunction.DEPUTY)


@transaction.atomic
def watch_responses(*, at: datetime) -> int:
    """Look at the responses whose time has come; return how many.

    Whoever was asked and says nothing has not answered. The base of a silent patrol is asked for
    it; twice as late it is a P1 towards the force, cried every five minutes until somebody speaks.
    """
    rows = list(
        Response.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(look_at__isnull=False, look_at__lte=at)
        .select_related("incident__base", "incident__community", "base")
        .order_by("look_at")[:LOOKED_AT_ONCE]
    )
    if not rows:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    for row in rows:
        _look(sheet, row, watch)
        sheet.announce(f"incident:{row.incident.number}")
    sheet.write()
    update_all(rows, ["state", "quiet", "look_at"])
    return len(rows)


def _look(sheet: Sheet, row: Response, watch: Watch) -> None:
    if row.state == ResponseState.ASKED:
        row.state, row.look_at = ResponseState.NO_ANSWER.value, None
        sheet.note("response.unanswered", row, incident=row.incident)
        return
    quiet = Quiet.ALARM if row.quiet else Quiet.CALL
    row.quiet = quiet.value
    row.look_at = next_look(
        ResponseState(row.state),
        Priority(row.incident.priority),
        last_word_at=row.last_word_at or row.departed_at or row.asked_at,
        quiet=quiet,
        every=timedelta(minutes=row.check_minutes) if row.check_minutes else None,
        now=sheet.at,
    )
    holders = watch.holders(_targets(row, quiet), row.incident)
    sheet.note(
        f"patrol.{'overdue' if quiet is Quiet.ALARM else 'quiet'}",
        row,
        incident=row.incident,
        people=[holder.responder.code for holder in holders],
    )
    _tell(sheet, row, quiet, holders, watch)


def _targets(row: Response, quiet: Quiet) -> list[Target]:
    """Whom to ask: the team's own base, and for an alarm the operations room as well."""
    own = row.base.slug if row.base else ""
    functions = LED_BY if quiet is Quiet.ALARM else LED_BY[:1]
    found = [Target(one, Where.NAMED_BASE, own) for one in functions if own]
    if quiet is Quiet.ALARM or not own:
        room = (DutyFunction.DUTY_OFFICER, DutyFunction.HEAD_OF_OFFICE)
        found += [Target(one, Where.OPERATIONS_ROOM) for one in room]
    return found


def _tell(sheet: Sheet, row: Response, quiet: Quiet, holders: list[Holder], watch: Watch) -> None:
    is_alarm = quiet is Quiet.ALARM
    purpose = Purpose.PATROL_OVERDUE if is_alarm else Purpose.PATROL_QUIET
    silent_for = sheet.at - (row.last_word_at or row.departed_at or row.asked_at)
    notify(
        sheet,
        About(
            purpose=purpose,
            priority=Priority.P1 if is_alarm else Priority.P2,
            incident=row.incident,
            is_drill=row.incident.is_drill,
        ),
        [
            Recipient(
                text=patrol_text(
                    purpose, row.incident, one.responder.language, silent_for=silent_for
                ),
                responder=one.responder,
                function=one.function.value,
            )
            for one in holders
        ],
        lines=watch.lines,
    )
