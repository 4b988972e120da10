"""Every kind reads the same things the same way, believes nothing unproven, and never breaks."""

import json
import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.doors import AMANI, DOORS, NOON, OKELLO, PLAIN_DOORS, Door, Said
from tocsin.channels.contract import Fate, Outcome, Refused, Unreadable
from tocsin.domain.messages import Arrival, Inbound, Mark
from tocsin.domain.parts import PartKey, PartRow, assemble
from tocsin.domain.words import MessageKind

every_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.kind)
every_plain_door = pytest.mark.parametrize("door", PLAIN_DOORS, ids=lambda door: door.kind)


def read_one(door: Door, body: bytes) -> Inbound:
    arrival = door.arrival(body)
    channel = door.channel()
    channel.verify(arrival)
    (inbound,) = channel.read(arrival)
    assert channel.receipts(arrival) == []
    return inbound


@every_door
def test_a_signed_message_is_read(door: Door) -> None:
    body = door.write(Said())
    inbound = read_one(door, body)
    assert inbound.kind is MessageKind.SMS
    assert (inbound.sender, inbound.recipient) == (AMANI, OKELLO)
    assert inbound.text == "Des hommes armés à Mpala"
    assert inbound.external_id is not None
    assert inbound.external_id.startswith("m-1")
    assert inbound.sent_at == NOON
    assert inbound.flags == ()
    assert inbound.raw == body


@every_door
@pytest.mark.parametrize("change", ["no header", "other secret", "other words", "no secret here"])
def test_what_is_not_proven_is_refused(door: Door, change: str) -> None:
    body = door.write(Said())
    arrival = door.arrival(body, secret="autre" if change == "other secret" else "une-clef-de-test")
    headers = {} if change == "no header" else arrival.headers
    words = body.replace(b"Mpala", b"Kilwa") if change == "other words" else body
    tampered = Arrival("POST", arrival.path, "", headers, words, NOON)
    channel = door.channel(secret="" if change == "no secret here" else "une-clef-de-test")
    with pytest.raises(Refused):
        channel.verify(tampered)


@every_plain_door
@pytest.mark.parametrize("seconds", [-301, 301, 365 * 86400, -365 * 86400])
def test_a_stale_signature_is_refused_where_clocks_can_be_trusted(
    door: Door, seconds: float
) -> None:
    arrival = door.arrival(door.write(Said()), signed_at=NOON + timedelta(seconds=seconds))
    with pytest.raises(Refused, match="clock"):
        door.channel().verify(arrival)


def test_a_phone_whose_clock_is_off_by_a_year_is_believed_and_marked() -> None:
    door = DOORS[-1]
    arrival = door.arrival(door.write(Said()), signed_at=NOON - timedelta(days=365))
    channel = door.channel()
    channel.verify(arrival)
    assert channel.read(arrival)[0].flags == (Mark.CLOCK_OFF,)


@every_door
def test_a_replay_and_a_retry_carry_the_same_identity(door: Door) -> None:
    body = door.write(Said())
    again = door.arrival(body, signed_at=NOON + timedelta(seconds=60))
    assert read_one(door, body).external_id == door.channel().read(again)[0].external_id
    other = door.write(Said(id="m-2"))
    assert read_one(door, other).external_id != read_one(door, body).external_id


@every_plain_door
@pytest.mark.parametrize("said", [Said("Au secours"), Said(sent_at=NOON - timedelta(hours=2))])
def test_an_id_that_a_gateway_gives_again_hides_no_other_message(door: Door, said: Said) -> None:
    first, other = (read_one(door, door.write(one)) for one in (Said(), said))
    assert first.external_id != other.external_id


def test_an_id_without_a_time_is_good_for_a_day() -> None:
    door, body = DOORS[0], b'{"id":1,"from":"+243990000001","text":"Au secours"}'
    same, copy, other = (
        door.channel().read(Arrival("POST", "/in/g/", "", {}, body, NOON + timedelta(hours=hours)))[
            0
        ]
        for hours in (0, 1, 24)
    )
    assert same.external_id == copy.external_id != other.external_id


@every_door
def test_a_message_without_an_id_is_read_and_cannot_be_told_from_a_copy(door: Door) -> None:
    inbound = read_one(door, door.write(Said(id=None)))
    assert inbound.external_id is None
    assert inbound.text


@every_door
@pytest.mark.parametrize("days", [-365, 365])
def test_a_senders_clock_off_by_a_year_is_kept_and_marked(door: Door, days: int) -> None:
    inbound = read_one(door, door.write(Said(sent_at=NOON + timedelta(days=days))))
    assert inbound.sent_at == NOON + timedelta(days=days)
    assert inbound.flags == (Mark.CLOCK_OFF,)


@every_plain_door
@pytest.mark.parametrize(
    "said", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+00:00", -(10**10), 9e12]
)
def test_a_moment_that_cannot_be_is_none(door: Door, said: object) -> None:
    """No page could show it, and some of them no row could give back."""
    body = json.dumps({"from": AMANI, "text": "x", "sent_at": said}).encode()
    inbound = read_one(door, body)
    assert (inbound.sent_at, inbound.flags) == (None, (Mark.CLOCK_OFF,))


@every_door
@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_is_read_and_marked(door: Door, text: str) -> None:
    assert read_one(door, door.write(Said(text=text))).flags == (Mark.EMPTY,)


@every_door
def test_a_long_text_comes_whole(door: Door) -> None:
    for long in ("é" * 10_000, "a" * 300_000):
        inbound = read_one(door, door.write(Said(text=long)))
        assert inbound.text == long
        assert Mark.TRUNCATED not in inbound.flags


@every_door
def test_bytes_that_are_no_utf8_are_read_as_old_phones_wrote_them(door: Door) -> None:
    body = door.write(Said(text="ATTAQUE")).replace(b"ATTAQUE", "brûlé à œuvre".encode("cp1252"))
    inbound = read_one(door, body)
    assert inbound.text == "brûlé à œuvre"
    assert Mark.NOT_UTF8 in inbound.flags


@every_door
def test_what_no_database_can_hold_is_replaced_visibly(door: Door) -> None:
    body = door.write(Said(text="AVANT")).replace(b"AVANT", b"A\\u0000B\\ud83dC\\ud83d\\ude00")
    assert read_one(door, body).text == "A\ufffdB\ufffdC\U0001f600"


@every_door
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"{}", b"[" * 100_000, b'{"from":1e999}', b"\xff\xfe"],
)
def test_what_is_not_in_the_dialect_is_unreadable(door: Door, body: bytes) -> None:
    with pytest.raises(Unreadable):
        door.channel().read(door.arrival(body))


@every_plain_door
def test_parts_come_out_of_order_and_make_one_text(door: Door) -> None:
    pieces = ["Ils sont ", "douze, vers ", "Mpala"]
    bodies = [
        door.write(Said(text=text, id=f"p{n}", part={"ref": 7, "total": 3, "seq": n}))
        for n, text in enumerate(pieces, 1)
    ]
    random.Random(4).shuffle(bodies)
    rows = []
    for body in bodies:
        inbound = read_one(door, body)
        assert inbound.part is not None
        part = inbound.part
        key = PartKey("g", inbound.sender, inbound.recipient, part.ref, part.total, part.width)
        rows.append(PartRow(str(inbound.external_id), key, part.seq, inbound.text, NOON))
    (made,) = assemble(rows)
    assert made.text == "Ils sont douze, vers Mpala"


@every_plain_door
@pytest.mark.parametrize(
    "part",
    [{"ref": 7, "total": 3, "seq": 4}, {"ref": 7, "total": 1, "seq": 1}, {"ref": 7}, {"ref": True}],
)
def test_a_part_that_cannot_be_is_read_as_a_whole(door: Door, part: dict[str, int]) -> None:
    assert read_one(door, door.write(Said(part=part))).part is None


@every_door
@pytest.mark.parametrize("word", ["sent", "delivered", "failed", "cancelled", "teleported", ""])
def test_every_word_of_a_receipt_has_a_meaning(door: Door, word: str) -> None:
    arrival = door.arrival(door.receipt("d-1", word), path=door.status_path)
    channel = door.channel()
    channel.verify(arrival)
    assert channel.read(arrival) == []
    (receipt,) = channel.receipts(arrival)
    assert receipt.delivery == "d-1"
    assert receipt.state is door.words[word]


@every_plain_door
@pytest.mark.parametrize(
    ("fields", "kind", "flags"),
    [
        ({"kind": "missed_call"}, MessageKind.MISSED_CALL, ()),
        ({"kind": "call", "text": ""}, MessageKind.MISSED_CALL, ()),
        ({"kind": "radio", "text": "x"}, MessageKind.RADIO, ()),
        ({"kind": "pigeon", "text": "x"}, MessageKind.SMS, (Mark.UNKNOWN_KIND,)),
        ({"text": "x", "from": ""}, MessageKind.SMS, ()),
        ({"text": "x", "from": 243990000001}, MessageKind.SMS, ()),
        ({"text": "x", "sent_at": "hier"}, MessageKind.SMS, (Mark.CLOCK_OFF,)),
        ({"text": "x", "sent_at": NOON.timestamp()}, MessageKind.SMS, ()),
        ({"text": "x", "sent_at": int(NOON.timestamp() * 1000)}, MessageKind.SMS, ()),
        ({"text": "x", "sent_at": "2026-03-02T12:00:00"}, MessageKind.SMS, ()),
        ({"text": "x", "sent_at": True}, MessageKind.SMS, (Mark.CLOCK_OFF,)),
    ],
)
def test_what_may_vary_in_the_generic_dialect(
    door: Door, fields: dict[str, object], kind: MessageKind, flags: tuple[str, ...]
) -> None:
    inbound = read_one(door, json.dumps({"from": AMANI} | fields).encode())
    assert (inbound.kind, inbound.flags) == (kind, flags)


@every_plain_door
@pytest.mark.parametrize(
    "fields", [{"text": "x"}, {"from": AMANI}, {"from": AMANI, "text": 5}, {"from": [], "text": ""}]
)
def test_who_and_what_must_be_there(door: Door, fields: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        door.channel().read(door.arrival(json.dumps(fields).encode()))


@every_plain_door
def test_a_receipt_for_nothing_is_unreadable(door: Door) -> None:
    arrival = door.arrival(b'{"state":"sent"}', path="/in/g/status")
    with pytest.raises(Unreadable):
        door.channel().receipts(arrival)


@every_door
@given(body=st.binary(max_size=200) | st.text().map(str.encode))
def test_no_bytes_break_a_door(door: Door, body: bytes) -> None:
    channel = door.channel()
    for path in ("/in/g/", "/in/g/status"):
        arrival = door.arrival(body, path=path)
        for ask in (channel.read, channel.receipts):
            try:
                ask(arrival)
            except Unreadable:
                continue
        channel.heartbeat(arrival)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
NAMES = ["id", "from", "to", "text", "sent_at", "kind", "part", "state", "external_id", "event",
         "payload", "messageId", "sender", "message", "receivedAt", "reason"]  # fmt: skip
bodies = st.dictionaries(st.sampled_from(NAMES), json_values, max_size=8)


@every_door
@given(body=bodies, payload=bodies, event=st.sampled_from(["sms:received", "sms:failed", "x"]))
def test_no_json_breaks_a_door(
    door: Door, body: dict[str, object], payload: dict[str, object], event: str
) -> None:
    channel = door.channel()
    whole = {**body, "payload": payload, "event": event} if "event" in body else body
    for path in ("/in/g/", "/in/g/status"):
        arrival = door.arrival(json.dumps(whole).encode(), path=path)
        try:
            found = channel.read(arrival)
            assert all("\x00" not in message.text for message in found)
            channel.receipts(arrival)
        except Unreadable:
            continue


@every_door
@pytest.mark.parametrize(
    ("fate", "status"),
    [
        (Fate.STORED, 200),
        (Fate.DUPLICATE, 200),
        (Fate.REFUSED, 401),
        (Fate.TOO_LARGE, 413),
        (Fate.THROTTLED, 429),
        (Fate.NOT_STORED, 503),
    ],
)
def test_the_answer_says_what_became_of_it(door: Door, fate: Fate, status: int) -> None:
    arrival = door.arrival(b"{}")
    answer = door.channel().answer(arrival, Outcome(fate, ("0198-uuid",)))
    assert answer.status == status
    said = json.loads(answer.body)
    if status == 200:
        assert said == {"status": fate.value, "message": "0198-uuid"}
    else:
        assert answer.content_type == "application/problem+json"
        assert said["status"] == status
    assert ("Retry-After" in dict(answer.headers)) is (status == 503)


def test_what_is_kept_unread_is_not_asked_of_the_phone_again() -> None:
    statuses = {
        door.kind: door.channel().answer(door.arrival(b"{}"), Outcome(Fate.UNREADABLE)).status
        for door in DOORS
    }
    assert statuses == {"http": 400, "loopback": 400, "gammu": 400, "android_gateway": 200}
