"""Maps as SVG: for pages without JavaScript or a build, and for reports."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from tocsin.domain.words import Priority
from tocsin.formats.clipping import Box, Point, box_of, clip_line, clip_ring, thin
from tocsin.formats.ground import Ground
from tocsin.formats.map_dots import MapDot, draw_dots
from tocsin.formats.map_view import (
    MapBase,
    MapPlace,
    MapPoint,
    View,
    bar_length,
    gather,
    view_of,
)
from tocsin.formats.markup import escape
from tocsin.formats.symbols import severity_shape

RINGS_KM = (15, 30)
SYMBOL = 20
# Pixels that a line of the ground may be off, and pictures drawn beyond each side.
ROUGHNESS = 0.8
BLEED = 0.5
FONT = "'Inter Variable', Inter, 'IBM Plex Sans', sans-serif"
# Colours stand as attributes for paper; on screen map.css replaces them by theme.
AREAS = {
    "neighbours": ("map-neighbour", "#eceae4"),
    "land": ("map-land", "#f6f4ef"),
    "lakes": ("map-water", "#c9dbe6"),
    "islands": ("map-land", "#f6f4ef"),
}
LINES = {"rivers": ("map-river", "#bcd2df", 1.0), "borders": ("map-border", "#8d8270", 1.4)}


def draw_map(
    *,
    points: Sequence[MapPoint],
    bases: Sequence[MapBase],
    title: str,
    places: Sequence[MapPlace] = (),
    ground: Ground | None = None,
    width: int = 900,
    height: int = 560,
    margin_km: float = 35,
    legend: Mapping[Priority, str] | None = None,
    dots: Sequence[MapDot] = (),
    dot_words: Mapping[str, str] | None = None,
    dot_home: str = "",
) -> str:
    """Return one `<svg>` that shows all points and bases, whatever its frame.

    `title` is its name for screen readers. Without a ground the map is plain land with rings.
    `dots` are drawn over the bases, in the words of `dot_words`, their pages below `dot_home`. `legend` gives the words of the severities and draws a key; a page has its own beside the map.
    """
    shown = [(p.lon, p.lat) for p in points] + [(b.lon, b.lat) for b in bases]
    shown += [(d.lon, d.lat) for d in dots]
    view = view_of(shown, width=width, height=height, margin_km=margin_km)
    drawn = [
        _ground(ground, view),
        *(_rings(base, view) for base in bases if base.has_rings),
        *_names(bases, places, view),
        *(_dot(base, view) for base in bases),
        draw_dots(dots, view, dot_words or {}, dot_home),
        *(_marker(group, view) for group in gather(points, view, within=SYMBOL * 0.8)[::-1]),
        _scale_bar(view),
        _legend(legend, view) if legend else "",
    ]
    return (
        f'<svg class="map-svg" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' font-family="{FONT}" font-size="11" overflow="visible" role="group"'
        f' aria-label="{escape(title)}">{"".join(drawn)}</svg>'
    )


def _ground(ground: Ground | None, view: View) -> str:
    return _shapes(ground, view) if ground else ""


@lru_cache(maxsize=8)
def _shapes(ground: Ground, view: View) -> str:
    """Draw the ground: most of the work, and the same for every viewer until a base is added."""
    # A frame of another shape than ours shows what lies beside the picture.
    box = view.box(bleed=BLEED)
    corner, end = view.project(box.west, box.north), view.project(box.east, box.south)
    sea = _path([corner, (end[0], corner[1]), end, (corner[0], end[1])], is_closed=True)
    drawn = [f'<path class="map-water" fill="#c9dbe6" d="{sea}"/>']
    for layer, (name, fill) in AREAS.items():
        rings = (clip_ring(ring, box) for ring in getattr(ground, layer))
        path = "".join(_path(_pixels(ring, view), is_closed=True) for ring in rings if ring)
        drawn.append(f'<path class="{name}" fill="{fill}" d="{path}"/>')
    for layer, (name, stroke, width) in LINES.items():
        pieces = (piece for line in getattr(ground, layer) for piece in clip_line(line, box))
        path = "".join(_path(_pixels(piece, view), is_closed=False) for piece in pieces)
        drawn.append(
            f'<path class="{name}" fill="none" stroke="{stroke}" stroke-width="{width}" d="{path}"/>'
        )
    return "".join(drawn)


def _pixels(points: Iterable[Point], view: View) -> list[Point]:
    return thin([view.project(lon, lat) for lon, lat in points], ROUGHNESS)


def _path(points: Sequence[Point], *, is_closed: bool) -> str:
    """Write whole pixels as steps from point to point: half the size of the page."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(whole) if (a, b) != (x, y)]
    if not steps:
        return ""
    start = f"M{whole[0][0]} {whole[0][1]}l"
    return start + " ".join(steps).replace(" -", "-") + ("z" if is_closed else "")


def _rings(base: MapBase, view: View) -> str:
    x, y = view.project(base.lon, base.lat)
    return "".join(
        f'<circle class="map-ring" cx="{x:.1f}" cy="{y:.1f}" r="{view.pixels(km, base.lat):.1f}"'
        ' fill="none" stroke="#1f4e79" stroke-width="1" stroke-dasharray="3 2.5"/>'
        for km in RINGS_KM
    )


def _dot(base: MapBase, view: View) -> str:
    x, y = view.project(base.lon, base.lat)
    return (
        f'<circle class="map-base" cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="#1f4e79"'
        ' stroke="#ffffff"/>'
    )


def _names(bases: Sequence[MapBase], places: Sequence[MapPlace], view: View) -> list[str]:
    """Write names where there is room: bases first, then places by rank; one without room is left out."""
    taken: list[Box] = []
    drawn = []
    for base in bases:
        drawn += _name(base.name, view.project(base.lon, base.lat), taken, is_base=True)
    near = [p for p in places if view.box(bleed=0.5).holds((p.lon, p.lat))]
    for place in sorted(near, key=lambda p: (p.rank, p.name)):
        at = view.project(place.lon, place.lat)
        named = _name(place.name, at, taken, is_base=False)
        drawn += [_spot(at), *named] if named and place.is_marked else named
    return drawn


def _spot(at: Point) -> str:
    return f'<circle class="map-spot" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="1.8" fill="#46505a"/>'


def _name(text: str, at: Point, taken: list[Box], *, is_base: bool) -> list[str]:
    size = 12 if is_base else 11
    wide = len(text) * size * 0.58
    # To the right, to the left, below, above: the first that covers no other name.
    for x, y in ((8, 4), (-8 - wide, 4), (-wide / 2, 18), (-wide / 2, -10)):
        left, line = at[0] + x, at[1] + y
        room = box_of([(left, line - size), (left + wide, line + 2)])
        if not any(room.touches(other) for other in taken):
            taken.append(room)
            return [_text(text, left, line, size=size, is_base=is_base)]
    return []


def _text(text: str, x: float, y: float, *, size: int, is_base: bool) -> str:
    look = (
        'class="map-base-name" fill="#1f4e79" font-weight="650"'
        if is_base
        else 'class="map-place" fill="#46505a"'
    )
    return (
        f'<text {look} x="{x:.1f}" y="{y:.1f}" font-size="{size}" stroke="#f6f4ef"'
        f' stroke-width="3" stroke-linejoin="round" paint-order="stroke">{escape(text)}</text>'
    )


def _marker(group: list[MapPoint], view: View) -> str:
    """Draw the gravest of a group, with the number of all when there are more."""
    point = group[0]
    x, y = view.project(point.lon, point.lat)
    half = SYMBOL / 2
    halo = (
        '<circle class="map-halo" r="17" fill="#8e0b3a" opacity="0.35"/>'
        if _rings_loud(group)
        else ""
    )
    doubt = (
        '<circle r="14" fill="none" stroke="#1b1f24" stroke-dasharray="2 2" class="map-doubt"/>'
        if point.is_unverified
        else ""
    )
    label = escape("; ".join(member.label for member in group[:5]))
    drawing = (
        f'{halo}{doubt}<circle r="12" fill="transparent"/>'
        f'<g transform="translate({-half} {-half}) scale({SYMBOL / 24:.3f})">'
        f"{severity_shape(point.priority)}</g>{_number(len(group))}"
    )
    place = f'transform="translate({x:.1f} {y:.1f})"'
    if point.url:
        return f'<a href="{escape(point.url)}" aria-label="{label}" {place}><title>{label}</title>{drawing}</a>'
    return f'<g role="img" aria-label="{label}" {place}><title>{label}</title>{drawing}</g>'


def _rings_loud(group: Iterable[MapPoint]) -> bool:
    return any(member.is_waiting and member.priority is Priority.P1 for member in group)


def _number(count: int) -> str:
    if count < 2:
        return ""
    return (
        '<circle class="map-many" cx="11" cy="-9" r="8" fill="#ffffff" stroke="#46505a"/>'
        '<text class="map-many-text" x="11" y="-5.5" font-size="10" font-weight="650"'
        f' text-anchor="middle" fill="#1b1f24">{min(count, 999)}</text>'
    )


def _scale_bar(view: View) -> str:
    km, length = bar_length(view)
    y = view.height - 12
    return (
        f'<path class="map-scale" d="M12 {y - 8}V{y}h{length:.1f}v-8" fill="none" stroke="#46505a"/>'
        f'<text class="map-scale-text" x="{12 + length / 2:.1f}" y="{y - 4}" text-anchor="middle"'
        f' fill="#46505a" stroke="#f6f4ef" stroke-width="3" paint-order="stroke">{km} km</text>'
    )


def _legend(words: Mapping[Priority, str], view: View) -> str:
    """Draw the key for paper, in the lower right corner."""
    wide = 40 + max(len(word) for word in words.values()) * 7
    high = 12 + 18 * len(words)
    rows = "".join(
        f'<g transform="translate(8 {8 + 18 * place}) scale(0.6)">{severity_shape(priority)}</g>'
        f'<text x="30" y="{19 + 18 * place}" fill="#1b1f24">{escape(word)}</text>'
        for place, (priority, word) in enumerate(words.items())
    )
    x, y = view.width - wide - 10, view.height - high - 10
    return (
        f'<g transform="translate({x} {y})"><rect width="{wide}" height="{high}" rx="4"'
        f' fill="#ffffff" stroke="#d5dadf"/>{rows}</g>'
    )
