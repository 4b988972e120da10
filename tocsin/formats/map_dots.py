"""Thousands of places as marks on the map: what lies close together is one mark with a number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from tocsin.formats.clipping import Point
from tocsin.formats.map_view import View
from tocsin.formats.markup import escape

CELL = 22  # pixels
NAMED = 5  # places that a mark names

# Shapes differ besides colours: an empty square, a cross, a triangle, a diamond.
SHAPES: Mapping[str, str] = {
    "nobody": '<path d="M-6-6h12v12h-12z" fill="#ffffff" stroke="#8e0b3a" stroke-width="2.5"/>',
    "unheard": '<path d="M-6-6L6 6M6-6L-6 6" stroke="#b3261e" stroke-width="3" fill="none"/>',
    "only_men": '<path d="M0-7L7 6H-7z" fill="#c77700" stroke="#ffffff"/>',
    "one_operator": '<path d="M0-7L7 0L0 7L-7 0z" fill="#1f4e79" stroke="#ffffff"/>',
}
RANKS = {shape: rank for rank, shape in enumerate(SHAPES)}


class MapDot(NamedTuple):
    """A place with what is the matter there (a key of SHAPES), or nothing (empty).

    `code` names its page below the `home` of all dots: where a click goes.
    """

    lon: float
    lat: float
    name: str
    shape: str = ""
    code: str = ""


def draw_dots(dots: Sequence[MapDot], view: View, words: Mapping[str, str], home: str) -> str:
    """Return the marks; those without a shape are one faint path, without a name."""
    cells: dict[tuple[int, int], list[tuple[MapDot, Point]]] = defaultdict(list)
    quiet: set[tuple[int, int]] = set()
    for dot in dots:
        at = view.project(dot.lon, dot.lat)
        if dot.shape:
            cells[int(at[0] // CELL), int(at[1] // CELL)].append((dot, at))
        else:
            quiet.add((round(at[0]), round(at[1])))
    return _quiet(quiet) + "".join(_mark(cell, words, home) for cell in cells.values())


def shape_of(shape: str) -> str:
    """Return one shape for the key beside a map."""
    return f'<svg viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true">{SHAPES[shape]}</svg>'


def _quiet(points: set[tuple[int, int]]) -> str:
    if not points:
        return ""
    path = "".join(f"M{x} {y}h0" for x, y in sorted(points))
    return (
        f'<path class="map-quiet" d="{path}" fill="none" stroke="#6b7780" stroke-width="4"'
        ' stroke-linecap="round" opacity="0.7"/>'
    )


def _mark(cell: Sequence[tuple[MapDot, Point]], words: Mapping[str, str], home: str) -> str:
    first, (x, y) = min(cell, key=lambda one: (RANKS[one[0].shape], one[0].name))
    named = "; ".join(f"{dot.name}: {words[dot.shape]}" for dot, _ in cell[:NAMED])
    more = f" (+{len(cell) - NAMED})" if len(cell) > NAMED else ""
    label = escape(named + more)
    count = (
        f'<text x="7" y="-5" font-size="10" font-weight="650" class="map-place" fill="#1b1f24"'
        f' stroke="#f6f4ef" stroke-width="3" paint-order="stroke">{len(cell)}</text>'
        if len(cell) > 1
        else ""
    )
    page = escape(f"{home}{quote(first.code)}/")
    return (
        f'<a href="{page}" aria-label="{label}" transform="translate({x:.0f} {y:.0f})">'
        f'<title>{label}</title><circle r="12" fill="transparent"/>{SHAPES[first.shape]}{count}</a>'
    )
