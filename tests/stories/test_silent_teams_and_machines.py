"""Teams on the road and machines of ours are missed too: each by its habit, never later than the rule."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.response import record_update
from tocsin.actions.silence_watch import watch_silences
from tocsin.actions.silences import explain_silence
from tocsin.actions.silent_nodes import retire_node
from tocsin.domain.problems import Problem
from tocsin.domain.words import ResponseState
from tocsin.records.models import Engine, Node, NodeLook, Response, ResponseUpdate, Silence
from tocsin.records.queries.engines import LOCK_CLASS

QUARTER = timedelta(minutes=15)


def look(world: World, **later: float) -> list[tuple[str, str, int]]:
    """Let time pass for the watcher alone; return the open silences of teams and machines."""
    world.now += timedelta(**later)
    watch_silences(at=world.now)
    rows = Silence.objects.filter(ended_at=None, subject__in=["patrol", "node"])
    return [(row.cause, row.asks, row.misses) for row in rows.order_by("code")]


@pytest.fixture
def team(world: World) -> Response:
    """The base at Mpala has left for an attack: its word is due every fifteen minutes."""
    world.neema.texts(ATTACK)
    world.anil.answers("3")
    return Response.objects.get()


def speaks(world: World, team: Response, text: str = "ok") -> None:
    row = Response.objects.get(pk=team.pk)
    record_update(row, by=world.user("rafiq"), at=world.now, state=None, text=text, via="page")


def used_to(team: Response, *, minutes: int, at: datetime) -> None:
    """Let the teams of this base have spoken every so many minutes yesterday."""
    old = Response.objects.get(pk=team.pk)
    began = at - timedelta(days=1)
    old.pk, old.ended_at, old.state = None, began + timedelta(hours=5), "ended"
    old._state.adding = True
    old.id = type(team)().id
    old.departed_at, old.look_at = began, None
    old.save(force_insert=True)
    ResponseUpdate.objects.bulk_create(
        ResponseUpdate(response=old, happened_at=moment, recorded_at=moment, via="page")
        for moment in (began + timedelta(minutes=minutes) * n for n in range(1, 9))
    )


def test_a_team_is_missed_by_the_rule_and_asked_for_more_the_longer_it_is_silent(
    world: World, team: Response
) -> None:
    assert look(world, minutes=19) == []
    assert look(world, minutes=2) == [("patrol_quiet", "note", 1)]
    assert look(world, minutes=15) == [("patrol_quiet", "call", 2)]
    silence = Silence.objects.get(cause="patrol_quiet")
    assert (silence.code, silence.base) == (f"mpala-{str(team.pk)[-4:]}", team.base)
    assert (silence.lat, silence.lon) == (team.incident.lat, team.incident.lon)
    assert silence.due_at == world.now + timedelta(hours=2)
    assert look(world, minutes=30) == [("patrol_quiet", "task", 4)]
    speaks(world, team)
    assert look(world, minutes=1) == []
    silence.refresh_from_db()
    assert (silence.state, silence.ended_by) == ("heard", None)


@pytest.mark.parametrize(
    ("habit", "misses_after_40"),
    [
        (4, 2),  # they speak every four minutes: missed after a quarter of an hour all the same
        (14, 2),
        (120, 2),  # a habit of saying nothing excuses nobody: the rule holds
    ],
)
def test_a_habit_never_lets_a_team_be_missed_later_than_the_rule(
    world: World, team: Response, habit: int, misses_after_40: int
) -> None:
    used_to(team, minutes=habit, at=world.now)
    assert look(world, minutes=40) == [("patrol_quiet", "call", misses_after_40)]


def test_a_team_that_speaks_often_is_missed_before_the_time_that_was_agreed(
    world: World, team: Response
) -> None:
    Response.objects.filter(pk=team.pk).update(check_minutes=120)
    assert look(world, minutes=60) == []
    used_to(team, minutes=20, at=world.now)  # so half an hour is long for them
    assert look(world, minutes=1) == [("patrol_quiet", "note", 1)]


def test_what_a_person_explained_of_a_team_stays_explained_for_a_while(
    world: World, team: Response
) -> None:
    look(world, minutes=40)
    silence = Silence.objects.get(cause="patrol_quiet")
    explain_silence(silence, reason="no signal", by=world.user("okello"), at=world.now)
    assert look(world, minutes=20) == []
    assert look(world, minutes=20)[0][0] == "patrol_quiet"


def test_a_team_that_comes_home_is_missed_no_more(world: World, team: Response) -> None:
    look(world, minutes=40)
    row = Response.objects.get(pk=team.pk)
    by = world.user("rafiq")
    record_update(row, by=by, at=world.now, state=ResponseState.ON_SCENE, text="", via="page")
    Response.objects.filter(pk=team.pk).update(state=ResponseState.ENDED, ended_at=world.now)
    assert look(world, minutes=60) == []


def test_where_a_team_went_for_something_restricted_its_silence_does_not_tell(
    world: World, team: Response
) -> None:
    team.incident.is_restricted = True
    team.incident.save()
    look(world, minutes=40)
    silence = Silence.objects.get(cause="patrol_quiet")
    assert (silence.community, silence.lat) == (None, None)
    assert str(team.incident.number) not in silence.code.split("-")[0]


@pytest.fixture
def machines(world: World) -> World:
    """Two machines run an engine each; we are on the first."""
    for number, host in ((901, "Goma"), (902, "beni")):
        Engine.objects.create(number=number, host=host, started_at=world.now, seen_at=world.now)
        run(number)
    look(world)
    return world


def run(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, %s)", [LOCK_CLASS, number])


def dies(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_unlock(%s, %s)", [LOCK_CLASS, number])


def quarters(world: World, count: int) -> list[tuple[str, str, int]]:
    said: list[tuple[str, str, int]] = []
    for _ in range(count):
        said = look(world, minutes=15)
    return said


def test_a_machine_whose_engine_died_is_missed_after_half_an_hour_and_heard_when_it_is_back(
    machines: World,
) -> None:
    try:
        assert quarters(machines, 4) == []
        dies(902)
        assert quarters(machines, 1) == []  # it ran in a part of this quarter
        assert quarters(machines, 1) == [("node_down", "note", 1)]
        assert quarters(machines, 1) == [("node_down", "call", 2)]
        assert quarters(machines, 2) == [("node_down", "task", 4)]
        run(902)
        assert quarters(machines, 1) == []
    finally:
        dies(901)
        dies(902)


def test_a_machine_is_not_missed_at_hours_at_which_it_is_off_nor_while_nobody_looked(
    machines: World,
) -> None:
    try:
        beni, noon = Node.objects.get(host="beni"), machines.now
        for days in range(20):  # each day it ran at ten, and was off at noon
            for hours, is_heard in ((2, True), (0, False)):
                at = noon - timedelta(days=days, hours=hours)
                slot = f"{12 - hours}:00"
                NodeLook.objects.create(node=beni, at=at, slot=slot, is_heard=is_heard)
        dies(902)
        assert quarters(machines, 3) == []
        look(machines, hours=9)  # everything was off for the night, and is on again
        assert NodeLook.objects.filter(node=beni, at__gt=noon).count() == 3  # one after the night
        assert look(machines) == [("node_down", "note", 4)]  # not forty: nobody looked meanwhile
    finally:
        dies(901)


def test_a_machine_out_of_use_is_missed_no_more_and_needs_a_reason(machines: World) -> None:
    try:
        dies(902)
        quarters(machines, 3)
        silence = Silence.objects.get(cause="node_down")
        okello = machines.user("okello")
        with pytest.raises(Problem):
            retire_node(silence, reason=" ", by=okello, at=machines.now)
        retire_node(silence, reason="sold", by=okello, at=machines.now)
        assert quarters(machines, 8) == []
        run(902)
        quarters(machines, 1)
        assert Node.objects.get(host="beni").ended_at is None
    finally:
        dies(901)
        dies(902)
