"""A child of the supervisor keeps its words, and knows when its supervisor is gone."""

import subprocess
import sys
from pathlib import Path

from tests.cli.test_supervise import is_alive, until, with_repository
from tocsin.cli.children import KEPT_LOGS, LARGEST_LOG, Child, Program, rotate


def run_to_end(child: Child, *, now: float) -> str | None:
    child.start({}, now=now)
    told: list[str] = []

    def ended() -> bool:
        told.extend(filter(None, [child.death(now=now + 1)]))
        return bool(told)

    until(ended)
    return told[0]


def test_a_failing_program_waits_longer_each_time_and_a_killed_one_never_long(
    tmp_path: Path,
) -> None:
    failing = Child(Program("web", (sys.executable, "-c", "raise SystemExit(3)")), logs=tmp_path)
    killed = Child(
        Program("jobs", (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")),
        logs=tmp_path,
    )
    for child, longest in ((failing, 2.0), (killed, 1.0)):
        waits = []
        for start in range(4):
            run_to_end(child, now=start * 10.0)
            waits.append((child.due_at or 0.0) - start * 10.0 - 1)
        assert waits == [0.0, 0.5, 1.0, longest]


def test_an_unlucky_program_that_ran_for_a_while_starts_again_at_once(tmp_path: Path) -> None:
    child = Child(Program("web", (sys.executable, "-c", "print('the end')")), logs=tmp_path)
    run_to_end(child, now=0.0)
    child.start({}, now=100.0)
    until(lambda: child.death(now=200.0) is not None)
    assert child.due_at == 200.0
    assert child.last_words() == ["the end"], "of this life only"


def test_what_a_dead_program_had_started_does_not_outlive_it(tmp_path: Path) -> None:
    family = (
        "import os, subprocess; child = subprocess.Popen(['sleep', '60']);"
        "print(child.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    child = Child(Program("jobs", (sys.executable, "-c", family)), logs=tmp_path)
    run_to_end(child, now=0.0)
    until(lambda: not is_alive(int(child.last_words()[0])))


def test_a_large_log_is_put_aside_and_only_a_few_are_kept(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    for number in range(KEPT_LOGS + 2):
        log.write_bytes(bytes([65 + number]) * LARGEST_LOG)
        rotate(log)
    kept = sorted(tmp_path.iterdir())
    assert [path.name for path in kept] == [f"web.log.{n + 1}" for n in range(KEPT_LOGS)]
    assert kept[0].read_bytes()[:1] == b"E", "the newest has the lowest number"


def test_a_program_ends_when_its_supervisor_is_gone() -> None:
    program = (
        "import time; from tocsin.cli.attachment import end_with_supervisor;"
        "end_with_supervisor(); print('here', flush=True); time.sleep(60)"
    )
    # A supervisor that dies at once, leaving a child which Linux was not asked to tell.
    supervisor = (
        "import os, subprocess, sys; os.environ['TOCSIN_SUPERVISOR'] = str(os.getpid());"
        f"child = subprocess.Popen([sys.executable, '-c', {program!r}], stdout=subprocess.PIPE);"
        "child.stdout.readline(); print(child.pid)"
    )
    command = [sys.executable, "-c", supervisor]
    told = subprocess.run(command, capture_output=True, env=with_repository(), check=True)
    until(lambda: not is_alive(int(told.stdout)))
