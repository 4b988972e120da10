"""What sellers say when they call us: which order they mean, never what became of it.

Two of three sign nothing, calls come twice and in any order, and anybody can learn an address. So a
call only makes us ask the seller at once: a forged one costs a question and moves no money.
"""

import hmac
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl

from tocsin.channels import wording
from tocsin.channels.contract import Setting
from tocsin.channels.refusals import Refused, Unreadable
from tocsin.domain.messages import Arrival
from tocsin.domain.problems.shape import gettext_noop as _

CALLED_AT = Setting(
    "callback_secret",
    _("Secret in the address where it calls us"),
    _("Twenty letters and figures or more. Empty: it is asked only."),
    is_secret=True,
    is_required=False,
)
_SHORTEST = 20
_AMOUNT = re.compile(r"[A-Z]{3} ?([0-9.]{1,20})")


@dataclass(frozen=True, slots=True)
class Hint:
    """Which order a seller means: by our key, or by its own reference.

    A reference that we never heard is found by number and amount (in units of the order's currency).
    """

    key: str = ""
    reference: str = ""
    to: str = field(default="", repr=False)
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """What a seller is about to sell, when it asks first whether we ordered it. `sale` is its own id."""

    sale: str
    to: str = field(repr=False)
    amount: Decimal
    currency: str


def check_secret(arrival: Arrival, secret: str) -> None:
    """Prove that the caller knows the last part of the address. Raises Refused."""
    given = arrival.path.rstrip("/").rpartition("/")[2]
    _check(given, secret if len(secret) >= _SHORTEST else "")


def check_signature(given: str, signed: bytes, *, secret: str) -> None:
    """Prove that whoever signed these bytes has the secret. Raises Refused."""
    digest = hmac.digest(secret.encode(), signed, "sha256").hex() if secret else ""
    _check(given.strip().lower(), digest)


def form_of(arrival: Arrival) -> dict[str, str]:
    """Return the fields of a form. Raises Unreadable."""
    try:
        return dict(parse_qsl(arrival.body.decode(), max_num_fields=50))
    except ValueError as error:
        raise Unreadable("no form") from error


def object_of(arrival: Arrival) -> dict[str, Any]:
    """Return the JSON object of a call. Raises Unreadable."""
    try:
        said = json.loads(arrival.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(said, dict):
        raise Unreadable("no JSON object")
    return said


def word_in(said: object) -> str:
    """Return a name or a number as words that can be looked for, empty for anything else."""
    return wording.as_word(said) or ""


def units_in(said: str) -> Decimal | None:
    """Return the amount of "CDF 1500.00", None where it is none."""
    found = _AMOUNT.fullmatch(said.strip())
    try:
        return Decimal(found[1]) if found else None
    except InvalidOperation:
        return None


def number_in(said: object) -> Decimal | None:
    """Return an amount that stands alone, as text or number; None where it is none."""
    plain = str(said) if isinstance(said, str | int | float) and not isinstance(said, bool) else ""
    return Decimal(plain) if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", plain) else None


def _check(given: str, expected: str) -> None:
    if not expected:
        raise Refused("This seller's account has no secret, so nothing can prove who is calling.")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refused("The proof does not match.")
