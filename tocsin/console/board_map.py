"""The incidents and bases of the board as points, for both maps; no words and no sources."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tocsin.actions.map_ground import ground
from tocsin.console.labels import KINDS, PRIORITIES
from tocsin.domain.words import BaseKind, Kind, Priority
from tocsin.formats.ground import CREDIT, Ground
from tocsin.formats.map_svg import draw_map
from tocsin.formats.map_view import MapBase, MapPlace, MapPoint
from tocsin.records.models import Base, Community
from tocsin.records.queries.board import BoardRow


def feature_collection(rows: Sequence[BoardRow]) -> dict[str, Any]:
    """Return GeoJSON: what has a place, then the bases, then communities for orientation."""
    incidents = [_incident(row) for row in rows if row.lat is not None]
    places = [
        _point(lon, lat, {"kind": "place", "name": name, "rank": 1}) for name, lon, lat in _places()
    ]
    return {"type": "FeatureCollection", "features": incidents + bases() + places}


def map_of(rows: Sequence[BoardRow]) -> dict[str, Any]:
    """Return what the board's map section shows: the drawing, its credit, where the points are."""
    land = ground()
    return {
        "svg": _drawing(rows, land),
        "credit": CREDIT if land else "",
        "points_url": reverse("console:board_points"),
    }


def _drawing(rows: Sequence[BoardRow], land: Ground | None) -> SafeString:
    drawn = draw_map(
        points=[_map_point(row) for row in rows if row.lat is not None],
        bases=[
            MapBase(base.name, base.lon, base.lat, has_rings=base.kind == BaseKind.BASE)
            for base in Base.objects.filter(closed_at=None).order_by("name")
        ],
        places=[MapPlace(name, lon, lat) for name, lon, lat in _places()],
        ground=land,
        title=_("Map of incidents and bases"),
    )
    # draw_map escapes every name it is given.
    return mark_safe(drawn)  # noqa: S308


def _map_point(row: BoardRow) -> MapPoint:
    word, kind = PRIORITIES[Priority(row.priority)], KINDS[Kind(row.kind)]
    return MapPoint(
        lon=row.lon or 0.0,
        lat=row.lat or 0.0,
        priority=Priority(row.priority),
        label=f"{word}: {row.code} {kind}, {row.place_name}",
        url=f"{reverse('console:board')}?selected={row.number}",
        is_waiting=row.is_unacknowledged,
        is_unverified=row.grade.endswith("6"),
    )


def _places() -> list[tuple[str, float, float]]:
    return list(Community.objects.order_by("name").values_list("name", "lon", "lat"))


def bases() -> list[dict[str, Any]]:
    rows = Base.objects.filter(closed_at=None).order_by("name")
    return [
        _point(base.lon, base.lat, {"kind": "base", "name": base.name, "base_kind": base.kind})
        for base in rows
    ]


def _incident(row: BoardRow) -> dict[str, Any]:
    facts = {
        "kind": "incident",
        "number": row.number,
        "priority": row.priority,
        "waiting": row.is_unacknowledged,
        "unverified": row.grade.endswith("6"),
    }
    return _point(row.lon, row.lat, facts)


def _point(lon: float | None, lat: float | None, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": facts,
    }
