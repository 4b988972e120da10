"""The ledger's pages: lists that can be narrowed, forms that say what is wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident
from tocsin.actions.response import ask_response, record
from tocsin.actions.response_said import Word
from tocsin.domain.words import ResponseState
from tocsin.records.models import Incident, ProtectionGap, Response
from tocsin.records.queries.clock import database_now


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast.amani)


@pytest.fixture
def response(cast: Cast, incident: Incident) -> Response:
    return ask_response(incident, cast.mpala, by=cast.okello, at=database_now())


@pytest.fixture
def okello(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.okello)


def say(client: Client, response: Response, **said: str) -> int:
    return client.post(reverse("console:response_word", args=[response.pk]), said).status_code


def test_the_list_is_narrowed_by_state_actor_reason_and_words(
    okello: Client, response: Response
) -> None:
    base = reverse("console:responses")
    shown = {
        "": True, "?state=asked": True, "?state=ended": False, "?actor=fardc": False,
        "?why_not=night": False, "?q=Mpala": True, "?q=nowhere": False, "?show=open": True,
        "?state=nonsense": True, f"?q=%23{response.incident.number}": True,
    }  # fmt: skip
    for query, is_there in shown.items():
        assert (str(response.pk) in okello.get(base + query).content.decode()) is is_there, query


def test_a_refusal_without_a_reason_is_shown_again(okello: Client, response: Response) -> None:
    assert say(okello, response, state="declined") == 422
    assert say(okello, response, state="ended", result="attack_prevented") == 422
    assert say(okello, response) == 422
    assert Response.objects.get().state == ResponseState.ASKED
    assert say(okello, response, state="declined", why_not="no_fuel") == 302
    assert Response.objects.get().why_not == "no_fuel"


def test_a_patrol_is_debriefed_on_its_page(cast: Cast, okello: Client, response: Response) -> None:
    now = database_now()
    record(response, by=cast.okello, at=now, word=Word(ResponseState.DEPARTED))
    debrief = reverse("console:debrief", args=[response.pk])
    assert okello.post(debrief, {}).status_code == 422
    told = {"people": "12", "road_km": "17.5", "seen": "Burnt houses at the market"}
    assert okello.post(debrief, told).status_code == 302
    page = okello.get(reverse("console:response", args=[response.pk])).content.decode()
    assert "Burnt houses at the market" in page
    check_in = reverse("console:check_in", args=[response.pk])
    assert okello.post(check_in, {"minutes": "2"}).status_code == 422
    assert okello.post(check_in, {"minutes": "45"}).status_code == 302


def test_nobody_can_come_and_who_else_acts_from_the_incident(
    okello: Client, incident: Incident
) -> None:
    number = incident.number
    nobody = reverse("console:nobody_comes", args=[number])
    assert okello.post(nobody, {"why_not": ""}).status_code == 422
    assert okello.post(nobody, {"why_not": "night"}).status_code == 302
    assert ProtectionGap.objects.get().why_not == "night"
    other = reverse("console:undertaking", args=[number])
    facts = {"actor": "community", "type": "siren_sounded", "state": "ended"}
    assert okello.post(other, facts | {"actor": "mission_force"}).status_code == 422
    assert okello.post(other, facts).status_code == 302
    assert Response.objects.get().actor == "community"


def test_another_territory_sees_and_moves_nothing(
    cast: Cast, sign_in: SignIn, response: Response
) -> None:
    baraka = sign_in(cast.baraka)
    page = reverse("console:response", args=[response.pk])
    assert baraka.get(page).status_code == 404
    assert str(response.pk) not in baraka.get(reverse("console:responses")).content.decode()
    assert say(baraka, response, state="ended") == 404
    assert say(sign_in(cast.salima), response, state="ended") == 403
