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
from tocsin.records.queries.figures import figures, numbers_behind
from tocsin.records.queries.scope import Scope
from tools.figures_year import START, YEAR, fill

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
