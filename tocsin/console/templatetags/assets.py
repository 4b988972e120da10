"""Built assets (live map, screen font) in templates: their hashed names, or nothing when not built."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from tocsin.actions.map_ground import GROUND, ground_path

register = template.Library()

FOLDER = "frontend"
SOURCES = {"map": "src/map.ts", "fonts": "src/fonts.css"}


@register.simple_tag
def built_script(name: str) -> SafeString:
    """Return the module of a built entry, or nothing: each page works without it."""
    entry = _manifest().get(SOURCES[name])
    files = [] if entry is None else [static(f"{FOLDER}/{entry['file']}")]
    return format_html_join("", '<script type="module" src="{}"></script>', ((f,) for f in files))


@register.simple_tag
def built_styles(name: str) -> SafeString:
    """Return the style sheets of a built entry, or nothing."""
    entry = _manifest().get(SOURCES[name], {})
    names = list(entry.get("css", []))
    if str(entry.get("file", "")).endswith(".css"):
        names.append(entry["file"])
    sheets = ((static(f"{FOLDER}/{name}"),) for name in names)
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@register.simple_tag
def ground_url() -> str:
    """Return the address of the built base map, or an empty text: the map is then plain land."""
    return static(GROUND) if ground_path() else ""


def assets_are_built() -> bool:
    """Say whether `make assets` has run; `tocsin check` reports it."""
    return bool(_manifest())


@cache
def _manifest() -> dict[str, dict[str, Any]]:
    """Read the list the build left. Kept for the life of the process, as the names are."""
    found = finders.find(f"{FOLDER}/manifest.json")
    path = Path(found) if isinstance(found, str) else _collected()
    if path is None or not path.is_file():
        return {}
    manifest: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return manifest


def _collected() -> Path | None:
    root = settings.STATIC_ROOT
    return Path(root) / FOLDER / "manifest.json" if root else None
