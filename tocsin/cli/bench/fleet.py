"""`jobs` and `web` as on several machines: ports of their own, and started again a second after a death."""

import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tocsin.cli.bench.crew import GLANCE, Death, Program
from tocsin.cli.bench.ends import end
from tocsin.cli.bench.memory import megabytes
from tocsin.cli.bench.servers import HOST, free_port
from tocsin.cli.bench.site import Site

RESTARTS_AFTER = 1.0  # seconds, as `RestartSec` of the units in deploy/
VISITS_EVERY = 0.5  # seconds between two people who ask for a page
PAGE = "/sign-in/"


@dataclass(slots=True)
class Machine:
    """One program of the fleet. `dead_since` is this machine's clock, 0 while it lives.

    `folder` is the checkout of an earlier release that it runs from, None for ours.
    """

    name: str  # "jobs 1", "web 2"
    words: Sequence[str]
    program: Program
    folder: Path | None
    url: str = ""  # its door, if it has one
    dead_since: float = 0.0
    was_killed: bool = False


@dataclass(slots=True)
class Visits:
    """People who asked for a page, as a proxy passes them on: to another machine when one is away."""

    asked: int = 0
    outcome: Counter[str] = field(default_factory=Counter)


class Fleet:
    """So many engines and pages on one database. Whoever waits calls `tend` again and again.

    `folder` is a checkout of an earlier release that all of them begin with.
    """

    def __init__(
        self,
        place: Site,
        *,
        web: int,
        jobs: int,
        chance: random.Random,
        folder: Path | None = None,
    ) -> None:
        self._place = place
        self._chance = chance
        self._asks = httpx.Client(timeout=5)
        self._visited_at = 0.0
        self.deaths: list[Death] = []
        self.ended_by_themselves: Counter[str] = Counter()
        self.visits = Visits()
        sockets = [str(place.folder / f"web{number}.sock") for number in range(1, web + 1)]
        self.machines: list[Machine] = []
        for number, socket in enumerate(sockets, start=1):
            self._begin(f"web {number}", ("web", "--socket", socket), folder)
        for number in range(1, jobs + 1):
            port = free_port()
            words = ("jobs", "--port", str(port), "--readers", "1", "--web")
            socket, url = sockets[(number - 1) % web], f"http://{HOST}:{port}"
            self._begin(f"jobs {number}", (*words, socket), folder, url=url)

    @property
    def doors(self) -> list[str]:
        return [machine.url for machine in self.machines if machine.url]

    def tend(self) -> None:
        """Notice deaths, and start again what has been dead for a second."""
        for machine in self.machines:
            status = machine.program.poll()
            if status is None:
                continue
            if not machine.dead_since:
                machine.dead_since = time.monotonic()
                if not machine.was_killed:
                    self.ended_by_themselves[machine.name] += 1
            if time.monotonic() - machine.dead_since >= RESTARTS_AFTER:
                machine.program = self._start(machine.name, machine.words, machine.folder)
                machine.dead_since, machine.was_killed = 0.0, False

    def kill_one(self) -> str:
        """Kill one program that lives, whichever; return its name."""
        living = [one for one in self.machines if one.program.poll() is None]
        victim = self._chance.choice(living)
        victim.was_killed = True
        self.deaths.append(Death(victim.name, "", time.time()))
        victim.program.kill()
        victim.program.wait()
        return victim.name

    def move(self, machine: Machine, folder: Path | None) -> None:
        """Tell a program to stop, and start it from another release: as an upgrade goes.

        Returns when it has started. The others are looked after meanwhile.
        """
        machine.was_killed = True  # It does not end by itself.
        machine.folder = folder
        if machine.program.poll() is None:
            machine.program.send_signal(signal.SIGTERM)
        before = machine.program
        while machine.program is before:
            self.rest(GLANCE)

    def rest(self, seconds: float) -> None:
        """Let it all run for a while, with people who look at pages."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.tend()
            if time.monotonic() - self._visited_at > VISITS_EVERY:
                self._visited_at = time.monotonic()
                self._visit()
            time.sleep(GLANCE)

    def await_ready(self, *, within: float) -> bool:
        """Wait until every engine is well, knows its places and reaches its pages; return whether."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            self.tend()
            said = [self._place.health(url) for url in self.doors]
            if all(one.get("status") == "ok" and one.get("reads", True) for one in said):
                return True
            time.sleep(GLANCE)
        return False

    def memory(self) -> dict[str, float]:
        """Return the megabytes that each program and what it started hold now."""
        living = [one for one in self.machines if one.program.poll() is None]
        return {one.name: megabytes(one.program.pid) for one in living}

    def close(self) -> None:
        for machine in self.machines:
            if machine.program.poll() is None:
                machine.program.send_signal(signal.SIGTERM)
        for machine in self.machines:
            end(machine.program)
        self._asks.close()

    def _visit(self) -> None:
        self.visits.asked += 1
        for tried, url in enumerate(self._chance.sample(self.doors, len(self.doors))):
            try:
                answered = self._asks.get(url + PAGE).status_code == 200
            except httpx.TransportError:
                answered = False
            if answered:
                self.visits.outcome["at_once" if not tried else "at_another_machine"] += 1
                return
        self.visits.outcome["not_answered"] += 1

    def _begin(
        self, name: str, words: Sequence[str], folder: Path | None, *, url: str = ""
    ) -> None:
        program = self._start(name, words, folder)
        self.machines.append(Machine(name, words, program, folder, url))

    def _start(self, name: str, words: Sequence[str], folder: Path | None) -> Program:
        program = self._place.program(*words, log=name.replace(" ", ""), folder=folder)
        for death in self.deaths:
            if death.victim == name:
                death.started_at = death.started_at or time.time()
        return program
