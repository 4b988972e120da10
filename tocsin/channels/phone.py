"""A simulated phone: texts and calls a gateway's door in the signed generic dialect."""

from dataclasses import asdict
from datetime import datetime

from tocsin.channels import dialect
from tocsin.channels.contract import wall_clock
from tocsin.channels.guard import Guard
from tocsin.channels.http import HttpClient
from tocsin.domain.messages import Part


def network() -> HttpClient:
    """Return a client that may call any door; share one between many texts."""
    return HttpClient(guard=Guard.open())


async def text(
    url: str,
    gateway: str,
    secret: str,
    *,
    from_: str,
    text: str,
    id: str,  # noqa: A002 - the word of the dialect
    kind: str = "sms",
    to: str = "",
    sent_at: datetime | None = None,
    part: Part | None = None,
    client: HttpClient | None = None,
) -> int:
    """Post one message to `<url>/in/<gateway>/` and return the HTTP status.

    `sent_at` None means now, `part` None that the text is whole. Raises SendFailed when the door
    cannot be reached and AnswerLost when it did not answer: then the same id may be sent again.
    """
    now = wall_clock()
    fields: dict[str, object] = {
        "id": id,
        "from": from_,
        "to": to,
        "text": text,
        "sent_at": (sent_at or now).isoformat(),
        "kind": kind,
    }
    body = dialect.inbound_body(fields if part is None else {**fields, "part": asdict(part)})
    headers = dialect.signed_headers(secret, body, at=now)
    own = client or network()
    try:
        reply = await own.request(
            "POST", f"{url.rstrip('/')}/in/{gateway}/", headers=headers, body=body
        )
    finally:
        if client is None:
            await own.close()
    return reply.status
