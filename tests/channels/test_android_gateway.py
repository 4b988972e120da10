"""The events, the inbox and the health of the Android phone, as the app writes them."""

import asyncio
import json
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from tests.channels.doors import AMANI, DOORS, NOON, OKELLO, SECRET, Said
from tocsin.channels import failures, registry
from tocsin.channels.contract import Channel, Health, Unreadable
from tocsin.channels.exchange import AnswerLost, HttpReply, HttpRequest, NotSent
from tocsin.channels.failures import Failure, SendFailed
from tocsin.channels.http import HttpClient
from tocsin.channels.scripted import Answer, ScriptedWire
from tocsin.domain.messages import Arrival, Mark

DOOR = DOORS[-1]
ROW = {
    "id": "text:-559038737",  # the same 32 bits as deadbeef
    "type": "SMS",
    "sender": AMANI,
    "recipient": OKELLO,
    "simNumber": 1,
    "contentPreview": "Des hommes armés à Mpala",
    "createdAt": "2026-03-02T12:00:00.000Z",
}


def an_event(name: str, **payload: object) -> Arrival:
    body = {"id": "evt-1", "event": name, "deviceId": "dev", "payload": payload}
    return DOOR.arrival(json.dumps(body).encode())


def a_phone(*answers: Answer) -> tuple[Channel, ScriptedWire]:
    wire = ScriptedWire(answers)
    settings = {"secret": SECRET, "url": "http://phone.example:8080", "username": "u"}
    client = HttpClient(wire=wire)
    return registry.build("android_gateway", settings, client=client, clock=lambda: NOON), wire


def a_page(*rows: object) -> HttpReply:
    return HttpReply(200, {}, json.dumps(rows).encode())


@pytest.mark.parametrize(
    ("event", "payload", "text", "flags"),
    [
        ("sms:received", {"sender": AMANI, "message": "x"}, "x", ()),
        ("sms:received", {"phoneNumber": AMANI, "message": "x"}, "x", ()),
        ("sms:received", {"sender": AMANI}, "", (Mark.EMPTY,)),
        ("sms:data-received", {"sender": AMANI, "data": "aGVsbG8="}, "", (Mark.BINARY,)),
        ("mms:received", {"sender": AMANI, "subject": "photo"}, "photo", (Mark.BINARY,)),
        ("mms:downloaded", {"sender": AMANI, "body": "Voyez", "attachments": []}, "Voyez", ()),
        ("mms:downloaded", {"sender": AMANI, "body": None}, "", (Mark.EMPTY,)),
    ],
)
def test_whatever_a_villager_sends_becomes_a_message(
    event: str, payload: dict[str, object], text: str, flags: tuple[str, ...]
) -> None:
    (inbound,) = DOOR.channel().read(an_event(event, **payload))
    assert (inbound.sender, inbound.text, inbound.flags) == (AMANI, text, flags)
    assert inbound.external_id == "evt-1"  # better than nothing when the message's own is missing


def test_a_withheld_number_and_null_fields_are_tolerated() -> None:
    nothing = dict.fromkeys(("sender", "recipient", "phoneNumber", "simNumber", "receivedAt"))
    (inbound,) = DOOR.channel().read(an_event("sms:received", message="Au secours", **nothing))
    assert (inbound.sender, inbound.recipient, inbound.sent_at) == ("", "", None)


@pytest.mark.parametrize("event", ["sms:cooked", "app:started", "system:ping", "new:thing"])
def test_what_brings_no_words_is_no_message(event: str) -> None:
    assert DOOR.channel().read(an_event(event, messageId="m")) == []


def test_a_message_without_payload_is_kept_for_a_person() -> None:
    arrival = DOOR.arrival(b'{"event":"sms:received"}')
    with pytest.raises(Unreadable):
        DOOR.channel().read(arrival)
    assert DOOR.channel().receipts(an_event("sms:sent")) == []


def test_a_failure_carries_its_reason() -> None:
    reason = "RESULT_ERROR_GENERIC_FAILURE"
    (receipt,) = DOOR.channel().receipts(an_event("sms:failed", messageId="d-1", reason=reason))
    assert (receipt.delivery, receipt.code, receipt.reason) == ("d-1", "failed", reason)


def test_catching_up_makes_no_copies_of_what_came_through_the_door() -> None:
    door_body = DOOR.write(Said(id="deadbeef"))
    (by_door,) = DOOR.channel().read(DOOR.arrival(door_body))
    phone, wire = a_phone(HttpReply(202), a_page(ROW))
    (by_list,) = asyncio.run(phone.catch_up(NOON - timedelta(hours=2)))
    assert by_list.external_id == by_door.external_id == "deadbeef@1772452800"
    assert (by_list.sender, by_list.text, by_list.flags) == (AMANI, by_door.text, ())
    assert json.loads(wire.requests[0].body) == {
        "since": "2026-03-02T10:00:00+00:00",
        "until": "2026-03-02T12:00:00+00:00",
        "triggerWebhooks": True,
    }


def test_a_long_outage_is_read_page_by_page() -> None:
    n_rows = 1100

    def inbox(request: HttpRequest) -> HttpReply:
        if request.method == "POST":
            return HttpReply(202)
        asked = {name: values[0] for name, values in parse_qs(request.url.query).items()}
        assert asked["from"] == "2026-03-02T10:00:00Z"
        offset, limit = int(asked["offset"]), int(asked["limit"])
        rows = [{**ROW, "id": f"text:{n}"} for n in range(n_rows)]
        return a_page(*rows[offset : offset + limit])

    client = HttpClient(wire=ScriptedWire(inbox))
    settings = {"secret": SECRET, "url": "http://phone.example"}
    phone = registry.build("android_gateway", settings, client=client, clock=lambda: NOON)
    found = asyncio.run(phone.catch_up(NOON - timedelta(hours=2)))
    assert len({inbound.external_id for inbound in found}) == n_rows


@pytest.mark.parametrize(
    "answer", [HttpReply(404), HttpReply(200, {}, b"no json"), a_page(1, None)]
)
def test_an_old_app_that_cannot_list_its_inbox_is_no_error(answer: HttpReply) -> None:
    phone, _ = a_phone(HttpReply(202), answer)
    assert asyncio.run(phone.catch_up(NOON - timedelta(hours=2))) == []


@pytest.mark.parametrize(
    ("answers", "failure"),
    [
        ((NotSent("refused"),), failures.UNREACHABLE),
        ((AnswerLost("late"),), failures.UNREACHABLE),
        ((HttpReply(401),), failures.MISCONFIGURED),
        ((HttpReply(202), HttpReply(503)), failures.UNREACHABLE),
    ],
)
def test_catching_up_can_fail_and_says_so(answers: tuple[Answer, ...], failure: Failure) -> None:
    phone, _ = a_phone(*answers)
    with pytest.raises(SendFailed) as failed:
        asyncio.run(phone.catch_up(NOON))
    assert failed.value.failure is failure


CHECKS = {"battery:level": {"observedValue": 17, "status": "warn"}, "odd": None}


@pytest.mark.parametrize(
    ("answer", "health"),
    [
        (
            HttpReply(200, {}, json.dumps({"status": "warn", "checks": CHECKS}).encode()),
            Health(is_up=True, facts={"status": "warn", "battery:level": "17"}),
        ),
        (HttpReply(500, {}, b'{"status":"fail"}'), Health(is_up=False, facts={"status": "fail"})),
        (NotSent("refused"), Health(is_up=False, facts={"failure": "unreachable"})),
        (AnswerLost("late"), Health(is_up=False, facts={"failure": "unintelligible_answer"})),
        (
            HttpReply(200, {}, b"<html>"),
            Health(is_up=False, facts={"failure": "unintelligible_answer"}),
        ),
    ],
)
def test_the_phones_health_is_told_and_never_raises(answer: Answer, health: Health) -> None:
    phone, _ = a_phone(answer)
    assert asyncio.run(phone.health()) == health


def test_a_ping_brings_the_battery_and_a_start_the_cards() -> None:
    ping = an_event("system:ping", health={"status": "pass", "checks": CHECKS})
    assert DOOR.channel().heartbeat(ping) == Health(
        is_up=True, facts={"status": "pass", "battery:level": "17"}
    )
    started = an_event("app:started", simCards=[{}, {}])
    assert DOOR.channel().heartbeat(started) == Health(is_up=True, facts={"sims": "2"})
    assert DOOR.channel().heartbeat(an_event("sms:received")) is None
    assert DOOR.channel().heartbeat(DOOR.arrival(b"noise")) is None
