"""Polygons and circles as CAP writes them: latitude first, closed, and without crossing themselves."""

import re
from itertools import pairwise

LOOKED_AT = 500  # points; looking costs their square, and a stranger sent them
_NUMBER = r"-?\d+(?:\.\d+)?"
_PAIR = re.compile(rf"({_NUMBER}),({_NUMBER})")
_CIRCLE = re.compile(rf"({_NUMBER}),({_NUMBER}) (\d+(?:\.\d+)?)")


def polygon_fault(polygon: str) -> str:
    """Return which rule a polygon breaks, by code; empty when none."""
    pairs = [_PAIR.fullmatch(one) for one in polygon.split()]
    if not all(pair and _on_earth(pair[1], pair[2]) for pair in pairs):
        return "polygon_points"
    points = [(float(pair[1]), float(pair[2])) for pair in pairs if pair]
    if len(points) < 4:
        return "polygon_too_short"
    if points[0] != points[-1]:
        return "polygon_open"
    if len(points) <= LOOKED_AT and _crosses_itself(points):
        return "polygon_crosses_itself"
    return ""


def circle_fault(circle: str) -> str:
    """Return which rule a circle breaks, by code; empty when none."""
    found = _CIRCLE.fullmatch(circle)
    return "" if found and _on_earth(found[1], found[2]) else "circle_shape"


def _on_earth(lat: str, lon: str) -> bool:
    return abs(float(lat)) <= 90 and abs(float(lon)) <= 180


def _crosses_itself(points: list[tuple[float, float]]) -> bool:
    edges = list(pairwise(points))
    last = len(edges) - 1
    return any(
        _meet(edges[i], edges[j])
        for i in range(len(edges))
        for j in range(i + 2, len(edges))
        if (i, j) != (0, last)
    )


def _meet(
    one: tuple[tuple[float, float], tuple[float, float]],
    other: tuple[tuple[float, float], tuple[float, float]],
) -> bool:
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
