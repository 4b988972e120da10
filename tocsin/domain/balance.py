"""What an operator's answer to a balance code says that a SIM card holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from tocsin.domain.money import minor_of

ASK_EVERY = timedelta(hours=24)
ANSWERED_WITHIN = timedelta(minutes=10)
"""What the network says later, or unasked, is advertising: it names amounts that nobody has."""

# As operators write them; the first that fits wins, so longer ones stand first.
_CURRENCIES: Mapping[str, str] = {
    "fcfa": "XAF", "xaf": "XAF", "cfa": "XAF", "cdf": "CDF", "fc": "CDF", "usd": "USD", "us$": "USD",
    "$": "USD", "ugx": "UGX", "ush": "UGX", "rwf": "RWF", "frw": "RWF", "bif": "BIF", "fbu": "BIF",
}  # fmt: skip
_WORDS = "|".join(re.escape(word) for word in _CURRENCIES)
_NUMBER = r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_WORDS})\.? ?)?(?P<number>{_NUMBER}) ?(?P<after>{_WORDS})?(?![\w])",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"[ .,\u00a0\u202f](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Balance:
    """What a SIM card holds, in smallest units."""

    minor: int
    currency: str

    def is_below(self, least: int) -> bool:
        return self.minor < least


def balance_in(text: str) -> Balance | None:
    """Return the first amount that stands beside a currency; None where no amount is certain.

    Bonus and validity come after it, and a number alone may be a date or a code.
    """
    for found in _AMOUNT.finditer(text):
        word = found["before"] or found["after"]
        if not word:
            continue
        currency = _CURRENCIES[word.casefold()]
        number = _THOUSANDS.sub("", found["number"])
        if not number.strip("0.,"):
            return Balance(0, currency)
        minor = minor_of(number, currency) or _whole(number, currency)
        if minor is not None:
            return Balance(minor, currency)
    return None


def _whole(number: str, currency: str) -> int | None:
    """Operators write decimals also where the currency has none: what is after the point is dropped."""
    return minor_of(re.split(r"[.,]", number)[0], currency)
