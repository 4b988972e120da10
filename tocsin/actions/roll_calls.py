"""Roll calls: opened by the clock exactly once, written down at speaking speed, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tocsin.actions.journal import ENGINE
from tocsin.actions.missed_calls import weigh_roll_call
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import (
    ANSWERED_MEANWHILE,
    ENTRY_NOT_UNDERSTOOD,
    ROLL_CALL_CLOSED,
    ROLL_CALL_DONE,
)
from tocsin.domain.radio_words import HEARD, CheckOutcome
from tocsin.domain.roll_calls import Entry, NotUnderstood, next_roll_call, understand_entry
from tocsin.records.models import RadioCheck, RadioMember, RadioNet, RadioStation, RollCall, User

MOST = 20


@transaction.atomic
def open_roll_calls(*, at: datetime, limit: int = MOST) -> int:
    """Open the roll call of every net whose hour has come; return how many hours were dealt with.

    An hour that has passed while no engine ran is not opened late: nobody was calling. It is in
    the log book as skipped, and the net goes on at its next hour.
    """
    due = list(
        RadioNet.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(opens_next_at__lte=at, ended_at=None)
        .order_by("opens_next_at")[:limit]
    )
    sheet = Sheet(at=at, by=ENGINE)
    for net in due:
        _open(sheet, net, at=at)
    if due:
        sheet.announce("radio:all")
        sheet.write()
    return len(due)


def _open(sheet: Sheet, net: RadioNet, *, at: datetime) -> None:
    hour = net.opens_next_at
    assert hour is not None
    net.opens_next_at = next_roll_call(net.hours, local(at))
    net.save(update_fields=["opens_next_at"])
    closes_at = hour + timedelta(minutes=net.minutes)
    if closes_at <= at:
        sheet.note("roll_call.skipped", net, hour=hour.isoformat())
        return
    row, is_new = RollCall.objects.get_or_create(
        net=net,
        due_at=hour,
        defaults={"slot": f"{local(hour):%H:%M}", "opened_at": at, "closes_at": closes_at},
    )
    if not is_new:
        return
    members = list(
        net.members.filter(station__ended_at=None).select_related("station").order_by("position")
    )
    RadioCheck.objects.bulk_create(
        _check(row, one, at=at) for one in members if one.station_id != net.net_control_id
    )
    sheet.note("roll_call.opened", row, net=net.slug, stations=len(members))


def _check(row: RollCall, member: RadioMember, *, at: datetime) -> RadioCheck:
    until = member.station.excused_until
    is_excused = until is not None and until > at
    outcome = CheckOutcome.EXCUSED if is_excused else CheckOutcome.EXPECTED
    return RadioCheck(
        roll_call=row,
        station=member.station,
        position=member.position,
        outcome=outcome.value,
        at=at if is_excused else None,
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What an operator had before them when they typed: whom to call next, and up to which moment."""

    at: datetime
    next_sign: str = ""


@transaction.atomic
def record_entry(
    roll_call: RollCall, typed: str, *, by: User, at: datetime, seen: Seen | None = None
) -> RadioCheck:
    """Write down what one line of the operator means. Raises Problem when it means nothing.

    A second answer for the same station strikes the first one, which stays to be seen. A line means
    the station that stood before the operator (`seen`); what another one wrote of it meanwhile is
    not struck unseen, but told. A station that this call lacks joins it when its call sign is typed.
    """
    row = _open_roll_call(roll_call)
    standing = list(
        row.checks.filter(struck_at=None).select_related("station").order_by("position")
    )
    entry = _understood(row, typed, standing, seen)
    check = next((one for one in standing if one.station.call_sign == entry.call_sign), None)
    if check is None:
        check = _join(row, entry.call_sign, standing)
    if seen and check.at and check.at > seen.at and check.operator_id != by.pk:
        raise Problem(ANSWERED_MEANWHILE, call_sign=entry.call_sign)
    return _answer(row, check, entry, standing, by=by, at=at)


def _understood(
    row: RollCall, typed: str, standing: Sequence[RadioCheck], seen: Seen | None
) -> Entry:
    signs = [one.station.call_sign for one in standing]
    answered = {one.station.call_sign: CheckOutcome(one.outcome) for one in standing}
    if seen and seen.next_sign in answered:
        answered[seen.next_sign] = CheckOutcome.EXPECTED
    relays = [*signs, *_control(row.net)]
    try:
        return understand_entry(typed, stations=relays, answered=_but_control(answered, relays))
    except NotUnderstood as wrong:
        guests = _guests(relays)
        try:
            found = understand_entry(
                typed, stations=[*guests, *relays], answered=_but_control({}, [*guests, *relays])
            )
        except NotUnderstood:
            found = None
        if found is not None and found.call_sign in guests:
            return found
        kind = ROLL_CALL_DONE if wrong.why == "nobody_left" else ENTRY_NOT_UNDERSTOOD
        raise Problem(kind, word=wrong.word or typed.strip() or "–") from wrong


def _guests(members: Sequence[str]) -> list[str]:
    """Return the call signs in use that this roll call lacks: whoever comes up on the frequency is heard."""
    found = RadioStation.objects.filter(ended_at=None).exclude(call_sign__in=members)
    return list(found.values_list("call_sign", flat=True))


def _join(row: RollCall, call_sign: str, standing: Sequence[RadioCheck]) -> RadioCheck:
    """Return the unsaved row of a station behind all others. Raises Problem for net control, which calls."""
    station = RadioStation.objects.filter(call_sign=call_sign, ended_at=None).first()
    if station is None or call_sign in _control(row.net):
        raise Problem(ENTRY_NOT_UNDERSTOOD, word=call_sign)
    last = max((one.position for one in standing), default=0)
    return RadioCheck(roll_call=row, station=station, position=last + 1)


def _answer(
    row: RollCall,
    check: RadioCheck,
    entry: Entry,
    standing: Sequence[RadioCheck],
    *,
    by: User,
    at: datetime,
) -> RadioCheck:
    sheet = Sheet(at=at, by=by)
    if check.outcome != CheckOutcome.EXPECTED:
        check.struck_at, check.struck_by = at, by
        check.save(update_fields=["struck_at", "struck_by"])
        sheet.note("radio_check.struck", check, was=check.outcome)
        check = RadioCheck(roll_call=row, station=check.station, position=check.position)
    check.outcome, check.readability = entry.outcome.value, entry.readability
    check.relayed_by = _relay(entry, standing, row.net)
    check.remark, check.at, check.operator = entry.remark, at, by
    check.save()
    if entry.outcome in HEARD:
        RadioStation.objects.filter(pk=check.station_id).update(last_heard_at=at)
    sheet.note("radio_check.recorded", check, station=entry.call_sign, outcome=entry.outcome.value)
    sheet.announce("radio:all")
    sheet.write()
    return check


@transaction.atomic
def close_roll_call(roll_call: RollCall, *, by: User, at: datetime) -> None:
    """Close a roll call by hand; what was not heard is weighed at once."""
    row = _open_roll_call(roll_call)
    sheet = Sheet(at=at, by=by)
    _close(sheet, row, by=by, at=at)
    sheet.write()


@transaction.atomic
def close_roll_calls(*, at: datetime, limit: int = MOST) -> int:
    """Close what its time has closed; return how many."""
    late = list(
        RollCall.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(closed_at=None, closes_at__lte=at)
        .select_related("net__net_control", "net__base")[:limit]
    )
    sheet = Sheet(at=at, by=ENGINE)
    for row in late:
        _close(sheet, row, by=None, at=at)
    if late:
        sheet.write()
    return len(late)


def _close(sheet: Sheet, row: RollCall, *, by: User | None, at: datetime) -> None:
    row.closed_at, row.closed_by = at, by
    row.save(update_fields=["closed_at", "closed_by"])
    heard = row.checks.filter(struck_at=None, outcome__in=HEARD).count()
    sheet.note("roll_call.closed", row, net=row.net.slug, heard=heard)
    sheet.announce("radio:all")
    weigh_roll_call(sheet, row)


def _open_roll_call(roll_call: RollCall) -> RollCall:
    row = (
        RollCall.objects.select_for_update(of=("self",))
        .select_related("net__net_control", "net__base")
        .get(pk=roll_call.pk)
    )
    if row.closed_at is not None:
        raise Problem(ROLL_CALL_CLOSED)
    return row


def _control(net: RadioNet) -> list[str]:
    return [net.net_control.call_sign] if net.net_control else []


def _but_control(
    answered: dict[str, CheckOutcome], relays: Sequence[str]
) -> dict[str, CheckOutcome]:
    # Net control may relay, but is not called: it is the one who calls.
    return {sign: answered.get(sign, CheckOutcome.PRESENT) for sign in relays}


def _relay(entry: Entry, standing: Sequence[RadioCheck], net: RadioNet) -> RadioStation | None:
    if not entry.relayed_by:
        return None
    stations = [one.station for one in standing] + ([net.net_control] if net.net_control else [])
    return next(one for one in stations if one.call_sign == entry.relayed_by)
