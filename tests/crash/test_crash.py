"""What was answered with success survives a kill -9 of every part, with real processes."""

import json
import signal
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.crash

KILLS = 5
WITHIN = 240  # seconds; a quiet machine needs an eighth of it
CRASH = (sys.executable, "-m", "tocsin.cli.main", "bench", "crash", "--json", "--places=300")


@pytest.fixture(scope="module")
def account() -> dict[str, Any]:
    """What `tocsin bench crash` counts after a few kills of two engines and all beside them."""
    done = subprocess.run(
        (*CRASH, f"--kills={KILLS}", "--engines=2"),
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_who_is_told_to_stop_gives_the_account_of_what_was_done() -> None:
    with subprocess.Popen(CRASH, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as rig:
        assert rig.stderr is not None
        for line in rig.stderr:
            if line.startswith("kill 1"):
                break
        rig.send_signal(signal.SIGTERM)
        told, _ = rig.communicate(timeout=WITHIN)
    found = json.loads(told)
    assert found["ended"] == "interrupted"
    assert found["accepted_and_stored"] == found["accepted"]


def test_it_really_killed(account: dict[str, Any]) -> None:
    assert account["ended"] == "all kills done"
    assert account["kills"] >= KILLS
    assert account["accepted"] == account["offered"] > 0


def test_what_was_accepted_is_stored_once_and_read(account: dict[str, Any]) -> None:
    assert account["accepted_and_stored"] == account["accepted"]
    assert account["stored_twice"] == account["left_unread"] == 0


def test_every_p1_has_its_run_and_a_page_that_was_sent(account: dict[str, Any]) -> None:
    assert account["p1_accepted"] > 0
    assert account["p1_without_run"] == account["p1_runs_without_a_sent_page"] == 0


def test_no_step_fires_twice_and_copies_are_at_most_what_was_in_flight(
    account: dict[str, Any],
) -> None:
    assert account["steps_fired"] > 0
    assert account["steps_fired_twice"] == 0
    assert account["duplicates_at_sink"] <= account["sends_in_flight_at_kills"]
