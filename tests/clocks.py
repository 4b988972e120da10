"""Clocks that do not keep us waiting, and one that stands still."""

import asyncio
import selectors
import time

from django.db import connection

STILL = """
create schema still;
create function still.clock_timestamp() returns timestamptz language sql stable
    as $$ select {now}::timestamptz $$;
set local search_path to still, "$user", public, pg_catalog;
"""


def stop_the_clock() -> None:
    """Let the database say the same time to this connection until its transaction is undone."""
    with connection.cursor() as cursor:
        cursor.execute("select quote_literal(clock_timestamp()::text)")
        (now,) = cursor.fetchone() or ("",)
        cursor.execute(STILL.format(now=now))


class TimelessLoop(asyncio.SelectorEventLoop):
    """Waits for nothing: when all its tasks sleep, its clock jumps to the next timer.

    Only for tasks that touch neither network nor threads.
    """

    def __init__(self) -> None:
        self.ahead = 0.0
        super().__init__(_Impatient(self))

    def time(self) -> float:
        return super().time() + self.ahead


class HurriedLoop(asyncio.SelectorEventLoop):
    """Ten seconds pass in a fifth of one; sockets and threads keep their own pace.

    A machine that stands still for a moment takes nobody's patience: between two looks at most half a
    second passes.
    """

    SPEED = 50
    LONGEST = 0.5  # seconds

    def __init__(self) -> None:
        self._now = self._looked_at = time.monotonic()
        self.speed = self.SPEED
        super().__init__(_Hurried(self))

    def time(self) -> float:
        now = time.monotonic()
        passed, self._looked_at = (now - self._looked_at) * self.speed, now
        self._now += min(passed, self.LONGEST)
        return self._now

    def calm(self) -> None:
        """From now on a second is a second."""
        self.time()
        self.speed = 1


async def turns() -> None:
    """Let everything go on that waits for nothing from outside, however busy the machine is."""
    for _ in range(200):
        await asyncio.sleep(0)


class _Impatient(selectors.SelectSelector):
    def __init__(self, loop: TimelessLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout:
            self._loop.ahead += timeout
        return ready


class _Hurried(selectors.SelectSelector):
    def __init__(self, loop: HurriedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout:
            timeout = min(timeout, HurriedLoop.LONGEST) / self._loop.speed
        return super().select(timeout)
