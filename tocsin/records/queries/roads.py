"""Ways from bases to communities: the road table, profiles, and what logged patrols drove."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from tocsin.domain.network_words import Means
from tocsin.domain.planning_words import Season
from tocsin.domain.response_words import ResponseType
from tocsin.domain.travel import Trip, Written, season_of
from tocsin.records.models import Community, Response, RoadTime

LEARNED_FROM = timedelta(days=730)
BY_AIR = (ResponseType.AIR_RECON, ResponseType.MEDEVAC)
Pair = tuple[UUID, UUID]  # base, community


def trips(
    communities: Collection[UUID], season: Season, *, now: datetime
) -> dict[Pair, list[Trip]]:
    """Return the patrols of two years that left and arrived, by base and community, in this season."""
    rows = (
        Response.objects.filter(
            incident__community__in=communities,
            base__isnull=False,
            departed_at__gte=now - LEARNED_FROM,
            on_scene_at__isnull=False,
        )
        .exclude(type__in=BY_AIR)
        .values_list("base", "incident__community", "departed_at", "on_scene_at")
    )
    zone = ZoneInfo(settings.LOCAL_ZONE)
    found: dict[Pair, list[Trip]] = defaultdict(list)
    for base, community, left, there in rows:
        if left and there and season_of(left.astimezone(zone)) is season:
            found[base, community].append(Trip(left, there))
    return found


def table(communities: Collection[UUID], season: Season) -> dict[Pair, RoadTime]:
    """Return what the road table says last, by base and community."""
    rows = RoadTime.objects.filter(community__in=communities, season=season.value)
    return {
        (row.base_id, row.community_id): row
        for row in rows.select_related("base", "community").order_by("recorded_at")
    }


def written(row: RoadTime | None) -> Written | None:
    return Written(row.minutes or 0, Means(row.means), row.recorded_at) if row else None


def of_profile(community: Community, season: Season) -> Written | None:
    """Return the way from the community's own base as its profile has it."""
    is_dry = season is Season.DRY
    minutes = community.dry_minutes if is_dry else community.wet_minutes
    by = Means(community.dry_by if is_dry else community.wet_by)
    if minutes is None and by is not Means.CUT_OFF:
        return None
    return Written(minutes or 0, by)


def roads_written(communities: Iterable[UUID], *, most: int = 200) -> list[RoadTime]:
    """Return the road table, the latest first; what was replaced is in it too."""
    rows = RoadTime.objects.filter(community__in=list(communities))
    return list(
        rows.select_related("base", "community", "recorded_by").order_by("-recorded_at")[:most]
    )
