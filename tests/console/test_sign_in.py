"""The door: names and passwords, a limit on guessing, no way out to strange addresses."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.make import PASSWORD
from tocsin.records.models import JournalEntry, User

DOOR = "/sign-in/"


def knock(client: Client, name: str, password: str, **more: str) -> int:
    return client.post(DOOR, {"name": name, "password": password, **more}).status_code


def test_the_right_password_leads_to_the_board(cast: Cast) -> None:
    client = Client()
    answer = client.post(DOOR, {"name": "okello", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert JournalEntry.objects.filter(verb="user.signed_in").count() == 1


def test_the_session_gets_a_new_key(cast: Cast) -> None:
    client = Client()
    client.session.save()
    before = client.session.session_key
    knock(client, "okello", PASSWORD)
    assert client.session.session_key != before


def test_a_name_is_locked_after_five_wrong_passwords(cast: Cast) -> None:
    client = Client()
    tries = [knock(client, "okello", "wrong") for _ in range(5)]
    assert tries == [401] * 5
    assert knock(client, "okello", PASSWORD) == 429
    assert knock(client, "salima", PASSWORD) == 302


def test_a_refusal_names_nobody_in_the_log_book(cast: Cast) -> None:
    knock(Client(), "okello", "wrong")
    line = JournalEntry.objects.get(verb="user.sign_in_refused")
    assert "okello" not in str(line.facts)
    assert "127.0.0.1" not in str(line.facts)


def test_somebody_who_left_cannot_sign_in(cast: Cast) -> None:
    User.objects.filter(name="okello").update(is_active=False)
    assert knock(Client(), "okello", PASSWORD) == 401


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/alerts/", "/alerts/"), ("https://elsewhere.invalid/", "/"), ("//elsewhere.invalid", "/")],
)
def test_the_way_after_the_door_stays_in_the_house(cast: Cast, wanted: str, leads_to: str) -> None:
    sent = {"name": "okello", "password": PASSWORD, "next": wanted}
    assert Client().post(DOOR, sent)["Location"] == leads_to


def test_signing_out_needs_a_post_and_ends_the_session(cast: Cast) -> None:
    client = Client()
    knock(client, "okello", PASSWORD)
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


def test_a_form_from_elsewhere_is_refused_in_plain_words(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(DOOR, {"name": "okello", "password": PASSWORD})
    assert answer.status_code == 403
    assert "login.form_stale" in answer.content.decode()


def test_a_chosen_language_stays_chosen(cast: Cast) -> None:
    client = Client()
    knock(client, "okello", PASSWORD)
    client.post(reverse("console:language"), {"language": "fr", "next": "/log/"})
    assert 'lang="fr"' in client.get("/log/").content.decode()
    assert User.objects.get(name="okello").language == "fr"
