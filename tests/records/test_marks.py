"""What is kept in memory is never older than the directory that stands in the rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.make import make_base, make_duty, make_gateway, make_ladder, make_responder, phone_number
from tocsin.actions.watch import Watch
from tocsin.domain.ladders import Target, Where
from tocsin.domain.words import DutyFunction, Priority
from tocsin.records.models import Base, Duty, Gateway, Incident, Place, Responder
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.marks import Glance, Kept


@pytest.fixture
def okello(db: None) -> Responder:
    return make_responder("R-1", make_base(), name="Okello", number=phone_number(101))


def called_at(base: Base) -> list[str]:
    watch = Watch.load(at=database_now())
    target = Target(DutyFunction.DUTY_OFFICER, Where.NEAREST_BASE)
    return [one.responder.code for one in watch.holders([target], Incident(base=base))]


def test_whoever_came_on_duty_a_moment_ago_is_called(okello: Responder) -> None:
    assert called_at(okello.base) == []
    duty = make_duty(okello, DutyFunction.DUTY_OFFICER)
    assert called_at(okello.base) == ["R-1"]
    Duty.objects.filter(pk=duty.pk).delete()
    assert called_at(okello.base) == []


def test_a_change_that_is_undone_leaves_nothing_behind(okello: Responder) -> None:
    make_duty(okello, DutyFunction.DUTY_OFFICER)
    with transaction.atomic():
        Responder.objects.update(is_active=False)
        assert called_at(okello.base) == []
        transaction.set_rollback(rollback=True)
    assert called_at(okello.base) == ["R-1"]


def test_a_shift_that_ends_ends_although_nothing_was_written(okello: Responder) -> None:
    now = database_now()
    make_duty(okello, DutyFunction.DUTY_OFFICER, until=now + timedelta(minutes=5))
    target = Target(DutyFunction.DUTY_OFFICER, Where.NEAREST_BASE)
    for minutes, called in ((0, 1), (6, 0)):
        watch = Watch.load(at=now + timedelta(minutes=minutes))
        assert len(watch.holders([target], Incident(base=okello.base))) == called


CHANGES: dict[str, list[Callable[[], Any]]] = {
    "people": [
        lambda: Base.objects.update(strength=3),
        lambda: Responder.objects.update(language="sw"),
        lambda: Duty.objects.all().delete(),
    ],
    "ladders": [lambda: make_ladder(Priority.P2)],
    "places": [lambda: Place.objects.create(source_id="x", name="X", lat=0, lon=0)],
    "gateways": [lambda: Gateway.objects.update(is_enabled=False), lambda: make_gateway("other")],
}


@pytest.mark.parametrize(
    ("subject", "change"), [(s, change) for s, changes in CHANGES.items() for change in changes]
)
def test_a_change_moves_its_own_mark_and_no_other(
    okello: Responder, subject: str, change: Callable[[], Any]
) -> None:
    make_duty(okello, DutyFunction.DUTY_OFFICER)
    make_gateway()
    before = Glance.now().marks
    change()
    after = Glance.now().marks
    assert {s for s in after if after[s] != before.get(s)} == {subject}


@pytest.mark.usefixtures("db")
def test_how_a_gateway_does_is_seen_without_reading_it_anew() -> None:
    gateway = make_gateway()
    before = Glance.now()
    Gateway.objects.update(failures_in_a_row=4, last_failure_at=database_now())
    after = Glance.now()
    assert after.marks == before.marks
    assert after.health[gateway.pk].failures_in_a_row == 4


def test_nothing_is_kept_without_a_mark() -> None:
    kept, answers = Kept[int](), iter(range(9))
    assert [kept.get(under, lambda: next(answers)) for under in (None, None, "a", "a", "b", "a")] == [
        0, 1, 2, 2, 3, 4,
    ]  # fmt: skip
