"""Build the ground of the maps from the shapes that two registries offer."""

from __future__ import annotations

import subprocess

from tools.setup.packages import PYTHON, install_hashed
from tools.setup.shell import ROOT, run, say
from tools.setup.stamp import digest, remember, remembered

MAP_LOCK = ROOT / "requirements-map.lock"
SCRIPT = ROOT / "tools" / "build_basemap.py"
ATLAS = ROOT / "frontend" / "node_modules" / "world-atlas"
DRAWN = ROOT / "build" / "static" / "ground" / "ground.json"


NOT_BUILT = "The ground of the maps is not built; they show plain land. To try again: make assets"


def build_ground(*, again: bool) -> None:
    """Build the ground if what it is made of changed, or `again`.

    Without the registry one line says so: maps are then plain land with bases and incidents. Only
    `again` or changed makers try anew what failed once.
    """
    makers = sorted((ROOT / "tocsin" / "formats").glob("ground*.py"))
    made_of = digest(MAP_LOCK, SCRIPT, *makers) + ("with borders" if ATLAS.is_dir() else "")
    known = remembered("ground")
    if known == f"failed {made_of}" and not again:
        say(NOT_BUILT)
    elif known != made_of or not DRAWN.is_file() or again:
        remember("ground", made_of if _build() else f"failed {made_of}")


def _build() -> bool:
    say("Building the ground of the maps")
    try:
        install_hashed(MAP_LOCK)
        run(PYTHON, str(SCRIPT))
    except (OSError, subprocess.CalledProcessError) as missing:
        say(f"{NOT_BUILT} ({missing})")
        return False
    return True
