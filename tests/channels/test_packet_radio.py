"""Packet radio: acknowledged once it is on disk, repeated until answered, and real modems with real audio."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.channels.doors import NOON
from tests.channels.lines import (
    PATIENCE,
    KeptEar,
    a_line,
    heard,
    listening,
    receipts,
    texts,
    until_it_listens,
)
from tests.ports import free_port
from tocsin.channels.aprs import AprsMessage, frame_of, message_of, messages_for
from tocsin.channels.ax25 import Frame, KissReader, decode, encode, kiss
from tocsin.channels.contract import Unreadable
from tocsin.channels.failures import SendFailed
from tocsin.channels.scripted_line import scripted_line
from tocsin.domain.messages import Mark, Outbound, SentState
from tocsin.domain.words import DeliveryState, Priority

ALARM = b":TOCSIN-1 :Watu wenye silaha Mpala{012"
OWN = {"call_sign": "TOCSIN-1", "host": "127.0.0.1"}
NO_PATH: tuple[str, ...] = ()


def frame(body: bytes, source: str = "KILO7", path: tuple[str, ...] = NO_PATH) -> bytes:
    return encode(Frame(source, "APRS", path, body))


def text(said: str = "Répondez 1 KT423", to: str = "KILO7") -> Outbound:
    return Outbound("d-1", to, said, Priority.P1, NOON + timedelta(hours=1))


def said_by(data: bytes) -> list[AprsMessage]:
    found = (message_of(decode(piece)) for piece in KissReader().feed(data))
    return [one for one in found if one]


def test_a_message_is_acknowledged_only_once_it_is_on_disk_and_again_for_each_copy() -> None:
    async def story() -> None:
        async with scripted_line() as modem:
            channel, ear = a_line("kiss_tnc", port=str(modem.port), **OWN), KeptEar(refusals=2)
            async with listening(channel, ear):
                await modem.says(kiss(frame(ALARM)))
                await ear.has(1)
                assert ear.offered == 3
                await modem.says(kiss(frame(ALARM, path=("WIDE1-1*",))))
                await ear.has(2)
                await modem.hears(kiss(frame(b"", source="X"))[:1])
                while len(said_by(bytes(modem.heard))) < 2:
                    await asyncio.sleep(0.01)
            assert [m.answers + m.id for m in said_by(bytes(modem.heard))] == ["ack012", "ack012"]
            first, copy = texts(channel, ear.heard)
            assert first.external_id == copy.external_id
            assert (first.sender, first.text) == ("KILO7", "Watu wenye silaha Mpala")
            assert Mark.UNPROVEN in first.flags

    asyncio.run(story())


def test_what_is_for_others_is_heard_and_not_read() -> None:
    channel = a_line("kiss_tnc", **OWN)
    others = heard(frame(b":LIMA3    :bonjour{1"))
    assert channel.read(others) == []
    assert [sign.address for sign in channel.signs(others)] == ["KILO7"]
    with pytest.raises(Unreadable):
        channel.read(heard(b"\x00\x01\x02"))


def test_a_text_waits_for_its_acknowledgement_and_sends_only_what_is_missing() -> None:
    async def story() -> None:
        async with scripted_line() as modem:
            channel, ear = a_line("kiss_tnc", port=str(modem.port), **OWN), KeptEar()
            long = text(
                "P1 Attaque, Kasenga, 12 km NO, il y a 4 min. Code KT423. Répondez 1=OUI, 2=NON"
            )
            parts = messages_for(long.text, delivery="d-1", source="TOCSIN-1", addressee="KILO7")
            acks = [frame(f":TOCSIN-1 :ack{part.id}".encode()) for part in parts]
            async with listening(channel, ear):
                sending = asyncio.create_task(channel.send(long))
                await modem.hears(kiss(encode(frame_of(parts[1], path=("WIDE1-1",)))))
                assert receipts(channel, acks[:1]) == []
                sent = await sending
                assert sent.state is SentState.UNKNOWN
                modem.heard.clear()
                again = asyncio.create_task(channel.send(long))
                await modem.hears(kiss(encode(frame_of(parts[1], path=("WIDE1-1",)))))
                (receipt,) = receipts(channel, acks[1:])
                assert (await again).state is SentState.SENT
            assert [m.id for m in said_by(bytes(modem.heard))] == [parts[1].id]
            assert receipt.state is DeliveryState.DELIVERED
            assert receipt.external_id in sent.external_ids

    asyncio.run(story())


def test_a_modem_that_is_away_is_a_failure_and_a_number_no_call_sign() -> None:
    channel = a_line("kiss_tnc", port=str(free_port()), **OWN)
    with pytest.raises(SendFailed, match="unreachable"):
        asyncio.run(channel.send(text()))
    with pytest.raises(SendFailed, match="bad_number"):
        asyncio.run(channel.send(text(to="+243990000001")))


@dataclass(frozen=True)
class Modem:
    """A direwolf without a radio: it hears a sound file, and what it says becomes one."""

    folder: Path
    port: int
    program: "subprocess.Popen[bytes]"

    def spoken(self) -> bytes:
        sound = self.folder / "spoken.raw"
        return sound.read_bytes() if sound.exists() else b""

    def hears(self, sound: bytes) -> None:
        assert self.program.stdin is not None
        self.program.stdin.write(sound + bytes(2 * 44_100))  # a second of silence behind it
        self.program.stdin.flush()


@pytest.fixture
def modem(tmp_path: Path) -> Iterator[Modem]:
    with direwolf(tmp_path) as found:
        yield found


@contextmanager
def direwolf(folder: Path) -> Iterator[Modem]:
    port = free_port()
    folder.mkdir(exist_ok=True)
    (folder / ".asoundrc").write_text(
        'pcm.tofile { type file\n slave.pcm "null"\n'
        f' file "{folder}/spoken.raw"\n format "raw" }}\n'
    )
    (folder / "direwolf.conf").write_text(
        "ADEVICE stdin tofile\nARATE 44100\nACHANNELS 1\nCHANNEL 0\nMYCALL N0CALL\n"
        f"MODEM 1200\nAGWPORT 0\nKISSPORT {port}\n"
    )
    command = ["direwolf", "-c", str(folder / "direwolf.conf"), "-t", "0", "-"]
    home = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
    with (
        (folder / "out").open("wb") as out,
        subprocess.Popen(
            command, env=home, stdin=subprocess.PIPE, stdout=out, stderr=out
        ) as program,
    ):
        try:
            until_it_listens(port)
            yield Modem(folder, port, program)
        finally:
            program.kill()


def sound_of(packets: str, folder: Path) -> bytes:
    (folder / "packets").write_text(packets)
    made = ["gen_packets", "-r", "44100", "-o", str(folder / "in.wav"), str(folder / "packets")]
    subprocess.run(made, check=True, capture_output=True)
    return (folder / "in.wav").read_bytes()[44:]


@pytest.mark.direwolf
def test_a_real_modem_hears_a_village_and_its_digipeater(modem: Modem) -> None:
    packets = (
        "KILO7>APRS,WIDE1-1::TOCSIN-1 :Watu wenye silaha Mpala{012\n"
        "KILO7>APRS,LIMA3*::TOCSIN-1 :Watu wenye silaha Mpala{012\n"
        "LIMA3>APRS:!0012.34N/02912.34E>batterie 80\n"
    )

    async def story() -> None:
        channel, ear = a_line("kiss_tnc", port=str(modem.port), **OWN), KeptEar()
        async with listening(channel, ear):
            await asyncio.to_thread(modem.hears, sound_of(packets, modem.folder))
            bodies = await ear.has(3)
        first, copy = texts(channel, bodies)
        assert first.text == "Watu wenye silaha Mpala"
        assert first.external_id == copy.external_id
        assert {s.address for body in bodies for s in channel.signs(heard(body))} == {
            "KILO7",
            "LIMA3",
        }

    asyncio.run(story())


@pytest.mark.direwolf
def test_what_we_send_is_sound_that_a_second_modem_understands(
    modem: Modem, tmp_path: Path
) -> None:
    async def story() -> None:
        ours, ear = a_line("kiss_tnc", port=str(modem.port), **OWN), KeptEar()
        async with listening(ours, ear):
            # A modem on a pipe hears nothing at all while nobody speaks, and waits to transmit.
            await asyncio.to_thread(modem.hears, bytes(44_100))
            await ours.send(text("Code KT423 répondez"))
        with direwolf(tmp_path / "second") as second:
            theirs, there = a_line("kiss_tnc", port=str(second.port), call_sign="KILO7"), KeptEar()
            async with listening(theirs, there), asyncio.timeout(PATIENCE):
                while not there.heard:
                    # What is not spoken to its end is no frame yet, and is played again.
                    await asyncio.to_thread(second.hears, modem.spoken())
                    await asyncio.wait({asyncio.create_task(there.news.wait())}, timeout=1.0)
                (message,) = texts(theirs, there.heard[:1])
        assert (message.sender, message.text) == ("TOCSIN-1", "Code KT423 repondez")

    asyncio.run(story())
