"""Lists of places from files: GeoNames tab, GeoJSON (OCHA COD-AB, OSM), Overpass JSON and CSV, also zipped."""

import contextlib
import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from tocsin.domain.place_rows import PlaceRow
from tocsin.formats.gazetteer_rows import numbered
from tocsin.formats.geonames import COLUMNS, geonames_rows


class UnreadableGazetteer(ValueError):
    """A file is none of the known formats; the message says what was missing and what to do."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


_GZIPPED = b"\x1f\x8b"
LARGEST = 500_000_000  # bytes of a list, unpacked; that of the largest country has a tenth
MOST_THINGS = 5_000_000  # lines of a table, or values of a JSON: each becomes some hundred bytes
LONGEST_LINE = 1_000_000  # signs
_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n?|\n")


def read_gazetteer(path: Path) -> list[PlaceRow]:
    """Return the places of a file, whichever known format it has.

    Rows without a name or a point on the globe are left out. Raises UnreadableGazetteer when nothing can be read.
    """
    rows = list(read_gazetteer_text(_text_of(path)))
    if not rows:
        raise UnreadableGazetteer(
            f"{path.name} has no places that can be read. It must be a GeoNames tab file, a GeoJSON file, or a CSV "
            "file whose first line has at least name, lat and lon."
        )
    return rows


def read_gazetteer_text(text: str) -> Iterator[PlaceRow]:
    """Yield the places of a text in any known format."""
    is_json = text.lstrip()[:1] == "{"
    _refuse_bombs(text, is_json=is_json)
    if is_json:
        yield from _json(text)
        return
    first = _LINE_END.split(text, 1)[0]
    if first.count("\t") >= COLUMNS:
        yield from numbered(geonames_rows(_LINE_END.split(text)))
        return
    delimiter = max(",;\t", key=first.count)
    try:
        yield from numbered(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableGazetteer(f"The table cannot be read: {error}.") from error


def _text_of(path: Path) -> str:
    """Return the text of a file, unpacked: GeoNames and health lists come zipped."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                # Beside the list lies at most a note on it.
                largest = max(packed.infolist(), key=lambda one: one.file_size, default=None)
                raw = _at_most(packed.open(largest)) if largest else b""
        else:
            with path.open("rb") as file:
                is_packed = file.read(2) == _GZIPPED
                file.seek(0)
                raw = _at_most(gzip.GzipFile(fileobj=file) if is_packed else file)
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise UnreadableGazetteer(f"{path.name} cannot be unpacked.") from error
    return raw.decode("utf-8-sig", "replace")


def _at_most(file: Readable) -> bytes:
    """Return a whole file. What a small one unpacks to may be larger than the machine."""
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise UnreadableGazetteer(f"It holds more than {LARGEST // 1_000_000} megabytes.")
    return raw


def _refuse_bombs(text: str, *, is_json: bool) -> None:
    """Count what a list holds before it is read: half a megabyte, unpacked, may be half a billion lines."""
    n = sum(map(text.count, "{[," if is_json else "\n\r"))
    if n > MOST_THINGS:
        raise UnreadableGazetteer(f"It holds more than {MOST_THINGS // 1_000_000} million lines or values.")  # fmt: skip
    longest = (
        0 if is_json else max((one.end() - one.start() for one in _LINE.finditer(text)), default=0)
    )
    if longest > LONGEST_LINE:
        raise UnreadableGazetteer(f"One of its lines is longer than {LONGEST_LINE:,} signs.")


def _json(text: str) -> Iterator[PlaceRow]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = getattr(error, "msg", "it is too deep or too large")
        raise UnreadableGazetteer(f"The GeoJSON file cannot be read: {why}.") from error
    if "elements" in document:
        yield from numbered(map(_element, _objects(document["elements"])))
        return
    yield from numbered(map(_feature, _objects(document.get("features"))))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(values: object) -> Iterable[Mapping[str, Any]]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []


def _element(element: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a row for what Overpass gives of OpenStreetMap; an area has its middle in `center`."""
    point = _object(element.get("center")) or element
    place_id = f"{element.get('type', 'node')}/{element.get('id', '')}"
    return {
        **_object(element.get("tags")),
        "id": place_id,
        "lat": point.get("lat"),
        "lon": point.get("lon"),
    }


def _feature(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row of a feature with its point; an empty one, which is no place, where it lies nowhere."""
    point = _middle(_object(feature.get("geometry")))
    if point is None:
        return {}
    row = {**_object(feature.get("properties")), "lon": point[0], "lat": point[1]}
    return {"id": feature["id"], **row} if "id" in feature else row


def _middle(geometry: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the point of a feature, or the middle of the box around its line or area."""
    points = list(_points(geometry.get("coordinates")))
    if not points:
        return None
    lons = [point[0] for point in points]
    lats = [point[1] for point in points]
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    waiting = [coordinates]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, list) or not part:
            continue
        if isinstance(part[0], int | float):
            # A point beyond the globe is dropped where the row is made.
            with contextlib.suppress(LookupError, TypeError, ValueError, OverflowError):
                yield float(part[0]), float(part[1])
        else:
            waiting += part
