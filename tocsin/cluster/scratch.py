"""A PostgreSQL to try something on: in a folder of its own, gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tocsin.cluster.server import Cluster

PREFIX = "scratch-"


@contextmanager
def scratch_database(beside: Path) -> Iterator[str]:
    """Give the address of an empty database in a new folder below `beside`.

    What an earlier trial left when it was killed is removed first: call it for one at a time.
    """
    for left in beside.glob(f"{PREFIX}*"):
        _remove(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
    cluster = Cluster(folder / "database", is_scratch=True)
    try:
        cluster.create()
        cluster.start()
        yield cluster.url()
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    Cluster(folder / "database", is_scratch=True).remove()
    shutil.rmtree(folder, ignore_errors=True)
