"""Every page opens for those who may, in both languages, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.console.conftest import SignIn
from tests.make import make_call_back, make_incident, make_message, make_reading, read
from tocsin.domain.words import Kind
from tocsin.records.models import Incident, Message

PAGES = {
    "okello": [
        "board", "board_counters", "board_points", "triage", "callbacks", "alerts", "responses", "log",
        "field_log", "field_phones", "field_worker", "field_app",
        "radio", "duty", "watch", "ladders", "health", "account", "more", "network", "releases",
        "release_rules", "reports", "recommendations", "bases", "copies", "signs", "areas", "actors", "packs", "needs", "threats",
        "closures",
        "planning", "ranking",
        "radio_nets", "relay", "silence", "contact_tests",
    ],
    "salima": [
        "board", "triage", "callbacks", "alerts", "log", "radio", "duty", "ladders", "network",
        "radio_nets", "add_net", "add_station", "silence", "coverage", "coverage_file", "communities",
        "focal_points", "network_import",
    ],
    "commander": [
        "board", "alerts", "responses", "feedback", "rumours", "commitments", "meetings", "duty",
        "watch", "ladders", "network",
    ],
    "analyst": ["board", "alerts", "alert_file", "figures", "figures_file", "learning"],
    "releaser": ["board", "report_plans", "report_readers", "releases", "addressees", "release_rules"],
    "admin": [
        "board", "gateways", "health", "ladders", "duty", "accounts", "account", "factor", "password",
    ],
    "auditor": ["board", "releases", "journal", "health", "alert_file"],
}  # fmt: skip

OPEN_TO_ALL = {"field_log", "field_worker", "field_app"}
"""What a phone keeps: it holds nothing of anybody."""


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return make_incident(cast.amani)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_list_opens_for_those_who_may(
    cast: Cast, incident: Incident, sign_in: SignIn, language: str
) -> None:
    make_call_back(cast.neema)
    for who, pages in PAGES.items():
        client = sign_in(getattr(cast, who))
        for page in pages:
            answer = client.get(reverse(f"console:{page}"), headers={"accept-language": language})
            assert answer.status_code == 200, (who, page)


def test_pages_of_one_thing_open(cast: Cast, incident: Incident, sign_in: SignIn) -> None:
    client = sign_in(cast.okello)
    call = make_call_back(cast.neema)
    message = Message.objects.filter(alert_link__isnull=False).get()
    addresses = [
        reverse("console:incident", args=[incident.number]),
        reverse("console:board_row", args=[incident.number]),
        reverse("console:board_detail", args=[incident.number]),
        reverse("console:message", args=[message.pk]),
        reverse("console:call", args=[call.pk]),
        reverse("console:ladder", args=["mission-p1"]),
        reverse("console:ladder_preview") + f"?community={cast.kasenga.code}",
        reverse("console:focal_point", args=[cast.amani.code]),
        reverse("console:plan", args=[incident.number]),
        reverse("console:correct", args=[incident.number, "retracted"]),
        reverse("console:rank", args=[cast.kasenga.code]),
        reverse("console:board") + f"?selected={incident.number}",
    ]
    found = {address: client.get(address).status_code for address in addresses}
    assert set(found.values()) == {200}, found


def test_pages_of_the_administrator_open(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    addresses = [
        reverse("console:gateway", args=["phones"]),
        reverse("console:add_gateway") + "?kind=http",
        reverse("console:edit_ladder", args=["mission-p1"]),
    ]
    found = {address: client.get(address).status_code for address in addresses}
    assert set(found.values()) == {200}, found


def test_whoever_is_not_signed_in_is_sent_to_the_door(cast: Cast) -> None:
    for page in {page for pages in PAGES.values() for page in pages} - OPEN_TO_ALL:
        answer = Client().get(reverse(f"console:{page}"))
        assert answer.status_code == 302, page
        assert answer["Location"].startswith("/sign-in/?next="), page


def test_a_role_without_the_right_is_told_so(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.commander).get(reverse("console:gateways"))
    assert answer.status_code == 403
    assert "rights.not_allowed" in answer.content.decode()


def test_a_restricted_kind_shows_to_those_with_the_right_only(cast: Cast, sign_in: SignIn) -> None:
    message = make_message("…", focal_point=cast.neema)
    read({message: make_reading(Kind.SEXUAL_VIOLENCE)})
    hidden = Incident.objects.get(is_restricted=True)
    page = reverse("console:incident", args=[hidden.number])
    row = f'id="incident-{hidden.number}"'
    assert sign_in(cast.okello).get(page).status_code == 404
    assert row not in sign_in(cast.okello).get("/").content.decode()
    assert sign_in(cast.salima).get(page).status_code == 200
    assert row in sign_in(cast.salima).get("/").content.decode()


def test_another_territory_is_out_of_sight(cast: Cast, incident: Incident, sign_in: SignIn) -> None:
    client = sign_in(cast.baraka)
    assert client.get(reverse("console:incident", args=[incident.number])).status_code == 404
    assert f'id="incident-{incident.number}"' not in client.get("/").content.decode()
