"""The duty desk: call-backs, the quick log, radio cards, duty and hand-over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_call_back, make_duty, make_incident
from tocsin.domain.words import CallBackState, DeliveryState, DutyFunction, MessageKind, Priority
from tocsin.records.models import Alert, Delivery, Duty, Gateway, Message, RadioTask
from tocsin.records.queries.clock import database_now


@pytest.fixture
def client(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.okello)


def test_the_number_shows_once_the_call_is_taken(cast: Cast, client: Client) -> None:
    call = make_call_back(cast.amani)
    page = reverse("console:call", args=[call.pk])
    assert cast.amani.number not in client.get(page).content.decode()
    taken = client.post(reverse("console:take_call", args=[call.pk]), follow=True)
    assert cast.amani.number in taken.content.decode()
    assert "Uko salama?" in taken.content.decode()


def test_two_people_do_not_call_the_same_number(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    call = make_call_back(cast.amani)
    take = reverse("console:take_call", args=[call.pk])
    client.post(take)
    assert sign_in(cast.salima).post(take).status_code == 409


@pytest.mark.parametrize(
    ("outcome", "state", "leads_to"),
    [
        ("talked", CallBackState.TALKED, "/log/?"),
        ("no_contact", CallBackState.NO_CONTACT, "/calls/"),
        ("again", CallBackState.DUE, "/calls/"),
    ],
)
def test_each_try_is_written_down(
    cast: Cast, client: Client, outcome: str, state: CallBackState, leads_to: str
) -> None:
    call = make_call_back(cast.amani)
    client.post(reverse("console:take_call", args=[call.pk]))
    answer = client.post(reverse("console:record_call", args=[call.pk]), {"outcome": outcome})
    call.refresh_from_db()
    assert (call.state, call.tries) == (state, 1)
    assert answer["Location"].startswith(leads_to)


def logged(client: Client, **more: str) -> dict[str, str]:
    form = client.get("/log/").context["form"]
    return {"client_id": form.initial["client_id"], "kind": MessageKind.VOICE.value, **more}


def test_only_the_words_are_needed_to_log_a_call(cast: Cast, client: Client) -> None:
    answer = client.post("/log/", logged(client, text="Armed men at the market", source="FP-0001"))
    message = Message.objects.get()
    assert answer["Location"] == reverse("console:message", args=[message.pk])
    assert (message.focal_point, message.entered_by) == (cast.amani, cast.okello)


def test_a_form_sent_twice_is_one_message(cast: Cast, client: Client) -> None:
    sent = logged(client, text="Armed men at the market")
    first, second = (client.post("/log/", sent, follow=True) for _ in range(2))
    assert Message.objects.count() == 1
    assert "Written down. The line reads it now." in first.content.decode()
    assert "This was written down before" in second.content.decode()


def test_the_next_call_in_a_form_that_came_back_is_written_down(cast: Cast, client: Client) -> None:
    sent = logged(client, text="Armed men at the market")
    client.post("/log/", sent)
    answer = client.post("/log/", {**sent, "text": "They are at the church now"}, follow=True)
    assert "Written down. The line reads it now." in answer.content.decode()
    assert {message.text for message in Message.objects.all()} == {
        "Armed men at the market",
        "They are at the church now",
    }


def test_a_logged_p1_pages_at_once(cast: Cast, client: Client) -> None:
    client.post(
        "/log/", logged(client, text="They attack", source="FP-0001", what="ATT", priority="P1")
    )
    assert Alert.objects.get().priority == Priority.P1
    assert Delivery.objects.filter(responder=cast.zawadi).exists()


def test_words_about_a_restricted_kind_are_not_kept(cast: Cast, client: Client) -> None:
    client.post(
        "/log/", logged(client, text="what she said", what="SGV", priority="P1", source="FP-0001")
    )
    assert Message.objects.get().text == ""


def test_nothing_said_is_nothing_logged(cast: Cast, client: Client) -> None:
    assert client.post("/log/", logged(client, text="  ")).status_code == 422
    assert Message.objects.count() == 0


def radio_task(cast: Cast) -> RadioTask:
    incident = make_incident(cast.amani)
    now = database_now()
    delivery = Delivery.objects.filter(notification__incident=incident, responder=cast.zawadi).get()
    delivery.gateway = Gateway.objects.create(slug="radio", kind="radio_log", title="Radio")
    delivery.state, delivery.due_at = DeliveryState.SENT.value, None
    delivery.save()
    return RadioTask.objects.create(
        delivery=delivery,
        call_sign="MPALA 2",
        read_back=incident.code,
        start_by=now + timedelta(minutes=2),
        outcome_by=now + timedelta(minutes=5),
    )


@pytest.mark.parametrize(
    ("heard", "name", "status"),
    [("right", "Zawadi", 302), ("wrong", "Zawadi", 422), ("right", "", 422)],
)
def test_only_a_read_back_with_a_name_counts(
    cast: Cast, client: Client, heard: str, name: str, status: int
) -> None:
    task = radio_task(cast)
    client.post(reverse("console:start_radio", args=[task.pk]))
    code = task.read_back if heard == "right" else "XX000"
    sent = {"outcome": "read_back", "read_back": code, "name_heard": name}
    assert client.post(reverse("console:radio_outcome", args=[task.pk]), sent).status_code == status
    task.delivery.refresh_from_db()
    assert (task.delivery.state == DeliveryState.DELIVERED) is (status == 302)


def test_a_new_holder_is_put_on_duty_and_accepts(
    cast: Cast, client: Client, sign_in: SignIn
) -> None:
    sent = {"base": cast.mpala.pk, "function": "commander", "responder": cast.zawadi.pk}
    assert client.post(reverse("console:put_on_duty"), sent).status_code == 302
    duty = Duty.objects.get(responder=cast.zawadi, function=DutyFunction.COMMANDER)
    assert duty.accepted_at is None
    client.post(reverse("console:accept_duty", args=[duty.pk]))
    duty.refresh_from_db()
    assert duty.accepted_at is not None


def test_a_commander_of_elsewhere_cannot_change_our_duty(cast: Cast, sign_in: SignIn) -> None:
    sent = {"base": cast.mpala.pk, "function": "commander", "responder": cast.zawadi.pk}
    assert sign_in(cast.baraka).post(reverse("console:put_on_duty"), sent).status_code == 403


def test_a_gap_ahead_shows_on_the_watch(cast: Cast, client: Client) -> None:
    soon = database_now() + timedelta(days=2)
    make_duty(cast.mosi, DutyFunction.DEPUTY, until=soon)
    page = client.get(reverse("console:watch")).content.decode()
    assert "No gap" not in page
    assert "Deputy commander" in page
