"""A phone is in other hands: those near it are warned one by one, each written down, until all are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.notify import About, Recipient, notify
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import place_text
from tocsin.actions.watch import Watch
from tocsin.domain.ladders import Target, Where
from tocsin.domain.network_words import NumberState
from tocsin.domain.problems import Problem
from tocsin.domain.problems.network import (
    NOT_NEAR,
    PHONE_IN_OWN_HANDS,
    WARNED_ALREADY,
    WAY_NOT_SAFE,
)
from tocsin.domain.warned import WITHIN, next_cry
from tocsin.domain.warned_words import WarnedBy
from tocsin.domain.words import DutyFunction, Priority, Purpose
from tocsin.records.models import FocalPoint, Incident, NearWarning, User
from tocsin.records.queries.near_villages import near_villages, people_in
from tocsin.records.queries.near_warnings import open_near_warnings, ways_for
from tocsin.records.updating import update_all

AT_ONCE = 200
# Who hears that somebody is still not warned.
MUST_SEE_TO_IT = (DutyFunction.LIAISON_ASSISTANT, DutyFunction.DUTY_OFFICER)


def begin_near_warnings(sheet: Sheet, holder: FocalPoint, *, is_drill: bool) -> list[NearWarning]:
    """Give each who lives near the holder a row of their own; whoever has an open one keeps it.

    In the caller's transaction. Somebody who was warned of an earlier loss is warned again.
    """
    return _open(sheet, holder, people_near(holder), is_drill=is_drill)


@transaction.atomic
def widen_near_warnings(
    holder: FocalPoint, codes: Collection[str], *, by: User, at: datetime
) -> list[NearWarning]:
    """Let people of other communities be warned too, whom somebody chose by the distance or the chain.

    Only those who agreed to be told of danger. Raises Problem when the phone is in nobody else's hands, or a
    community is not among those to choose from.
    """
    row = FocalPoint.objects.select_for_update(of=("self",)).get(pk=holder.pk)
    if row.number_state != NumberState.COMPROMISED:
        raise Problem(PHONE_IN_OWN_HANDS, code=row.code)
    offered = {one.code for one in near_villages(row, at=at)}
    if not codes or not offered.issuperset(codes):
        raise Problem(NOT_NEAR, code=row.code)
    sheet = Sheet(at=at, by=by)
    sheet.note("near_warning.widened", row, code=row.code, communities=sorted(codes))
    rows = _open(sheet, row, people_in(row, codes, at=at), is_drill=settings.EXERCISE)
    sheet.write()
    return rows


def _open(
    sheet: Sheet, holder: FocalPoint, people: Iterable[FocalPoint], *, is_drill: bool
) -> list[NearWarning]:
    known = set(
        NearWarning.objects.filter(holder=holder, warned_at=None, over_at=None).values_list(
            "person_id", flat=True
        )
    )
    due_at = sheet.at + WITHIN
    rows = [
        NearWarning(
            holder=holder,
            person=person,
            opened_at=sheet.at,
            due_at=due_at,
            cry_at=due_at,
            is_drill=is_drill,
        )
        for person in people
        if person.pk not in known
    ]
    NearWarning.objects.bulk_create(rows)
    if rows:
        codes = [row.person.code for row in rows]
        sheet.note("near_warning.owed", holder, code=holder.code, people=codes)
        sheet.announce("radio:all")
    return rows


def end_near_warnings(sheet: Sheet, rows: Iterable[NearWarning]) -> int:
    """End what is still owed, because there is no more to warn of; return how many. In the caller's transaction."""
    ended = list(rows)
    for row in ended:
        row.over_at, row.cry_at = sheet.at, None
    update_all(ended, ["over_at", "cry_at"])
    if ended:
        codes = [row.person.code for row in ended]
        sheet.note("near_warning.over", ended[0].holder, people=codes)
        sheet.announce("radio:all")
    return len(ended)


@transaction.atomic
def tick_near_warning(row: NearWarning, *, way: WarnedBy, by: User, at: datetime) -> NearWarning:
    """Write down that somebody was warned. Raises Problem for a way that is not safe for them."""
    kept = (
        NearWarning.objects.select_for_update(of=("self",))
        .select_related("person", "holder")
        .get(pk=row.pk)
    )
    if kept.warned_at is not None or kept.over_at is not None:
        raise Problem(WARNED_ALREADY, code=kept.person.code)
    if way not in ways_for([kept.person])[kept.person.pk]:
        raise Problem(WAY_NOT_SAFE, code=kept.person.code)
    kept.way, kept.warned_at, kept.warned_by = way.value, at, by
    kept.cry_at = None
    kept.save()
    sheet = Sheet(at=at, by=by)
    sheet.note("near_warning.told", kept.holder, code=kept.person.code, way=way.value)
    sheet.announce("radio:all")
    sheet.write()
    return kept


@transaction.atomic
def remind_of_near_warnings(*, at: datetime) -> int:
    """Text those on duty where somebody is still not warned; again every four hours. Return how many rows.

    One text for each base, whoever and how many they are: it names a place, and nobody in it.
    """
    due = list(
        NearWarning.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(cry_at__lte=at)
        .select_related("holder__community__base", "person")[:AT_ONCE]
    )
    if not due:
        return 0
    sheet, watch = Sheet(at=at, by=ENGINE), Watch.load(at=at)
    gone = [row for row in due if not row.person.is_active]
    end_near_warnings(sheet, gone)
    by_holder: dict[object, list[NearWarning]] = defaultdict(list)
    for row in due:
        if row not in gone:
            row.cry_at = next_cry(row.due_at, at)
            by_holder[row.holder_id].append(row)
    for rows in by_holder.values():
        _remind(sheet, rows, watch)
    update_all(due, ["cry_at"])
    sheet.write()
    return len(due)


def people_near(holder: FocalPoint) -> list[FocalPoint]:
    """Return those who know this phone's holder and must be warned by another way than text."""
    return list(
        FocalPoint.objects.filter(community=holder.community, is_active=True)
        .exclude(pk=holder.pk)
        .order_by("code")
    )


def owed_of(holder: FocalPoint) -> list[NearWarning]:
    """Return what is still owed because this holder's phone was in other hands."""
    return list(open_near_warnings().filter(holder=holder))


def _remind(sheet: Sheet, rows: Sequence[NearWarning], watch: Watch) -> None:
    holder, is_drill = rows[0].holder, rows[0].is_drill
    home = holder.community
    here = Incident(community=home, base=home.base, lat=home.lat, lon=home.lon)
    asked = [Target(one, Where.COMMUNITY_BASE) for one in MUST_SEE_TO_IT]
    asked.append(Target(DutyFunction.DUTY_OFFICER, Where.OPERATIONS_ROOM))
    found = watch.holders(asked, here)
    recipients = [
        Recipient(
            text=place_text(
                Purpose.NEAR_NOT_WARNED, one.responder.language, home.name, is_drill=is_drill
            ),
            responder=one.responder,
            function=one.function.value,
        )
        for one in found
    ]
    about = About(purpose=Purpose.NEAR_NOT_WARNED, priority=Priority.P2, is_drill=is_drill)
    notify(sheet, about, recipients, lines=watch.lines)
    sheet.note(
        "near_warning.overdue",
        holder,
        code=holder.code,
        waiting=[row.person.code for row in rows],
        people=[one.responder.code for one in found],
    )
    sheet.announce("radio:all")
