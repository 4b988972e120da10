"""The drawn map: every incident is on it, the gravest on top, names inert, the same on paper."""

import re
from xml.etree import ElementTree

import pytest

from tocsin.domain.words import Priority
from tocsin.formats.ground import Ground
from tocsin.formats.map_svg import draw_map
from tocsin.formats.map_view import MapBase, MapPlace, MapPoint, gather, view_of
from tocsin.formats.symbols import SYMBOLS, severity_svg

NS = "{http://www.w3.org/2000/svg}"
BASE = MapBase("Mpala", 29.0, -1.0)
GROUND = Ground(
    land=([(28.0, -2.0), (30.0, -2.0), (30.0, 0.0), (28.0, 0.0)],),
    rivers=([(28.0, -1.5), (30.0, -0.5)],),
)


def a_point(priority: Priority, lon: float = 29.1, lat: float = -1.1, **facts: object) -> MapPoint:
    return MapPoint(lon, lat, priority, label=f"{priority} at Kasenga", **facts)  # type: ignore[arg-type]  # the table gives each its type


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter(f"{NS}text")]


def test_each_incident_has_a_name_that_is_read_aloud() -> None:
    svg = draw_map(
        points=[a_point(Priority.P2, url="/board/?selected=7")], bases=[BASE], title="Map"
    )
    (link,) = parsed(svg).iter(f"{NS}a")
    assert link.attrib["href"] == "/board/?selected=7"
    assert link.attrib["aria-label"] == "P2 at Kasenga"


def test_a_name_cannot_bring_markup() -> None:
    evil = '<script>"&'
    svg = draw_map(
        points=[MapPoint(29.1, -1.1, Priority.P1, label=evil, url=evil)],
        bases=[MapBase(evil, 29.0, -1.0)],
        places=[MapPlace(evil, 29.5, -1.4)],
        title=evil,
    )
    assert not list(parsed(svg).iter(f"{NS}script"))
    assert parsed(svg).attrib["aria-label"] == evil


def test_the_gravest_of_a_crowd_is_the_one_that_is_seen() -> None:
    crowd = [a_point(Priority.P4), a_point(Priority.P1, is_waiting=True), a_point(Priority.P3)]
    svg = draw_map(points=crowd, bases=[BASE], title="Map")
    assert "shape-p1" in svg
    assert "shape-p4" not in svg
    assert "3" in texts(svg)


def test_only_a_waiting_p1_has_a_halo() -> None:
    loud = draw_map(points=[a_point(Priority.P1, is_waiting=True)], bases=[], title="Map")
    calm = draw_map(points=[a_point(Priority.P1)], bases=[], title="Map")
    assert ("map-halo" in loud, "map-halo" in calm) == (True, False)


def test_the_picture_holds_every_point_and_base() -> None:
    spread = [(29.0, -1.0), (31.5, 2.0), (27.2, -4.4)]
    view = view_of(spread, width=900, height=560, margin_km=35)
    assert all(0 < x < 900 and 0 < y < 560 for x, y in (view.project(*at) for at in spread))


def test_without_anything_to_show_there_is_still_a_map() -> None:
    assert parsed(draw_map(points=[], bases=[], title="Map", ground=GROUND)) is not None


def test_without_a_ground_bases_and_rings_are_drawn() -> None:
    svg = draw_map(points=[], bases=[BASE], title="Map")
    assert len([c for c in parsed(svg).iter(f"{NS}circle") if c.get("class") == "map-ring"]) == 2


def test_a_ground_is_cut_to_the_picture() -> None:
    wide = Ground(land=([(-180.0, -80.0), (180.0, -80.0), (180.0, 80.0), (-180.0, 80.0)],))
    svg = draw_map(points=[], bases=[BASE], title="Map", ground=wide)
    (land,) = [
        p for p in parsed(svg).iter(f"{NS}path") if p.get("class") == "map-land" and p.get("d")
    ]
    numbers = [int(n) for n in re.findall(r"-?\d+", land.attrib["d"])]
    assert max(map(abs, numbers)) < 3000


def test_names_that_would_cover_another_are_left_out() -> None:
    places = [MapPlace(f"Place {n}", 29.0 + n / 1000, -1.0, rank=n) for n in range(20)]
    written = texts(draw_map(points=[], bases=[BASE], places=places, title="Map"))
    assert "Mpala" in written
    assert "Place 0" in written
    assert len([text for text in written if text.startswith("Place")]) < 6


def test_gathering_loses_nobody() -> None:
    many = [a_point(p, lon=29 + n / 50) for n in range(40) for p in Priority]
    view = view_of([(p.lon, p.lat) for p in many], width=900, height=560, margin_km=35)
    groups = gather(many, view, within=16)
    assert sum(map(len, groups)) == len(many)
    assert all(group[0].priority == min(p.priority for p in group) for group in groups)


@pytest.mark.parametrize("priority", list(Priority))
def test_each_severity_has_its_own_shape_and_letter(priority: Priority) -> None:
    others = [SYMBOLS[other] for other in Priority if other is not priority]
    assert SYMBOLS[priority].outline not in {symbol.outline for symbol in others}
    assert SYMBOLS[priority].letter not in {symbol.letter for symbol in others}
    # On paper the colours must stand in the picture itself.
    assert SYMBOLS[priority].fill in severity_svg(priority)


def test_the_legend_is_drawn_only_when_words_are_given() -> None:
    words = {Priority.P1: "Imminente", Priority.P2: "Élevée"}
    assert "Imminente" in texts(draw_map(points=[], bases=[BASE], title="Carte", legend=words))
    assert "Imminente" not in texts(draw_map(points=[], bases=[BASE], title="Carte"))
