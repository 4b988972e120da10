"""What somebody had written comes back with the page that says why it was not taken."""

import re
from typing import Any, NoReturn

import psycopg
import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tocsin.console.problem_pages import unexpected
from tocsin.records.models import Message

OURS = {"origin": "http://testserver"}
WORDS = "Une femme a appelé : des hommes armés à Kasenga, elle a raccroché"


def entry(cast: Cast) -> dict[str, str]:
    return {"client_id": "desk-1", "kind": "voice", "text": WORDS, "source": cast.amani.code}


def answer_without_database(request: HttpRequest) -> HttpResponse:
    try:
        lose_the_database()
    except OperationalError:
        return unexpected(request)


def lose_the_database() -> NoReturn:
    raise OperationalError from psycopg.OperationalError()


def hidden_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))


def test_a_session_that_ended_loses_no_word(cast: Cast, sign_in: SignIn) -> None:
    address = reverse("console:log")
    answer = Client().post(address, entry(cast), headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "login.expired" in page
    assert "hommes armés à Kasenga" in page
    again = {
        name: value for name, value in hidden_fields(page).items() if name != "csrfmiddlewaretoken"
    }
    assert sign_in(cast.okello).post(address, again, headers=OURS).status_code == 302
    assert Message.objects.get().text == WORDS


def test_a_database_that_is_away_loses_no_word(cast: Cast) -> None:
    request = RequestFactory().post(reverse("console:log"), entry(cast), headers=OURS)
    request.resolver_match = resolve(request.path)
    answer = answer_without_database(request)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "hommes armés à Kasenga" in page
    assert hidden_fields(page)["csrfmiddlewaretoken"]


def test_a_stale_form_is_given_back_with_a_fresh_key(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("console:log"), entry(cast), headers=OURS)
    assert answer.status_code == 403
    fields = hidden_fields(answer.content.decode())
    assert client.post(reverse("console:log"), fields, headers=OURS).status_code == 401


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://elsewhere.invalid"}, {"origin": "null"}]
)
def test_what_another_site_sent_gets_no_button(cast: Cast, headers: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post(reverse("console:log"), entry(cast), headers=headers).content.decode()
    assert "hommes" not in page


def test_no_secret_comes_back(cast: Cast) -> None:
    fields = {"title": "the phone of the room", "secret": "a very secret word", "rank": "1"}
    page = Client().post(reverse("console:gateway", args=["phones"]), fields, headers=OURS)
    assert page.status_code == 401
    assert "secret word" not in page.content.decode()
    assert "phone of the room" not in page.content.decode()
