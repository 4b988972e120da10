"""The pages of releases: both texts side by side, two people, and no way around them."""

import shutil
import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_incident
from tocsin.actions.addressees import add_addressee
from tocsin.actions.journal import Actor
from tocsin.records.models import Alert, Incident, Release
from tocsin.records.queries.clock import database_now

CHOICES = {"request": "patrol", "precision": "5km", "means": "paper"}


@pytest.fixture
def incident(cast: Cast) -> Incident:
    for slug, kind, actors in (("army", "state_force", ["FARDC"]), ("relief", "humanitarian", [])):
        add_addressee(
            by=Actor("test"), at=database_now(), slug=slug, title=f"The {slug}", kind=kind,
            language="fr", means="paper", actors=actors,
        )  # fmt: skip
    return make_incident(cast.amani, "Wanashambulia kijiji chetu sasa hivi kutoka mlimani")


def drafted(client: Client, incident: Incident, **more: object) -> Release:
    url = reverse("console:draft_release", args=[incident.number])
    answer = client.post(url, {"addressee": "army", **CHOICES, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Release.objects.get()


def test_the_second_person_sees_both_texts_and_approves(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    release = drafted(sign_in(cast.salima), incident)
    page = reverse("console:release", args=[release.number])
    second = sign_in(cast.releaser)
    seen = second.get(page).content.decode()
    assert "Wanashambulia kijiji chetu" in seen
    assert release.text in seen.replace("&#x27;", "'")
    assert "Approve as the second person" in seen
    answer = second.post(reverse("console:approve_release", args=[release.number]))
    assert answer.status_code == 302
    release.refresh_from_db()
    assert (release.state, release.approved_by) == ("approved", cast.releaser)


def test_the_author_finds_no_button_and_no_door(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.releaser)
    release = drafted(client, incident)
    page = client.get(reverse("console:release", args=[release.number])).content.decode()
    assert "Approve as the second person" not in page
    assert "Break glass" in page
    answer = client.post(reverse("console:approve_release", args=[release.number]))
    assert answer.status_code == 403
    assert "release.same_person" in answer.content.decode()


def test_broken_glass_needs_a_reason_and_cries_on_the_board(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.releaser)
    release = drafted(client, incident)
    url = reverse("console:break_glass", args=[release.number])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "nobody else answers"}).status_code == 302
    board = sign_in(cast.okello).get("/").content.decode()
    assert "Releases to review" in board
    assert "nobody else answers" not in board


def test_a_perpetrator_cannot_be_chosen_and_cannot_be_forced(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    Alert.objects.update(actors=["FARDC"])
    client = sign_in(cast.salima)
    url = reverse("console:draft_release", args=[incident.number])
    page = client.get(url).content.decode()
    assert 'value="army"' not in page
    assert "They may be the ones who did it." in page
    answer = client.post(url, {"addressee": "army", **CHOICES})
    assert answer.status_code == 409
    assert not Release.objects.exists()


@pytest.mark.parametrize("wrong", [{"addressee": "nobody"}, {"means": "pigeon"}, {"actors": "XYZ"}])
def test_a_draft_filled_in_wrong_is_shown_again(
    cast: Cast, incident: Incident, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    url = reverse("console:draft_release", args=[incident.number])
    answer = sign_in(cast.salima).post(url, {"addressee": "army", **CHOICES, **wrong})
    assert answer.status_code == 422


def test_another_territory_sees_none_of_it(cast: Cast, incident: Incident, sign_in: SignIn) -> None:
    release = drafted(sign_in(cast.salima), incident)
    client = sign_in(cast.baraka)
    assert client.get(reverse("console:release", args=[release.number])).status_code == 404
    assert release.reference not in client.get(reverse("console:releases")).content.decode()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_the_sheet_carries_the_text_a_receipt_and_that_it_is_a_draft(
    cast: Cast, incident: Incident, sign_in: SignIn
) -> None:
    client = sign_in(cast.salima)
    release = drafted(client, incident)
    answer = client.get(reverse("console:release_sheet", args=[release.number]))
    assert answer["Content-Type"] == "application/pdf"
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True
    )
    said = told.stdout.decode()
    assert "PROJET. Non approuvé" in said
    assert "Reçu" in said
    assert release.text.split(",")[0] in said
    assert "Amani" not in said


def test_an_addressee_without_the_address_of_its_means_is_not_saved(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(cast.releaser)
    fields = {"slug": "x", "title": "X", "kind": "state_force", "language": "fr", "means": "sms"}
    url = reverse("console:add_addressee")
    assert client.post(url, fields).status_code == 422
    assert client.post(url, {**fields, "number": "12"}).status_code == 422
    good = {**fields, "number": "+243 990 000 701", "actors": ["FARDC"]}
    assert client.post(url, good).status_code == 302
    page = client.get(reverse("console:addressees")).content.decode()
    assert "990000701" not in page.replace(" ", "")
