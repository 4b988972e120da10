"""One form for a phone number: E.164 where it can be known, as received where it cannot."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class PhoneKind(StrEnum):
    """What an address of the phone network is; only the first two can be answered by SMS or call."""

    MOBILE = "mobile"
    OTHER = "other"  # a landline, a satellite phone, or a country whose plan we do not hold
    SHORT_CODE = "short_code"
    ALPHANUMERIC = "alphanumeric"
    OPAQUE = "opaque"  # withheld, or digits that are no number


@dataclass(frozen=True, slots=True)
class Phone:
    """`value` is E.164 when `valid`; otherwise it is what was received, without outer blanks."""

    value: str
    valid: bool
    kind: PhoneKind

    @property
    def can_be_answered(self) -> bool:
        """Short codes and names are machines: answering them makes loops (messaging.md §12)."""
        return self.kind in (PhoneKind.MOBILE, PhoneKind.OTHER)


@dataclass(frozen=True, slots=True)
class Plan:
    """The numbering plan of a country: national numbers of `length` digits without the trunk 0."""

    country: str
    code: str
    length: int
    mobile: tuple[str, ...]
    fixed: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()

    def kind_of(self, national: str) -> PhoneKind | None:
        """Return the kind of a national number, or None when it cannot exist in this country."""
        if len(national) != self.length:
            return None
        if national.startswith(self.mobile):
            return PhoneKind.MOBILE
        return PhoneKind.OTHER if self.fixed and national.startswith(self.fixed) else None


PLANS = {
    plan.country: plan
    for plan in (
        Plan("CD", "243", 9, ("8", "90", "91", "92", "95", "97", "98", "99"), ("1", "2", "3", "4", "5", "6"),
             ("RW", "UG", "BI", "TZ", "SS", "CF")),
        Plan("RW", "250", 9, ("72", "73", "78", "79"), ("2",), ("CD", "UG", "BI", "TZ")),
        Plan("UG", "256", 9, ("7",), ("2", "3", "4"), ("CD", "RW", "SS", "TZ")),
        Plan("BI", "257", 8, ("6", "7"), ("2", "3"), ("CD", "RW", "TZ")),
        Plan("SS", "211", 9, ("9",), ("1",), ("UG", "CD", "CF")),
        Plan("CF", "236", 8, ("7",), ("2", "8"), ("CD", "SS")),
        Plan("TZ", "255", 9, ("6", "7"), ("2",), ("BI", "RW", "UG", "CD")),
    )
}  # fmt: skip
_BY_CODE = {plan.code: plan for plan in PLANS.values()}

# "tel:" is how some gateways mark a number; the rest is what people write between digits.
_SCHEME = re.compile(r"^(tel|sms):", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s().\-/\u2010-\u2015\u200b-\u200f\u202a-\u202e]+")
_TRUNK_IN_BRACKETS = re.compile(r"\(\s*0\s*\)")
_INTERNATIONAL = re.compile(r"^(?:\+|00+)(?=[1-9])")
_SHORTEST_NUMBER = 7


def canonical(raw: str, *, country: str = "CD") -> Phone:
    """Return the one form of an address; never raises and never drops anything.

    `country` is where the gateway that heard it stands. A national number that cannot exist there
    is tried in the neighbouring countries, and taken only when exactly one of them has it: a call
    must not go to a stranger on the other side of the border (messaging.md §12).
    """
    kept = raw.strip()
    digits, is_international = _digits(kept)
    if digits is None:
        kind = PhoneKind.ALPHANUMERIC if any(c.isalpha() for c in kept) else PhoneKind.OPAQUE
        return Phone(kept, valid=False, kind=kind)
    if not is_international and len(digits) < _SHORTEST_NUMBER:
        return Phone(kept, valid=False, kind=PhoneKind.SHORT_CODE)
    found = _international(digits) if is_international else _national(digits, country)
    return found or Phone(kept, valid=False, kind=PhoneKind.OPAQUE)


def _digits(kept: str) -> tuple[str | None, bool]:
    """Return the digits alone (None when there is anything else) and whether a prefix said "abroad"."""
    plain = "".join(_ascii_digit(c) for c in unicodedata.normalize("NFKC", _SCHEME.sub("", kept)))
    plain = _BETWEEN.sub("", _TRUNK_IN_BRACKETS.sub("", plain))
    rest = _INTERNATIONAL.sub("", plain)
    return (rest if rest.isascii() and rest.isdigit() else None), rest != plain


def _ascii_digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _international(digits: str) -> Phone | None:
    plan = _BY_CODE.get(digits[:3])
    if plan is None:
        # ITU-T E.164: at most 15 digits, the first never 0.
        is_plausible = 8 <= len(digits) <= 15 and digits[0] != "0"
        return Phone(f"+{digits}", valid=True, kind=PhoneKind.OTHER) if is_plausible else None
    return _in_plan(digits[3:], plan)


def _in_plan(national: str, plan: Plan) -> Phone | None:
    # People write +243 081..., and a zero where the country has no trunk prefix at all.
    significant = national.removeprefix("0")
    kind = plan.kind_of(significant)
    return None if kind is None else Phone(f"+{plan.code}{significant}", valid=True, kind=kind)


def _national(digits: str, country: str) -> Phone | None:
    home = PLANS.get(country)
    found = _in_plan(digits, home) if home else None
    if found is not None:
        return found
    plan = _BY_CODE.get(digits[:3])
    found = _in_plan(digits[3:], plan) if plan else None
    if found is not None:
        return found
    abroad = [_in_plan(digits, PLANS[name]) for name in (home.neighbours if home else ())]
    candidates = [phone for phone in abroad if phone is not None]
    return candidates[0] if len(candidates) == 1 else None
