"""The health of a deployment in one answer: 200 when web, jobs and database work, 503 with the reason."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from django.db import DatabaseError

from tocsin.jobs.engine import Engine
from tocsin.records.queries.clock import database_now

PATIENCE = 3.0  # seconds


class Health:
    """Asks each part, never longer than three seconds.

    Of `alive` it asks nobody: to start an engine again heals no database. Of `door` it asks only what
    a message needs: an engine without pages still takes it.
    """

    def __init__(self, engine: Engine, web: Callable[[], Awaitable[bool]] | None) -> None:
        self._engine = engine
        self._web = web

    async def __call__(self, part: str = "") -> tuple[int, Mapping[str, object]]:
        if part == "alive":
            return 200, {"status": "ok"}
        if part not in ("", "door"):
            return 404, {"status": "unknown"}
        is_whole = part == ""
        database, web = await asyncio.gather(
            self._database(), self._pages() if is_whole else _unasked()
        )
        is_well = database and web
        report: dict[str, object] = {
            "status": "ok" if is_well else "failing",
            "database": "ok" if database else "does not answer",
            **({"web": "ok" if web else "does not answer"} if is_whole else {}),
            "jobs": "ok",
            **_facts(self._engine),
        }
        return (200 if is_well else 503), report

    async def _database(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._engine.desk("door").do(database_now)
        except (TimeoutError, DatabaseError):
            return False
        return True

    async def _pages(self) -> bool:
        return await self._web() if self._web else True


async def _unasked() -> bool:
    return True


def _facts(engine: Engine) -> Mapping[str, object]:
    """Return what the health page says about this engine: counts and no names."""
    return {
        "engine": engine.number,
        "reads": engine.reading.readers.is_warm,  # it knows lexicons and places
        "unread": engine.reading.waiting(),
        "in_flight": engine.sender.in_flight(),
    }
