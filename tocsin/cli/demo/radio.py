"""The radio of the invented district: two nets, their stations and a fortnight of roll calls, and who is silent."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from tocsin.actions.contact_tests import ContactPlan, plan_contact_test
from tocsin.actions.journal import Actor
from tocsin.actions.missed_calls import weigh_roll_call
from tocsin.actions.radio_nets import NetPlan, add_net, seat_stations
from tocsin.actions.radio_stations import StationPlan, add_station
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import local
from tocsin.domain.radio_words import CheckOutcome, RadioMode
from tocsin.domain.silence_words import ContactMethod
from tocsin.records.models import (
    Base,
    Community,
    FocalPoint,
    RadioCheck,
    RadioNet,
    RadioStation,
    RollCall,
)

HOURS = ("07:00", "17:00")
DAYS = 14
SIGNS = (
    "ALPHA",
    "BRAVO",
    "CHARLIE",
    "DELTA",
    "ECHO",
    "FOXTROT",
    "GOLF",
    "HOTEL",
    "INDIA",
    "JULIETT",
)
SEED = 20_261_128
# How often each answers in the evening; in the morning all do better.
RATES = (0.97, 0.95, 0.9, 0.95, 0.6, 0.9, 0.95, 0.9, 0.85, 0.95)
N_SILENT = 3  # neighbours who have not answered since yesterday evening


def found_radio(by: Actor, *, at: datetime) -> None:
    """Found the nets of the exercise. Everything in it is invented."""
    base = Base.objects.earliest("pk")
    control = add_station(StationPlan("TANGO BASE", base=base), by=by, at=at)
    villages = _neighbours_first(list(Community.objects.select_related("base")))[: len(SIGNS)]
    stations = [
        _station(f"{sign} {n}", village, n, by=by, at=at - timedelta(days=60))
        for n, (sign, village) in enumerate(zip(SIGNS, villages, strict=False), start=1)
    ]
    plan = NetPlan(
        "Réseau Alpha", RadioMode.HF, "4 625 kHz USB", "5 250 kHz USB", HOURS, 45, control, base
    )
    net = add_net("alpha", plan, by=by, at=at)
    seat_stations(net, stations, by=by, at=at)
    patrols = NetPlan("Patrouilles", RadioMode.VHF, "151.400 MHz", net_control=control, base=base)
    add_net("patrouilles", patrols, by=by, at=at)
    _fortnight(net, stations, at=at)
    test = ContactPlan("Essai du mois", ContactMethod.SMS, 30, at + timedelta(days=1))
    plan_contact_test(test, by=by, at=at)


def _neighbours_first(villages: Sequence[Community]) -> list[Community]:
    middle = villages[0]
    return sorted(
        villages, key=lambda one: (one.lat - middle.lat) ** 2 + (one.lon - middle.lon) ** 2
    )


def _station(
    call_sign: str, village: Community, n: int, *, by: Actor, at: datetime
) -> RadioStation:
    keeper = FocalPoint.objects.filter(community=village).order_by("code").first()
    plan = StationPlan(call_sign, community=village, focal_point=keeper)
    if n == len(SIGNS):
        plan = StationPlan(
            call_sign,
            community=village,
            focal_point=keeper,
            text_scheme="aprs",
            text_address="JULI10-1",
        )
    return add_station(plan, by=by, at=at)


def _fortnight(net: RadioNet, stations: Sequence[RadioStation], *, at: datetime) -> None:
    """Write the roll calls of two weeks; the last one is weighed as a real one would be."""
    chance = random.Random(SEED)  # noqa: S311 - an exercise is the same every time
    last: RollCall | None = None
    for day in range(DAYS, -1, -1):
        for slot in HOURS:
            due = local(at).replace(hour=int(slot[:2]), minute=0, second=0, microsecond=0)
            due -= timedelta(days=day)
            if due > at - timedelta(hours=1):
                continue
            is_now = at - due < timedelta(hours=30)
            last = _roll_call(net, stations, due, slot, chance, is_quiet=is_now)
    if last is not None:
        sheet = Sheet(at=at, by=Actor("engine"))
        weigh_roll_call(sheet, last)
        sheet.write()


def _roll_call(
    net: RadioNet,
    stations: Sequence[RadioStation],
    due: datetime,
    slot: str,
    chance: random.Random,
    *,
    is_quiet: bool,
) -> RollCall:
    over = due + timedelta(minutes=20)
    row = RollCall.objects.create(
        net=net, due_at=due, slot=slot, opened_at=due, closes_at=over, closed_at=over
    )
    for position, (station, rate) in enumerate(zip(stations, RATES, strict=False), start=1):
        is_silent = is_quiet and position <= N_SILENT
        hears = not is_silent and chance.random() < (rate if slot == HOURS[1] else rate**0.5)
        moment = due + timedelta(seconds=30 * position)
        RadioCheck.objects.create(
            roll_call=row,
            station=station,
            position=position,
            outcome=(CheckOutcome.PRESENT if hears else CheckOutcome.NOTHING_HEARD).value,
            readability=chance.choice((3, 4, 5)) if hears else None,
            at=moment,
        )
        if hears:
            RadioStation.objects.filter(pk=station.pk).update(last_heard_at=moment)
    return row
