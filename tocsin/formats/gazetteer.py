"""Lists of places from files: GeoNames tab, GeoJSON (OCHA COD-AB, OSM), Overpass JSON and CSV, also zipped."""

import contextlib
import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from tocsin.domain.places import PlaceRow
from tocsin.formats.geonames import COLUMNS, geonames_rows


class UnreadableGazetteer(ValueError):
    """A file is none of the known formats; the message says what was missing and what to do."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


_GZIPPED = b"\x1f\x8b"
LARGEST = 500_000_000  # bytes of a list, unpacked; that of the largest country has a tenth
# Columns under which lists give one thing, the first that has a value.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "place_id": ("place_id", "id", "osm_id", "@id", "geonameid", "uuid", "fid"),
    "name": ("name", "nom", "place", "localite", "village", "adm4_fr", "adm3_fr", "adm2_fr", "adm1_fr", "adm4_en",
             "adm3_en", "adm2_en", "adm1_en", "featurenam", "name:fr"),
    "lat": ("lat", "latitude", "y", "lat_dd", "center_lat"),
    "lon": ("lon", "lng", "long", "longitude", "x", "lon_dd", "center_lon"),
    "territoire": ("territoire", "territory", "adm2_fr", "adm2_en", "admin2name", "adm2name"),
    "province": ("province", "adm1_fr", "adm1_en", "admin1name", "adm1name"),
    "pcode": ("pcode", "p_code", "adm4_pcode", "adm3_pcode", "adm2_pcode", "adm1_pcode", "ref:pcode"),
}  # fmt: skip
# Areas between the territory and the place: sector or chefferie, groupement, health zone and area.
_WITHIN = (
    "sector", "secteur", "chefferie", "collectivite", "adm3_fr", "adm3_en", "groupement", "adm4_fr", "adm4_en", "zone",
    "zone_de_sante", "zone_sante", "health_zone", "zs", "aire_de_sante", "aire_sante", "health_area",
)  # fmt: skip
_ALTERNATES = (
    "alternates",
    "alternatenames",
    "alt_name",
    "raw_name",
    "name:fr",
    "name:sw",
    "old_name",
    "name:en",
)


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
    start = text.lstrip()[:1]
    if start == "{":
        yield from _json(text)
        return
    first = text.split("\n", 1)[0]
    if first.count("\t") >= COLUMNS:
        yield from _numbered(geonames_rows(text.split("\n")))
        return
    delimiter = max(",;\t", key=first.count)
    try:
        yield from _numbered(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
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


def _json(text: str) -> Iterator[PlaceRow]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = getattr(error, "msg", "it is too deep or too large")
        raise UnreadableGazetteer(f"The GeoJSON file cannot be read: {why}.") from error
    if "elements" in document:
        yield from _numbered(map(_element, _objects(document["elements"])))
        return
    for number, feature in enumerate(_objects(document.get("features")), start=1):
        point = _middle(_object(feature.get("geometry")))
        if point is None:
            continue
        row = {**_object(feature.get("properties")), "lon": point[0], "lat": point[1]}
        if "id" in feature:
            row.setdefault("id", feature["id"])
        place = _place(row, str(number))
        if place is not None:
            yield place


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


def _numbered(rows: Iterable[Mapping[str, Any]]) -> Iterator[PlaceRow]:
    for number, row in enumerate(rows, start=1):
        place = _place(row, str(number))
        if place is not None:
            yield place


def _place(row: Mapping[str, Any], number: str) -> PlaceRow | None:
    lower = {str(key).strip().lower(): value for key, value in row.items() if key}
    name = _cell(lower, "name")
    point = _point(lower)
    if not name or point is None:
        return None
    pcode = _cell(lower, "pcode")
    return PlaceRow(
        place_id=_cell(lower, "place_id") or pcode or number,
        name=name,
        lat=point[0],
        lon=point[1],
        alternates=tuple(_alternates(lower, name)),
        territoire=_cell(lower, "territoire"),
        province=_cell(lower, "province"),
        pcode=pcode,
        within=tuple(_within(lower, name)),
    )


def _within(row: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield the areas a place lies in, from the largest, none twice and not its own."""
    seen = {name.lower(), ""}
    for column in _WITHIN:
        area = _plain(row.get(column) or "")
        if area.lower() not in seen:
            seen.add(area.lower())
            yield area


def _cell(row: Mapping[str, Any], wanted: str) -> str:
    for column in _COLUMNS[wanted]:
        value = row.get(column)
        if value not in (None, ""):
            return _plain(value)
    return ""


def _plain(value: object) -> str:
    """Return a value as words that can be stored: no NUL, no half of a character."""
    whole = str(value).encode("utf-8", "replace").decode()
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}").strip()


def _point(row: Mapping[str, Any]) -> tuple[float, float] | None:
    try:
        lat, lon = float(_cell(row, "lat")), float(_cell(row, "lon"))
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def _alternates(row: Mapping[str, Any], name: str) -> Iterator[str]:
    seen = {name.lower()}
    for column in _ALTERNATES:
        value = _plain(row.get(column) or "")
        for spelling in value.replace("|", ";").replace(",", ";").split(";"):
            plain = spelling.strip()
            if plain and plain.lower() not in seen and _is_latin(plain):
                seen.add(plain.lower())
                yield plain


def _is_latin(name: str) -> bool:
    """Other scripts cannot be matched with what people text, and would only fill the index."""
    return all(ord(letter) < 0x250 or letter in "’‘'-" for letter in name)
