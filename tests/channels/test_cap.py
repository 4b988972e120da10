"""CAP from another system becomes one message of ours, or is kept as unreadable; nothing is believed unsigned."""

import asyncio
from dataclasses import replace

import pytest

from tests.channels.doors import NOON, SECRET
from tests.domain.test_cap_rules import GOOD, INFO
from tocsin.channels import dialect
from tocsin.channels.failures import SendFailed
from tocsin.channels.http import HttpClient
from tocsin.channels.kinds.cap import Cap
from tocsin.channels.refusals import Refused, Unreadable
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.cap_message import CapMessage
from tocsin.domain.cap_xml import write_cap
from tocsin.domain.messages import Arrival, Outbound
from tocsin.domain.words import MessageKind, Priority


def channel(**settings: str) -> Cap:
    given = {"secret": SECRET, **settings}
    return Cap(given, client=HttpClient(wire=ScriptedWire()), clock=lambda: NOON)


def arrival(body: bytes, **headers: str) -> Arrival:
    return Arrival("POST", "/in/c/", "", headers, body, NOON)


def text_of(message: CapMessage) -> str:
    (found,) = channel().read(arrival(write_cap(message)))
    return found.text


def test_an_identifier_given_again_hides_no_warning() -> None:
    long = "KT" * 200
    warnings = [
        GOOD,
        replace(GOOD, type="Cancel"),
        replace(GOOD, sent="2026-03-14T12:05:00-00:00"),
        replace(GOOD, infos=(replace(INFO, headline="Fire in Kasenga"),)),
        replace(GOOD, identifier=f"{long}-1"),
        replace(GOOD, identifier=f"{long}-2"),
    ]
    names = [channel().read(arrival(write_cap(one)))[0].external_id for one in warnings * 2]
    assert names[: len(warnings)] == names[len(warnings) :]
    assert len(set(names)) == len(warnings)


def test_a_warning_becomes_a_message_under_the_sender_s_own_id() -> None:
    (found,) = channel().read(arrival(write_cap(GOOD)))
    assert found.kind is MessageKind.SYSTEM
    assert (found.external_id or "").startswith("tocsin.example,KT423-12-2/")
    assert found.sent_at is not None
    assert "Attack" in found.text
    assert "Kasenga" in found.text


def test_of_several_languages_the_one_that_is_read_best_is_taken() -> None:
    french = replace(INFO, language="fr-CD", headline="Attaque", description="Attaque à Kasenga")
    assert text_of(replace(GOOD, infos=(INFO, french))).startswith("Attaque")


def test_what_was_taken_back_is_not_read_as_a_warning_once_more() -> None:
    said = text_of(replace(GOOD, type="Cancel"))
    assert "false alarm" in said
    assert "Attack" not in said


@pytest.mark.parametrize("kind", ["Ack", "Error"])
def test_an_answer_is_no_warning(kind: str) -> None:
    message = replace(GOOD, type=kind, note="n", infos=())
    assert channel().read(arrival(write_cap(message))) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<alert/>",
        b"<!DOCTYPE a><alert/>",
        write_cap(replace(GOOD, status="Test")),
        write_cap(replace(GOOD, status="Exercise")),
        write_cap(replace(GOOD, identifier="")),
    ],
)
def test_what_is_not_taken_is_kept_as_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        channel().read(arrival(body))


def test_an_exercise_is_taken_where_the_gateway_says_so() -> None:
    body = write_cap(replace(GOOD, status="Exercise"))
    assert channel(statuses="Actual, Exercise").read(arrival(body))


def test_faults_are_kept_beside_the_warning_and_never_drop_it() -> None:
    (found,) = channel().read(arrival(write_cap(replace(GOOD, sent="yesterday"))))
    assert found.sent_at is None
    assert "cap.time_shape" in found.flags


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_warning_from_beyond_the_calendar_has_no_moment(said: str) -> None:
    """PostgreSQL would keep it, and give back neither it nor what is asked for beside it."""
    (found,) = channel().read(arrival(write_cap(replace(GOOD, sent=said))))
    assert found.sent_at is None


def test_only_a_signature_or_the_token_opens_the_door() -> None:
    body = write_cap(GOOD)
    channel().verify(arrival(body, authorization=f"Bearer {SECRET}"))
    signed = {k.lower(): v for k, v in dialect.signed_headers(SECRET, body, at=NOON).items()}
    channel().verify(arrival(body, **signed))
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": SECRET}):
        with pytest.raises(Refused):
            channel().verify(arrival(body, **headers))
    with pytest.raises(Refused):
        channel(secret="").verify(arrival(body, authorization="Bearer "))


def test_it_sends_nothing() -> None:
    outbound = Outbound("1", "+243990000001", "x", Priority.P1, not_after=NOON)
    with pytest.raises(SendFailed):
        asyncio.run(channel().send(outbound))
