"""One thread that speaks to Django's ORM for an asyncio task, and survives a lost database."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)

PATIENCE = (
    0.1,
    0.2,
    0.5,
    1.0,
)  # seconds between tries while the database is away; the last repeats


class Desk:
    """A worker thread with its own connection. Work given to one desk is done in order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def do(self, action: Callable[P, R], *args: P.args, **options: P.kwargs) -> R:
        """Run an action in the thread. Raises what it raises; a lost database is reconnected next time."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: _fresh(action, *args, **options))

    async def insist(self, action: Callable[P, R], *args: P.args, **options: P.kwargs) -> R:
        """Run an action until the database lets it: only for actions that are safe to repeat."""
        tries = 0
        while True:
            try:
                return await self.do(action, *args, **options)
            except (OperationalError, InterfaceError) as error:
                log.warning("%s waits for the database (%s)", self.name, type(error).__name__)
                await asyncio.sleep(PATIENCE[min(tries, len(PATIENCE) - 1)])
                tries += 1

    def close(self) -> None:
        # The connection of that thread, not of this one.
        self._thread.submit(lambda: connection.close())  # noqa: PLW0108
        self._thread.shutdown(wait=True)


async def woken(event: asyncio.Event, seconds: float) -> None:
    """Wait for a nudge, but never longer than this: rows count, nudges only hurry."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    event.clear()


def _fresh(action: Callable[P, R], *args: P.args, **options: P.kwargs) -> R:
    # Drops a connection that the database closed while we were idle (CONN_HEALTH_CHECKS).
    close_old_connections()
    return action(*args, **options)
