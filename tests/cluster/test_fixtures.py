"""What tests are given: rows that vanish, or a database of their own."""

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from tests.clocks import stop_the_clock
from tocsin.records.queries.clock import database_now

Users = get_user_model()


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("time", ["first", "second"])
def test_rows_of_one_test_are_gone_in_the_next(time: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("create table bell (rung text)")


@pytest.mark.usefixtures("db")
def test_a_clock_that_was_stopped_says_the_same_time_whatever_is_undone_meanwhile() -> None:
    stop_the_clock()
    at = database_now()
    with transaction.atomic():
        assert database_now() == at
        transaction.set_rollback(True)
    assert database_now() == at


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_live_database_is_fresh_and_open_to_other_connections(live: str, time: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("create table bell (rung text)")
    with psycopg.connect(live) as other:
        other.execute("insert into bell values ('by another')")
    assert Users.objects.count() == 0


def test_a_test_that_asked_for_no_database_gets_none() -> None:
    with pytest.raises(AssertionError, match="ask for"):
        Users.objects.count()
