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


def build_ground(*, again: bool) -> None:
    """Build the ground if what it is made of changed, or `again`.

    Without the registry one line says so: maps are then plain land with bases and incidents.
    """
    makers = sorted((ROOT / "tocsin" / "formats").glob("ground*.py"))
    made_of = digest(MAP_LOCK, SCRIPT, *makers) + ("with borders" if ATLAS.is_dir() else "")
    if remembered("ground") == made_of and DRAWN.is_file() and not again:
        return
    say("Building the ground of the maps")
    try:
        install_hashed(MAP_LOCK)
        run(PYTHON, str(SCRIPT))
    except (OSError, subprocess.CalledProcessError) as missing:
        say(f"Not built; maps show plain land. Try again with `make assets`. ({missing})")
    remember("ground", made_of)
