"""Lines and outlines cut to a rectangle and thinned: all that our maps need of geometry."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle of the map, in degrees or in pixels alike."""

    west: float
    south: float
    east: float
    north: float

    def touches(self, other: "Box") -> bool:
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def holds(self, point: Point) -> bool:
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


def box_of(points: Sequence[Point]) -> Box:
    """Return the smallest box around the points; at least one is needed."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def clip_ring(ring: Sequence[Point], box: Box) -> list[Point]:
    """Return the part of an outline inside the box, open-ended; empty when nothing is left.

    Each side cuts in turn (Sutherland and Hodgman 1974), so a ring that leaves and comes back
    may run along the edge: harmless under a fill, and fills are what outlines are for here.
    """
    kept = list(ring)
    for axis, limit, is_upper in _sides(box):
        if not kept:
            return []
        kept = _cut(kept, axis, limit, is_upper=is_upper)
    return kept if len(kept) > 2 else []


def clip_line(line: Sequence[Point], box: Box) -> list[list[Point]]:
    """Return the pieces of a line inside the box, each with the point just outside either end.

    The extra point lets a river reach the edge of the picture; the picture hides the rest.
    """
    pieces: list[list[Point]] = []
    piece: list[Point] = []
    for before, after in pairwise(line):
        if box.touches(box_of((before, after))):
            piece = piece or [before]
            piece.append(after)
        elif piece:
            pieces.append(piece)
            piece = []
    if piece:
        pieces.append(piece)
    return pieces


def thin(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the line without points nearer than the tolerance to it (Douglas and Peucker 1973)."""
    if len(line) < 3:
        return list(line)
    kept = {0, len(line) - 1}
    open_spans = [(0, len(line) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        far, distance = _farthest(line, first, last)
        if distance > tolerance:
            kept.add(far)
            open_spans += [(first, far), (far, last)]
    return [line[place] for place in sorted(kept)]


def _sides(box: Box) -> tuple[tuple[int, float, bool], ...]:
    return (
        (0, box.west, False),
        (0, box.east, True),
        (1, box.south, False),
        (1, box.north, True),
    )


def _cut(ring: list[Point], axis: int, limit: float, *, is_upper: bool) -> list[Point]:
    kept: list[Point] = []
    before = ring[-1]
    for point in ring:
        is_in = point[axis] <= limit if is_upper else point[axis] >= limit
        was_in = before[axis] <= limit if is_upper else before[axis] >= limit
        if is_in != was_in:
            kept.append(_crossing(before, point, axis, limit))
        if is_in:
            kept.append(point)
        before = point
    return kept


def _crossing(before: Point, after: Point, axis: int, limit: float) -> Point:
    share = (limit - before[axis]) / (after[axis] - before[axis])
    x = before[0] + share * (after[0] - before[0])
    y = before[1] + share * (after[1] - before[1])
    return (limit, y) if axis == 0 else (x, limit)


def _farthest(line: Sequence[Point], first: int, last: int) -> tuple[int, float]:
    """Return the place of the point farthest from the chord, and how far that is."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = (dx * dx + dy * dy) ** 0.5
    found, most = first, 0.0
    for place in range(first + 1, last):
        px, py = line[place][0] - ax, line[place][1] - ay
        # A closed ring has a chord of no length: there the distance to its end counts.
        away = abs(px * dy - py * dx) / length if length else (px * px + py * py) ** 0.5
        if away > most:
            found, most = place, away
    return found, most
