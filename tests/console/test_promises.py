"""The pages of answers, rumours, promises and meetings: what they take, refuse and show to whom."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident, make_message, make_reading, read
from tocsin.actions.answering import decide
from tocsin.domain.words import DecisionKind, FeedbackClock, Kind
from tocsin.records.models import Commitment, Feedback, Meeting, Message, Rumour
from tocsin.records.queries.clock import database_now


@pytest.fixture
def salima(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.salima)


def text_of(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"console:{name}", args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def post(client: Client, name: str, *args: object, **said: str) -> int:
    return client.post(reverse(f"console:{name}", args=args), said).status_code


def test_an_answer_is_drafted_held_for_another_and_let_go(
    cast: Cast, salima: Client, sign_in: SignIn
) -> None:
    incident = make_incident(cast.amani)
    now = database_now()
    decide(incident, by=cast.okello, at=now, kind=DecisionKind.WATCH, reason="x", via="page")
    row = Feedback.objects.get(clock=FeedbackClock.FIRST_NEWS, focal_point=cast.amani)
    assert row.focal_point
    assert row.focal_point.code in text_of(salima, "feedback")
    assert post(salima, "draft_answer", row.pk, text="") == 422
    assert post(salima, "draft_answer", row.pk, text="Patrouille vers Kasenga") == 302
    assert "names a place" in text_of(salima, "answer", row.pk)
    assert post(salima, "approve_answer", row.pk) == 403
    assert post(sign_in(cast.baraka), "approve_answer", row.pk) == 404
    assert post(sign_in(cast.okello), "approve_answer", row.pk) == 302
    row.refresh_from_db()
    assert (row.state, row.looked_by) == ("sent", cast.okello)
    assert row.focal_point.code in salima.get("/feedback/?show=done").content.decode()


def test_a_rumour_is_entered_from_a_message_checked_and_answered(
    cast: Cast, salima: Client
) -> None:
    message = make_message("On dit que les rebelles viennent", focal_point=cast.amani)
    read({message: make_reading(Kind.RUMOUR, None, is_alert=False)})
    assert str(message.pk) in text_of(salima, "rumours")
    form = salima.get(f"/rumours/?message={message.pk}").content.decode()
    assert cast.amani.code in form
    facts = {"community": str(cast.kasenga.pk), "what": "They come", "message": str(message.pk)}
    assert post(salima, "add_rumour", **facts, sources="FP-9999") == 422
    assert post(salima, "add_rumour", **facts, sources="fp-0001, FP-0002") == 302
    rumour = Rumour.objects.get()
    assert Message.objects.get(pk=message.pk).rumour_link.rumour == rumour
    assert post(salima, "rumour_found", rumour.number, state="false") == 422
    found = {"state": "false", "finding": "Asked the chief"}
    assert post(salima, "rumour_found", rumour.number, **found) == 302
    page = text_of(salima, "rumour", rumour.number)
    assert all(code in page for code in ("FP-0001", "FP-0002", "Asked the chief"))


def test_a_promise_and_a_meeting_are_written_down(cast: Cast, salima: Client) -> None:
    met = {"community": str(cast.kasenga.pk), "held_at": "2026-01-02T10:00", "women": "12"}
    assert post(salima, "add_meeting", **met) == 422
    assert post(salima, "add_meeting", **met, men="9", concerns="The road") == 302
    assert "The road" in text_of(salima, "meeting", Meeting.objects.get().number)
    promise = {"community": str(cast.kasenga.pk), "promised_by": "commander", "what": "A patrol"}
    assert post(salima, "add_commitment", **promise) == 422
    assert post(salima, "add_commitment", **promise, due_at="2026-01-09T10:00") == 302
    number = Commitment.objects.get().number
    assert "A patrol" in salima.get("/commitments/?show=late").content.decode()
    assert post(salima, "settle_commitment", number, state="not_kept") == 422
    assert post(salima, "settle_commitment", number, state="kept") == 302
    assert post(salima, "told_commitment", number, how="at the market") == 302
    assert "at the market" in text_of(salima, "commitment", number)


def test_another_territory_sees_none_of_it(cast: Cast, salima: Client, sign_in: SignIn) -> None:
    promise = {"community": str(cast.kasenga.pk), "promised_by": "x", "what": "A secret promise"}
    post(salima, "add_commitment", **promise, due_at="2026-01-09T10:00")
    baraka = sign_in(cast.baraka)
    assert "A secret promise" not in text_of(baraka, "commitments")
    number = Commitment.objects.get().number
    assert baraka.get(reverse("console:commitment", args=[number])).status_code == 404
    assert post(baraka, "add_commitment", **promise, due_at="2026-01-09T10:00") == 403
