"""The repository holds what we wrote, and nothing that ties it to one machine."""

import re
from pathlib import Path

from tests.house.sources import ROOT, name, text, tracked

LARGEST_ASSET = 60_000
"""Bytes. Pictures are let through: docs show the screens."""

PICTURES = {".png", ".jpg", ".jpeg", ".webp"}
ASSETS = {".js", ".mjs", ".css", ".html", ".svg", ".woff", ".woff2", ".ttf", ".map", ".ts"}

REGISTRIES: tuple[str, ...] = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
)
REGISTRIES += (
    "deb." + "debian" + ".org",
    "yarnpkg" + ".com",
    "jsdelivr" + ".net",
    "unpkg" + ".com",
)

MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]\w*|Users/[A-Z]\w*)/")

HARMLESS = {name(Path(__file__))}


def texts() -> list[Path]:
    return [path for path in tracked() if name(path) not in HARMLESS]


def test_no_registry_is_named() -> None:
    assert not [name(path) for path in texts() if any(host in text(path) for host in REGISTRIES)]


def test_no_path_of_a_machine_is_named() -> None:
    found = {name(path): MACHINE_PATHS.findall(text(path)) for path in texts()}
    assert not {file: paths for file, paths in found.items() if paths}


def test_nothing_minified_bundled_or_copied_from_others_is_tracked() -> None:
    foreign = re.compile(r"(\.min\.|\.bundle\.|/node_modules/|/vendor/|/third_party/)")
    assert not [name(path) for path in tracked() if foreign.search(f"/{name(path)}")]


def test_no_asset_is_large() -> None:
    assets = [path for path in tracked() if path.suffix in ASSETS]
    assert not [name(path) for path in assets if path.stat().st_size > LARGEST_ASSET]


def test_no_line_of_an_asset_is_that_of_a_machine() -> None:
    scripts = [path for path in tracked() if path.suffix in {".js", ".mjs", ".css", ".ts"}]
    assert not [
        name(path) for path in scripts if max(map(len, text(path).splitlines() or [""])) > 300
    ]


def test_no_page_loads_anything_from_elsewhere() -> None:
    loaded = re.compile(r"""(?:src|href)=["']?https?://|@import\s+(?:url\()?["']?https?://""")
    shipped = [path for path in tracked() if path.suffix in {".html", ".css"}]
    assert not [
        name(p) for p in shipped if p.is_relative_to(ROOT / "tocsin") and loaded.search(text(p))
    ]


def test_pages_ask_the_server_in_one_way_that_bears_half_an_answer() -> None:
    # The field log has no module to import from: its page must work with what the phone kept.
    scripts = [path for path in tracked() if "/static/console/" in name(path)]
    free = [path for path in scripts if path.name != "asking.js" and path.parent.name != "field"]
    assert free
    assert not [name(path) for path in free if "fetch(" in text(path)]
