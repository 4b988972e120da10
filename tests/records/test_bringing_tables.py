"""Tables are brought up to date beside a line that runs, and never stand in its way."""

import psycopg
import pytest
from django.core.management import CommandError, load_command_class
from django.db import connection, transaction

from tocsin.records.management.commands.migrate import patiently

COLUMN = "select count(*) from information_schema.columns where column_name = 'tomorrow'"


@transaction.atomic
def grow() -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table records_message add column tomorrow text")


def grown() -> int:
    with connection.cursor() as cursor:
        cursor.execute(COLUMN)
        (count,) = cursor.fetchone()
        return int(count)


@pytest.fixture
def reader(live: str) -> psycopg.Connection:
    """Somebody who reads all tables for a long time, as a backup does."""
    reading = psycopg.connect(live)
    reading.execute("select from records_message")
    return reading


def test_the_command_that_everybody_says_is_this_one() -> None:
    assert load_command_class("tocsin.records", "migrate").handle.__module__.startswith("tocsin.")


def test_a_table_that_is_held_is_given_back_to_the_line_and_taken_later(
    reader: psycopg.Connection, live: str
) -> None:
    looks = []

    def pause() -> None:
        with psycopg.connect(live) as line:
            line.execute("set statement_timeout = '5s'")
            line.execute("select from records_message")  # The way is free between two tries.
        looks.append(grown())
        reader.rollback()

    patiently(grow, pause=pause, waits="50ms")
    assert looks == [0]
    assert grown() == 1
    reader.close()


def test_after_many_tries_it_says_who_may_hold_the_table_and_has_done_nothing(
    reader: psycopg.Connection,
) -> None:
    with pytest.raises(CommandError, match="backup"):
        patiently(grow, pause=lambda: None, tries=1, waits="50ms")
    reader.rollback()
    reader.close()
    assert grown() == 0
