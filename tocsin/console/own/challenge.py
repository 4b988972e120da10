"""What a browser was asked to have signed by a key: kept in the session, good once and for minutes."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from tocsin.domain.security_keys import Place

CHALLENGE = "challenge"
PATIENCE = timedelta(minutes=5)


def place_of(request: HttpRequest) -> Place:
    """Return where this page was asked for: a key proves somebody there and nowhere else."""
    origin = f"{request.scheme}://{request.get_host()}"
    return Place(request.get_host().rsplit(":", 1)[0], origin)


def challenged(request: HttpRequest, challenge: bytes, *, of: str, at: datetime) -> None:
    request.session[CHALLENGE] = {"bytes": challenge.hex(), "of": of, "at": at.isoformat()}


def asked_before(request: HttpRequest, *, of: str, at: datetime) -> bytes | None:
    """Return what was asked a moment ago, and forget it: no answer is taken twice."""
    kept: dict[str, Any] = request.session.pop(CHALLENGE, None) or {}
    if kept.get("of") != of or at - datetime.fromisoformat(kept["at"]) > PATIENCE:
        return None
    return bytes.fromhex(kept["bytes"])
