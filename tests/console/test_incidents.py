"""What people do on the page of an incident: take, decide, answer, judge, put in order, close."""

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident
from tocsin.domain.words import (
    DecisionKind,
    EscalationState,
    IncidentLife,
    Kind,
    Outcome,
    Priority,
    ResponseState,
)
from tocsin.records.models import Delivery, Incident, JournalEntry, Rearrangement, Response


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast.amani)


def at(name: str, incident: Incident, *more: object) -> str:
    return reverse(f"console:{name}", args=[incident.number, *more])


def test_acknowledging_stops_the_paging_and_names_who_has_it(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.okello)
    answer = client.post(at("acknowledge", incident), follow=True)
    assert answer.status_code == 200
    assert incident.escalations.get().state == EscalationState.ACKNOWLEDGED
    assert "R-003 Operations room" in answer.content.decode()


def test_an_acknowledgement_needs_a_post(cast: Cast, incident: Incident, sign_in: SignIn) -> None:
    assert sign_in(cast.okello).get(at("acknowledge", incident)).status_code == 405
    assert incident.escalations.get().state != EscalationState.ACKNOWLEDGED


def test_an_analyst_cannot_acknowledge(cast: Cast, incident: Incident, sign_in: SignIn) -> None:
    assert sign_in(cast.analyst).post(at("acknowledge", incident)).status_code == 403
    assert incident.escalations.get().state != EscalationState.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("kind", "reason", "is_kept"),
    [("respond", "", True), ("watch", "", False), ("watch", "Seen from afar", True)],
)
def test_only_a_response_goes_without_a_reason(
    cast: Cast, incident: Incident, sign_in: SignIn, kind: str, reason: str, is_kept: bool
) -> None:
    answer = sign_in(cast.okello).post(at("decide", incident), {"kind": kind, "reason": reason})
    assert answer.status_code == (302 if is_kept else 422)
    assert incident.decisions.filter(kind=kind).exists() is is_kept


def test_a_response_is_followed_to_its_end(cast: Cast, incident: Incident, sign_in: SignIn) -> None:
    client = sign_in(cast.commander)
    client.post(at("decide", incident), {"kind": DecisionKind.RESPOND.value})
    row = Response.objects.get(incident=incident)
    for state in (ResponseState.DEPARTED, ResponseState.ON_SCENE, ResponseState.ENDED):
        answer = client.post(at("update", incident), {"response": row.pk, "state": state.value})
        assert answer.status_code == 302
        row.refresh_from_db()
        assert row.state == state


def test_a_refusal_to_respond_needs_its_reason(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.okello)
    client.post(at("ask", incident), {"base": cast.mpala.pk})
    row = Response.objects.get(incident=incident)
    refused = {"response": row.pk, "state": ResponseState.DECLINED.value}
    assert client.post(at("update", incident), refused).status_code == 422
    told = client.post(at("update", incident), {**refused, "text": "no fuel"})
    assert told.status_code == 302


def test_a_stale_page_is_refused_with_what_changed(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.okello)
    seen = {"version": incident.version, "seen_at": incident.opened_at.isoformat()}
    lower = {**seen, "priority": Priority.P2.value, "reason": "calm now"}
    assert client.post(at("priority", incident), lower).status_code == 302
    end = {**seen, "outcome": Outcome.AVERTED.value, "reason": "they left"}
    answer = client.post(at("close", incident), end)
    assert answer.status_code == 409
    assert "okello · Imminent → High" in answer.content.decode()
    incident.refresh_from_db()
    assert incident.life == IncidentLife.OPEN


def test_closing_and_opening_again(cast: Cast, incident: Incident, sign_in: SignIn) -> None:
    client = sign_in(cast.okello)
    end = {"version": incident.version, "outcome": Outcome.AVERTED.value, "reason": "they left"}
    assert client.post(at("close", incident), end).status_code == 302
    incident.refresh_from_db()
    assert (incident.life, incident.outcome) == (IncidentLife.CLOSED, Outcome.AVERTED)
    seen = {"reason": "they came back", "version": incident.version}
    assert client.post(at("correct", incident, "reopened"), seen).status_code == 302
    incident.refresh_from_db()
    assert incident.life == IncidentLife.OPEN


def test_a_merge_can_be_undone_from_the_page(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    other = make_incident(cast.neema, "Ng'ombe wameibiwa", kind=Kind.CATTLE, priority=Priority.P3)
    client = sign_in(cast.salima)
    wanted = {"into": incident.number, "reason": "one and the same"}
    assert client.post(at("merge", other), wanted).status_code == 302
    done = Rearrangement.objects.get()
    other.refresh_from_db()
    assert other.life == IncidentLife.MERGED
    assert client.post(at("undo", incident, done.pk)).status_code == 302
    other.refresh_from_db()
    assert other.life == IncidentLife.OPEN


def test_verifying_is_written_down_with_its_grade(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    judged = {"state": "corroborated", "source": "B", "content": "2", "method": "call_back"}
    assert sign_in(cast.salima).post(at("verify", incident), judged).status_code == 302
    assert incident.verifications.filter(grade="B2").exists()


def test_opening_a_name_is_a_second_click_that_is_written_down(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.salima)
    page = reverse("console:focal_point", args=["FP-0001"])
    assert "Amani Test" not in client.get(page).content.decode()
    opened = client.post(reverse("console:open_focal_point", args=["FP-0001"]))
    assert "Amani Test" in opened.content.decode()
    line = JournalEntry.objects.get(verb="focal_point.opened")
    assert line.actor == f"user:{cast.salima.pk}"
    denied = sign_in(cast.okello).post(reverse("console:open_focal_point", args=["FP-0001"]))
    assert denied.status_code == 403


def test_a_correction_shows_whom_it_will_reach_before_it_is_made(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    Delivery.objects.update(state="sent", due_at=None)
    client = sign_in(cast.okello)
    page = at("correct", incident, "mistake")
    shown = client.get(page).content.decode()
    assert "FP-0001" in shown
    assert "R-002 Mpala" in shown
    assert cast.kasenga.name in shown
    assert client.post(page, {"reason": "", "version": incident.version}).status_code == 422
    said = {"reason": "it was hunters", "version": incident.version}
    for _twice in range(2):
        assert client.post(page, said).status_code == 302
    assert incident.corrections.count() == 1
    assert "False: an error" in client.get(at("incident", incident)).content.decode()


@pytest.mark.parametrize(
    ("kind", "who", "status"),
    [("mistake", "analyst", 403), ("corrected", "analyst", 200), ("untrue", "okello", 404)],
)
def test_corrections_need_their_right(
    cast: Cast, incident: Incident, sign_in: SignIn, kind: str, who: str, status: int
) -> None:
    assert sign_in(getattr(cast, who)).get(at("correct", incident, kind)).status_code == status


def test_a_correction_names_what_it_is_instead(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client, page = sign_in(cast.salima), at("correct", incident, "corrected")
    said = {"reason": "seen", "version": incident.version, "kind": incident.kind}
    for place, status in (("", 422), ("Nowhere at all", 422), ("Mirembe", 302)):
        assert client.post(page, {**said, "place": place}).status_code == status
    incident.refresh_from_db()
    assert incident.place_name == "Mirembe"
