"""The log book proves itself, in pieces, by the clock; whoever changed it is found and told of."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.cast import Cast, lay_cast
from tests.make import make_responder, phone_number
from tests.world import NOON
from tocsin.actions.journal import Actor, note, seal_journal
from tocsin.actions.journal_walk import walk_on
from tocsin.actions.watchdog import watch_lateness
from tocsin.domain.words import Purpose
from tocsin.formats.prometheus import write_gauges
from tocsin.records.models import Delivery, JournalEntry, JournalSeal, JournalWalk, Lateness, User
from tocsin.records.queries.metrics import ABOUT, gauges
from tocsin.records.queries.proofs import proof_standing

LINES = 25
SMUGGLED = """
insert into records_journalentry (id, at, recorded_at, actor, verb, subject, facts)
select gen_random_uuid(), at, recorded_at - interval '1 day', actor, verb, subject, facts
from records_journalentry limit 1
"""
LATER = NOON + timedelta(hours=1)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def at(position: int) -> str:
    return f"id = (select entry from records_journalseal where position = {position})"


def write(lines: int, *, hours: int = 0) -> None:
    for second in range(lines):
        moment = NOON + timedelta(hours=hours, seconds=second)
        note("test.line", JournalEntry(), by=Actor("test"), at=moment, n=second)
    assert seal_journal(at=LATER + timedelta(hours=hours)) >= lines


def walk(days: int = 0, piece: int = 7) -> int:
    """Walk until nothing is left to do; return how many pieces it took."""
    for count in range(50):
        if not walk_on(at=LATER + timedelta(days=days, seconds=count), piece=piece):
            return count
    raise AssertionError("it never ends")


def found(days: int = 0) -> str:
    standing = proof_standing(now=LATER + timedelta(days=days, minutes=5))
    return standing.broken.broken_kind if standing.broken else ""


@pytest.fixture
def book(db: None) -> None:
    """A sealed log book in the hands of somebody who may switch its guard off."""
    write(LINES)
    for table in ("records_journalentry", "records_journalseal"):
        run(f"alter table {table} disable trigger user")


def test_a_whole_book_is_walked_in_pieces_once_a_day(book: None) -> None:
    assert walk() == 1 + 4 + 3, "begun, four pieces of seals, three of lines and the last"
    standing = proof_standing(now=LATER + timedelta(minutes=5))
    assert (standing.position, standing.is_well) == (LINES, True)
    assert walk() == 0, "and not again on the same day"
    write(5, hours=20)
    assert walk(days=2) > 0
    assert proof_standing(now=LATER + timedelta(days=2)).position == LINES + 5
    assert not proof_standing(now=LATER + timedelta(days=5)).is_stale
    assert proof_standing(now=LATER + timedelta(days=6)).is_stale


def test_a_walk_goes_on_where_the_last_engine_died(book: None) -> None:
    for _ in range(3):
        walk_on(at=LATER, piece=7)
    assert JournalWalk.objects.get().position == 14
    walk()
    assert JournalWalk.objects.get().position == LINES


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        (f"update records_journalentry set verb = 'x' where {at(3)}", "changed"),
        (f"update records_journalentry set facts = '{{}}' where {at(LINES)}", "changed"),
        (f"delete from records_journalentry where {at(9)}", "removed"),
        ("delete from records_journalseal where position = 8", "gap"),
        ("update records_journalseal set chain = digest where position = 15", "broken"),
        (f"delete from records_journalseal where position = {LINES}", "unanchored"),
        (SMUGGLED, "added"),
    ],
)
def test_whoever_changes_a_row_is_found_at_the_next_walk(
    book: None, statement: str, kind: str
) -> None:
    walk()
    assert found() == ""
    run(statement)
    walk(days=2)
    assert found(days=2) == kind
    assert JournalEntry.objects.filter(verb="journal.broken").count() == 1


def test_a_book_that_was_written_anew_is_found_by_where_the_last_walk_ended(book: None) -> None:
    walk()
    run(f"update records_journalentry set verb = 'test.false' where {at(4)}")
    JournalSeal.objects.all().delete()
    assert seal_journal(at=LATER) == LINES
    walk(days=2)
    assert found(days=2) == "unanchored"


def test_administrators_are_texted_and_it_stands_until_the_book_is_whole(db: None) -> None:
    cast = lay_cast()
    give_phone(cast)
    write(LINES)
    run("alter table records_journalentry disable trigger user")
    was = JournalEntry.objects.get(pk=JournalSeal.objects.get(position=12).entry).verb
    run(f"update records_journalentry set verb = 'x' where {at(12)}")
    walk()
    moments = [LATER + timedelta(minutes=minutes) for minutes in (1, 3)]
    ill = [watch_lateness(at=moment) for moment in moments]
    assert ill == [0, 0], "the sign of life to the outside goes on"
    (sent,) = Delivery.objects.filter(notification__purpose=Purpose.LOG_BOOK_BROKEN)
    assert sent.to == phone_number(190), "an administrator, not who is on duty"
    text = write_gauges(gauges(now=moments[-1]), about=ABOUT)
    assert "tocsin_log_book_breaks 1\n" in text
    assert 'tocsin_late{kind="log_book"} 1\n' in text
    run(f"update records_journalentry set verb = '{was}' where {at(12)}")
    seal_journal(at=LATER + timedelta(minutes=10))  # what was noted meanwhile
    walk(days=2)
    assert found(days=2) == ""
    watch_lateness(at=LATER + timedelta(days=2, minutes=5))
    assert Lateness.objects.get(kind="log_book").ended_at is not None


def give_phone(cast: Cast) -> None:
    person = make_responder("R-090", cast.room, name="Admin Test", number=phone_number(190))
    User.objects.filter(pk=cast.admin.pk).update(responder=person)
