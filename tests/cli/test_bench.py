"""The measuring itself: senders that keep to their schedule, a sink that counts, honest figures."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tocsin.cli.bench.cpu import PROC, parts_of, per_message, seconds_used
from tocsin.cli.bench.ends import Load, Sink
from tocsin.cli.bench.figures import heed, interrupt, machine, milliseconds
from tocsin.cli.bench.losses import promises
from tocsin.cli.bench.texts import APART, Villagers, invented_places
from tocsin.cli.supervise import listen_on
from tocsin.domain.reading import looks_like_p1

DELAY = 0.05  # seconds until this sink answers


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink(DELAY)
    yield sink
    sink.close()


def _plan(url: str, *, connections: int, count: int) -> dict[str, object]:
    posts = [(0.0, f"m{n}", json.dumps({"id": f"m{n}", "to": ""})) for n in range(count)]
    return {
        "urls": [url],
        "secret": "s",
        "insist": False,
        "connections": connections,
        "posts": posts,
    }


def test_every_message_arrives_once_and_says_when(sink: Sink) -> None:
    sent = Load(_plan(sink.url, connections=4, count=12)).outcome(within=30)
    assert {one.status for one in sent} == {200}
    assert sorted(one.delivery for one in sink.arrivals()) == sorted(one.id for one in sent)


def test_a_message_that_waits_for_a_connection_is_late_from_its_own_moment(sink: Sink) -> None:
    sent = Load(_plan(sink.url, connections=1, count=5)).outcome(within=30)
    waits = [one.answered - one.due for one in sent]
    assert waits[-1] >= 5 * DELAY * 0.9  # five in a row, not one
    assert waits[-1] > waits[0]


def test_senders_that_are_stopped_say_what_was_taken_until_then(sink: Sink) -> None:
    plan = _plan(sink.url, connections=1, count=2)
    load = Load({**plan, "posts": [*plan["posts"], (600.0, "later", "{}")]})  # type: ignore[misc]  # a list of posts
    while len(sink.rows()) < 2:
        pass
    statuses = {one.id: one.status for one in load.so_far()}
    assert statuses["m0"] == 200
    assert statuses["later"] == 0


def test_what_one_of_several_doors_does_not_take_is_brought_to_another(sink: Sink) -> None:
    with listen_on("127.0.0.1", 0) as gone:
        dead = f"http://127.0.0.1:{gone.getsockname()[1]}/"
    plan = {**_plan(sink.url, connections=4, count=8), "urls": [dead, sink.url], "insist": True}
    assert {one.status for one in Load(plan).outcome(within=30)} == {200}


KEPT = {
    "accepted": 9,
    "accepted_and_stored": 9,
    "stored_twice": 0,
    "left_unread": 0,
    "steps_fired_twice": 0,
    "duplicates_at_sink": 1,
    "sends_in_flight_at_kills": 1,
    "runs_left_behind": 0,
    "p1_accepted": 3,
    "p1_without_run": 0,
    "p1_runs_without_a_sent_page": 0,
}


@pytest.mark.parametrize(
    ("found", "broken"),
    [
        ({}, set()),
        ({"accepted_and_stored": 8}, {"what_was_answered_is_stored_once_and_read"}),
        ({"stored_twice": 1}, {"what_was_answered_is_stored_once_and_read"}),
        ({"left_unread": 1}, {"what_was_answered_is_stored_once_and_read"}),
        ({"steps_fired_twice": 1}, {"no_step_twice_and_no_copy_but_of_what_was_in_flight"}),
        ({"duplicates_at_sink": 2}, {"no_step_twice_and_no_copy_but_of_what_was_in_flight"}),
        ({"runs_left_behind": 1}, {"no_step_lost"}),
        ({"p1_without_run": 1}, {"every_p1_has_a_run_and_a_page"}),
        ({"p1_runs_without_a_sent_page": 1}, {"every_p1_has_a_run_and_a_page"}),
        ({"p1_accepted": 0}, {"every_p1_has_a_run_and_a_page"}),
    ],
    ids=lambda value: str(next(iter(value), "kept")),
)
def test_an_account_breaks_the_promise_that_it_does_not_keep(
    found: dict[str, int], broken: set[str]
) -> None:
    kept = promises({**KEPT, **found})
    assert {name for name, is_kept in kept.items() if not is_kept} == broken


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ([], {"n": 0}),
        (
            [0.001],
            {"n": 1, "p50_ms": 1.0, "p95_ms": 1.0, "p99_ms": 1.0, "max_ms": 1.0},
        ),
        (
            [n / 1000 for n in range(100)],
            {"n": 100, "p50_ms": 50.0, "p95_ms": 95.0, "p99_ms": 99.0, "max_ms": 99.0},
        ),
    ],
    ids=["none", "one", "hundred"],
)
def test_figures_of_latency(seconds: list[float], expected: dict[str, float]) -> None:
    assert milliseconds(seconds) == expected


def test_the_machine_says_how_busy_it_is() -> None:
    facts = machine()
    assert len(facts["load_average"]) == 3
    assert facts["cpus"] >= 1


@pytest.mark.skipif(not PROC.exists(), reason="needs /proc")
def test_cpu_time_includes_what_a_program_started() -> None:
    assert seconds_used([1]) >= 0
    assert per_message({"engine": 1.0}, {"engine": 3.0}, 1000) == {"engine": 2.0}


@pytest.mark.skipif(not PROC.exists(), reason="needs /proc")
def test_the_parts_of_a_program_are_together_what_it_used() -> None:
    parts = parts_of(os.getpid())
    assert parts["loop"] > 0
    assert sum(parts.values()) == pytest.approx(seconds_used([os.getpid()]), abs=0.5)
    assert set(parts_of(0).values()) == {0.0}


def test_invented_places_are_far_apart_and_have_names_of_their_own() -> None:
    places = invented_places(3_000)
    assert len({place.name for place in places}) > 2_990
    spots = {(place.lat, place.lon) for place in places}
    assert len(spots) == len(places)
    assert places[1].lon - places[0].lon == pytest.approx(APART)


def test_attacks_look_like_a_p1_and_chat_does_not() -> None:
    villagers = Villagers("t")
    assert all(looks_like_p1(json.loads(villagers.attack("Beni")[1])["text"]) for _ in range(20))
    calm = [json.loads(villagers.calm()[1])["text"] for _ in range(50)]
    assert len(set(calm)) == len(calm)


def test_who_is_told_to_stop_while_no_exception_comes_out_stops_at_the_next_turn() -> None:
    """Python swallows one at a fork, where a measuring that starts programs often is."""
    with suppress(KeyboardInterrupt):
        interrupt(signal.SIGTERM, None)
    with pytest.raises(KeyboardInterrupt):
        heed()
    heed()
