"""What each kind says to its carrier, and what it makes of the answer."""

import asyncio
import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.channels.doors import NOON, OKELLO, SECRET, outbound
from tocsin.channels import failures, registry, signing
from tocsin.channels.contract import Channel
from tocsin.channels.exchange import AnswerLost, HttpReply, HttpRequest, NotSent
from tocsin.channels.failures import Failure, SendFailed
from tocsin.channels.http import HttpClient
from tocsin.channels.kinds.loopback import Loopback
from tocsin.channels.scripted import Answer, ScriptedWire
from tocsin.domain.messages import Outbound, Sent, SentState
from tocsin.domain.words import Priority

SETTINGS = {
    "secret": SECRET,
    "url": "http://phone.example:8080",
    "username": "u",
    "password": "p",
}
BOTH = pytest.mark.parametrize("kind", ["http", "android_gateway"])


def a_channel(kind: str, wire: ScriptedWire, **settings: str) -> Channel:
    client = HttpClient(wire=wire)
    return registry.build(kind, SETTINGS | settings, client=client, clock=lambda: NOON)


def sent_by(
    kind: str, answers: list[Answer], message: Outbound | None = None
) -> tuple[Sent, list[HttpRequest]]:
    wire = ScriptedWire(answers)
    sent = asyncio.run(a_channel(kind, wire).send(message or outbound()))
    return sent, wire.requests


def failure_of(kind: str, answer: Answer, message: Outbound | None = None) -> Failure:
    with pytest.raises(SendFailed) as failed:
        sent_by(kind, [answer], message)
    return failed.value.failure


def test_the_generic_gateway_gets_five_fields_and_a_signature() -> None:
    sent, (request,) = sent_by("http", [HttpReply(200)])
    assert sent == Sent(SentState.SENT)
    assert json.loads(request.body) == {
        "id": "d-1",
        "to": OKELLO,
        "text": "Répondez 1 KT423",
        "priority": "P2",
        "not_after": "2026-03-02T12:10:00+00:00",
    }
    signing.check(request.headers[signing.HEADER], secret=SECRET, body=request.body, now=NOON)


def test_the_phone_gets_an_id_a_life_and_its_login() -> None:
    sent, (request,) = sent_by("android_gateway", [HttpReply(202)], outbound(Priority.P1))
    assert sent == Sent(SentState.SENT, ("d-1",))
    assert request.url.geturl() == "http://phone.example:8080/messages?skipPhoneValidation=true"
    login = "Basic " + base64.b64encode(b"u:p").decode()
    assert request.headers["authorization"] == login
    assert json.loads(request.body) == {
        "id": "d-1",
        "textMessage": {"text": "Répondez 1 KT423"},
        "phoneNumbers": [OKELLO],
        "ttl": 600,
        "priority": 127,
        "withDeliveryReport": True,
    }


def test_only_a_p1_passes_over_the_phones_own_limits() -> None:
    for priority in Priority:
        _, (request,) = sent_by("android_gateway", [HttpReply(202)], outbound(priority))
        assert (json.loads(request.body)["priority"] >= 100) is (priority is Priority.P1)


def test_a_sim_and_a_phone_can_be_chosen() -> None:
    wire = ScriptedWire()
    channel = a_channel("android_gateway", wire, sim="2", device="dev-7")
    asyncio.run(channel.send(outbound()))
    body = json.loads(wire.requests[0].body)
    assert (body["simNumber"], body["deviceId"]) == (2, "dev-7")


@BOTH
def test_a_conflict_means_that_it_was_taken_before(kind: str) -> None:
    assert sent_by(kind, [HttpReply(409)])[0].state is SentState.SENT


@BOTH
@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (NotSent("refused"), failures.UNREACHABLE),
        (HttpReply(401), failures.MISCONFIGURED),
        (HttpReply(402), failures.NO_CREDIT),
        (HttpReply(429), failures.THROTTLED),
        (HttpReply(503), failures.UNREACHABLE),
        (HttpReply(400), failures.REJECTED),
    ],
)
def test_a_refusal_is_one_of_our_failures(kind: str, answer: Answer, failure: Failure) -> None:
    assert failure_of(kind, answer) is failure


def test_the_phone_says_when_a_number_is_wrong() -> None:
    answer = HttpReply(400, {}, b'{"message":"Invalid phone number in row 1"}')
    assert failure_of("android_gateway", answer) is failures.BAD_NUMBER


def test_what_is_too_old_is_never_handed_to_a_phone() -> None:
    late = outbound(lives=-1)
    assert failure_of("android_gateway", HttpReply(202), late) is failures.EXPIRED


@BOTH
def test_without_an_address_the_settings_are_wrong(kind: str) -> None:
    with pytest.raises(SendFailed) as failed:
        asyncio.run(a_channel(kind, ScriptedWire(), url="").send(outbound()))
    assert failed.value.failure is failures.MISCONFIGURED


@BOTH
def test_an_answer_that_never_came_is_unknown(kind: str) -> None:
    sent, requests = sent_by(kind, [AnswerLost("late")], outbound(Priority.P1))
    assert sent.state is SentState.UNKNOWN
    assert len(requests) == 1  # a P1 does not wait for a second question


@pytest.mark.parametrize(
    ("second", "state"),
    [
        (HttpReply(200), SentState.SENT),
        (HttpReply(404), SentState.UNKNOWN),
        (AnswerLost("late"), SentState.UNKNOWN),
        (NotSent("refused"), SentState.UNKNOWN),
    ],
)
def test_a_phone_that_fell_silent_is_asked_once_what_it_has(
    second: Answer, state: SentState
) -> None:
    sent, requests = sent_by("android_gateway", [AnswerLost("late"), second])
    assert sent.state is state
    assert requests[1].url.path == "/messages/d-1"


def test_a_radio_message_is_unknown_until_it_is_read_back() -> None:
    sent, requests = sent_by("radio_log", [])
    assert (sent.state, requests) == (SentState.UNKNOWN, [])


def test_the_loopback_keeps_what_it_is_given() -> None:
    channel = a_channel("loopback", ScriptedWire())
    assert isinstance(channel, Loopback)
    asyncio.run(channel.send(outbound()))
    assert channel.outbox == [outbound()]


def test_the_loopback_spools_one_whole_line_each(tmp_path: Path) -> None:
    spool = tmp_path / "spool.jsonl"
    channels = [a_channel("loopback", ScriptedWire(), spool=str(spool)) for _ in range(3)]

    async def send_all() -> None:
        await asyncio.gather(*(channel.send(outbound()) for channel in channels * 5))

    asyncio.run(send_all())
    lines = [json.loads(line) for line in spool.read_text().splitlines()]
    assert len(lines) == 15
    assert lines[0] == {
        "id": "d-1",
        "to": OKELLO,
        "text": "Répondez 1 KT423",
        "priority": "P2",
        "at": "2026-03-02T12:00:00+00:00",
    }


def test_a_spool_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    channel = a_channel("loopback", ScriptedWire(), spool=str(tmp_path / "none" / "spool"))
    with pytest.raises(SendFailed):
        asyncio.run(channel.send(outbound()))


def test_the_default_clock_is_the_real_one() -> None:
    wire = ScriptedWire()
    channel = registry.build("http", SETTINGS, client=HttpClient(wire=wire))
    asyncio.run(channel.send(outbound()))
    stamp = int(wire.requests[0].headers[signing.HEADER].split(",")[0][2:])
    assert abs(datetime.fromtimestamp(stamp, UTC) - channel.clock()) < timedelta(seconds=5)
