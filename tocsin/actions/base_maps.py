"""The small map of a base: its circles, what happened around it in a fortnight, on the ground that we have."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tocsin.actions.map_ground import ground
from tocsin.actions.report_heads import words_of
from tocsin.actions.report_maps import LAND, around
from tocsin.domain.words import Priority
from tocsin.formats.map_svg import draw_map
from tocsin.formats.map_view import MapBase, MapPoint
from tocsin.formats.report_pdf import Picture
from tocsin.records.models import Base, Incident
from tocsin.records.queries.base_counters import happened, unanswered

FORTNIGHT = timedelta(days=14)
ON_PAPER, ON_SCREEN = (260, 260), (420, 360)
SHOWN_KM = 32


def base_map(
    base: Base,
    *,
    at: datetime,
    language: str,
    url_of: Callable[[int], str] | None = None,
) -> Picture:
    """Return the map for paper; with `url_of` for a page, where each point leads to its incident."""
    words = words_of(language)
    title = str(words.tables["label"]["base_map"])
    waiting = set(unanswered(base).values_list("pk", flat=True))

    def point(row: Incident) -> MapPoint:
        where = row.place or row.community
        kind = words.of("kind", row.kind)
        return MapPoint(
            lon=row.lon or 0.0, lat=row.lat or 0.0, priority=Priority(row.priority),
            label=f"{row.code} {kind}, {where.name if where else '?'}",
            url=url_of(row.number) if url_of else "", is_waiting=row.pk in waiting,
            is_unverified=row.grade.endswith("6"),
        )  # fmt: skip

    width, height = ON_SCREEN if url_of else ON_PAPER
    drawn = draw_map(
        points=[point(row) for row in happened(base, since=at - FORTNIGHT)],
        bases=[MapBase(base.name, base.lon, base.lat, has_rings=True)],
        places=around(base.lat, base.lon, but=(base.name,)),
        ground=ground(),
        title=title,
        width=width,
        height=height,
        margin_km=SHOWN_KM,
    )
    return Picture(drawn, title, LAND)
