"""`tocsin read`: texts on standard input to readings as JSON lines, at full speed (design.md §6)."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from tocsin.domain.lexicon import Lexicon
from tocsin.domain.places import Gazetteer
from tocsin.domain.reading import to_json
from tocsin.domain.reading.read import read_message
from tocsin.formats.gazetteer import UnreadableGazetteer, read_gazetteer

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Line:
    """One message to read; `place` is a name or a point, None when nothing is known of the sender."""

    id: Any
    text: str
    place: Any
    sent_at: datetime


@click.command("read")
@click.option(
    "--gazetteer",
    "gazetteer_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Places: GeoNames tab, GeoJSON, Overpass JSON, or CSV with at least name,lat,lon; also zipped. Without it the "
    "demo list.",
)
@click.option("--from-place", help="Where the senders live, by name: it chooses among namesakes.")
def read(gazetteer_file: Path | None, from_place: str | None) -> None:
    """Read messages: lines of text or JSON lines in, one JSON object a line out."""
    lexicon = Lexicon.load()
    gazetteer = _gazetteer(gazetteer_file)
    usual = _point_of(from_place, gazetteer)
    if from_place and usual is None:
        raise click.ClickException(
            f"The gazetteer has no place called {from_place}. Check the spelling or give another --gazetteer."
        )
    for line in _lines(datetime.now(UTC)):  # noqa: TID251 - the clock enters here, at the edge.
        reading = read_message(
            line.text,
            lexicon=lexicon,
            gazetteer=gazetteer,
            sent_at=line.sent_at,
            sender_place=_point_of(line.place, gazetteer) or usual,
        )
        sys.stdout.write(json.dumps(to_json(reading, line.id), ensure_ascii=False) + "\n")


def _gazetteer(path: Path | None) -> Gazetteer:
    if path is None:
        return Gazetteer.demo()
    try:
        return Gazetteer.build(read_gazetteer(path))
    except UnreadableGazetteer as error:
        raise click.ClickException(str(error)) from error


def _lines(now: datetime) -> Iterator[_Line]:
    # Bytes that are no UTF-8 must not stop the thousandth message.
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        text = raw.decode("utf-8", "replace").rstrip("\r\n")
        row = _json_object(text)
        if row is not None:
            yield _from_json(row, number, now)
        else:
            yield _Line(str(number), text, None, now)


def _json_object(text: str) -> Mapping[str, Any] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        row = json.loads(text)
    except json.JSONDecodeError:
        return None
    return row if isinstance(row, dict) and "text" in row else None


def _from_json(row: Mapping[str, Any], number: int, now: datetime) -> _Line:
    return _Line(
        id=row["id"] if row.get("id") is not None else str(number),
        text=str(row["text"] if row["text"] is not None else ""),
        place=row.get("sender_place"),
        sent_at=_moment(row.get("sent_at"), now),
    )


def _moment(value: Any, now: datetime) -> datetime:
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return now


def _point_of(place: Any, gazetteer: Gazetteer) -> Point | None:
    """Return the point of a name, a pair, or an object with lat and lon; None when there is none."""
    if isinstance(place, Mapping):
        if "lat" in place and "lon" in place:
            return _pair(place["lat"], place["lon"])
        return _point_of(place.get("name"), gazetteer)
    if isinstance(place, list | tuple) and len(place) == 2:
        return _pair(place[0], place[1])
    if isinstance(place, str) and place.strip():
        parts = place.split(",")
        return (_pair(*parts) if len(parts) == 2 else None) or gazetteer.point(place)
    return None


def _pair(lat: Any, lon: Any) -> Point | None:
    try:
        point = float(lat), float(lon)
    except (TypeError, ValueError):
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None
