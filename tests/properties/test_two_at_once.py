"""What must happen once happens once, also when two ask for it at the same moment, on two connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, lay_cast
from tests.make import make_focal_point, make_incident, phone_number
from tocsin.actions.accounts import approve_change, ask_for_change, use_link
from tocsin.actions.answering import acknowledge
from tocsin.actions.brakes import count_look
from tocsin.actions.focal_points import open_focal_point
from tocsin.actions.log import log_message
from tocsin.actions.second_factor import begin_factor, confirm_factor, pass_factor
from tocsin.console.entry import PASSED
from tocsin.domain.account_words import AccountChangeKind
from tocsin.domain.brakes import LOOKS
from tocsin.domain.problems import LOOKED_AT_TOO_MANY, Problem
from tocsin.domain.second_factor import code_of, step_of
from tocsin.domain.words import MessageKind, Role
from tocsin.records.models import (
    AccountLink,
    Brake,
    JournalEntry,
    Message,
    PersonLook,
    SecondFactor,
    User,
)
from tocsin.records.queries.clock import database_now

AT_ONCE = 4


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Let several do it at one moment; return what each got, a Problem by its code."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> Any:
        start.wait()
        try:
            return act(number)
        except Problem as problem:
            return problem.code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_what_may_happen_once_happens_once(live: str) -> None:
    cast = lay_cast()
    token = _approved_once(cast)
    _used_once(token)
    _spent_once(cast)
    _taken_by_all(cast)
    _written_once(cast, live)
    _tried_no_further(cast)
    _looked_at_no_further(cast)
    _writes_while_it_is_counted(cast, live)


def _looked_at_no_further(cast: Cast) -> None:
    """There is room for two more people, and four processes ask for one each."""
    now, room = database_now(), 2
    PersonLook.objects.bulk_create(
        PersonLook(user=cast.salima, whom=f"FP-{i:04}", at=now)
        for i in range(100, 100 + LOOKS[0].most - room)
    )
    people = [
        make_focal_point(f"FP-2{i:03}", cast.kasenga, name="Somebody", number=phone_number(300 + i))
        for i in range(AT_ONCE)
    ]
    got = at_once(lambda i: open_focal_point(people[i], by=cast.salima, at=now))
    assert got.count(LOOKED_AT_TOO_MANY.code) == AT_ONCE - room
    assert Brake.objects.count() == 1


def _tried_no_further(cast: Cast) -> None:
    """There is room for one more, and four numbers that are somebody's are tried at once."""
    now, person = database_now(), "FP-0001"
    looks = PersonLook.objects.bulk_create(
        PersonLook(user=cast.salima, whom=f"FP-{i:04}", at=now)
        for i in range(100, 100 + LOOKS[0].most - 1)
    )
    for i in range(AT_ONCE):
        number = phone_number(400 + i)
        make_focal_point(f"FP-3{i:03}", cast.kasenga, name="Somebody", number=number)
    client = Client()
    client.force_login(cast.salima)
    session = client.session
    session[PASSED] = True
    session.save()
    address = reverse("console:person_step", args=[person, "number"])

    def tries(place: int) -> int:
        here = Client()
        here.cookies = client.cookies
        number = phone_number(400 + place)
        return here.post(address, {"number": number, "why": "replaced"}).status_code

    assert sorted(at_once(tries)) == [409] + [429] * (AT_ONCE - 1)
    assert PersonLook.objects.count() == len(looks) + 1
    PersonLook.objects.all().delete()
    Brake.objects.all().delete()


def _writes_while_it_is_counted(cast: Cast, live: str) -> None:
    """Whoever warns does not wait until their own looks are counted."""

    def write() -> UUID:
        try:
            return log_message(
                by=cast.okello,
                at=database_now(),
                kind=MessageKind.VOICE,
                text="shots",
                client_id="7",
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, psycopg.connect(live, autocommit=True) as link:
        with transaction.atomic():
            count_look(cast.okello, "FP-0001", at=database_now())
            written = pool.submit(write)
            while not written.done():
                assert not link.execute(WAITS).fetchone()
        assert Message.objects.filter(pk=written.result()).exists()


def _approved_once(cast: Cast) -> str:
    change = ask_for_change(
        AccountChangeKind.INVITE,
        by=cast.admin,
        at=database_now(),
        reason="x",
        role=Role.LIAISON_ASSISTANT,
    )
    second = User.objects.create_user("admin.second", "none of them", role=Role.ADMINISTRATOR)
    got = at_once(lambda _: approve_change(change, by=second, at=database_now()))
    assert got.count("rights.change_decided") == AT_ONCE - 1
    assert AccountLink.objects.count() == 1
    return str(next(one for one in got if one != "rights.change_decided"))


def _used_once(token: str) -> None:
    got = at_once(
        lambda n: use_link(token, name=f"new.{n}", password="a long word", at=database_now())
    )
    assert got.count("login.link_used") == AT_ONCE - 1
    assert User.objects.filter(name__startswith="new.").count() == 1


def _spent_once(cast: Cast) -> None:
    at = database_now()
    begin_factor(cast.okello, at=at)
    secret = bytes.fromhex(SecondFactor.objects.get().secret)
    codes = confirm_factor(cast.okello, code_of(secret, step_of(at)), at=at)
    for said in (codes[0], code_of(secret, step_of(at) + 1)):
        got = at_once(partial(_passes, cast.okello, said))
        assert sorted(got) == [False] * (AT_ONCE - 1) + [True]


def _passes(user: User, said: str, _number: int) -> bool:
    return pass_factor(user, said, at=database_now())


def _taken_by_all(cast: Cast) -> None:
    """Two who say "I have it" both have it, and neither is told that something broke."""
    incident = make_incident(cast.amani)
    at_once(lambda _: acknowledge(incident, by=cast.okello, at=database_now(), via="page"))
    assert JournalEntry.objects.filter(verb="incident.acknowledged").count() == AT_ONCE


def _written_once(cast: Cast, live: str) -> None:
    """Whoever presses twice, the second time before the first is through, is shown the one message both times."""

    def write(text: str = "shots near the church") -> UUID:
        return log_message(
            by=cast.okello, at=database_now(), kind=MessageKind.VOICE, text=text, client_id="form-1"
        ).pk

    def write_elsewhere() -> UUID:
        try:
            return write()
        finally:
            connection.close()

    write(
        "the line is open"
    )  # With its first message the desk is made; whoever waits for that waits for no more.
    with ThreadPoolExecutor(1) as pool, psycopg.connect(live, autocommit=True) as link:
        with transaction.atomic():
            first = write()
            second = pool.submit(write_elsewhere)
            while not link.execute(WAITS).fetchone():
                assert not second.done()
        assert second.result() == first


WAITS = (
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
)
