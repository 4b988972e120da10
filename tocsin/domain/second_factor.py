"""A second factor: the six digits of a phone's clock (RFC 6238), and codes on paper for when it is gone."""

import base64
import hmac
import struct
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote, urlencode

SECRET_BYTES = 20
CODE_BYTES = 5  # eight signs of base 32: forty bits, of which five tries an attempt are nothing
PAPER_CODES = 10
STEP = 30  # seconds
DIGITS = 6
WINDOW = 1  # steps that the clock of a phone may be off, either way


def code_of(secret: bytes, step: int) -> str:
    """Return the digits that a phone shows in this step."""
    # SHA-1 is what every authenticator takes; a keyed digest does not suffer from its collisions.
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    start = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return str((number & 0x7FFF_FFFF) % 10**DIGITS).zfill(DIGITS)


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // STEP


def matching_step(secret: bytes, said: str, *, used: int, now: datetime) -> int | None:
    """Return the step whose code this is, None when it is wrong, too old, or was used before.

    `used` is the last step that let somebody in: a code that was overheard is worth nothing.
    """
    digits = "".join(said.split())
    here = step_of(now)
    for step in range(here - WINDOW, here + WINDOW + 1):
        if step > used and hmac.compare_digest(code_of(secret, step).encode(), digits.encode()):
            return step
    return None


def paper_codes(chance: bytes) -> list[str]:
    """Return the codes for paper that these random bytes make, each such as `k3qd-72mw`."""
    assert len(chance) == PAPER_CODES * CODE_BYTES
    parts = [chance[start : start + CODE_BYTES] for start in range(0, len(chance), CODE_BYTES)]
    plain = [base64.b32encode(part).decode().lower() for part in parts]
    return [f"{code[:4]}-{code[4:]}" for code in plain]


def without_code(codes: Sequence[str], said: str) -> list[str] | None:
    """Return the codes that are left when this one is used up, None when it is not among them."""
    wanted = _bare(said).encode()
    left = [one for one in codes if not hmac.compare_digest(_bare(one).encode(), wanted)]
    return left if len(left) < len(codes) else None


def readable(secret: bytes) -> str:
    """Return a secret as people type it into a phone."""
    return base64.b32encode(secret).decode().rstrip("=")


def address_of(secret: bytes, *, account: str, issuer: str) -> str:
    """Return what a phone reads from a QR code."""
    about = {"secret": readable(secret), "issuer": issuer, "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{urlencode(about, quote_via=quote)}"


def _bare(code: str) -> str:
    return "".join(sign for sign in code.casefold() if sign.isalnum())
