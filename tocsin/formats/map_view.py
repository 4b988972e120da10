"""What a map shows and how degrees become pixels on it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.domain.words import Priority
from tocsin.formats.clipping import Box, Point

KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True)
class MapPoint:
    """An incident on the map; `label` is what a screen reader says, `url` where a click goes."""

    lon: float
    lat: float
    priority: Priority
    label: str
    url: str = ""
    is_waiting: bool = False
    is_unverified: bool = False


@dataclass(frozen=True, slots=True)
class MapBase:
    """A post that can send help, with its rings of 15 and 30 km unless told otherwise."""

    name: str
    lon: float
    lat: float
    has_rings: bool = True


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A named place for orientation; the lower the rank, the sooner its name finds room.

    `is_marked` puts a dot where it lies: on paper nobody can point at it and ask.
    """

    name: str
    lon: float
    lat: float
    rank: int = 1
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A picture of `width` by `height` pixels; `scale` is pixels per unit of Mercator."""

    west: float
    north: float
    scale: float
    width: int
    height: int

    def project(self, lon: float, lat: float) -> Point:
        """Return the pixel of a position, from the upper left corner."""
        return (lon - self.west) * self.scale, (self.north - _mercator(lat)) * self.scale

    def pixels(self, km: float, lat: float) -> float:
        """Return how many pixels a distance takes at a latitude."""
        return km / KM_PER_DEGREE / math.cos(math.radians(lat)) * self.scale

    def box(self, bleed: float = 0.0) -> Box:
        """Return the rectangle of degrees in view, larger by `bleed` pictures on each side."""
        wide, high = self.width / self.scale, self.height / self.scale
        return Box(
            self.west - wide * bleed,
            _latitude(self.north - high * (1 + bleed)),
            self.west + wide * (1 + bleed),
            _latitude(self.north + high * bleed),
        )


def view_of(positions: Iterable[Point], *, width: int, height: int, margin_km: float) -> View:
    """Return the view that holds all positions with a margin, or the whole earth when there are none.

    Rounded outwards to a tenth of a degree, so that one more point seldom moves the picture.
    """
    found = list(positions)
    if not found:
        return View(-180.0, 180.0, min(width, height) / 360, width, height)
    margin = margin_km / KM_PER_DEGREE
    lons, lats = [lon for lon, _ in found], [lat for _, lat in found]
    west, east = _down(min(lons) - margin), _up(max(lons) + margin)
    south, north = _mercator(_down(min(lats) - margin)), _mercator(_up(max(lats) + margin))
    scale = min(width / (east - west), height / (north - south))
    return View(
        west=(west + east) / 2 - width / scale / 2,
        north=(south + north) / 2 + height / scale / 2,
        scale=scale,
        width=width,
        height=height,
    )


def bar_length(view: View) -> tuple[int, float]:
    """Return a round number of kilometres for the scale bar, and its pixels at mid-latitude."""
    box = view.box()
    middle = (box.south + box.north) / 2
    for km in (1000, 500, 200, 100, 50, 20, 10, 5, 2):
        if view.pixels(km, middle) <= view.width / 5:
            return km, view.pixels(km, middle)
    return 1, view.pixels(1, middle)


def gather(points: Sequence[MapPoint], view: View, *, within: float) -> list[list[MapPoint]]:
    """Group points that would cover one another; the gravest leads its group and is never hidden."""
    groups: list[tuple[Point, list[MapPoint]]] = []
    for point in sorted(points, key=lambda p: (p.priority, not p.is_waiting)):
        x, y = view.project(point.lon, point.lat)
        for (at_x, at_y), group in groups:
            if abs(at_x - x) < within and abs(at_y - y) < within:
                group.append(point)
                break
        else:
            groups.append(((x, y), [point]))
    return [group for _, group in groups]


def _mercator(lat: float) -> float:
    # As the live map draws, so that both pictures lie over each other.
    limited = max(-85.0, min(85.0, lat))
    return math.degrees(math.log(math.tan(math.radians(45 + limited / 2))))


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(y)))) - 90


def _down(degrees: float) -> float:
    return math.floor(degrees * 10) / 10


def _up(degrees: float) -> float:
    return math.ceil(degrees * 10) / 10
