"""Which other communities may know of a phone in other hands, and who in them may be told of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tocsin.domain.network_words import ConsentPurpose
from tocsin.domain.warned import NEAR_KM, Village, also_near
from tocsin.records.models import Community, FocalPoint, RadioStation
from tocsin.records.queries.focal_points import latest_consents
from tocsin.records.queries.near_warnings import open_near_warnings

DEGREES = NEAR_KM / 100  # a box around it that holds the circle


@dataclass(frozen=True, slots=True)
class NearVillage:
    """A choice: the community, why it counts as near, and how many agreed to be told of danger."""

    code: str
    name: str
    km: float
    is_relay: bool
    people: int


def near_villages(holder: FocalPoint, *, at: datetime) -> list[NearVillage]:
    """Return the communities to choose from, the nearest first; those with nobody to tell are left out."""
    home = holder.community
    box = Q(lat__range=(home.lat - DEGREES, home.lat + DEGREES)) & Q(
        lon__range=(home.lon - DEGREES, home.lon + DEGREES)
    )
    rows = {row.code: row for row in Community.objects.filter(box | ~Q(relay="") | Q(pk=home.pk))}
    if home.relay:
        rows |= {row.code: row for row in Community.objects.filter(area=home.area)}
    signs = _signs([row.pk for row in rows.values()])
    villages = [
        Village(row.code, row.lat, row.lon, row.relay, frozenset(signs[row.pk]))
        for row in rows.values()
    ]
    here = next(one for one in villages if one.code == home.code)
    found = also_near(here, villages)
    people: dict[str, int] = defaultdict(int)
    for person in people_in(holder, [one.code for one in found], at=at):
        people[person.community.code] += 1
    return [
        NearVillage(one.code, rows[one.code].name, one.km, one.is_relay, people[one.code])
        for one in found
        if people[one.code]
    ]


def people_in(holder: FocalPoint, codes: Collection[str], *, at: datetime) -> list[FocalPoint]:
    """Return who may be told in these communities: they agreed to it, and do not wait to be told yet."""
    rows = FocalPoint.objects.filter(community__code__in=codes, is_active=True)
    rows = rows.exclude(pk__in=open_near_warnings().filter(holder=holder).values("person"))
    agreed = {
        key
        for key, one in latest_consents(rows).items()
        if ConsentPurpose.BE_WARNED in one.purposes
        and one.withdrawn_at is None
        and one.expires_at > at
    }
    found = rows.filter(pk__in=agreed, duress_since=None).select_related("community")
    return list(found.order_by("code"))


def _signs(communities: Collection[object]) -> dict[object, set[str]]:
    found: dict[object, set[str]] = defaultdict(set)
    people = FocalPoint.objects.filter(community__in=communities)
    for home, code in people.values_list("community_id", "code"):
        found[home].add(code)
    stations = RadioStation.objects.filter(community__in=communities, ended_at=None)
    for home, sign in stations.values_list("community_id", "call_sign"):
        found[home].add(sign)
    return found
