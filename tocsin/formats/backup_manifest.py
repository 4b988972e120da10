"""What a backup says of itself before its rows: when, by which release, how many rows, which head of the log book."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from tocsin.domain.moments import is_possible
from tocsin.formats.backup_file import UnreadableBackup

LENGTH_BYTES = 4
LONGEST = 1_000_000  # bytes; a line for each table is some thousands
# It is shown on a terminal before a row is looked at: whoever sealed the file may have meant the terminal.
_RELEASE = re.compile(r"[0-9A-Za-z.+_-]{1,40}")
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_MOST = 2**63


@dataclass(frozen=True, slots=True)
class Manifest:
    """`rows` are counts by table; `position` and `chain` the head of the log book's chain, in hex."""

    made_at: datetime
    version: str
    postgres: int
    rows: Mapping[str, int]
    position: int
    chain: str

    @property
    def n_rows(self) -> int:
        return sum(self.rows.values())


def write_manifest(manifest: Manifest) -> bytes:
    text = json.dumps({**asdict(manifest), "made_at": manifest.made_at.isoformat()}).encode()
    return len(text).to_bytes(LENGTH_BYTES, "big") + text


def read_manifest(parts: Iterator[bytes]) -> tuple[Manifest, Iterator[bytes]]:
    """Return the manifest, and the dump that follows it. Raises UnreadableBackup."""
    held = b""
    while len(held) < LENGTH_BYTES or len(held) < _end_of(held):
        try:
            held += next(parts)
        except StopIteration:
            raise UnreadableBackup("The backup says nothing of itself. Take another.") from None
    end = _end_of(held)
    try:
        manifest = _said(held[LENGTH_BYTES:end])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # Sealed for us, and yet none of ours: whoever knows the public half can write any file.
        raise UnreadableBackup("What the backup says of itself cannot be read.") from None
    return manifest, _rest(held[end:], parts)


def _said(text: bytes) -> Manifest:
    said = json.loads(text)
    manifest = Manifest(**{**said, "made_at": datetime.fromisoformat(said["made_at"])})
    bytes.fromhex(manifest.chain)
    counts = (manifest.postgres, manifest.position, *manifest.rows.values())
    if not all(type(one) is int and 0 <= one < _MOST for one in counts):
        raise ValueError("no counts")
    if not all(map(_TABLE.fullmatch, manifest.rows)) or not _RELEASE.fullmatch(manifest.version):
        raise ValueError("no tables, or no release")
    if manifest.made_at.tzinfo is None or not is_possible(manifest.made_at):
        raise ValueError("no moment")
    return manifest


def _end_of(held: bytes) -> int:
    length = int.from_bytes(held[:LENGTH_BYTES], "big")
    if length > LONGEST:
        raise UnreadableBackup("What the backup says of itself cannot be read.")
    return LENGTH_BYTES + length


def _rest(first: bytes, parts: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from parts
