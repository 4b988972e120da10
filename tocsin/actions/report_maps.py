"""The picture of a report: a map for a flash, bars for a weekly, for those alone who may see them."""

from collections.abc import Collection

from django.db.models import F

from tocsin.actions.map_ground import ground
from tocsin.actions.report_heads import Read
from tocsin.domain.report_words import Audience, Level
from tocsin.domain.reports.audiences import CLEARANCES
from tocsin.domain.reports.saying import shown
from tocsin.domain.reports.weekly import DAY_ROW
from tocsin.domain.words import Priority
from tocsin.formats.chart_svg import Bar, draw_bars
from tocsin.formats.map_svg import draw_map
from tocsin.formats.map_view import MapBase, MapPlace, MapPoint
from tocsin.formats.report_pdf import Picture
from tocsin.records.models import Community, Place

SIZE = (260, 285)  # as wide as it is printed, so that its letters can be read
BARS = (350, 260)
LAND = "#f6f4ef"
SHOWN_KM = 34  # beyond the place and the base: the outer circle is whole
NEARBY = 0.8  # degrees within which places are named
NAMES = 12  # of the gazetteer


def picture_for(read: Read, audience: Audience | None) -> Picture | None:
    """Return the picture, None for a report without one and for readers below its level."""
    if audience and CLEARANCES[audience].level < Level.HIGH:
        return None
    label = read.words.tables["label"]
    if read.spot is not None:
        return Picture(_map(read, str(label["map"])), str(label["map"]), LAND)
    bars = _bars(read)
    if not bars:
        return None
    title = str(label["chart"])
    legend = {priority: read.words.of("priority", priority) for priority in Priority}
    drawn = draw_bars(bars, title=title, legend=legend, width=BARS[0], height=BARS[1])
    return Picture(drawn, title)


def _bars(read: Read) -> list[Bar]:
    rows = [one.fields for one in read.statements if one.code == DAY_ROW]
    return [
        Bar(
            shown(row["at"], "day", read.words).partition("\N{NO-BREAK SPACE}")[0],
            {priority: int(row[priority]) for priority in Priority},
        )
        for row in rows
    ]


def _map(read: Read, title: str) -> str:
    spot = read.spot
    assert spot is not None
    base = [MapBase(spot.base, spot.base_lon, spot.base_lat, has_rings=True)] if spot.base else []
    point = MapPoint(
        lon=spot.lon, lat=spot.lat, priority=Priority(spot.priority), label=spot.place,
        url="", is_waiting=False, is_unverified=False,
    )  # fmt: skip
    names = [MapPlace(spot.place, spot.lon, spot.lat, rank=0)] if spot.place else []
    return draw_map(
        points=[point],
        bases=base,
        places=[*names, *around(spot.lat, spot.lon, but=(spot.place, spot.base))],
        ground=ground(),
        title=title,
        width=SIZE[0],
        height=SIZE[1],
        margin_km=SHOWN_KM,
    )


def around(lat: float, lon: float, *, but: Collection[str] = ()) -> list[MapPlace]:
    """Return what lies near a point, for orientation: what is printed is read far from a screen.

    Communities and the chief towns of territories come first, then the nearest names of the gazetteer.
    """
    box = {"lat__range": (lat - NEARBY, lat + NEARBY), "lon__range": (lon - NEARBY, lon + NEARBY)}
    homes = Community.objects.filter(**box).exclude(name__in=but).values_list("name", "lon", "lat")
    found = {name: MapPlace(name, x, y, 1, is_marked=True) for name, x, y in homes}
    places = Place.objects.filter(ended_at=None, **box).exclude(name__in=[but, *found])
    towns = places.filter(name=F("territoire")).values_list("name", "lon", "lat")
    found |= {name: MapPlace(name, x, y, 1, is_marked=True) for name, x, y in towns}
    away = (F("lat") - lat) * (F("lat") - lat) + (F("lon") - lon) * (F("lon") - lon)
    nearest = places.annotate(away=away).order_by("away").values_list("name", "lon", "lat")
    for name, x, y in nearest[:NAMES]:
        found.setdefault(name, MapPlace(name, x, y, 2, is_marked=True))
    return sorted(found.values(), key=lambda one: (one.rank, one.name))
