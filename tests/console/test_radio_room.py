"""The radio room through its pages: set up, call, correct, print; silence never put aside without a reason."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.channels.doors import NOON
from tests.console.conftest import SignIn
from tocsin.actions import gateways
from tocsin.actions.journal import Actor
from tocsin.actions.roll_calls import open_roll_calls
from tocsin.domain.problems import Problem
from tocsin.records.models import (
    CodeSheet,
    Delivery,
    JournalEntry,
    RadioCheck,
    RadioNet,
    RadioStation,
    RollCall,
    Silence,
)

BY = Actor("test")
NET = {"slug": "alpha", "title": "Alpha", "mode": "hf", "frequency": "4 625 kHz", "minutes": "45"}


@pytest.fixture
def room(cast: Cast, sign_in: SignIn) -> Client:
    """Set up a net with two stations through the pages, with its roll call open."""
    client = sign_in(cast.salima)
    for sign in ("ALPHA 1", "BRAVO 2"):
        answer = client.post(reverse("console:add_station"), {"call_sign": sign})
        assert answer.status_code == 302, answer.content
    answer = client.post(reverse("console:add_net"), {**NET, "hours": "07:00 17:00"})
    assert answer.status_code == 302, answer.content
    client.post(reverse("console:seat_stations", args=["alpha"]), {"members": "bravo 2\nalpha1"})
    open_roll_calls(at=RadioNet.objects.get().opens_next_at)  # type: ignore[arg-type]  # has hours
    return client


def type_in(client: Client, *lines: str) -> list[int]:
    where = reverse("console:record_check", args=[RollCall.objects.get().pk])
    return [client.post(where, {"entry": line}).status_code for line in lines]


def test_an_operator_types_a_line_for_each_station_and_sees_what_was_wrong(room: Client) -> None:
    assert type_in(room, "5", "zulu 9", "n", "bravo 2 3", "4") == [302, 422, 302, 302, 409]
    said = RadioCheck.objects.filter(struck_at=None).order_by("position")
    assert [(one.station.call_sign, one.outcome) for one in said] == [
        ("BRAVO 2", "present"),
        ("ALPHA 1", "nothing_heard"),
    ]
    page = room.get(reverse("console:roll_call", args=[RollCall.objects.get().pk]))
    assert "<s>BRAVO 2</s>" in page.content.decode()


def test_two_operators_see_what_the_other_wrote_before_they_correct_it(
    cast: Cast, room: Client, sign_in: SignIn
) -> None:
    row = RollCall.objects.get()
    where = reverse("console:record_check", args=[row.pk])
    before = {"seen": "2026-01-01T00:00:00+00:00", "next": "BRAVO 2"}
    assert room.post(where, {"entry": "5", **before}).status_code == 302
    other = sign_in(cast.okello)
    told = other.post(where, {"entry": "n", **before})
    assert told.status_code == 409
    page = told.content.decode()
    assert "Somebody else wrote down an answer of BRAVO 2 meanwhile" in page
    assert 'value="BRAVO 2 n"' in page  # Enter again means the same station
    assert RadioCheck.objects.filter(outcome="nothing_heard").count() == 0
    for broken in ("", "yesterday", "2026-13-40T99:99"):
        answer = other.post(where, {"entry": "alpha 1 4", "seen": broken, "next": "x"})
        assert answer.status_code == 302


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        ("add_net", {**NET, "hours": "seven"}),
        ("add_station", {"call_sign": "KILO 7", "text_scheme": "aprs", "text_address": "+243"}),
        ("add_station", {"call_sign": ""}),
    ],
)
def test_bad_input_is_shown_beside_its_field(
    cast: Cast, sign_in: SignIn, page: str, wrong: dict[str, str]
) -> None:
    answer = sign_in(cast.salima).post(reverse(f"console:{page}"), wrong)
    assert answer.status_code == 422
    assert not RadioNet.objects.exists()
    assert not RadioStation.objects.exists()


def test_a_call_sign_belongs_to_one_station(room: Client) -> None:
    answer = room.post(reverse("console:add_station"), {"call_sign": "alpha-1"})
    assert answer.status_code == 409
    assert "radio.call_sign_taken" in answer.content.decode()


def test_a_call_sign_out_of_use_is_given_again_and_its_log_goes_on(room: Client) -> None:
    row = RadioStation.objects.get(call_sign="ALPHA 1")
    room.post(reverse("console:end_station", args=["ALPHA 1"]))
    assert room.get(reverse("console:station", args=["ALPHA 1"])).status_code == 404
    room.post(reverse("console:add_station"), {"call_sign": "ALPHA 1"})
    assert RadioStation.objects.get(call_sign="ALPHA 1", ended_at=None).pk == row.pk


@pytest.mark.parametrize("name", ["radio_log_sheet", "radio_rota"])
def test_log_and_rota_are_printed(room: Client, name: str) -> None:
    type_in(room, "5", "n / <b>pluie</b>")
    answer = room.get(reverse(f"console:{name}", args=["alpha"]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_a_code_sheet_is_opened_by_a_click_that_is_recorded(room: Client) -> None:
    where = reverse("console:code_sheets", args=["alpha"])
    filled = {"month": "2026-03-14", "meanings": "Mpala\nbase"}
    assert room.post(where, filled).status_code == 302
    assert room.post(where, filled).status_code == 409
    sheet = CodeSheet.objects.get()
    assert "Mpala" not in room.get(where).content.decode()
    opened = room.post(reverse("console:open_codes", args=["alpha", sheet.pk]))
    assert "Mpala" in opened.content.decode()
    assert JournalEntry.objects.filter(verb="code_sheet.opened").count() == 1


def test_a_silence_is_not_put_aside_without_a_reason(room: Client) -> None:
    type_in(room, "5", "n")
    room.post(reverse("console:close_roll_call", args=[RollCall.objects.get().pk]))
    silence = Silence.objects.get()
    where = reverse("console:explain_silence", args=[silence.pk])
    assert room.post(where, {"reason": " "}).status_code == 422
    assert room.post(where, {"reason": "Antenne tombée"}).status_code == 302
    silence.refresh_from_db()
    assert silence.state == "explained"
    assert room.post(where, {"reason": "encore"}).status_code == 409


def test_the_board_says_how_many_wait_for_a_call(room: Client) -> None:
    type_in(room, "5", "n")
    room.post(reverse("console:close_roll_call", args=[RollCall.objects.get().pk]))
    Silence.objects.update(asks="call")
    assert "1 to call" in room.get("/").content.decode()


def test_a_gateway_of_text_over_radio_is_tested_with_a_call_sign(cast: Cast) -> None:
    own = {"call_sign": "TOCSIN-1", "host": "127.0.0.1", "port": "8001"}
    gateway = gateways.add_gateway(
        slug="aprs", kind="kiss_tnc", title="APRS", settings=own, rank=1, by=BY, at=NOON
    )
    gateways.test_gateway(gateway, " kilo7-3 ", by=BY, at=NOON)
    delivery = Delivery.objects.get()
    assert (delivery.to, delivery.state, delivery.gateway) == ("KILO7-3", "queued", gateway)
    with pytest.raises(Problem):
        gateways.test_gateway(gateway, "+243990000001", by=BY, at=NOON)
