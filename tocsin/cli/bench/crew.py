"""The programs of the crash proof: killed in many ways, and started again as a supervisor does."""

import os
import random
import signal
import subprocess
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.cli.bench.ends import end
from tocsin.cli.bench.site import Site

PASSES = 6  # an armed point kills at its first to its sixth pass
GLANCE = 0.02  # seconds
SLOWLY = 0.5  # seconds before a program that ended by itself is started again

Program = subprocess.Popen[bytes]


@dataclass(slots=True)
class Death:
    """One kill. Moments are seconds of this machine's clock, 0 until they came."""

    victim: str  # "engine", "database", "web", "all"
    point: str  # the fail-point, or "" for a moment of chance
    at: float
    started_at: float = 0.0  # an engine was started after it
    ready_at: float = 0.0  # the door answered again


@dataclass(slots=True)
class _Slot:
    program: Program
    point: str


class Crew:
    """Engines, pages and database under one rig. Whoever waits calls `tend` again and again."""

    def __init__(
        self, place: Site, *, engines: int, points: Iterable[str], chance: random.Random
    ) -> None:
        self._place = place
        self._chance = chance
        self._points = deque(points)
        self.deaths: list[Death] = []
        self.ended_by_themselves = 0
        self._web = place.pages()
        self._engines = [self._new() for _ in range(engines)]

    def tend(self) -> None:
        """Start again what died, and note the deaths at armed points."""
        if self._place.cluster.pid is None:
            self._place.cluster.revive()
        if self._web.poll() is not None:
            self._web = self._place.pages()
        for number, slot in enumerate(self._engines):
            status = slot.program.poll()
            if status is None:
                continue
            if status == -signal.SIGKILL:
                self.deaths.append(Death("engine", slot.point, time.time()))
            else:
                self.ended_by_themselves += 1
                time.sleep(SLOWLY)
            self._engines[number] = self._new()

    def kill(self, victim: str) -> None:
        """Kill one of these now: `engine`, `database`, `web`, or `all` of them at once."""
        self.deaths.append(Death(victim, "", time.time()))
        if victim in ("database", "all"):
            pid = self._place.cluster.pid
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
        if victim in ("web", "all"):
            _kill_now(self._web)
        if victim in ("engine", "all"):
            self._kill_engines(only_one=victim == "engine")
        self.tend()

    def await_point(self, *, within: float) -> bool:
        """Wait until an armed engine has killed itself; return whether it did."""
        before, deadline = len(self.deaths), time.monotonic() + within
        while len(self.deaths) == before and time.monotonic() < deadline:
            self.tend()
            time.sleep(GLANCE)
        return len(self.deaths) > before

    def rest(self, seconds: float) -> None:
        """Let it all run for a while."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.tend()
            time.sleep(GLANCE)

    def await_ready(self, *, within: float) -> bool:
        """Wait until the door answers with its database; return whether it did."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            self.tend()
            if self._place.answers():
                for death in self.deaths:
                    death.ready_at = death.ready_at or time.time()
                return True
            time.sleep(GLANCE)
        return False

    def disarm(self) -> None:
        """From now on let nobody die: engines that are armed are replaced by others."""
        self._points.clear()
        for slot in self._engines:
            if slot.point:
                end(slot.program)
        self.tend()

    def close(self) -> None:
        for slot in self._engines:
            end(slot.program)
        end(self._web)

    def _new(self) -> _Slot:
        """Start an engine, armed with the next point if any is left."""
        point = self._points.popleft() if self._points else ""
        armed = f"{point}:{self._chance.randint(1, PASSES)}" if point else ""
        program = self._place.engine(fail_at=armed)
        for death in self.deaths:
            death.started_at = death.started_at or time.time()
        return _Slot(program, point)

    def _kill_engines(self, *, only_one: bool) -> None:
        slots = [self._chance.choice(self._engines)] if only_one else list(self._engines)
        for slot in slots:
            if slot.point:
                self._points.append(slot.point)  # Not reached: it comes again.
            _kill_now(slot.program)
            self._engines.remove(slot)
        self._engines += [self._new() for _ in slots]


def _kill_now(program: Program) -> None:
    program.kill()
    program.wait()
