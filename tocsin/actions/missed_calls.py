"""What a closed roll call says about its stations: heard again, missed, or never called."""

from datetime import datetime
from uuid import UUID

from tocsin.actions.sheet import Sheet
from tocsin.actions.silence_clusters import group_silences
from tocsin.actions.silences import Missing, hear, miss
from tocsin.domain.habits import REMEMBERED, Call, missed
from tocsin.domain.radio_words import HEARD, CheckOutcome
from tocsin.domain.silence import Asks, Subject
from tocsin.domain.silence_words import SilenceCause
from tocsin.records.models import RadioCheck, RollCall, Silence

_CALLED = (*HEARD, CheckOutcome.NOTHING_HEARD)


def weigh_roll_call(sheet: Sheet, roll_call: RollCall) -> None:
    """Open, deepen or end the silences of a roll call that has just been closed.

    A station that nobody called is not missed: a roll call without a single answer is a silence
    of the net, that is of net control.
    """
    checks = list(
        roll_call.checks.filter(struck_at=None).select_related(
            "station__community__base", "station__base", "station__focal_point__community"
        )
    )
    if not checks:
        return
    called = [one for one in checks if one.outcome in _CALLED]
    if not called:
        if all(one.outcome == CheckOutcome.EXPECTED for one in checks):
            _not_held(sheet, roll_call)
        return
    hear(sheet, Subject.NET, roll_call.net.slug, SilenceCause.NET_NOT_HELD)
    calls = calls_of([one.station_id for one in called], at=sheet.at)
    for check in called:
        _weigh(sheet, check, calls[check.station_id], roll_call)
    group_silences(sheet)


def calls_of(stations: list[UUID], *, at: datetime) -> dict[UUID, list[Call]]:
    """Return the calls of these stations, oldest first, as far back as habits are remembered."""
    rows = RadioCheck.objects.filter(
        station__in=stations,
        struck_at=None,
        outcome__in=_CALLED,
        roll_call__due_at__gte=at - 2 * REMEMBERED,
    ).order_by("roll_call__due_at")
    found: dict[UUID, list[Call]] = {station: [] for station in stations}
    for station, due_at, slot, outcome in rows.values_list(
        "station_id", "roll_call__due_at", "roll_call__slot", "outcome"
    ):
        found[station].append(Call(due_at, slot, CheckOutcome(outcome) in HEARD))
    return found


def _weigh(sheet: Sheet, check: RadioCheck, calls: list[Call], roll_call: RollCall) -> None:
    run = missed(calls, now=sheet.at)
    station = check.station
    if run is None:
        hear(sheet, Subject.STATION, station.call_sign, SilenceCause.MISSED_ROLL_CALL)
        return
    heard = [call.at for call in calls if call.is_heard]
    miss(
        sheet,
        Missing(
            cause=SilenceCause.MISSED_ROLL_CALL,
            since=max([*heard, station.last_heard_at or station.since]),
            misses=run.misses,
            chance=run.chance,
            asks=run.asks,
            station=station,
            of_net=roll_call.net,
        ),
    )


def _not_held(sheet: Sheet, roll_call: RollCall) -> None:
    net = roll_call.net
    known = Silence.objects.filter(
        subject=Subject.NET, code=net.slug, cause=SilenceCause.NET_NOT_HELD, ended_at=None
    ).first()
    misses = known.misses + 1 if known else 1
    miss(
        sheet,
        Missing(
            cause=SilenceCause.NET_NOT_HELD,
            since=roll_call.due_at,
            misses=misses,
            chance=1.0,
            asks=Asks.CALL if misses >= 2 else Asks.NOTE,
            net=net,
        ),
    )
