"""What a phone in a village holds, as far as anybody told us: read out of texts, and weighed."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.domain.airtime_request import KINDS, asks_for_airtime, folded
from tocsin.domain.airtime_words import CreditSource
from tocsin.domain.balance import Balance, balance_in
from tocsin.domain.money import minor_of
from tocsin.domain.words import Kind

BELIEVED_FOR = timedelta(days=30)
"""What was said longer ago says nothing of today."""

LOOKED_AT = KINDS | {Kind.IRRELEVANT}
"""An operator's own text, passed on, is read as advertising."""

_REACH = 40  # signs between the word and its amount
# Word beginnings, folded: what an operator answers to its code, and how people say it.
_HOLDS = re.compile(
    r"\b(soldes?|salio|balance|credits?|kredi|unites?|imebaki|inabaki|reste|restant)\b"
)
# A number without a currency counts only close behind these.
_BARE = re.compile(r"\b(?:solde|salio|balance)\b\D{0,16}?(\d[\d ]{0,9}(?:[.,]\d{1,2})?)(?![\d/:])")
# Who asks for an amount does not have it.
_WANTS = re.compile(r"\b(besoin|envoy\w*|donne\w*|naomba|nitumie\w*|tuma|need|send|please)\b")


@dataclass(frozen=True, slots=True)
class Credit:
    """What a phone was last said to hold, and what was sent to it since, in smallest units."""

    minor: int
    currency: str
    said_at: datetime
    source: CreditSource
    sent_since: int = 0

    @property
    def at_most(self) -> int:
        """What it can hold now: it may have been used up meanwhile."""
        return self.minor + self.sent_since

    def is_low(self, least: int | None, now: datetime) -> bool:
        """Say whether somebody must fill it up. `least` None: only when it is empty."""
        is_believed = now - self.said_at <= BELIEVED_FOR
        return is_believed and self.at_most < (least or 1)


def credit_in(text: str, kind: Kind, currency: str) -> Balance | None:
    """Return what a text says that its sender's phone holds; None where it says nothing of it.

    `currency` is that of a number without one. "Used up" is nothing left.
    """
    if kind not in LOOKED_AT:
        return None
    plain = folded(text)
    if not _WANTS.search(plain):
        found = _named(plain) or _bare(plain, currency)
        if found is not None:
            return found
    return Balance(0, currency) if asks_for_airtime(text, kind) else None


def _named(plain: str) -> Balance | None:
    """An amount with its currency, close to a word that says what it is."""
    for word in _HOLDS.finditer(plain):
        behind = balance_in(plain[word.end() : word.end() + _REACH])
        found = behind or balance_in(plain[max(0, word.start() - _REACH) : word.start()])
        if found is not None:
            return found
    return None


def _bare(plain: str, currency: str) -> Balance | None:
    found = _BARE.search(plain)
    if found is None:
        return None
    number = found[1].strip().replace(",", ".")
    if not number.strip("0. "):
        return Balance(0, currency)
    minor = minor_of(number, currency)
    return Balance(minor, currency) if minor is not None else None
