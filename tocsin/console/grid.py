"""A place as the grid that is read out on the radio."""

import re

from mgrs import MGRS  # type: ignore[import-untyped]  # ships no types
from mgrs.core import MGRSError  # type: ignore[import-untyped]

_GRID = MGRS()
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{1,9})?")
_DEGREES = re.compile(rf"{_NUMBER.pattern}\s*[,; ]\s*{_NUMBER.pattern}")
# Two to five digits each way: less is no village.
_GRID_TEXT = re.compile(r"\d{1,2}[C-X][A-Z]{2}(?:\d{4}|\d{6}|\d{8}|\d{10})")


def grid_of(lat: float | None, lon: float | None) -> str:
    """Return `35M QU 626 550`, to 100 metres; nothing without a point or outside the grid."""
    if lat is None or lon is None or not -80 <= lat <= 84:
        return ""
    found = str(_GRID.toMGRS(lat, lon, MGRSPrecision=3))
    zone, square, digits = found[:-8], found[-8:-6], found[-6:]
    return f"{zone} {square} {digits[:3]} {digits[3:]}"


def point_of(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude of `-1.23, 29.4` or of a grid; None for what is neither."""
    numbers = _NUMBER.findall(text)
    if _DEGREES.fullmatch(text.strip()) and len(numbers) == 2:
        lat, lon = float(numbers[0]), float(numbers[1])
        return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
    grid = re.sub(r"\s", "", text).upper()
    if not _GRID_TEXT.fullmatch(grid):
        return None
    try:
        lat, lon = _GRID.toLatLon(grid)
    except MGRSError:
        return None
    return float(lat), float(lon)
