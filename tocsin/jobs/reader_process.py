"""What happens in a reader process. Its engine names these functions and loads nothing that only they need."""

import gc
import logging
import os
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import psycopg

from tocsin.domain.briefing import Briefing
from tocsin.domain.reading import Reading
from tocsin.jobs.to_read import ToRead
from tocsin.records.queries.gazetteer import Edition, load_edition, load_places
from tocsin.records.queries.weights import load_weights

if TYPE_CHECKING:
    from tocsin.jobs.reader_mind import Mind

log = logging.getLogger(__name__)

R = TypeVar("R")
Read = Callable[[list[ToRead], Briefing], list[Reading]]

AGAIN_AFTER = 0.2  # seconds between tries while the database is away

# What a reader process is told; set once by settle, in that process only.
_database_url: str
_edition: Edition | None = None


def settle(database_url: str, parent: int) -> None:
    """Begin a reader process: where its database is, and whose end is its own."""
    global _database_url  # noqa: PLW0603 - a process initialiser can return nothing
    _database_url = database_url
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()


@cache
def _mind() -> "Mind":
    global _edition  # noqa: PLW0603 - of this process, as the mind is
    gc.disable()  # nothing of what is loaded goes again, and looking through it would take half as long again
    # Here and not above: the engine, which starts meanwhile, would load as much again and never read.
    from tocsin.jobs.reader_mind import Mind  # noqa: PLC0415

    # Asked first: a place that comes while the others load makes another edition, loaded again.
    _edition = _insist(lambda: load_edition(_database_url))
    mind = Mind(
        _insist(lambda: load_places(_database_url)),
        weights=lambda number: _insist(lambda: load_weights(_database_url, number)),
    )
    gc.freeze()
    gc.enable()
    return mind


def _insist(load: Callable[[], R]) -> R:
    # A reader that gave up here would break its pool, and the engine with it.
    while True:
        try:
            return load()
        except psycopg.OperationalError as error:
            log.warning("a reader waits for the database (%s)", type(error).__name__)
            time.sleep(AGAIN_AFTER)


def _follow(parent: int) -> None:
    # A killed engine must leave no reader behind.
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def known(read: Read, briefing: Briefing) -> Edition | None:
    """Load all that a reader must know; return which gazetteer that is."""
    read([], briefing)
    return _edition


def read(batch: list[ToRead], briefing: Briefing) -> list[Reading]:
    """Read a batch as the briefing says."""
    mind = _mind()
    mind.take(briefing)
    return mind.read(batch)
