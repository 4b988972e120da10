"""The clock's one question runs on the migrated schema and finds what is due."""

from datetime import timedelta

import pytest

from tests.cast import lay_cast
from tests.make import make_call_back, make_incident
from tocsin.records.models import CallBack, Escalation
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.due import what_is_due


@pytest.mark.usefixtures("db")
def test_an_idle_night_has_nothing_due() -> None:
    due = what_is_due()
    assert not any((due.steps, due.more, due.parts, due.calls, due.feedback, due.radio))


@pytest.mark.usefixtures("db")
def test_each_kind_of_work_is_found_when_its_time_has_come() -> None:
    cast = lay_cast()
    make_incident(cast.amani)
    make_call_back(cast.neema)
    past = database_now() - timedelta(seconds=1)
    Escalation.objects.update(next_step_at=past, more_due_at=past)
    CallBack.objects.update(escalate_at=past)
    due = what_is_due()
    assert due.steps
    assert due.more
    assert due.calls
    assert due.feedback  # the receipt that was owed at once
    assert not due.radio
