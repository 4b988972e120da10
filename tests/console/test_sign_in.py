"""The door: names and passwords, a limit on guessing, no way out to strange addresses."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import reverse

from tests.cast import Cast
from tests.make import PASSWORD
from tocsin.actions.sign_in import MOST_BY_NAME, note_refused
from tocsin.config.logging import log_to_standard_error
from tocsin.console.known_browser import COOKIE, KEPT
from tocsin.records.models import JournalEntry, User
from tocsin.records.queries.clock import database_now

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


def locked_from_elsewhere(name: str) -> None:
    for _ in range(MOST_BY_NAME):
        note_refused(name, "192.0.2.7", at=database_now())


def test_whoever_came_in_from_here_before_is_not_kept_out_by_guesses_elsewhere(cast: Cast) -> None:
    known = Client()
    assert knock(known, "okello", PASSWORD) == 302
    known.post("/sign-out/")
    locked_from_elsewhere("okello")
    locked_from_elsewhere("salima")
    assert knock(Client(), "okello", PASSWORD) == 429
    assert knock(known, "salima", PASSWORD) == 429, "she never came in from here"
    assert knock(known, "okello", PASSWORD) == 302


def test_a_known_browser_has_no_more_tries_and_shares_none(cast: Cast) -> None:
    known, strange = Client(), Client()
    knock(known, "okello", PASSWORD)
    known.post("/sign-out/")
    assert [knock(known, "okello", "wrong") for _ in range(6)] == [401] * 5 + [429]
    assert knock(known, "okello", PASSWORD) == 429
    assert knock(strange, "okello", PASSWORD) == 302


@pytest.mark.parametrize("change", [lambda one: one[:-1], lambda _: "", lambda _: "W10:x:y"])
def test_a_browser_is_known_by_what_we_signed_alone(
    cast: Cast, change: Callable[[str], str]
) -> None:
    client = Client()
    knock(client, "okello", PASSWORD)
    kept = client.cookies[COOKIE]
    assert (kept["httponly"], kept["samesite"], int(kept["max-age"])) == (True, "Lax", KEPT)
    assert "okello" not in kept.value
    client.post("/sign-out/")
    locked_from_elsewhere("okello")
    client.cookies[COOKIE] = change(kept.value)
    assert knock(client, "okello", PASSWORD) == 429


def test_a_wrong_password_opens_no_way_of_its_own(cast: Cast) -> None:
    client = Client()
    knock(client, "okello", "wrong")
    assert COOKIE not in client.cookies


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


def test_the_door_does_not_say_who_exists(cast: Cast) -> None:
    """Of somebody here, of nobody and of somebody who left: the same words, the same count, the same work."""
    User.objects.filter(name="analyst").update(is_active=False)
    said = set()
    for name in ("okello", "nobody", "analyst"):
        client = Client()
        tries = [client.post(DOOR, {"name": name, "password": "wrong"}) for _ in range(6)]
        assert [one.status_code for one in tries] == [401] * 5 + [429]
        words = "".join(one.content.decode().partition("<main")[2] for one in tries)
        said.add(re.sub(r'value="\w{64}"|data-\w+="[^"]*"', "", words).replace(name, "NAME"))
    assert len(said) == 1


class Beside(ModelBackend):
    """Takes as long as a password does: meanwhile others guess at the same name, and are refused."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **more: Any
    ) -> Any:  # fmt: skip
        for _ in range(MOST_BY_NAME):
            note_refused(str(username), "192.0.2.7", at=database_now())
        return super().authenticate(request, username, password, **more)


@override_settings(AUTHENTICATION_BACKENDS=[f"{__name__}.Beside"])
@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_guesses_at_the_same_time_are_counted_together(cast: Cast, password: str) -> None:
    """A right one is answered as a wrong one, or the answer would tell."""
    assert knock(Client(), "okello", password) == 429
    assert not JournalEntry.objects.filter(verb="user.signed_in").exists()


def test_the_address_of_an_invitation_is_in_no_log(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is the key itself, and still good when its form came too late."""
    root, loggers = logging.getLogger(), ("django.request", "django.security.csrf", "tocsin")
    before = root.handlers[:], root.level
    log_to_standard_error()
    try:
        answer = Client(enforce_csrf_checks=True).post("/invited/the-only-key/")
        root.warning("heard")
        said = capsys.readouterr().err
    finally:
        root.handlers[:], root.level = before
        for name in loggers:
            logging.getLogger(name).setLevel(logging.NOTSET)
    assert answer.status_code == 403
    assert "heard" in said
    assert "the-only-key" not in said
