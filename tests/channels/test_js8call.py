"""Weak signals on short wave: JS8Call's lines, played by the fake that we ship."""

import asyncio
import json
from datetime import timedelta

import pytest

from tests.channels.doors import NOON
from tests.channels.lines import KeptEar, a_line, heard, listening, receipts, texts
from tocsin.channels.contract import Unreadable
from tocsin.channels.failures import SendFailed
from tocsin.channels.scripted_line import scripted_line
from tocsin.domain.messages import Outbound, SentState
from tocsin.domain.words import DeliveryState, Priority

OWN = {"call_sign": "TOCSIN", "host": "127.0.0.1", "group": "@TOCSIN"}


def directed(said: str, *, to: str = "TOCSIN", command: str = " MSG", utc: int = 1) -> bytes:
    words = f"KILO7: {to}{command} {said} \u2662"
    params = {"FROM": "KILO7", "TO": to, "CMD": command, "TEXT": words, "UTC": utc, "SNR": -17}
    return json.dumps({"type": "RX.DIRECTED", "value": words, "params": params}).encode() + b"\n"


def text(said: str, to: str = "KILO7", name: str = "d-1") -> Outbound:
    return Outbound(name, to, said, Priority.P2, NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (directed("HOMMES ARMES MPALA"), ["HOMMES ARMES MPALA"]),
        (directed("HOMMES ARMES", to="@TOCSIN", command=" "), ["HOMMES ARMES"]),
        (directed("BONJOUR", to="LIMA3"), []),
        (directed("", command=" ACK"), []),
        (b'{"type":"STATION.STATUS","params":{}}\n', []),
    ],
)
def test_what_is_for_us_is_read_without_its_dressing(line: bytes, words: list[str]) -> None:
    channel = a_line("js8call", **OWN)
    assert [one.text for one in channel.read(heard(line))] == words


@pytest.mark.parametrize("line", [b"no json", b"[]", b'{"type":"RX.DIRECTED","params":[]}'])
def test_a_broken_line_is_unreadable(line: bytes) -> None:
    with pytest.raises(Unreadable):
        a_line("js8call", **OWN).read(heard(line))


def test_the_same_line_twice_is_one_message_and_later_another() -> None:
    channel = a_line("js8call", **OWN)
    one, two, later = texts(channel, [directed("A"), directed("A"), directed("A", utc=2)])
    assert one.external_id == two.external_id != later.external_id


def test_whoever_is_heard_gives_a_sign_of_life() -> None:
    channel = a_line("js8call", **OWN)
    spot = b'{"type":"RX.SPOT","params":{"CALL":"kilo7","SNR":-20}}'
    assert [sign.address for sign in channel.signs(heard(spot))] == ["KILO7"]
    assert channel.signs(heard(b'{"type":"PING","params":{}}')) == []


def test_a_text_goes_out_and_the_one_acknowledgement_that_is_owed_counts() -> None:
    async def story() -> None:
        async with scripted_line() as radio:
            channel, ear = a_line("js8call", port=str(radio.port), **OWN), KeptEar()
            async with listening(channel, ear):
                sent = await channel.send(text("Répondez 1 KT423"))
                await radio.hears(b"\n")
                await radio.says(directed("", command=" ACK"))
                (receipt,) = receipts(channel, await ear.has(1))
                assert receipts(channel, ear.heard) == []
            order = json.loads(bytes(radio.heard))
        assert sent.state is SentState.SENT
        assert order["value"] == "KILO7 MSG REPONDEZ 1 KT423"
        assert (receipt.state, receipt.delivery) == (DeliveryState.DELIVERED, "d-1")

    asyncio.run(story())


def test_an_acknowledgement_that_may_mean_two_texts_means_none() -> None:
    async def story() -> None:
        async with scripted_line() as radio:
            channel = a_line("js8call", port=str(radio.port), **OWN)
            await channel.send(text("A"))
            await channel.send(text("B", name="d-2"))
            assert receipts(channel, [directed("", command=" ACK")]) == []

    asyncio.run(story())


def test_a_call_sign_that_cannot_be_or_a_text_too_long_is_not_sent() -> None:
    channel = a_line("js8call", **OWN)
    with pytest.raises(SendFailed, match="bad_number"):
        asyncio.run(channel.send(text("x", to="+243990000001")))
    with pytest.raises(SendFailed, match="too_long"):
        asyncio.run(channel.send(text("x" * 151)))
