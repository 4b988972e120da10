"""Event loops whose clocks do not keep us waiting."""

import asyncio
import selectors
import time


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
    """Ten seconds pass in a fifth of one; sockets and threads keep their own pace."""

    SPEED = 50

    def __init__(self) -> None:
        self._began = time.monotonic()
        super().__init__(_Hurried())

    def time(self) -> float:
        return self._began + (time.monotonic() - self._began) * self.SPEED


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
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / HurriedLoop.SPEED if timeout else timeout)
