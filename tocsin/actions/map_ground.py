"""The base map that set-up built, for drawings on the server: pages, reports, sheets."""

from pathlib import Path

from django.contrib.staticfiles import finders

from tocsin.formats.ground import Ground, load_ground

GROUND = "ground/ground.json"


def ground_path() -> Path | None:
    """Return where the built base map lies, None where set-up built none."""
    found = finders.find(GROUND)
    return Path(found) if isinstance(found, str) else None


def ground() -> Ground | None:
    """Return the base map; without one a drawing is plain land."""
    path = ground_path()
    return load_ground(path) if path else None
