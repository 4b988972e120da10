"""The picture of a report: a map for a flash, bars for a weekly, for those alone who may see them."""

from tocsin.actions.report_heads import Read, Spot
from tocsin.domain.report_words import Audience, Level
from tocsin.domain.reports.audiences import CLEARANCES
from tocsin.domain.reports.saying import shown
from tocsin.domain.reports.weekly import DAY_ROW
from tocsin.domain.words import Priority
from tocsin.formats.chart_svg import Bar, draw_bars
from tocsin.formats.map_svg import draw_map
from tocsin.formats.map_view import MapBase, MapPlace, MapPoint
from tocsin.formats.report_pdf import Picture
from tocsin.records.models import Community

SIZE = (260, 285)  # as wide as it is printed, so that its letters can be read
BARS = (350, 260)
LAND = "#f6f4ef"
SHOWN_KM = 34  # beyond the place and the base: the outer circle is whole
NEARBY = 0.8  # degrees within which communities are named


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
        places=[*names, *_around(spot)],
        title=title,
        width=SIZE[0],
        height=SIZE[1],
        margin_km=SHOWN_KM,
    )


def _around(spot: Spot) -> list[MapPlace]:
    """Return the communities near it, for orientation: what is printed is read far from a screen."""
    rows = Community.objects.filter(
        lat__range=(spot.lat - NEARBY, spot.lat + NEARBY),
        lon__range=(spot.lon - NEARBY, spot.lon + NEARBY),
    ).exclude(name=spot.place)
    return [MapPlace(*row) for row in rows.order_by("name").values_list("name", "lon", "lat")]
