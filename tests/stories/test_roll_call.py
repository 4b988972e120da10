"""A roll call from the clock to the call that somebody owes; nothing written is ever lost from sight."""

from datetime import timedelta

import pytest

from tests.world import World
from tocsin.actions.journal import Actor
from tocsin.actions.radio_nets import NetPlan, add_net, seat_stations
from tocsin.actions.radio_relay import relay_warning
from tocsin.actions.radio_stations import (
    StationPlan,
    add_station,
    change_station,
    end_station,
    excuse_station,
)
from tocsin.actions.radio_traffic import Form, pass_traffic, strike_traffic
from tocsin.actions.roll_calls import (
    Seen,
    close_roll_call,
    close_roll_calls,
    open_roll_calls,
    record_entry,
)
from tocsin.actions.silences import explain_silence, record_step
from tocsin.actions.traffic_warnings import warn_from_traffic
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import FORM_STALE
from tocsin.domain.problems.radio import ANSWERED_MEANWHILE, CALL_SIGN_TAKEN
from tocsin.domain.radio_words import Precedence, RadioMode
from tocsin.domain.silence_words import SilenceFinding, SilenceStepKind
from tocsin.domain.words import DeliveryState, RadioOutcome
from tocsin.records.models import (
    Community,
    JournalEntry,
    RadioCheck,
    RadioNet,
    RadioStation,
    RadioTask,
    RollCall,
    Silence,
    SilenceCluster,
    SilenceStep,
)

BY = Actor("test")
SIGNS = ("ALPHA 1", "BRAVO 2", "CHARLIE 3")


@pytest.fixture
def net(world: World) -> RadioNet:
    """Three stations at neighbours, called at 07:00 and 17:00; it is 12:00 on the walls."""
    home = Community.objects.order_by("code").first()
    stations = [
        add_station(StationPlan(sign, community=home), by=BY, at=world.now) for sign in SIGNS
    ]
    plan = NetPlan("Alpha", RadioMode.HF, "4 625 kHz", hours=("07:00", "17:00"))
    row = add_net("alpha", plan, by=BY, at=world.now)
    seat_stations(row, stations, by=BY, at=world.now)
    return row


def call(world: World, *lines: str) -> RollCall:
    """Let the clock come to the next hour, open the roll call, type these lines, and close it."""
    world.now = RadioNet.objects.get().opens_next_at or world.now
    open_roll_calls(at=world.now)
    row = RollCall.objects.latest("due_at")
    for line in lines:
        record_entry(row, line, by=world.user("okello"), at=world.now)
    close_roll_call(row, by=world.user("okello"), at=world.now + timedelta(minutes=5))
    return row


def test_the_clock_opens_each_roll_call_exactly_once(world: World, net: RadioNet) -> None:
    assert open_roll_calls(at=world.now) == 0
    due = net.opens_next_at
    assert due is not None
    assert open_roll_calls(at=due) == 1
    assert open_roll_calls(at=due) == 0
    # An engine that died after the row and before its own memory opens it again: the row is there.
    RadioNet.objects.update(opens_next_at=due)
    open_roll_calls(at=due)
    assert RollCall.objects.count() == 1
    assert RadioCheck.objects.count() == len(SIGNS)


def test_an_hour_that_passed_while_nothing_ran_is_not_opened_late(
    world: World, net: RadioNet
) -> None:
    world.now += timedelta(days=2)
    open_roll_calls(at=world.now)
    assert not RollCall.objects.exists()
    assert JournalEntry.objects.filter(verb="roll_call.skipped").exists()
    net.refresh_from_db()
    assert net.opens_next_at is not None
    assert net.opens_next_at > world.now


def test_a_correction_strikes_and_never_overwrites(world: World, net: RadioNet) -> None:
    row = call(world, "5", "n", "r alpha1 2", "bravo2 3 / faible")
    standing = row.checks.filter(struck_at=None).order_by("position")
    said = [(one.outcome, one.readability, one.remark) for one in standing]
    assert said == [("present", 5, ""), ("present", 3, "faible"), ("relayed", 2, "")]
    struck = row.checks.get(struck_at__isnull=False)
    assert (struck.outcome, struck.station.call_sign) == ("nothing_heard", "BRAVO 2")
    assert struck.struck_by == world.user("okello")


def opened(world: World, net: RadioNet) -> RollCall:
    open_roll_calls(at=net.opens_next_at or world.now)
    world.now = net.opens_next_at or world.now
    return RollCall.objects.get()


def standing(row: RollCall) -> dict[str, tuple[str, int | None]]:
    rows = row.checks.filter(struck_at=None).select_related("station").order_by("position")
    return {one.station.call_sign: (one.outcome, one.readability) for one in rows}


def test_two_operators_at_once_strike_nothing_of_one_another_unseen(
    world: World, net: RadioNet
) -> None:
    row, at = opened(world, net), world.now
    okello, salima = world.user("okello"), world.user("salima")
    seen = Seen(at, "ALPHA 1")  # both have the same page before them
    record_entry(row, "5", by=okello, at=at + timedelta(seconds=1), seen=seen)
    for line in ("4", "alpha 1 n"):  # by the next station, and by its call sign
        with pytest.raises(Problem) as told:
            record_entry(row, line, by=salima, at=at + timedelta(seconds=2), seen=seen)
        assert (told.value.kind, told.value.facts["call_sign"]) == (ANSWERED_MEANWHILE, "ALPHA 1")
    assert standing(row) == {
        "ALPHA 1": ("present", 5),
        "BRAVO 2": ("expected", None),
        "CHARLIE 3": ("expected", None),
    }
    again = Seen(at + timedelta(seconds=3), "BRAVO 2")
    record_entry(row, "alpha 1 4", by=salima, at=at + timedelta(seconds=4), seen=again)
    assert standing(row)["ALPHA 1"] == ("present", 4)
    assert row.checks.get(struck_at__isnull=False).struck_by == salima


def test_two_operators_add_the_same_station_to_an_open_roll_call_and_it_joins_once(
    world: World, net: RadioNet
) -> None:
    add_station(StationPlan("ZULU 9", community=Community.objects.first()), by=BY, at=world.now)
    row, at = opened(world, net), world.now
    seen = Seen(at, "ALPHA 1")
    joined = record_entry(
        row, "zulu 9 3 / passing", by=world.user("okello"), at=at + timedelta(seconds=1), seen=seen
    )
    assert (joined.position, joined.remark) == (4, "passing")
    with pytest.raises(Problem) as told:
        record_entry(
            row, "zulu9 2", by=world.user("salima"), at=at + timedelta(seconds=2), seen=seen
        )
    assert told.value.kind is ANSWERED_MEANWHILE
    assert standing(row)["ZULU 9"] == ("present", 3)
    assert row.checks.count() == 4
    record_entry(row, "r zulu 9", by=world.user("okello"), at=at + timedelta(seconds=5))
    assert row.checks.get(station__call_sign="ALPHA 1").relayed_by == joined.station


def test_a_call_sign_is_given_away_once_and_an_order_is_not_overwritten_unseen(
    world: World, net: RadioNet
) -> None:
    first, second = RadioStation.objects.order_by("call_sign")[:2]
    end_station(first, by=world.user("okello"), at=world.now)
    with pytest.raises(Problem) as told:
        change_station(second, StationPlan("alpha-1"), by=BY, at=world.now)
    assert told.value.kind is CALL_SIGN_TAKEN
    seat_stations(net, [second], by=BY, at=world.now, version=2)
    with pytest.raises(Problem) as late:
        seat_stations(net, [], by=BY, at=world.now, version=2)
    assert late.value.kind is FORM_STALE
    assert [one.station for one in net.members.all()] == [second]


def test_what_is_not_understood_changes_nothing(world: World, net: RadioNet) -> None:
    open_roll_calls(at=net.opens_next_at or world.now)
    row = RollCall.objects.get()
    with pytest.raises(Problem, match="entry_not_understood"):
        record_entry(row, "zulu 9 4", by=world.user("okello"), at=world.now)
    assert not row.checks.exclude(outcome="expected").exists()


def test_two_misses_of_a_reliable_station_are_a_call_and_hearing_it_ends_it(
    world: World, net: RadioNet
) -> None:
    call(world, "5", "5", "n")
    assert Silence.objects.get().asks == "note"
    call(world, "5", "5", "n")
    silence = Silence.objects.get()
    assert (silence.asks, silence.misses, silence.code) == ("call", 2, "CHARLIE 3")
    assert silence.due_at is not None
    call(world, "5", "5", "4")
    silence.refresh_from_db()
    assert (silence.state, silence.ended_by) == ("heard", None)


def test_an_excused_station_is_not_missed(world: World, net: RadioNet) -> None:
    station = RadioStation.objects.get(call_sign="CHARLIE 3")
    until = world.now + timedelta(days=3)
    excuse_station(station, until=until, reason="batterie", by=world.user("okello"), at=world.now)
    row = call(world, "5", "5")
    assert row.checks.get(station=station).outcome == "excused"
    assert not Silence.objects.exists()


def test_a_roll_call_that_nobody_held_is_a_silence_of_the_net_not_of_its_stations(
    world: World, net: RadioNet
) -> None:
    open_roll_calls(at=net.opens_next_at or world.now)
    row = RollCall.objects.get()
    assert close_roll_calls(at=row.closes_at) == 1
    assert [(one.subject, one.code) for one in Silence.objects.all()] == [("net", "alpha")]


def test_all_of_a_neighbourhood_at_once_is_a_warning_that_only_a_reason_takes_away(
    world: World, net: RadioNet
) -> None:
    call(world, "n", "n", "n")
    call(world, "n", "n", "n")
    cluster = SilenceCluster.objects.get()
    assert cluster.guess == "attack_or_flight"
    assert cluster.silences.count() == len(SIGNS)
    silence = cluster.silences.earliest("code")
    with pytest.raises(Problem, match="needs_reason"):
        explain_silence(silence, reason="  ", by=world.user("okello"), at=world.now)
    explain_silence(silence, reason="Antenne", by=world.user("okello"), at=world.now)
    silence.refresh_from_db()
    assert (silence.state, silence.reason) == ("explained", "Antenne")
    assert SilenceCluster.objects.get().ended_at is None
    call(world, "5", "5", "5")
    assert SilenceCluster.objects.get().ended_at is not None


def test_what_somebody_finds_out_moves_the_clock(world: World, net: RadioNet) -> None:
    call(world, "5", "5", "n")
    silence = Silence.objects.get()
    trouble = SilenceFinding.NEIGHBOUR_SAYS_TROUBLE
    kind, okello = SilenceStepKind.ASKED_NEIGHBOUR, world.user("okello")
    record_step(silence, kind=kind, finding=trouble, by=okello, at=world.now)
    silence.refresh_from_db()
    assert silence.asks == "task"
    reached = SilenceFinding.REACHED
    record_step(silence, kind=SilenceStepKind.CALLED, finding=reached, by=okello, at=world.now)
    silence.refresh_from_db()
    assert (silence.state, silence.reason) == ("explained", "reached")
    assert SilenceStep.objects.count() == 2


def test_traffic_is_numbered_corrected_in_the_open_and_made_a_warning_once(
    world: World, net: RadioNet
) -> None:
    okello = world.user("okello")
    form = Form(world.now, "CHARLIE 3", "TANGO", "Watu wenye silaha wameingia", Precedence.FLASH)
    first = pass_traffic(net, form, by=okello, at=world.now)
    second = pass_traffic(net, form, by=okello, at=world.now, corrects=first)
    first.refresh_from_db()
    assert (first.serial, second.serial) == (1, 2)
    assert first.struck_by == okello
    with pytest.raises(Problem):
        warn_from_traffic(first.pk, by=okello, at=world.now)
    once = warn_from_traffic(second.pk, by=okello, at=world.now)
    twice = warn_from_traffic(second.pk, by=okello, at=world.now)
    assert once.message == twice.message
    assert once.message is not None
    assert once.message.kind == "radio"
    strike_traffic(second, by=okello, at=world.now)
    assert net.traffic.filter(struck_at=None).count() == 0


def test_a_warning_to_stations_counts_only_when_it_is_read_back(
    world: World, net: RadioNet
) -> None:
    from tocsin.actions.radio import record_radio_outcome  # noqa: PLC0415 - beside its only use

    stations = list(RadioStation.objects.order_by("call_sign")[:2])
    relay_warning(stations, "Restez loin de la route", by=world.user("okello"), at=world.now)
    heard, deaf = RadioTask.objects.order_by("call_sign")
    read = {"read_back": heard.read_back, "name_heard": "Kiongozi"}
    by = world.user("okello")
    record_radio_outcome(heard, by=by, at=world.now, outcome=RadioOutcome.READ_BACK, **read)
    record_radio_outcome(deaf, by=by, at=world.now, outcome=RadioOutcome.NO_CONTACT)
    heard.delivery.refresh_from_db()
    deaf.delivery.refresh_from_db()
    assert heard.delivery.state == DeliveryState.DELIVERED
    assert (deaf.delivery.state, deaf.delivery.due_at) == (DeliveryState.FAILED, None)
    world.works()
    assert not world.outbox
