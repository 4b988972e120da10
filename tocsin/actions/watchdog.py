"""The watchdog: what is late is a row with a beginning and an end, a line of the log book for each, and a text."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tocsin.actions.journal import ENGINE, note
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local, say
from tocsin.actions.watch import Watch
from tocsin.domain.access import Right, rights_of
from tocsin.domain.ladders import Target, Where
from tocsin.domain.watchdog import (
    FOR_ADMINISTRATORS,
    QUIET_FOR,
    TELL_AFTER,
    TOLD_BY,
    WAITS_FOR_A_PERSON,
    late_ones,
)
from tocsin.domain.watchdog_words import Late
from tocsin.domain.wording import Facts
from tocsin.domain.words import DutyFunction, Priority, Purpose, Role
from tocsin.records.models import Assignment, Incident, Lateness, Responder
from tocsin.records.queries.watchdog import what_waits

ADMINISTRATORS = [role.value for role in Role if Right.MANAGE_GATEWAYS in rights_of([role])]
ROOM = Target(DutyFunction.DUTY_OFFICER, Where.OPERATIONS_ROOM)


@transaction.atomic
def watch_lateness(*, at: datetime) -> int:
    """Write down what has become late and what no longer is; return how many sorts say that the house is ill."""
    late = late_ones(what_waits(now=at), now=at)
    # A word that only a newer release knows is left to it.
    open_ = Lateness.objects.select_for_update().filter(ended_at=None, kind__in=list(Late))
    known = {row.kind: row for row in open_}
    for kind, row in known.items():
        if kind not in late:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            note("watchdog.caught_up", row, by=ENGINE, at=at, kind=kind, most=row.most)
            if row.told_at is not None and TOLD_BY.get(Late(kind)) is Purpose.LINE_LATE:
                _tell(Purpose.LINE_WELL, row, at, at=at)
    for sort, waiting in late.items():
        assert waiting.oldest
        before = known.get(sort.value)
        if before is None:
            new = Lateness.objects.create(
                kind=sort.value, since=waiting.oldest, noticed_at=at, most=waiting.count
            )
            note("watchdog.late", new, by=ENGINE, at=at, kind=sort.value, count=waiting.count)
        elif waiting.count > before.most:
            before.most = waiting.count
            before.save(update_fields=["most"])
    _tell_of(known.values(), at=at)
    return len(late.keys() - WAITS_FOR_A_PERSON)


def _tell_of(rows: Iterable[Lateness], *, at: datetime) -> None:
    """Text people about what lasts, once for each stretch, and no sort more often than it helps."""
    for row in rows:
        if row.ended_at or row.told_at or row.kind not in TOLD_BY:
            continue
        if at - row.noticed_at < TELL_AFTER:
            continue
        if Lateness.objects.filter(kind=row.kind, told_at__gt=at - QUIET_FOR).exists():
            continue
        if _tell(TOLD_BY[Late(row.kind)], row, row.since, at=at):
            row.told_at = at
            row.save(update_fields=["told_at"])


def _tell(purpose: Purpose, row: Lateness, moment: datetime, *, at: datetime) -> int:
    """Text the duty officer of the operations room and who administers; return how many there are."""
    watch = Watch.load(at=at)
    holders = watch.holders([ROOM], Incident()) if row.kind not in FOR_ADMINISTRATORS else []
    found = {one.responder.pk: one.responder for one in holders}
    found |= {person.pk: person for person in _administrators(at)}
    if not found:
        return 0
    facts = Facts(
        code=row.kind.upper(),
        at=local(moment).time(),
        duty=settings.DUTY_PHONE,
        is_drill=settings.EXERCISE,
    )
    sheet = Sheet(at=at, by=ENGINE)
    about = About(purpose=purpose, priority=Priority.P1, is_drill=settings.EXERCISE)
    people = sorted(found.values(), key=lambda person: person.code)
    recipients = [
        Recipient(text=say(purpose, one.language, facts), responder=one) for one in people
    ]
    notify(sheet, about, recipients, lines=watch.lines)
    codes = [one.code for one in people]
    sheet.note("watchdog.told", row, kind=row.kind, purpose=purpose.value, people=codes)
    sheet.announce("wake:deliver")
    sheet.write()
    return len(people)


def _administrators(at: datetime) -> list[Responder]:
    held = Assignment.objects.held(at).filter(role__in=ADMINISTRATORS, user__is_active=True)
    users = {one.user for one in held.select_related("user__responder")}
    return [user.responder for user in users if user.responder]
