"""A LoRa mesh through a real broker: kept for us while we are away, acknowledged once it is on disk."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiomqtt
import pytest

from tests.channels.doors import NOON
from tests.channels.lines import (
    KeptEar,
    a_line,
    heard,
    listening,
    texts,
    until_it_listens,
)
from tests.ports import free_port
from tocsin.channels.contract import Channel, Unreadable
from tocsin.channels.failures import SendFailed
from tocsin.domain.messages import Mark, Outbound, SentState
from tocsin.domain.words import Priority

NODE, VILLAGE = 0xA1B2C3D4, 0x0DDBA11
OWN = {"node": "!a1b2c3d4", "host": "127.0.0.1"}


def packet(said: object, *, number: int = 7, kind: str = "text", **more: object) -> bytes:
    # `sender` is the gateway that passed it on, not who wrote it.
    fields = {"from": VILLAGE, "to": NODE, "id": number, "type": kind, "payload": said}
    return json.dumps({**fields, "sender": "!a1b2c3d4", "timestamp": 1773482400, **more}).encode()


def text(said: str, to: str = "!00ddba11") -> Outbound:
    return Outbound("d-1", to, said, Priority.P2, NOON + timedelta(hours=1))


def mesh(port: int = 1) -> Channel:
    return a_line("meshtastic_mqtt", port=str(port), **OWN)


def test_who_wrote_is_not_who_passed_it_on() -> None:
    (one,) = mesh().read(heard(packet({"text": "Tirs à Mpala"})))
    assert (one.sender, one.text) == ("!00ddba11", "Tirs à Mpala")
    assert Mark.UNPROVEN in one.flags


def test_a_number_that_comes_again_with_other_words_or_another_day_is_no_copy() -> None:
    said = packet({"text": "Tirs à Mpala"})
    names = [
        one.external_id
        for arrival in (
            heard(said),
            heard(packet({"text": "Tirs à Mpala"}, timestamp=1773482409)),  # another gateway's
            heard(packet({"text": "Tirs à Kasenga"})),
            replace(heard(said), received_at=heard(said).received_at + timedelta(days=1)),
        )
        for one in mesh().read(arrival)
    ]
    assert names[0] == names[1]
    assert len(set(names)) == 3


def test_a_node_that_numbers_nothing_makes_no_copies() -> None:
    (one,) = mesh().read(heard(packet({"text": "Tirs à Mpala"}, number=0)))
    assert one.external_id is None


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"[]", b"{}", packet(5), packet({}, number=9)])
def test_a_broken_packet_is_unreadable(broken: bytes) -> None:
    channel = mesh()
    with pytest.raises(Unreadable):
        (channel.read(heard(broken)), channel.signs(heard(broken)))


@pytest.mark.parametrize(("level", "battery"), [(14, 14), (101, 100), (0, None), ("x", None)])
def test_telemetry_tells_of_a_battery_and_is_no_message(level: object, battery: int | None) -> None:
    told = heard(packet({"battery_level": level}, kind="telemetry"))
    assert mesh().read(told) == []
    assert [(one.address, one.battery) for one in mesh().signs(told)] == [("!00ddba11", battery)]


def test_what_is_too_long_or_for_no_node_is_not_sent() -> None:
    with pytest.raises(SendFailed, match="too_long"):
        asyncio.run(mesh().send(text("é" * 120)))
    with pytest.raises(SendFailed, match="bad_number"):
        asyncio.run(mesh().send(text("x", to="+243990000001")))
    with pytest.raises(SendFailed, match="unreachable"):
        asyncio.run(mesh(free_port()).send(text("x")))


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[int]:
    port = free_port()
    config = tmp_path / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    command = ["/usr/sbin/mosquitto", "-c", str(config)]
    with (tmp_path / "out").open("wb") as out, subprocess.Popen(command, stderr=out) as program:
        try:
            until_it_listens(port)
            yield port
        finally:
            program.kill()


async def say(port: int, *bodies: bytes) -> None:
    async with aiomqtt.Client("127.0.0.1", port) as node:
        for body in bodies:
            await node.publish("msh/2/json/LongFast/!a1b2c3d4", body, qos=1)


@pytest.mark.mosquitto
def test_what_is_not_on_disk_is_brought_again_and_what_is_said_meanwhile_is_kept(
    broker: int,
) -> None:
    async def story() -> None:
        channel, deaf = mesh(broker), KeptEar(refusals=1)
        async with listening(channel, deaf):
            await say(broker, packet({"text": "Tirs à Mpala"}))
            while not deaf.offered:
                await asyncio.sleep(0.01)
        await say(broker, packet({"text": "Ils partent"}, number=8))
        ear = KeptEar()
        async with listening(channel, ear):
            bodies = await ear.has(2)
        assert {one.text for one in texts(channel, bodies)} == {"Tirs à Mpala", "Ils partent"}
        quiet = KeptEar()
        async with listening(channel, quiet):
            await say(broker, packet({"text": "fin"}, number=9))
            await quiet.has(1)
        assert [one.text for one in texts(channel, quiet.heard)] == ["fin"]

    asyncio.run(story())


@pytest.mark.mosquitto
@pytest.mark.parametrize("is_listening", [True, False])
def test_our_node_is_told_what_to_send(broker: int, *, is_listening: bool) -> None:
    async def story() -> None:
        channel, ear = mesh(broker), KeptEar()
        async with aiomqtt.Client("127.0.0.1", broker) as node:
            await node.subscribe("msh/2/json/mqtt/", qos=1)
            if is_listening:
                async with listening(channel, ear):
                    sent = await channel.send(text("Répondez 1"))
            else:
                sent = await channel.send(text("Répondez 1"))
            async with asyncio.timeout(20):
                order = json.loads(bytes((await anext(aiter(node.messages))).payload))
        assert sent.state is SentState.SENT
        assert (order["from"], order["to"], order["type"]) == (NODE, VILLAGE, "sendtext")
        assert order["payload"] == "Répondez 1"
        assert ear.heard == []

    asyncio.run(story())
