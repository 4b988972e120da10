"""The log book: what is written is sealed soon, and nobody changes it unseen."""

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.stories.words import ATTACK
from tests.world import NOON, World
from tocsin.actions.journal import Actor, note, seal_journal
from tocsin.actions.journal_proof import head_of_chain, verify_journal
from tocsin.domain.chain import BreakKind
from tocsin.records.models import JournalEntry, JournalSeal

BY = Actor("test")
LATER = timedelta(minutes=2)


def test_a_night_of_messages_is_sealed_without_a_break(world: World) -> None:
    world.neema.texts(ATTACK)
    world.passes(minutes=30)
    assert JournalSeal.objects.count() == JournalEntry.objects.count()
    assert verify_journal(at=world.now + LATER) == []


@pytest.mark.parametrize("table", ["records_journalentry", "records_journalseal"])
@pytest.mark.parametrize("statement", ["update {} set {} = {}", "delete from {}", "truncate {}"])
def test_the_database_itself_refuses_to_change_it(world: World, table: str, statement: str) -> None:
    world.neema.texts(ATTACK)
    column = "verb" if table == "records_journalentry" else "entry"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, column, column))


def test_what_was_written_while_no_engine_ran_is_sealed_when_one_does(db: None) -> None:
    subject = JournalEntry()
    note("test.first", subject, by=BY, at=NOON)
    seal_journal(at=NOON)
    note("test.alone", subject, by=BY, at=NOON + timedelta(minutes=1))
    morning = NOON + timedelta(hours=9)
    assert seal_journal(at=morning) == 1
    assert verify_journal(at=morning + LATER) == []


def test_a_line_is_sealed_even_when_the_clock_was_set_back(db: None) -> None:
    subject = JournalEntry()
    note("test.first", subject, by=BY, at=NOON)
    seal_journal(at=NOON)
    earlier = NOON - timedelta(hours=2)
    note("test.earlier", subject, by=BY, at=earlier)
    assert seal_journal(at=earlier) == 1
    assert verify_journal(at=NOON + LATER) == []


def test_a_line_without_a_seal_is_a_break_after_a_minute(db: None) -> None:
    line = note("test.unsealed", JournalEntry(), by=BY, at=NOON)
    assert verify_journal(at=NOON + timedelta(seconds=50)) == []
    (found,) = verify_journal(at=NOON + LATER)
    assert (found.kind, found.entry) == (BreakKind.ADDED, str(line.pk))


def test_one_sealer_at_a_time(live: str) -> None:
    note("test.first", JournalEntry(), by=BY, at=NOON)
    with psycopg.connect(live) as other:
        other.execute("select pg_advisory_xact_lock(%s)", [0x70C51])
        assert seal_journal(at=NOON) == 0
    assert seal_journal(at=NOON) == 1


def test_a_batch_is_sealed_in_order_and_goes_on_where_it_stopped(db: None) -> None:
    for second in range(7):
        note("test.many", JournalEntry(), by=BY, at=NOON + timedelta(seconds=second))
    assert [seal_journal(at=NOON + LATER, limit=3) for _ in range(4)] == [3, 3, 1, 0]
    assert head_of_chain()[0] == 7
    assert verify_journal(at=NOON + LATER) == []
