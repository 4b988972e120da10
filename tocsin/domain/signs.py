"""Warning signs: which are seen now, how much each still weighs, and what changed within a week."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from tocsin.domain.sign_words import SignChange, SignGroup

FADES_AFTER = timedelta(days=14)  # domain.md §4.2: a sign that nobody sees again weighs nothing
WEEK = timedelta(days=7)
LOCAL = SignGroup.LOCAL.value


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of the list; `names` by language."""

    code: str
    weight: int
    names: Mapping[str, str]

    @property
    def group(self) -> SignGroup:
        return SignGroup(self.code[0])


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody said of one sign in one place of a base; `place` empty: the whole base."""

    sign: str
    is_seen: bool
    at: datetime
    base: str
    place: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class SignNow:
    """One sign as it stands: what is left of its weight, where it is, and what changed."""

    code: str
    change: SignChange
    last_at: datetime
    places: tuple[str, ...]
    weight: int
    strength: float

    @property
    def is_active(self) -> bool:
        return self.change in (SignChange.NEW, SignChange.STILL)


@dataclass(frozen=True, slots=True)
class Picture:
    """The signs with their sum: the one is never given without the other (domain.md §4.2)."""

    signs: tuple[SignNow, ...] = ()
    before: float = 0.0  # the sum a week ago
    looked_at: datetime | None = None  # when somebody last looked, whatever was seen

    @property
    def total(self) -> float:
        return round(sum(one.strength for one in self.signs), 1)

    @property
    def active(self) -> tuple[SignNow, ...]:
        return tuple(one for one in self.signs if one.is_active)


@cache
def all_signs() -> Mapping[str, Sign]:
    """Return the signs of the list by their codes, in its order."""
    return {
        code: Sign(code, int(row["weight"]), {lang: row[lang] for lang in ("en", "fr")})
        for code, row in _file()["signs"].items()
    }


@cache
def group_names(language: str) -> Mapping[SignGroup, str]:
    return {SignGroup(code): names[language] for code, names in _file()["groups"].items()}


def picture_of(
    looks: Iterable[Look], *, now: datetime, looked_at: datetime | None, by_base: bool = False
) -> Picture:
    """Return the signs that are seen, and those that ceased within a week, the heaviest first.

    `by_base` names the bases where they are, for an office above several.
    """
    by_sign: dict[str, list[Look]] = defaultdict(list)
    for one in sorted(looks, key=lambda look: look.at):
        if one.at <= now:
            by_sign[one.sign].append(one)
    found = [
        row for code, rows in by_sign.items() if (row := _now(code, rows, now, by_base=by_base))
    ]
    before = sum(
        max(_strengths(rows, now - WEEK).values(), default=0.0) for rows in by_sign.values()
    )
    found.sort(key=lambda one: (-one.strength, one.code))
    return Picture(tuple(found), round(before, 1), looked_at)


def read_codes(text: str) -> tuple[list[str], list[str]]:
    """Return the signs that a line of codes says are seen, and those that are gone: `C1 C3 -A2`."""
    words = text.upper().replace(",", " ").replace(";", " ").split()
    gone = [word.lstrip("-\N{MINUS SIGN}") for word in words if word[0] in "-\N{MINUS SIGN}"]
    return [word for word in words if word[0] not in "-\N{MINUS SIGN}"], gone


def _now(code: str, rows: Sequence[Look], now: datetime, *, by_base: bool) -> SignNow | None:
    here, then = _strengths(rows, now), _strengths(rows, now - WEEK)
    last = rows[-1]
    if here:
        change = SignChange.STILL if then else SignChange.NEW
    elif not last.is_seen and last.at > now - WEEK and any(one.is_seen for one in rows):
        change = SignChange.GONE
    elif then:
        change = SignChange.FADED
    else:
        return None
    last_seen = max(one.at for one in rows if one.is_seen)
    return SignNow(
        code=code,
        change=change,
        last_at=last_seen if here else last.at,
        places=tuple(sorted({base if by_base else place or base for base, place in here or then})),
        weight=_weight(last),
        strength=round(max(here.values(), default=0.0), 1),
    )


def _strengths(rows: Sequence[Look], at: datetime) -> dict[tuple[str, str], float]:
    """Return what is left of the weight in each place where the sign was seen by that time.

    A look at the whole base that found nothing holds for each of its places.
    """
    last: dict[tuple[str, str], Look] = {}
    for one in rows:
        if one.at > at:
            break
        if not one.is_seen and not one.place:
            last = {spot: look for spot, look in last.items() if spot[0] != one.base}
        last[one.base, one.place] = one
    return {
        spot: _weight(one) * (1 - (at - one.at) / FADES_AFTER)
        for spot, one in last.items()
        if one.is_seen and at - one.at < FADES_AFTER
    }


def _weight(look: Look) -> int:
    known = all_signs().get(look.sign)
    return known.weight if known else look.weight


@cache
def _file() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads((files("tocsin.domain") / "signs.toml").read_text(encoding="utf-8"))
