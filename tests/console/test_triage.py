"""The inbox: confirm, correct, lower with a reason, dismiss, undo, join."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_message, make_reading, read
from tocsin.domain.words import Kind, MessageState, Priority
from tocsin.records.models import Alert, Message


@pytest.fixture
def message(cast: Cast) -> Message:
    """A message the machine holds for a P1; it has paged already."""
    found = make_message("Watu wenye silaha wako hapa sasa", focal_point=cast.amani)
    read({found: make_reading()})
    found.refresh_from_db()
    return found


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.salima)


def at(name: str, message: Message) -> str:
    return reverse(f"console:{name}", args=[message.pk])


def test_the_inbox_shows_the_words_exactly_and_says_what_they_mean(
    message: Message, client: Client
) -> None:
    page = client.get("/triage/").content.decode()
    assert message.text in page
    assert "FP-0001" in page
    assert "Attack on civilians" in page


def test_a_confirmed_message_leaves_the_inbox(message: Message, client: Client) -> None:
    client.post(at("confirm", message), {"kind": Kind.ATTACK.value, "priority": Priority.P1.value})
    assert Alert.objects.get().confirmed_at is not None
    assert f"message-{message.pk}" not in client.get("/triage/").content.decode()


@pytest.mark.parametrize(("reason", "status"), [("", 422), ("It was days ago", 302)])
def test_lowering_needs_a_reason(
    message: Message, client: Client, reason: str, status: int
) -> None:
    lower = {"kind": Kind.ATTACK.value, "priority": Priority.P3.value, "reason": reason}
    assert client.post(at("confirm", message), lower).status_code == status
    wanted = Priority.P1 if status == 422 else Priority.P3
    assert Alert.objects.get().priority == wanted


def test_a_place_the_gazetteer_does_not_know_is_refused(message: Message, client: Client) -> None:
    wrong = {"kind": Kind.ATTACK.value, "priority": "P1", "place": "Nowhere at all"}
    assert client.post(at("confirm", message), wrong).status_code == 422
    right = {**wrong, "place": "mirembe"}
    assert client.post(at("confirm", message), right).status_code == 302
    assert Alert.objects.get().place_name == "Mirembe"


def test_a_dismissal_can_be_undone(message: Message, client: Client) -> None:
    client.post(at("dismiss", message), {"why": "other", "note": "a film"})
    message.refresh_from_db()
    assert message.state == MessageState.DISMISSED
    assert f"message-{message.pk}" in client.get("/triage/?show=dismissed").content.decode()
    client.post(at("reopen_message", message))
    message.refresh_from_db()
    assert message.state == MessageState.REPORTED


def test_several_messages_become_one_alert(cast: Cast, client: Client) -> None:
    pair = [make_message("Tunaona moshi", focal_point=point) for point in (cast.amani, cast.neema)]
    read({one: make_reading(Kind.CHAT, None, is_alert=False) for one in pair})
    ticked = {"m": [str(one.pk) for one in pair]}
    assert client.get(reverse("console:join"), ticked).status_code == 200
    client.post(reverse("console:join"), {**ticked, "kind": "ARS", "priority": "P2"})
    alert = Alert.objects.get(kind=Kind.ARSON)
    assert alert.message_links.count() == 2


def test_nearly_the_same_words_fold_into_one_card(cast: Cast, client: Client) -> None:
    words = "Wamesema waasi watashambulia soko la kijiji chetu kesho asubuhi, sambaza ujumbe huu"
    pair = [make_message(words, focal_point=point) for point in (cast.amani, cast.neema)]
    for one in pair:
        read({one: make_reading(Kind.RUMOUR, None, is_alert=False)})
    page = client.get("/triage/?show=quiet").content.decode()
    assert page.count("data-row ") == 1
    assert "1 more in the same words" in page


def test_words_of_markup_are_shown_and_never_run(cast: Cast, client: Client) -> None:
    bad = make_message("<script>alert(1)</script>", focal_point=cast.amani)
    read({bad: make_reading(Kind.CHAT, None, is_alert=False)})
    page = client.get(at("message", bad)).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
