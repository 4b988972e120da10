"""The map of a flash: the place and its base, for those alone who may know exactly where."""

from tocsin.actions.report_heads import Read
from tocsin.domain.report_words import Audience, Level
from tocsin.domain.reports.audiences import CLEARANCES
from tocsin.domain.words import Priority
from tocsin.formats.map_svg import draw_map
from tocsin.formats.map_view import MapBase, MapPoint

SIZE = (420, 460)


def drawing_for(read: Read, audience: Audience | None) -> str:
    """Return the map as SVG, empty for a report without a point and for readers below its level."""
    spot = read.spot
    if spot is None or (audience and CLEARANCES[audience].level < Level.HIGH):
        return ""
    base = [MapBase(spot.base, spot.base_lon, spot.base_lat, has_rings=True)] if spot.base else []
    return draw_map(
        points=[
            MapPoint(
                lon=spot.lon, lat=spot.lat, priority=Priority(spot.priority), label=spot.place,
                url="", is_waiting=False, is_unverified=False,
            )
        ],
        bases=base,
        title=str(read.words.tables["label"]["map"]),
        width=SIZE[0],
        height=SIZE[1],
        margin_km=20,
    )  # fmt: skip
