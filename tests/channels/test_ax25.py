"""Frames of packet radio and the messages in them: pure functions, tables and properties."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.channels import aprs
from tocsin.channels.aprs import AprsMessage, BadMessage, Copies, frame_of, message_of, messages_for
from tocsin.channels.ax25 import BadFrame, Frame, KissReader, decode, encode, kiss

NOON = datetime(2026, 3, 14, 10, tzinfo=UTC)
signs = st.from_regex(r"[A-Z0-9]{1,6}(-([1-9]|1[0-5]))?", fullmatch=True)
frames = st.builds(
    Frame, signs, signs, st.lists(signs, max_size=8).map(tuple), st.binary(max_size=256)
)


@given(frames)
def test_what_is_encoded_is_decoded_alike(frame: Frame) -> None:
    assert decode(encode(frame)) == frame


@given(st.lists(st.binary(min_size=1, max_size=200), max_size=5), st.integers(1, 50))
def test_kiss_survives_any_bytes_and_any_cutting(bodies: list[bytes], size: int) -> None:
    stream = b"".join(kiss(body) for body in bodies)
    reader = KissReader()
    chunks = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert [piece for chunk in chunks for piece in reader.feed(chunk)] == bodies


@given(st.binary(max_size=400))
def test_noise_is_refused_and_never_breaks_anything(noise: bytes) -> None:
    KissReader().feed(noise)
    with contextlib.suppress(BadFrame, BadMessage):
        message_of(decode(noise))


def test_settings_of_a_modem_are_no_frames() -> None:
    assert KissReader().feed(b"\xc0\x01\x28\xc0\x06\x01\xc0") == []


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (b":TOCSIN-1 :Watu wenye silaha{012", ("KILO7", "Watu wenye silaha", "012", "")),
        (b":TOCSIN-1 :Tirs{ab}cd", ("KILO7", "Tirs", "ab", "")),
        (b":TOCSIN-1 :sans numero", ("KILO7", "sans numero", "", "")),
        (b":TOCSIN-1 :ack012", ("KILO7", "", "012", "ack")),
        (b":TOCSIN-1 :rej9", ("KILO7", "", "9", "rej")),
        (
            b"}LIMA3>APRS,TCPIP,GATE*::TOCSIN-1 :par un relais{7",
            ("LIMA3", "par un relais", "7", ""),
        ),
        (b":TOCSIN-1 :caf\xe9{1", ("KILO7", "café", "1", "")),
    ],
)
def test_messages_are_read(body: bytes, wanted: tuple[str, ...]) -> None:
    found = message_of(Frame("KILO7", "APRS", (), body))
    assert found is not None
    assert (found.source, found.text, found.id, found.answers) == wanted
    assert found.addressee == "TOCSIN-1"


def test_a_position_is_no_message_and_half_an_addressee_is_broken() -> None:
    assert message_of(Frame("KILO7", "APRS", (), b"!0012.34N/02912.34E>")) is None
    with pytest.raises(BadMessage):
        message_of(Frame("KILO7", "APRS", (), b":TOCSIN:short"))


def test_a_long_text_becomes_numbered_messages_that_tell_their_count() -> None:
    text = "P1 Attaque, Kasenga ~ 12 km NO | il y a 4 min. " * 3
    parts = messages_for(text, delivery="d-1", source="TOCSIN-1", addressee="KILO7")
    assert len(parts) == 3
    assert all(len(part.text) <= aprs.LONGEST for part in parts)
    assert not any(sign in part.text for part in parts for sign in "|~{")
    assert [aprs.total_of(part.id) for part in parts] == [3, 3, 3]
    assert parts == messages_for(text, delivery="d-1", source="TOCSIN-1", addressee="KILO7")
    assert not messages_for("x" * 2000, delivery="d", source="A", addressee="B")


def test_what_we_write_is_what_others_read() -> None:
    (part,) = messages_for("Répondez 1", delivery="d-1", source="TOCSIN-1", addressee="KILO7-3")
    found = message_of(decode(encode(frame_of(part, path=("WIDE1-1",)))))
    assert found == AprsMessage("TOCSIN-1", "KILO7-3", "Repondez 1", part.id)


def test_copies_are_known_and_the_same_number_tomorrow_is_none() -> None:
    copies = Copies()
    said = AprsMessage("KILO7", "TOCSIN-1", "TOUT VA BIEN", "1")
    first = copies.key(said, NOON)
    assert copies.key(said, NOON + timedelta(seconds=2)) == first  # a digipeater
    assert copies.key(said, NOON + timedelta(minutes=7)) == first  # its sender again
    assert copies.key(said, NOON + timedelta(days=1)) != first
    bare = AprsMessage("KILO7", "TOCSIN-1", "TOUT VA BIEN")
    once = copies.key(bare, NOON)
    assert copies.key(bare, NOON + timedelta(seconds=20)) == once
    assert copies.key(bare, NOON + timedelta(minutes=5)) != once
