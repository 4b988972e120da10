"""Distance and direction between two points, good to a few metres over a mission's ground."""

from math import asin, atan2, cos, degrees, radians, sin, sqrt

RADIUS_KM = 6371.0088  # mean Earth radius (IUGG)
COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance in kilometres (haversine); degrees in, WGS 84."""
    phi, other_phi = radians(lat), radians(other_lat)
    half = sin((other_phi - phi) / 2) ** 2
    half += cos(phi) * cos(other_phi) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * RADIUS_KM * asin(min(1.0, sqrt(half)))


def direction(lat: float, lon: float, other_lat: float, other_lon: float) -> str:
    """Return in which of the eight directions the other point lies, seen from the first."""
    phi, other_phi = radians(lat), radians(other_lat)
    turn = radians(other_lon - lon)
    east = sin(turn) * cos(other_phi)
    north = cos(phi) * sin(other_phi) - sin(phi) * cos(other_phi) * cos(turn)
    return COMPASS[round(degrees(atan2(east, north)) / 45) % 8]
