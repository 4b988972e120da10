"""Rows as GeoJSON (RFC 7946): what a map program reads."""

from collections.abc import Iterable, Mapping
from typing import Any

GEOJSON_TYPE = "application/geo+json"


def points(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a FeatureCollection of the rows whose `lat` and `lon` are known, in WGS 84 degrees.

    All other values of a row are the properties of its point. A row without a place is left out.
    """
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {k: v for k, v in row.items() if k not in ("lat", "lon")},
        }
        for row in rows
        if row.get("lat") is not None and row.get("lon") is not None
    ]
    return {"type": "FeatureCollection", "features": features}
