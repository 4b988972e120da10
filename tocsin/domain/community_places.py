"""Where a community lies and what it is called: codes, P-codes, and what looks like a mistake."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tocsin.domain.community_words import Doubt
from tocsin.domain.earth import kilometres
from tocsin.domain.folding import fold_name

FAR_KM = 300.0  # no base answers for people so far away
SAME_NAME_KM = 10.0  # two quarters of one town may share a name; two entries of one village do
SAME_POINT_KM = 0.05
_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?")
# ISO of the country, then what its statisticians gave: CD61, CD6104, CD5402ZS03AS12.
_PCODE = re.compile(r"[A-Z]{2}[0-9][A-Z0-9]{1,17}")


@dataclass(frozen=True, slots=True)
class Spot:
    """Something with a name at a point."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Doubted:
    """Why a place looks wrong, and what it was compared with."""

    doubt: Doubt
    other: str
    km: float


def doubts_of(spot: Spot, *, base: Spot, others: Iterable[Spot]) -> list[Doubted]:
    """Return what a person should look at twice before a community is kept there; never a refusal."""
    away = kilometres(spot.lat, spot.lon, base.lat, base.lon)
    found = [Doubted(Doubt.FAR_FROM_BASE, base.name, away)] if away > FAR_KM else []
    folded = fold_name(spot.name)
    for other in others:
        km = kilometres(spot.lat, spot.lon, other.lat, other.lon)
        if fold_name(other.name) == folded and km <= SAME_NAME_KM:
            found.append(Doubted(Doubt.SAME_NAME_NEAR, other.name, km))
        elif km <= SAME_POINT_KM:
            found.append(Doubted(Doubt.SAME_POINT, other.name, km))
    return found


def code_from(name: str, taken: Collection[str]) -> str:
    """Return a code that nobody has, made of the letters of a name: MBAU, then MBAU-2."""
    plain = unicodedata.normalize("NFKD", name).upper()
    stem = re.sub(r"[^A-Z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    stem = stem[:16].strip("-") or "C"
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(2, len(taken) + 3) if f"{stem}-{n}" not in taken)


def code_of(text: str) -> str | None:
    """Return a code as it is kept, None for what can be none: it stands in addresses and files."""
    code = text.strip().upper()
    return code if _CODE.fullmatch(code) else None


def pcode_of(text: str) -> str | None:
    """Return a P-code as it is kept, None for what can be none. Several communities may share one."""
    code = re.sub(r"\s", "", text).upper()
    return code if _PCODE.fullmatch(code) else None
