"""What waits too long in the line is noticed, told, and ends when it has caught up."""

from typing import Any

from tests.stories.words import ATTACK
from tests.world import Mood, World
from tocsin.actions.watchdog import watch_lateness
from tocsin.domain.watchdog_words import Late
from tocsin.domain.words import Purpose
from tocsin.formats.prometheus import write_gauges
from tocsin.records.models import (
    Escalation,
    JournalEntry,
    Lateness,
    Notification,
    StepFiring,
)
from tocsin.records.queries.metrics import ABOUT, gauges


def late(world: World) -> set[str]:
    watch_lateness(at=world.now)
    return set(Lateness.objects.filter(ended_at=None).values_list("kind", flat=True))


def test_a_line_that_runs_is_never_late(world: World) -> None:
    world.neema.texts(ATTACK)
    for _ in range(3):
        assert late(world) == set()
        world.passes(minutes=8)


def test_an_engine_that_stands_still_is_noticed_and_forgiven_once_it_runs(world: World) -> None:
    world.neema.texts(ATTACK)
    world.engine_runs = False
    world.amani.texts(ATTACK)
    world.passes(minutes=10)
    assert late(world) == {Late.UNREAD, Late.STEP}
    assert late(world) == {Late.UNREAD, Late.STEP}, "and it is one row, not two"
    world.engine_runs = True
    world.works()
    assert late(world) == set()
    assert Lateness.objects.filter(ended_at=world.now).count() == 2
    verbs = JournalEntry.objects.filter(verb__startswith="watchdog.").values_list("verb", flat=True)
    assert sorted(verbs) == ["watchdog.caught_up"] * 2 + ["watchdog.late"] * 2


def test_a_p1_for_which_nobody_was_called_is_seen(world: World) -> None:
    world.neema.texts(ATTACK)
    StepFiring.objects.all().delete()
    Escalation.objects.all().delete()
    world.engine_runs = False
    world.passes(seconds=31)
    assert Late.P1_WITHOUT_RUN in late(world)


def test_the_figures_say_the_same_and_name_nobody(world: World) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    world.engine_runs = False
    world.amani.texts(ATTACK)
    world.passes(minutes=10)
    text = write_gauges(gauges(now=world.now), about=ABOUT)
    assert 'tocsin_late{kind="unread"} 1\n' in text
    assert 'tocsin_waiting{kind="unread"} 1\n' in text
    assert 'tocsin_waiting_seconds{kind="unread"} 600\n' in text
    assert 'tocsin_incidents_open{priority="P1"} 1\n' in text
    assert 'tocsin_gateway_failures_in_a_row{gateway="phones"}' in text
    people: list[Any] = [
        *world.district.focal_points.values(),
        *world.district.responders.values(),
    ]
    known = [secret for one in people for secret in (one.name, one.number[1:])]
    assert not [secret for secret in known if secret in text]


def test_what_lasts_is_texted_once_and_so_is_its_end(world: World) -> None:
    world.neema.texts(ATTACK)
    world.engine_runs = False
    world.amani.texts(ATTACK)
    world.passes(minutes=10)
    told: list[int] = []
    for seconds in (0, 30, 31, 60):
        world.passes(seconds=seconds)
        watch_lateness(at=world.now)
        told.append(texts_of(Purpose.LINE_LATE))
    assert told == [0, 0, 2, 2], "unread and step, after a minute, and no more"
    world.engine_runs = True
    world.works()
    watch_lateness(at=world.now)
    assert texts_of(Purpose.LINE_WELL) == 2
    world.okello.expects_sms(containing="TOCSIN")


def test_what_comes_and_goes_is_not_told_again_within_the_hour(world: World) -> None:
    for minutes, told in ((0, 1), (20, 1), (61, 2)):
        world.passes(minutes=minutes)
        world.engine_runs = False
        world.amani.texts("habari ya asubuhi")
        world.passes(seconds=90)
        watch_lateness(at=world.now)
        world.passes(seconds=61)
        watch_lateness(at=world.now)
        assert texts_of(Purpose.LINE_LATE) == told
        world.engine_runs = True
        world.works()
        watch_lateness(at=world.now)


def texts_of(purpose: Purpose) -> int:
    return Notification.objects.filter(purpose=purpose).count()
