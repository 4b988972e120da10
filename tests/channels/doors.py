"""One harness for every kind that has a door: how each writes, signs and reports the same thing."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tocsin.channels import dialect, registry
from tocsin.channels.contract import Channel
from tocsin.channels.http import HttpClient
from tocsin.channels.scripted import ScriptedWire
from tocsin.domain.messages import Arrival, Outbound
from tocsin.domain.words import DeliveryState, Priority

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "une-clef-de-test"
AMANI, OKELLO = "+243990000001", "+243990000002"


@dataclass(frozen=True)
class Said:
    """What somebody said, before a gateway wrote it down."""

    text: str = "Des hommes armés à Mpala"
    id: str | None = "m-1"
    sent_at: datetime | None = NOON
    part: dict[str, int] | None = None


@dataclass(frozen=True)
class Door:
    """How one kind writes what came in, and the words of its receipts."""

    kind: str
    write: Callable[[Said], bytes]
    receipt: Callable[[str, str], bytes]
    sign: Callable[[bytes, str, datetime], dict[str, str]]
    status_path: str
    words: dict[str, DeliveryState] = field(default_factory=dict)

    def channel(self, secret: str = SECRET) -> Channel:
        client = HttpClient(wire=ScriptedWire())
        return registry.build(self.kind, {"secret": secret}, client=client, clock=lambda: NOON)

    def arrival(
        self,
        body: bytes,
        *,
        secret: str = SECRET,
        signed_at: datetime = NOON,
        path: str = "/in/g/",
        received_at: datetime = NOON,
    ) -> Arrival:
        headers = self.sign(body, secret, signed_at)
        return Arrival("POST", path, "", headers, body, received_at)


def _plain(said: Said) -> bytes:
    fields: dict[str, object] = {"id": said.id, "from": AMANI, "to": OKELLO, "text": said.text}
    fields["sent_at"] = said.sent_at and said.sent_at.isoformat()
    if said.part:
        fields["part"] = said.part
    return json.dumps({k: v for k, v in fields.items() if v is not None}).encode()


def _plain_receipt(delivery: str, word: str) -> bytes:
    return json.dumps({"id": delivery, "state": word}).encode()


def _plain_signature(body: bytes, secret: str, at: datetime) -> dict[str, str]:
    return dialect.signed_headers(secret, body, at=at)


def _android(said: Said) -> bytes:
    payload: dict[str, object] = {"messageId": said.id, "sender": AMANI, "recipient": OKELLO}
    payload |= {"simNumber": 1, "message": said.text, "phoneNumber": AMANI}
    # The phone writes its own zone.
    local = said.sent_at and (said.sent_at + timedelta(hours=2)).replace(tzinfo=None)
    payload["receivedAt"] = f"{local.isoformat()}.000+02:00" if local else None
    return json.dumps({"event": "sms:received", "deviceId": "d", "payload": payload}).encode()


def _android_receipt(delivery: str, word: str) -> bytes:
    return json.dumps({"event": f"sms:{word}", "payload": {"messageId": delivery}}).encode()


def _android_signature(body: bytes, secret: str, at: datetime) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
    return {"x-timestamp": stamp, "x-signature": digest}


_SHARED = {
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "failed": DeliveryState.FAILED,
    "cancelled": DeliveryState.CANCELLED,
    "teleported": DeliveryState.UNKNOWN,
    "": DeliveryState.UNKNOWN,
}
_PLAIN = [
    Door(kind, _plain, _plain_receipt, _plain_signature, "/in/g/status", _SHARED)
    for kind in ("http", "loopback", "gammu")
]
_ANDROID = Door(
    "android_gateway", _android, _android_receipt, _android_signature, "/in/g/", _SHARED
)
PLAIN_DOORS = _PLAIN
DOORS = [*_PLAIN, _ANDROID]


def outbound(priority: Priority = Priority.P2, *, to: str = OKELLO, lives: float = 600) -> Outbound:
    return Outbound("d-1", to, "Répondez 1 KT423", priority, NOON + timedelta(seconds=lives))
