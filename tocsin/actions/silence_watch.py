"""Look who was not heard from: people, teams and machines by their habit, gateways by what they say."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from tocsin.actions.journal import ENGINE
from tocsin.actions.lines import DOWN_AFTER
from tocsin.actions.sheet import Sheet
from tocsin.actions.silence_clusters import group_silences
from tocsin.actions.silences import Missing, hear, miss
from tocsin.actions.silent_nodes import look_at_nodes
from tocsin.actions.silent_teams import look_at_teams
from tocsin.domain.habits import USUAL_PACE, pace_of
from tocsin.domain.silence import Asks, Expected, Subject, next_check, silence_of
from tocsin.domain.silence_words import SilenceCause, SilenceState
from tocsin.records.models import (
    FocalPoint,
    Gateway,
    Message,
    RadioStation,
    Silence,
    Watched,
)
from tocsin.records.queries.phone_credit import low_credits
from tocsin.records.updating import update_all

LOCK = 0x70C57  # one engine looks at a time; another finds the lock taken and does nothing
AT_ONCE = 500
HABIT = timedelta(days=90)
DOWN_FOR = timedelta(minutes=10)  # a phone that starts anew is no silence
LOW_BATTERY = 15  # per cent
BELIEVED_FOR = timedelta(hours=12)  # a battery that was low then is charged or dead by now
EXPLAINED_FOR = timedelta(days=1)  # what is still so a day later is asked again
HEARD_AGAIN = frozenset(SilenceCause) - {SilenceCause.NO_BALANCE}  # a text fills no phone
_BY_CHANCE = 0.05  # one gap in twenty is longer than one and a half times the usual longest


@transaction.atomic
def watch_silences(*, at: datetime) -> int:
    """Open, deepen and end what time alone decides; return how many rows were looked at."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        (is_ours,) = cursor.fetchone() or (False,)
    if not is_ours:
        return 0
    sheet = Sheet(at=at, by=ENGINE)
    looked = _begin(at=at) + _heard(sheet) + _overdue(sheet) + _gateways(sheet)
    looked += _balances(sheet) + _phones(sheet) + _batteries(sheet)
    looked += look_at_teams(sheet) + look_at_nodes(sheet)
    if looked:
        group_silences(sheet)
        sheet.write()
    return looked


def _begin(*, at: datetime) -> int:
    """Begin to expect those who are new, and stop expecting those who have left."""
    Watched.objects.filter(focal_point__is_active=False).delete()
    fresh = FocalPoint.objects.filter(is_active=True, habit=None)[:AT_ONCE]
    rows = [
        Watched(focal_point=one, pace=USUAL_PACE, check_at=at + USUAL_PACE, since=at)
        for one in fresh
    ]
    Watched.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _heard(sheet: Sheet) -> int:
    """Learn from those who were heard since, and end their silences."""
    since = Q(heard_at=None) | Q(focal_point__last_heard_at__gt=F("heard_at"))
    rows = list(
        Watched.objects.filter(since, focal_point__last_heard_at__isnull=False)
        .select_related("focal_point")
        .order_by("pk")[:AT_ONCE]
    )
    moments = _moments([row.focal_point_id for row in rows], at=sheet.at)
    for row in rows:
        row.heard_at = row.focal_point.last_heard_at
        row.pace = pace_of(moments[row.focal_point_id])
        row.check_at = next_check([_expected(row)], sheet.at) or sheet.at + row.pace
        hear(sheet, Subject.FOCAL_POINT, row.focal_point.code, *HEARD_AGAIN)
    update_all(rows, ["heard_at", "pace", "check_at"])
    return len(rows)


def _moments(people: list[UUID], *, at: datetime) -> dict[UUID, list[datetime]]:
    found: dict[UUID, list[datetime]] = defaultdict(list)
    rows = Message.objects.filter(focal_point__in=people, received_at__gte=at - HABIT)
    for person, moment in rows.values_list("focal_point_id", "received_at"):
        if person is not None:
            found[person].append(moment)
    return found


def _overdue(sheet: Sheet) -> int:
    rows = list(
        Watched.objects.filter(check_at__lte=sheet.at)
        .select_related("focal_point__community__base")
        .order_by("check_at")[:AT_ONCE]
    )
    for row in rows:
        expected = _expected(row)
        row.check_at = next_check([expected], sheet.at) or sheet.at + row.pace
        found = silence_of(expected, sheet.at)
        if found is not None:
            chance = _BY_CHANCE * 0.1 ** (found.misses - 1)
            miss(
                sheet,
                Missing(
                    cause=SilenceCause.NOT_HEARD,
                    since=found.since,
                    misses=found.misses,
                    chance=chance,
                    asks=found.asks,
                    focal_point=row.focal_point,
                ),
            )
    update_all(rows, ["check_at"])
    return len(rows)


def _expected(row: Watched) -> Expected:
    return Expected(
        Subject.FOCAL_POINT,
        row.focal_point.code,
        every=row.pace,
        since=row.since,
        heard_at=row.heard_at,
    )


def _gateways(sheet: Sheet) -> int:
    """A gateway is silent when it says that it is down, or fails again and again, for ten minutes."""
    looked = 0
    missed, told = _missed(SilenceCause.GATEWAY_DOWN), _told(sheet, SilenceCause.GATEWAY_DOWN)
    for row in Gateway.objects.filter(is_enabled=True):
        is_down = row.is_up is False or row.failures_in_a_row >= DOWN_AFTER
        if is_down and row.slug not in missed | told and _has_lasted(row, at=sheet.at):
            since = row.last_heard_at or row.last_sent_at or row.created_at
            looked += 1
            miss(sheet, _at_its_word(SilenceCause.GATEWAY_DOWN, since, gateway=row))
        elif not is_down and row.slug in missed:
            looked += hear(sheet, Subject.GATEWAY, row.slug, SilenceCause.GATEWAY_DOWN)
    return looked


def _balances(sheet: Sheet) -> int:
    """A modem whose SIM card is empty hears, and can page nobody."""
    looked = 0
    missed, told = _missed(SilenceCause.NO_BALANCE), _told(sheet, SilenceCause.NO_BALANCE)
    for row in Gateway.objects.filter(is_enabled=True, balance_at__isnull=False):
        is_low = bool(row.balance.get("is_low"))
        if is_low and row.slug not in missed | told:
            looked += 1
            miss(
                sheet,
                _at_its_word(SilenceCause.NO_BALANCE, row.balance_at or sheet.at, gateway=row),
            )
        elif not is_low and row.slug in missed:
            looked += hear(sheet, Subject.GATEWAY, row.slug, SilenceCause.NO_BALANCE)
    return looked


def _phones(sheet: Sheet) -> int:
    """A phone in a village that is said to be empty will not be heard from when it matters."""
    low = {line.person: line for line in low_credits(None, at=sheet.at)}
    missed = _missed(SilenceCause.NO_BALANCE, Subject.FOCAL_POINT)
    fresh = low.keys() - missed - _told(sheet, SilenceCause.NO_BALANCE)
    people = FocalPoint.objects.filter(code__in=fresh).select_related("community__base")
    for person in people:
        since = low[person.code].credit.said_at
        miss(sheet, _at_its_word(SilenceCause.NO_BALANCE, since, focal_point=person))
    for code in missed - low.keys():
        hear(sheet, Subject.FOCAL_POINT, code, SilenceCause.NO_BALANCE)
    return len(fresh) + len(missed - low.keys())


def _missed(cause: SilenceCause, *subjects: Subject) -> set[str]:
    """Return the codes of those who are missed by this sign already; no subject: all of them."""
    rows = Silence.objects.filter(cause=cause, ended_at=None, subject__in=subjects or list(Subject))
    return set(rows.values_list("code", flat=True))


def _told(sheet: Sheet, cause: SilenceCause) -> set[str]:
    """Return the codes of those of whom a person said why a short while ago, who are not missed anew."""
    rows = Silence.objects.filter(
        cause=cause, state=SilenceState.EXPLAINED, ended_at__gt=sheet.at - EXPLAINED_FOR
    )
    return set(rows.values_list("code", flat=True))


def _has_lasted(row: Gateway, *, at: datetime) -> bool:
    last_well = max(filter(None, (row.last_heard_at, row.last_sent_at, row.created_at)))
    return at - last_well >= DOWN_FOR


def _batteries(sheet: Sheet) -> int:
    """A battery that is nearly flat is a silence that has not begun yet."""
    looked = 0
    said = RadioStation.objects.filter(
        ended_at=None, battery__isnull=False, battery_at__gte=sheet.at - BELIEVED_FOR
    ).select_related("community__base", "base", "focal_point__community")
    missed, told = _missed(SilenceCause.LOW_BATTERY), _told(sheet, SilenceCause.LOW_BATTERY)
    for row in said:
        is_low = row.battery is not None and row.battery <= LOW_BATTERY
        if is_low and row.call_sign not in missed | told:
            looked += 1
            miss(
                sheet,
                _at_its_word(SilenceCause.LOW_BATTERY, row.battery_at or row.since, station=row),
            )
        elif not is_low and row.call_sign in missed:
            looked += hear(sheet, Subject.STATION, row.call_sign, SilenceCause.LOW_BATTERY)
    return looked


def _at_its_word(cause: SilenceCause, since: datetime, **whom: Any) -> Missing:
    """One sign is enough: it was said, not guessed from a habit."""
    return Missing(cause, since=since, misses=1, chance=1.0, asks=Asks.CALL, **whom)
