"""Figures read from rows: what is counted, what never is, and the list behind each number."""

from datetime import timedelta

import pytest
from django.test import override_settings

from tests.cast import lay_cast
from tests.make import make_incident
from tocsin.actions.answering import decide
from tocsin.actions.nobody_comes import record_nobody_comes
from tocsin.actions.response import record
from tocsin.actions.response_said import Word
from tocsin.domain.figure_words import Figure, Span
from tocsin.domain.figures import CHOSEN
from tocsin.domain.response_words import NonResponse, ResponseActor, ResponseResult
from tocsin.domain.words import DecisionKind, ResponseState, VerificationState
from tocsin.records.models import Alert, Incident, Response
from tocsin.records.queries.clock import database_now
from tocsin.records.queries.figures import figures, numbers_behind, silent_people
from tocsin.records.queries.scope import Scope
from tocsin.records.queries.waits import waits_behind
from tools.generated_year import MINUTE, START, YEAR, fill

DAY = timedelta(days=1)
EVERYWHERE = Scope(sees_restricted=True)


@pytest.mark.usefixtures("db")
def test_every_number_of_a_generated_year_opens_a_list_of_its_length() -> None:
    fill(300, seed=7)
    end = START + YEAR
    found = figures(EVERYWHERE, START, end)
    counted = {one.figure: one.n for one in found.measures}
    real = Alert.objects.filter(is_drill=False).count()
    assert 0 < real < 300
    assert counted[Figure.RECEIVED] == real
    for figure in CHOSEN:
        assert len(numbers_behind(EVERYWHERE, START, end, CHOSEN[figure])) == counted[figure], (
            figure
        )
    assert counted[Figure.ANSWERED] + counted[Figure.NOT_ANSWERED] == counted[Figure.ACTIONABLE]
    assert sum(found.why_not.values()) == counted[Figure.NOT_ANSWERED]
    assert sum(found.by_priority.values()) == real
    for span, summary in found.spans.items():
        rows = waits_behind(EVERYWHERE, START, end, span)
        ended = sum(row.ended_at is not None for row in rows)
        assert (len(rows), ended) == (summary.n, summary.n_over), span
        assert rows == sorted(rows, key=lambda row: row.length, reverse=True)


@pytest.mark.usefixtures("db")
def test_what_happened_on_the_line_is_what_is_counted() -> None:
    cast = lay_cast()
    gone, lost = make_incident(cast.amani), make_incident(cast.neema)
    Incident.objects.update(verification=VerificationState.CONFIRMED.value)
    now = database_now()
    decide(gone, by=cast.commander, at=now, kind=DecisionKind.RESPOND, reason="", via="page")
    result = ResponseResult.ATTACK_PREVENTED
    word = Word(ResponseState.ON_SCENE, result=result, observed="They turned back at the bridge")
    record(Response.objects.get(), by=cast.commander, at=now, word=word)
    record_nobody_comes(lost, by=cast.okello, at=now, why=NonResponse.ROAD_CUT)
    found = figures(EVERYWHERE, now - timedelta(hours=1), database_now() + timedelta(minutes=1))
    counted = {one.figure: (one.n, one.of) for one in found.measures}
    assert counted[Figure.ANSWERED] == counted[Figure.NOT_ANSWERED] == (1, 2)
    assert counted[Figure.TIMELY] == (1, 1)
    assert counted[Figure.PREVENTED] == (1, 2)
    assert found.by_actor == {ResponseActor.MISSION_FORCE: 1}
    assert found.why_not == {NonResponse.ROAD_CUT: 1}
    assert found.spans[Span.ARRIVED].n >= found.spans[Span.ARRIVED].n_over


@pytest.mark.usefixtures("db")
def test_a_drill_never_counts_but_where_all_is_one() -> None:
    cast = lay_cast()
    make_incident(cast.amani)
    Alert.objects.update(is_drill=True)
    now = database_now()
    period = (EVERYWHERE, now - timedelta(hours=1), now + timedelta(hours=1))
    with override_settings(EXERCISE=False):
        assert figures(*period).measures[0].n == 0
    with override_settings(EXERCISE=True):
        assert figures(*period).measures[0].n == 1


@pytest.mark.usefixtures("db")
def test_a_wait_that_goes_on_is_censored_and_one_that_contradicts_is_none() -> None:
    cast = lay_cast()
    incident = make_incident(cast.amani)
    at = database_now() - 300 * MINUTE
    Incident.objects.update(opened_at=at)
    responses = [
        # departed, ended, both in minutes after somebody asked
        (30, 90),  # over
        (None, 60),  # never left: waited for an hour
        (240, None),  # left only after the period
        (-60, 10),  # left before anybody asked
    ]
    for left, ended in responses:
        Response.objects.create(
            incident=incident,
            base=cast.mpala,
            state="ended",
            asked_at=at,
            departed_at=at + left * MINUTE if left else None,
            ended_at=at + ended * MINUTE if ended else None,
        )
    Response.objects.create(incident=incident, actor="community", state="ended", asked_at=at)
    period = (EVERYWHERE, at, at + 120 * MINUTE)
    rows = waits_behind(*period, Span.DEPARTED)
    assert [(row.length / MINUTE, row.ended_at is None) for row in rows] == [
        (120, True), (60, True), (30, False),
    ]  # fmt: skip
    found = figures(*period).spans[Span.DEPARTED]
    assert (found.n, found.n_over, found.median) == (3, 1, None)


@pytest.mark.usefixtures("db")
def test_a_wait_in_a_period_that_goes_on_has_lasted_until_now() -> None:
    cast = lay_cast()
    incident = make_incident(cast.amani)
    at = database_now()
    Response.objects.create(
        incident=incident, base=cast.mpala, state="asked", asked_at=at - 30 * MINUTE
    )
    period = (EVERYWHERE, at - 60 * MINUTE, at + 600 * MINUTE)
    (row,) = waits_behind(*period, Span.DEPARTED)
    assert 30 * MINUTE <= row.length < 60 * MINUTE


@pytest.mark.usefixtures("db")
def test_who_was_heard_lately_is_not_silent_in_a_period_that_goes_on() -> None:
    cast = lay_cast()
    make_incident(cast.amani)
    at = database_now()
    soon, later = (EVERYWHERE, at - DAY, at + DAY), (EVERYWHERE, at - DAY, at + 60 * DAY)
    silent = [set(silent_people(*period)) for period in (soon, later)]
    assert silent[0] == silent[1]
    assert cast.amani not in silent[1]
