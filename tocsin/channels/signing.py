"""The signature of the generic dialect: proof of the sender, of the words, and of the moment."""

import hmac
import re
from datetime import datetime

from tocsin.channels.refusals import Refused

HEADER = "x-tocsin-signature"
WINDOW_SECONDS = 300
_HEX = re.compile(r"[0-9a-f]{64}")


def sign(secret: str, body: bytes, *, at: datetime) -> str:
    """Return the header value for a body sent at a moment (design.md §6)."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={_digest(secret, stamp, body)}"


def check(header: str | None, *, secret: str, body: bytes, now: datetime) -> None:
    """Prove that a body was signed with the secret within five minutes of now. Raises Refused.

    Several `v1` values may be given while a secret is being changed; one good one is enough.
    """
    if not secret:
        raise Refused("This gateway has no secret, so nothing can prove who is calling.")
    if not header:
        raise Refused("The header X-Tocsin-Signature is missing.")
    stamp, signatures = _fields(header)
    if stamp is None or not signatures:
        raise Refused("The header X-Tocsin-Signature is not of the form t=...,v1=...")
    expected = _digest(secret, stamp, body)
    # Every candidate is compared, so that the time taken says nothing about which one matched.
    matches = [hmac.compare_digest(expected, signature) for signature in signatures]
    if not any(matches):
        raise Refused("The signature does not match the body.")
    if abs(now.timestamp() - int(stamp)) > WINDOW_SECONDS:
        raise Refused("The signature is older, or newer, than five minutes. Check the clock.")


def _digest(secret: str, stamp: str, body: bytes) -> str:
    return hmac.digest(secret.encode(), stamp.encode() + b"." + body, "sha256").hex()


def _fields(header: str) -> tuple[str | None, list[str]]:
    pairs = [piece.strip().partition("=") for piece in header.split(",")]
    stamps = [value for name, _, value in pairs if name == "t"]
    signatures = [value.lower() for name, _, value in pairs if name == "v1"]
    # More than twelve digits is no moment of this age, and more than ten candidates is guessing.
    is_sound = len(stamps) == 1 and re.fullmatch(r"[0-9]{1,12}", stamps[0]) is not None
    return stamps[0] if is_sound else None, [s for s in signatures[:10] if _HEX.fullmatch(s)]
