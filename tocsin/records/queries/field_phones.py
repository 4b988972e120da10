"""The phones of the field log, what is missing from them, and the names of places that they carry."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from tocsin.domain.field_log import missing
from tocsin.records.models import Community, FieldArrival, FieldPhone, Place, User

MOST_PLACES = 3000
AROUND = 0.5
"""Degrees around the communities of somebody's areas: about 55 km."""


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A phone as its page shows it. `missing` are the numbers of entries that have not come."""

    number: int
    user: int
    set_up_at: datetime
    heard_at: datetime | None
    forgotten_at: datetime | None
    emptied_at: datetime | None
    entries: int
    unopened: int
    missing: tuple[int, ...]


def phone_rows(user: User | None) -> list[PhoneRow]:
    """Return the phones of somebody, or of everybody, those in use first."""
    phones = FieldPhone.objects.order_by("forgotten_at", "-number")
    phones = phones.filter(user=user) if user else phones
    counted = phones.annotate(
        n=Count("arrivals"), shut=Count("arrivals", filter=Q(arrivals__message=None))
    )
    numbers: dict[UUID, set[int]] = defaultdict(set)
    for phone, number in FieldArrival.objects.filter(phone__in=phones).values_list(
        "phone", "number"
    ):
        numbers[phone].add(number)
    return [
        PhoneRow(
            number=row.number,
            user=row.user_id,
            set_up_at=row.set_up_at,
            heard_at=row.heard_at,
            forgotten_at=row.forgotten_at,
            emptied_at=row.emptied_at,
            entries=row.n,
            unopened=row.shut,
            missing=tuple(missing(numbers[row.pk])),
        )
        for row in counted
    ]


def place_labels(areas: frozenset[UUID] | None) -> list[str]:
    """Return names of the gazetteer around somebody's areas, as "Kibirizi, Rutshuru".

    Names of the gazetteer only: a phone that is taken does not tell which villages we work with.
    """
    homes = Community.objects.all()
    homes = homes if areas is None else homes.filter(area__in=areas)
    box = homes.aggregate(south=Min("lat"), north=Max("lat"), west=Min("lon"), east=Max("lon"))
    if box["south"] is None:
        return []
    places = Place.objects.filter(
        ended_at=None,
        lat__range=(box["south"] - AROUND, box["north"] + AROUND),
        lon__range=(box["west"] - AROUND, box["east"] + AROUND),
    )
    rows = places.order_by("name").values_list("name", "territoire")[:MOST_PLACES]
    return sorted({label_of(name, territory) for name, territory in rows})


def place_called(label: str) -> Place | None:
    """Return the one place that is called so, or None when there is none or more than one."""
    if not label:
        return None
    name, _, territory = label.rpartition(", ")
    found = Place.objects.filter(ended_at=None)
    found = found.filter(
        Q(name__iexact=label) | Q(name__iexact=name, territoire__iexact=territory)
    )[:2]
    rows = list(found)
    return rows[0] if len(rows) == 1 else None


def label_of(name: str, territory: str) -> str:
    return f"{name}, {territory}" if territory else name
