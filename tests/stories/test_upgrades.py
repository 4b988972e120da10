"""A newer release has added to the tables: the programs of this one go on with what they prepared."""

import asyncio
from datetime import UTC, datetime

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.receive import Arrived, arrived
from tocsin.actions.watchdog import watch_lateness
from tocsin.domain.messages import Inbound
from tocsin.domain.words import MessageKind
from tocsin.jobs.writer import Writer
from tocsin.records.models import (
    Delivery,
    Gateway,
    Incident,
    Lateness,
    Message,
    Notification,
    StepFiring,
)

TABLES = (
    "select tablename from pg_tables where schemaname = 'public' and tablename like 'records_%'"
)
ADDITION = sql.SQL(
    "alter table {} add column tomorrow text, add column day_after integer not null default 7"
)


def additions(tables: list[str]) -> list[sql.Composed]:
    """What the migrations of a next release may do: new columns in every table, and a new table."""
    added = [ADDITION.format(sql.Identifier(name)) for name in tables]
    return [*added, sql.SQL("create table records_tomorrow (id uuid primary key)").format()]


def test_a_warning_is_read_paged_and_answered_though_every_table_has_grown(world: World) -> None:
    world.neema.texts(ATTACK)
    world.anil.expects_sms(containing="P1")
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        assert len(tables) > 100
        # As at the end of the old program's transaction: what waits to be checked holds a table.
        cursor.execute("set constraints all immediate")
        cursor.execute(sql.SQL(";").join(additions(tables)).as_string(cursor.connection))
    world.anil.texts("1")
    assert world.incident.escalations.get().acknowledged_at is not None
    world.stranger().texts("Attaque a Mubambiro, des hommes armes tirent sur les maisons")
    assert Incident.objects.count() == 2
    assert StepFiring.objects.count() >= 2
    assert Delivery.objects.filter(
        notification__incident=Incident.objects.latest("number")
    ).exists()


def test_words_of_the_next_release_are_left_to_it(world: World) -> None:
    """A list of words may grow: what an older program finds in a row, and does not know, it leaves alone."""
    with connection.cursor() as cursor:
        cursor.execute("alter table records_lateness drop constraint lateness_kind_known")
        cursor.execute(
            "alter table records_notification drop constraint notification_purpose_known"
        )
    row = Lateness.objects.create(kind="tomorrow", since=world.now, noticed_at=world.now, most=1)
    world.neema.texts(ATTACK)
    Notification.objects.update(purpose="tomorrow")
    world.passes(seconds=90)
    assert watch_lateness(at=world.now) == 0
    row.refresh_from_db()
    assert row.ended_at is None
    world.anil.expects_sms(containing="P1")
    world.anil.texts("1")
    assert world.incident.escalations.get().acknowledged_at is not None


def test_the_door_stores_on_with_the_statement_that_it_prepared(live: str) -> None:
    gateway = Gateway.objects.create(
        slug="g", kind="loopback", title="t", schemes=[], settings="{}"
    )

    def text(number: int) -> Arrived:
        inbound = Inbound(
            MessageKind.SMS, f"+24399000050{number}", "", "t", external_id=str(number)
        )
        at = datetime(2026, 3, 14, 10, tzinfo=UTC)
        return arrived(inbound, gateway=gateway.pk, at=at, is_drill=False)

    async def night() -> None:
        writer = Writer(live, settings.KEY_RING, lambda: 1, lambda _: None)
        writing = asyncio.create_task(writer.run())
        await writer.store([text(1)])
        with psycopg.connect(live, autocommit=True) as newer:
            tables = [name for (name,) in newer.execute(TABLES).fetchall()]
            for addition in additions(tables):
                newer.execute(addition)
        await writer.store([text(2)])
        again = await writer.store([text(1)])  # its gateway brings it once more
        assert not again[0].is_new
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await writer.hang_up()

    asyncio.run(night())
    assert Message.objects.count() == 2
