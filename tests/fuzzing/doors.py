"""The dialects of all gateways and of sellers of airtime, as they come in."""

import hmac
import json
from dataclasses import fields
from functools import cache
from typing import Any

from tests.channels.doors import AMANI, DOORS, NOON, OKELLO, SECRET, Said
from tests.fuzzing.target import Target, raw_or_shaped, storable
from tocsin.channels import ax25, js8, registry, signing, wording
from tocsin.channels.airtime.contract import Seller
from tocsin.channels.airtime.registry import build_seller
from tocsin.channels.aprs import AprsMessage, frame_of
from tocsin.channels.contract import Channel
from tocsin.channels.exchange import HttpReply
from tocsin.channels.http import HttpClient
from tocsin.channels.kinds.android_gateway import inbox
from tocsin.channels.refusals import Refused, Unreadable
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.balance import balance_in
from tocsin.domain.messages import Arrival, Inbound
from tocsin.domain.moments import is_possible

KEYS = (
    "id", "from", "to", "text", "sent_at", "kind", "part", "ref", "total", "seq", "width", "state", "status", "code",
    "reason", "external_id", "event", "payload", "messageId", "sender", "recipient", "phoneNumber", "message",
    "receivedAt", "sms:received", "sms:delivered", "mms:received", "system:ping", "health", "checks", "observedValue",
    "simCards", "type", "params", "FROM", "TO", "CMD", "TEXT", "UTC", "RX.DIRECTED", "RX.SPOT", "CALL", "ACK", "value",
    "TOCSIN", "timestamp", "battery_level", "sms", "call", "missed_call", "delivered", "customIdentifier", "data",
    "transactionId", "currencyCode", "amount", "requestId", "createdAt", "contentPreview",
)  # fmt: skip
SETTINGS = {
    "secret": SECRET, "call_sign": "TOCSIN-1", "node": "!a1b2c3d4", "callback_secret": "", "webhook_secret": "",
    "statuses": "Actual,Exercise,Test",
}  # fmt: skip


@cache
def channel(kind: str) -> Channel:
    client = HttpClient(wire=ScriptedWire())
    own = {**SETTINGS, "call_sign": "TOCSIN"} if kind == "js8call" else SETTINGS
    return registry.build(kind, own, client=client, clock=lambda: NOON)


def hear(kind: str, body: bytes, path: str = "/in/g/") -> list[Inbound]:
    """Let a channel take all that the door takes of an arrival, and check what would be stored."""
    one = channel(kind)
    arrival = Arrival("POST", path, "", {"x-timestamp": "1"}, body, NOON)
    found = one.read(arrival)
    for receipt in one.receipts(arrival):
        storable(receipt.delivery, receipt.external_id, receipt.code, receipt.reason)
    storable(*(sign.address for sign in one.signs(arrival)))
    condition = one.heartbeat(arrival)
    for name, value in condition.facts.items() if condition else ():
        storable(name, value)
    balance_in(one.balance(arrival) or "")  # read for its amount, and kept nowhere
    for inbound in found:
        storable(inbound.sender, inbound.recipient, inbound.text, inbound.external_id)
        assert inbound.raw == body
        assert inbound.sent_at is None or is_possible(inbound.sent_at)
        assert all(len(str(flag)) < 60 for flag in inbound.flags)
    return found


def generic(given: bytes) -> None:
    body = raw_or_shaped(given, KEYS)
    for kind, path in (("http", "/in/g/"), ("http", "/in/g/status"), ("gammu", "/in/g/balance")):
        try:
            found = hear(kind, body, path)
        except Unreadable:
            continue
        for one in found:
            said = json.loads(wording.decode(body)[0], strict=False).get("text")
            assert one.text == wording.storable(said or "")[0]


def phone(given: bytes) -> None:
    body = raw_or_shaped(given, KEYS)
    hear("android_gateway", body)


def listing(given: bytes) -> None:
    """The inbox that a phone lists when it is asked."""
    body = b"[" + raw_or_shaped(given, KEYS) + b"]"
    for one in inbox.listed(HttpReply(200, {}, body), received_at=NOON):
        storable(one.sender, one.recipient, one.text, one.external_id)


def mesh(given: bytes) -> None:
    hear("meshtastic_mqtt", raw_or_shaped(given, KEYS))


def weak_signals(given: bytes) -> None:
    lines = js8.Lines().feed(given + b"\n") if given[:1] == b"{" else [raw_or_shaped(given, KEYS)]
    for line in lines:
        hear("js8call", line)


def packets(given: bytes) -> None:
    """A stream from a modem, in two pieces; each frame is heard, and what we write is read back."""
    reader = ax25.KissReader()
    half = len(given) // 2
    frames = reader.feed(given[:half]) + reader.feed(given[half:] + bytes([ax25.FEND]))
    for frame in frames:
        try:
            hear("kiss_tnc", frame)
        except Unreadable:
            continue
    # The same frame without the modem around it: most of what is made up breaks at the framing.
    hear("kiss_tnc", given)


def cap(given: bytes) -> None:
    for one in hear("cap", given):
        assert len(one.text) <= 1_600


def signature(given: bytes) -> None:
    header = given[:200].decode("latin-1")
    signing.check(header, secret=SECRET, body=given, now=NOON)
    raise AssertionError("an invented signature was believed")


def android_signature(given: bytes) -> None:
    stamp, _, mark = given[:200].decode("latin-1").partition("|")
    headers = {"x-timestamp": stamp, "x-signature": mark}
    channel("android_gateway").verify(Arrival("POST", "/in/g/", "", headers, given, NOON))
    raise AssertionError("an invented signature was believed")


def bearer(given: bytes) -> None:
    headers = {"authorization": given.decode("latin-1")}
    channel("cap").verify(Arrival("POST", "/in/g/", "", headers, given, NOON))
    raise AssertionError("an invented token was believed")


SOLD = "0123456789-abcdefghij"


@cache
def seller(kind: str) -> Seller:
    own = {"callback_secret": SOLD, "webhook_secret": SOLD, "products": "v=1"}
    return build_seller(kind, own, client=HttpClient(wire=ScriptedWire()), clock=lambda: NOON)


def sold(given: bytes) -> None:
    """What sellers of airtime call with, behind the proof of who they are."""
    body = raw_or_shaped(given, KEYS) if given[:1] != b"&" else given[1:]
    mark = hmac.digest(SOLD.encode(), body + b":1", "sha256").hex()
    headers = {"x-reloadly-signature": mark, "x-reloadly-request-timestamp": "1"}
    for kind in ("africas_talking", "dt_one", "reloadly"):
        for path in (f"/sold/a/{SOLD}", f"/sold/a/validate/{SOLD}"):
            arrival = Arrival("POST", path, "", headers, body, NOON)
            try:
                hint = seller(kind).asked(arrival) or seller(kind).heard(arrival)
            except (Unreadable, Refused):
                continue
            if hint is not None:
                storable(*(v for f in fields(hint) if isinstance(v := getattr(hint, f.name), str)))


FRAME = ax25.encode(
    frame_of(AprsMessage("KILO7-3", "TOCSIN-1", "attaque a Mpala", "01"), path=("WIDE1-1",))
)
NODE = {"from": 0xA1B2C3D5, "sender": "!a1b2c3d4", "type": "text", "id": 7, "payload": {"text": "attaque"}, "timestamp": 1_772_452_800}  # fmt: skip
SAID: dict[str, Any] = {"type": "RX.DIRECTED", "value": "", "params": {"FROM": "KILO7", "TO": "TOCSIN", "CMD": " MSG ", "TEXT": "KILO7: TOCSIN MSG ATTAQUE", "UTC": 1_772_452_800_000}}  # fmt: skip
CAP_TEXT = (
    b'<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a</identifier><sender>s</sender>'
    b"<sent>2026-03-02T12:00:00-00:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info>"
    b"<language>fr</language><category>Security</category><event>attaque</event><urgency>Immediate</urgency><severity>Severe"
    b"</severity><certainty>Observed</certainty><headline>h</headline><description>d</description><area><areaDesc>x</areaDesc>"
    b"<circle>1,2 3</circle><polygon>1,2 3,4 5,6 1,2</polygon></area></info></alert>"
)


# Each of these once went on to where it could not be stored: a NUL, half of a character.
BROKEN = "attaque\0\ud800"


def _said(field: str) -> dict[str, object]:
    return {**SAID, "params": {**SAID["params"], field: BROKEN}}


def _dialects() -> list[Target]:
    plain = [door.write(Said()) for door in DOORS] + [
        door.write(Said(part={"ref": 7, "total": 2, "seq": 1})) for door in DOORS
    ]
    plain += [door.receipt("d-1", "delivered") for door in DOORS]
    plain += [door.receipt("d-1", "\0\ud800") for door in DOORS]
    ping = b'{"event":"system:ping","payload":{"health":{"status":"pass","checks":{"b":{"observedValue":7}}}}}'
    row = json.dumps({"id": "text:-5", "sender": AMANI, "recipient": OKELLO, "contentPreview": "attaque", "createdAt": "2026-03-02T12:00:00Z"})  # fmt: skip
    return [
        Target("gateway", generic, [*plain, b'{"text":"12 CDF"}'], (Unreadable,)),
        Target(
            "phone",
            phone,
            [*plain, ping, ping.replace(b'"b"', b'"b\\u0000\\ud800"')],
            (Unreadable,),
        ),
        Target("phone inbox", listing, [row.encode(), row.replace("-5", "--5").encode()]),
        Target(
            "mesh",
            mesh,
            [json.dumps(one).encode() for one in (NODE, {**NODE, "payload": BROKEN})],
            (Unreadable,),
        ),
        Target(
            "js8call",
            weak_signals,
            [
                json.dumps(one).encode()
                for one in (SAID, _said("TEXT"), _said("UTC"), _said("FROM"))
            ],
            (Unreadable,),
        ),
        Target(
            "packet radio",
            packets,
            [FRAME, ax25.kiss(FRAME), FRAME.replace(b"attaque", b"att\0que")],
            (Unreadable, ax25.BadFrame),
        ),
        Target("cap", cap, [CAP_TEXT], (Unreadable,)),
        Target("signature", signature, [b"t=1772452800,v1=" + b"a" * 64], (Refused,)),
        Target("phone signature", android_signature, [b"1772452800|" + b"a" * 64], (Refused,)),
        Target("bearer", bearer, [b"Bearer x"], (Refused,)),
        _seller(),
    ]


def _seller() -> Target:
    return Target(
        "airtime seller",
        sold,
        [
            b"&requestId=r&value=CDF+1500.00&phoneNumber=%2B243990000001",
            b"&requestId=r&phoneNumber=%00",
            json.dumps({"data": {"customIdentifier": "k"}}).encode(),
            b'{"transactionId":"t","phoneNumber":"+243990000001","currencyCode":"CDF","amount":10}',
        ],
    )


DIALECTS = _dialects()
