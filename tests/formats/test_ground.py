"""The ground of the maps: what is built is what is read again, and a missing source costs only itself."""

import json
from pathlib import Path

from tocsin.formats.clipping import Box
from tocsin.formats.ground import Ground, build_ground, load_ground, write_ground
from tocsin.formats.ground_sources import read_countries

BOX = Box(0, 0, 10, 10)


def an_atlas(folder: Path) -> Path:
    """Two countries that share the line x = 5, as TopoJSON writes it: once, and once backwards."""
    atlas = {
        "type": "Topology",
        "transform": {"scale": [1.0, 1.0], "translate": [0.0, 0.0]},
        "arcs": [
            [[5, 0], [0, 8]],
            [[5, 8], [-4, 0], [0, -8], [4, 0]],
            [[5, 8], [4, 0], [0, -8], [-4, 0]],
        ],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Home"}},
                    {
                        "type": "MultiPolygon",
                        "arcs": [[[~0, ~2]]],
                        "properties": {"name": "Beside"},
                    },
                ]
            }
        },
    }
    path = folder / "countries.json"
    path.write_text(json.dumps(atlas))
    return path


def test_a_shared_border_is_read_in_both_directions(tmp_path: Path) -> None:
    found = dict(read_countries(an_atlas(tmp_path)))
    assert found["Home"] == [[(5, 0), (5, 8), (1, 8), (1, 0), (5, 0)]]
    assert found["Beside"] == [[(5, 8), (5, 0), (9, 0), (9, 8), (5, 8)]]


def test_home_is_land_and_the_rest_is_neighbour(tmp_path: Path) -> None:
    ground = build_ground(box=BOX, home=frozenset({"Home"}), atlas=an_atlas(tmp_path))
    assert [max(x for x, _ in ring) for ring in ground.land] == [5]
    assert [min(x for x, _ in ring) for ring in ground.neighbours] == [5]


def test_without_an_atlas_the_ground_is_still_built(tmp_path: Path) -> None:
    ground = build_ground(box=BOX, home=frozenset({"Home"}), atlas=tmp_path / "none.json")
    assert ground.neighbours == ()


def test_what_is_written_is_what_is_read_again(tmp_path: Path) -> None:
    ground = Ground(
        land=([(1.0, 1.0), (2.0, 1.0), (2.0, 2.0)],), rivers=([(0.5, 0.25), (3.0, 4.0)],)
    )
    path = tmp_path / "ground.json"
    write_ground(ground, path)
    found = load_ground(path)
    assert found is not None
    assert found.rivers == ground.rivers
    assert found.land[0][:3] == ground.land[0]
    assert path.with_name("ground.json.gz").is_file()


def test_no_file_is_no_ground(tmp_path: Path) -> None:
    assert load_ground(tmp_path / "ground.json") is None
