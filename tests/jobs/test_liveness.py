"""An engine waits for its database, and takes over from the dead at once."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.clocks import HurriedLoop
from tests.intake.test_door import closed
from tocsin.cluster.server import Cluster
from tocsin.jobs.liveness import GRACE, LOOK_EVERY, Liveness, Lost
from tocsin.records.models import Engine
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.engines import LOCK_CLASS


def run(work: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=HurriedLoop) as runner:
        return runner.run(work)


def test_a_new_engine_waits_for_a_database_that_is_away(cluster: Cluster, live: str) -> None:
    async def night() -> tuple[bool, int]:
        engine = Liveness(live)
        with closed(cluster, live):
            beginning = asyncio.create_task(engine.begin())
            await asyncio.sleep(2)
            was_waiting = not beginning.done()
        number = await beginning
        await engine.close()
        return was_waiting, number

    connection.close()
    was_waiting, number = run(night())
    assert was_waiting
    assert Engine.objects.filter(number=number).exists()


def lose(link: psycopg.Connection, number: int) -> None:
    """Take the lock of an engine of this database with its connection; other tests' engines bear the same numbers."""
    ended = link.execute(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
        " and classid = %s and objid = %s"
        " and database = (select oid from pg_database where datname = current_database())",
        [LOCK_CLASS, number],
    )
    assert ended.rowcount == 1


MOST_LOOKS = 2_000
"""However busy the machine is; a hundredth of a second each, in this loop."""


async def freed_by(engine: Liveness, *, least: int = 0) -> list[int]:
    """Return whose rows an engine frees: so many at least, and whatever comes within a few looks more."""
    freed: list[int] = []

    async def free(number: int) -> None:
        freed.append(number)

    watch = asyncio.create_task(engine.watch(free))
    for _ in range(MOST_LOOKS):
        if len(freed) >= least:
            break
        await asyncio.sleep(LOOK_EVERY)
    await asyncio.sleep(20 * LOOK_EVERY)
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)
    return freed


def test_the_rows_of_the_dead_are_freed_once_and_their_number_is_buried(live: str) -> None:
    at = database_now()
    dead = Engine.objects.create(started_at=at, seen_at=at, host="gone").number

    async def morning() -> list[int]:
        engine = Liveness(live)
        await engine.begin()
        freed = await freed_by(engine, least=1)
        await engine.close()
        return freed

    assert run(morning()) == [dead]
    assert not Engine.objects.filter(number=dead).exists()


def test_the_living_are_left_alone(live: str) -> None:
    async def night() -> list[int]:
        other, engine = Liveness(live), Liveness(live)
        await other.begin()
        await engine.begin()
        freed = await freed_by(engine)
        await engine.close()
        await other.close()
        return freed

    assert run(night()) == []


def test_a_database_that_comes_back_gives_everybody_the_time_to_take_their_lock_again(
    live: str,
) -> None:
    async def night() -> list[asyncio.Task[None]]:
        first, late, other = Liveness(live), Liveness(live), Liveness(live)
        for engine in (first, late, other):
            await engine.begin()
        with psycopg.connect(live, autocommit=True) as link:
            for engine in (first, late, other):
                lose(link, engine.number)
        watching = [asyncio.create_task(first.watch(_nobody))]
        await asyncio.sleep(GRACE - 1)
        watching += [asyncio.create_task(engine.watch(_nobody)) for engine in (late, other)]
        await asyncio.sleep(GRACE + 20 * LOOK_EVERY)
        ended = [task for task in watching if task.done()]
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        for engine in (first, late, other):
            await engine.close()
        return ended

    assert run(night()) == []
    assert Engine.objects.count() == 3


STARTED = """
create schema told;
create function told.pg_postmaster_start_time() returns timestamptz language sql stable
    as $$ select clock_timestamp() - interval '{}' $$;
"""


@pytest.mark.parametrize(("ago", "waits"), [("1 second", True), ("-2 hours", False)])
def test_whoever_starts_with_the_database_gives_the_others_that_time_too(
    live: str, ago: str, waits: bool
) -> None:
    """A server that started in two hours is one whose clock was set back: nobody waits for that."""
    at = database_now()
    dead = Engine.objects.create(started_at=at, seen_at=at, host="away").number
    with psycopg.connect(live, autocommit=True) as link:
        link.execute(STARTED.format(ago))

    async def morning() -> list[int]:
        engine = Liveness(f"{live}&options=-csearch_path%3Dtold,public,pg_catalog")
        await engine.begin()
        freed = await freed_by(engine, least=0 if waits else 1)
        await engine.close()
        return freed

    assert run(morning()) == ([] if waits else [dead])
    assert Engine.objects.filter(number=dead).exists() == waits


def test_whoever_stays_away_longer_is_dead(live: str) -> None:
    async def night() -> tuple[list[int], int]:
        other, engine = Liveness(live), Liveness(live)
        await other.begin()
        await engine.begin()
        with psycopg.connect(live, autocommit=True) as link:
            lose(link, other.number)
            lose(link, engine.number)
        freed = await freed_by(engine, least=1)
        await engine.close()
        await other.close()
        return freed, other.number

    freed, other = run(night())
    assert freed == [other]


def test_whoever_lost_its_rows_must_end(live: str) -> None:
    async def night() -> None:
        engine = Liveness(live)
        number = await engine.begin()
        with psycopg.connect(live, autocommit=True) as other:
            other.execute("delete from records_engine where number = %s", [number])
            lose(other, number)
        try:
            async with asyncio.timeout(60 * HurriedLoop.SPEED):
                await engine.watch(_nobody)
        finally:
            await engine.close()

    with pytest.raises(Lost):
        run(night())


async def _nobody(number: int) -> None:
    raise AssertionError(number)
