"""Places given as a grid reference or as degrees: "35N QA 8048 7744", "1.5667N 30.25E"."""

import re
from collections.abc import Iterator

from mgrs import MGRS  # type: ignore[import-untyped]  # ships no types

from tocsin.domain.reading.result import PlaceMention, PlaceRole, Span

_GRID = MGRS()
_MGRS = re.compile(
    r"\b(\d{1,2}) ?([C-HJ-NP-X]) ?([A-HJ-NP-Z]{2}) ?(\d{2,5}) ?(\d{2,5})\b", re.IGNORECASE
)
_DEGREES = re.compile(
    r"(?<![\w.])([NS]?) ?(-?\d{1,2}\.\d{2,8}) ?°? ?([NS]?)[ ,;/]{1,3}([EW]?) ?(-?\d{1,3}\.\d{2,8}) ?°? ?([EWO]?)",
    re.IGNORECASE,
)
# Beyond these no mission of ours: two prices beside each other are no place.
_SOUTH, _NORTH, _WEST, _EAST = -35.0, 38.0, -26.0, 52.0
_AT_MOST = 2
_READ_AT_MOST = 2000


def find_grids(text: str) -> tuple[PlaceMention, ...]:
    """Return the points that a message gives by numbers, at most two."""
    head = text[:_READ_AT_MOST]
    found = [*_references(head), *_degrees(head)]
    return tuple(found[:_AT_MOST])


def _references(text: str) -> Iterator[PlaceMention]:
    for match in _MGRS.finditer(text):
        zone, band, square, east, north = match.groups()
        digits = east + north
        if len(digits) % 2:
            continue
        try:
            lat, lon = _GRID.toLatLon(f"{zone}{band}{square}{digits}".upper())
        except Exception:  # noqa: BLE001, S112 - the library raises its own kinds for a square that does not exist.
            continue
        mention = _mention(match, lat, lon)
        if mention is not None:
            yield mention


def _degrees(text: str) -> Iterator[PlaceMention]:
    for match in _DEGREES.finditer(text):
        before_lat, lat, after_lat, before_lon, lon, after_lon = match.groups()
        half, side = (before_lat + after_lat).upper(), (before_lon + after_lon).upper()
        exact = len(lat.partition(".")[2]) >= 4 and len(lon.partition(".")[2]) >= 4
        if not (half and side) and not exact:
            continue
        mention = _mention(
            match,
            float(lat) * (-1 if "S" in half else 1),
            float(lon) * (-1 if "W" in side else 1),
        )
        if mention is not None:
            yield mention


def _mention(match: re.Match[str], lat: float, lon: float) -> PlaceMention | None:
    if not (_SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST):
        return None
    surface = match.group().strip(" ,;/")
    start = match.start() + match.group().index(surface)
    return PlaceMention(
        surface=surface,
        role=PlaceRole.WHERE,
        score=1.0,
        accepted=True,
        name=surface,
        lat=round(lat, 5),
        lon=round(lon, 5),
        span=Span(start, start + len(surface)),
    )
