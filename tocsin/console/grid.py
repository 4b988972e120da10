"""A place as the grid that is read out on the radio."""

from mgrs import MGRS  # type: ignore[import-untyped]  # ships no types

_GRID = MGRS()


def grid_of(lat: float | None, lon: float | None) -> str:
    """Return `35M QU 626 550`, to 100 metres; nothing without a point or outside the grid."""
    if lat is None or lon is None or not -80 <= lat <= 84:
        return ""
    found = str(_GRID.toMGRS(lat, lon, MGRSPrecision=3))
    zone, square, digits = found[:-8], found[-8:-6], found[-6:]
    return f"{zone} {square} {digits[:3]} {digits[3:]}"
