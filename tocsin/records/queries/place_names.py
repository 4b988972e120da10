"""Names of places: who bears one, and which places a new one may belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.domain.earth import kilometres
from tocsin.domain.folding import fold_name
from tocsin.domain.place_names import has_number, likeness, phonetic_key
from tocsin.records.models import Message, Place, PlaceName

MOST = 50
NEAR_DEGREES = 0.6  # some 65 km around the sender
LOOKED_AT = 4_000
CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may belong to; `km` from the sender's village, None when not known."""

    place: Place
    likeness: float
    km: float | None


def places_called(name: str) -> list[Place]:
    """Return the places of this name or P-code: exactly, as another name, as an added one, or beginning so."""
    alive = Place.objects.filter(ended_at=None)
    found = list(alive.filter(name__iexact=name)[:MOST])
    if not found and has_number(name):
        found = list(alive.filter(pcode__iexact=name)[:MOST])
    if not found:
        found = list(alive.filter(alternates__contains=[name])[:MOST])
    if not found:
        folded = fold_name(name)
        names = PlaceName.objects.filter(undone_at=None).select_related("place")
        found = [row.place for row in names if fold_name(row.name) == folded]
    return found or list(alive.filter(name__istartswith=name)[:MOST])


def added_names(message: Message) -> list[PlaceName]:
    """Return the names that were added from a message and still stand."""
    rows = PlaceName.objects.filter(message=message, undone_at=None)
    return list(rows.select_related("place", "by").order_by("at"))


def candidates(message: Message, name: str, *, offered: Sequence[str] = ()) -> list[Candidate]:
    """Return the places that a name is most like, near the sender first. `offered` are ids the reader saw."""
    point = message.focal_point
    home = (point.community.lat, point.community.lon) if point else None
    rows = {row.pk: row for row in Place.objects.filter(source_id__in=offered, ended_at=None)}
    rows |= {row.pk: row for row in _around(name, home)}
    folded = fold_name(name)
    key = phonetic_key(folded)
    scored = [_scored(row, folded, key, home) for row in rows.values()]
    return sorted(scored, key=lambda one: (-one.likeness, one.km or 0.0))[:CANDIDATES]


def _around(name: str, home: tuple[float, float] | None) -> Sequence[Place]:
    alive = Place.objects.filter(ended_at=None)
    if home is None:
        return list(alive.filter(name__istartswith=name[:2])[:LOOKED_AT])
    lat, lon = home
    box = alive.filter(
        lat__range=(lat - NEAR_DEGREES, lat + NEAR_DEGREES),
        lon__range=(lon - NEAR_DEGREES, lon + NEAR_DEGREES),
    )
    return list(box[:LOOKED_AT])


def _scored(row: Place, folded: str, key: str, home: tuple[float, float] | None) -> Candidate:
    names = [fold_name(one) for one in (row.name, *row.alternates)]
    best = max(likeness(folded, key, one, phonetic_key(one)) for one in names)
    km = kilometres(home[0], home[1], row.lat, row.lon) if home else None
    return Candidate(row, best, km)
