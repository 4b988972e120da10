"""Files that somebody brings: lists, gazetteers, pictures, backups, keys."""

import io
import json
import tempfile
import zipfile
from pathlib import Path

from tests.actions.test_directory import BASES, COMMUNITIES, HANDSETS, NETS, PEOPLE, STATIONS
from tests.formats.test_backup_file import FILE, SECRET
from tests.formats.test_gazetteer import COD_AB, GEONAMES, OSM
from tests.formats.test_pictures import jpeg, png
from tests.formats.test_portrait import SEEN
from tests.fuzzing.target import Target, storable
from tocsin.domain.vault_file import UnreadableKeys, read_keys, unlock
from tocsin.domain.words import Language
from tocsin.formats.backup_file import (
    UnreadableBackup,
    UnreadableBackupKey,
    chunks,
    read_public,
    read_secret,
)
from tocsin.formats.backup_manifest import read_manifest
from tocsin.formats.directory import REQUIRED, read_list
from tocsin.formats.gazetteer import UnreadableGazetteer, read_gazetteer
from tocsin.formats.pictures import JPEG, START_OF_SCAN, UnreadablePicture, without_traces
from tocsin.formats.redraw import redrawn
from tocsin.formats.sheets import UnreadableSheet, harmless, read_rows
from tocsin.formats.workbooks import Workbook


def sheet(given: bytes) -> None:
    """A list as CSV or XLSX, read as each kind of list; a cell goes out again as no formula."""
    rows = read_rows(given)
    for row in rows:
        storable(*row)
        assert not [cell for cell in map(harmless, row) if str(cell)[:1] in "=+-@\t\r" and cell]
    for kind in REQUIRED:
        try:
            lines = read_list(kind, rows)
        except UnreadableSheet:
            continue
        for line in lines:
            for column in line.values:
                line.number_of(column, least=-90, most=90)
                line.whole(column, most=1_000)
                line.word(column, Language)
                line.words(column, Language)
                line.day(column)
                line.says_yes(column)
            assert all(wrong.sentence for wrong in line.wrong)


def gazetteer(given: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".places") as file:
        file.write(given)
        file.flush()
        for place in read_gazetteer(Path(file.name)):
            assert -90 <= place.lat <= 90
            assert -180 <= place.lon <= 180
            storable(place.name, place.place_id, place.territoire, place.province, place.pcode)
            storable(*place.alternates, *place.within)


def picture(given: bytes) -> None:
    kept = without_traces(given)
    assert without_traces(kept) == kept
    place = 2
    marks: list[int] = []
    while kept.startswith(JPEG) and marks[-1:] != [START_OF_SCAN]:  # behind it is what no eye reads
        marks.append(kept[place + 1])
        place += 2 + int.from_bytes(kept[place + 2 : place + 4], "big")
    assert all(0xC0 <= mark < 0xE0 or mark in (0xE0, 0xEE, 0xE1) for mark in marks)
    assert marks.count(0xE1) <= 1, "more than how it was held"


def portrait(given: bytes) -> None:
    """The same, decoded and drawn anew; here without the walls around it."""
    drawn = redrawn(without_traces(given))
    assert drawn.startswith(JPEG)
    assert without_traces(drawn) == drawn
    assert redrawn(drawn), "ours is one that we can draw"


def backup(given: bytes) -> None:
    """Whole files, and what somebody sealed who knows the public half, as everybody may."""
    if given.startswith(b"tocsin-backup"):
        b"".join(chunks(io.BytesIO(given), secret=read_secret(SECRET)))
    else:
        manifest, _ = read_manifest(iter([given[:7], given[7:]]))
        assert manifest.n_rows >= 0
        assert f"{manifest.n_rows} {manifest.version} {' '.join(manifest.rows)}".isprintable()
        assert manifest.made_at.isoformat()


def keys(given: bytes) -> None:
    words = given.decode("latin-1")
    for read in (read_public, read_secret, read_keys):
        try:
            read(words)
        except (UnreadableBackupKey, UnreadableKeys):
            continue
    if words.startswith("tocsin-locked") and len(words) < 60:  # stretching a password is dear
        unlock(words, "")


def _xlsx() -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in BASES.splitlines():
        book.active.append(row.split(","))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _zipped(name: str, text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, text)
    return file.getvalue()


OVERPASS = json.dumps({"elements": [{"type": "node", "id": 7, "lat": 0.7, "lon": 29.5, "tags": {"name": "Oicha"}}, {"type": "way", "center": {"lat": 1, "lon": 2}, "tags": {"name": "B"}}]})  # fmt: skip
MANIFEST = json.dumps({"made_at": "2026-03-14T00:00:00+00:00", "version": "0.1.0", "postgres": 18, "rows": {"a": 2}, "position": 7, "chain": "ab"}).encode()  # fmt: skip
LISTS = [text.encode() for text in (BASES, COMMUNITIES, PEOPLE, HANDSETS, STATIONS, NETS)]
PLACES = [
    text.encode() for text in (GEONAMES, COD_AB, OSM, OVERPASS, "name;lat;lon\nKasenga;-1.5;29.2\n")
]

# What once broke a reader: cells that do not unpack, a line that ends in the middle, depth, sizes, other shapes.
HARMED = _xlsx()
HARMED = HARMED[:900] + b"\xff\0\xff" + HARMED[903:]
ODD_PLACES = [
    b'{"features":' + b"[" * 2_000 + b"]" * 2_000 + b"}",
    b'{"features": 7}',
    b'{"elements": [null, {"tags": 7, "center": []}]}',
    b'{"features": [{"properties": {"name": "a\\u0000\\ud800"}, "geometry": {"coordinates": [1e999, 1]}}]}',
    b'{"features": [{"properties": 7, "geometry": {"coordinates": [' + b"9" * 400 + b", 1]}}]}",
    b'{"features": [{"properties": {"name": "b\\ud800"}, "geometry": {"coordinates": [1, 2]}}]}',
    b"name,lat,lon\na\rb,1,2\n\0c,1,2\n",
    b'{"features": ' + b"9" * 5_000 + b"}",
]
ODD_MANIFESTS = [b"{}", b"[]", b"\xff", MANIFEST.replace(b"+00:00", b""), MANIFEST.replace(b'{"a": 2}', b"[1]"), MANIFEST.replace(b'"ab"', b'"zz"')]  # fmt: skip


def _headed(manifest: bytes) -> bytes:
    return len(manifest).to_bytes(4, "big") + manifest


PICTURES = [SEEN[name][0] for name in ("as a phone takes it", "building up", "for a printer", "see-through", "a palette with a hole", "deep colours")]  # fmt: skip

FILES = [
    Target(
        "list",
        sheet,
        [*LISTS, _xlsx(), HARMED, b'code,name\n"=1+1","@x"\n'],
        (UnreadableSheet,),
        longest=8_000,
    ),
    Target(
        "gazetteer",
        gazetteer,
        [*PLACES, *ODD_PLACES, _zipped("CD.txt", GEONAMES)],
        (UnreadableGazetteer,),
        longest=8_000,
    ),
    Target(
        "picture",
        picture,
        [jpeg(), png(), jpeg(b"\xff\xfe\0\x05abc"), jpeg(b"\xff\xe1\0\x08Exif\0\0")],
        (UnreadablePicture,),
    ),
    Target("portrait", portrait, PICTURES, (UnreadablePicture,)),
    Target(
        "backup",
        backup,
        [FILE[:200], b"\xff" * 9, *map(_headed, [MANIFEST, *ODD_MANIFESTS])],
        (UnreadableBackup,),
        longest=2_000,
    ),
    Target("keys", keys, [SECRET.encode(), b"1:" + b"ab" * 32], (UnreadableKeys,), longest=400),
]
