"""What was answered with success survives a kill -9 of every part, with real processes."""

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests import database

pytestmark = pytest.mark.crash

KILLS = 5
WITHIN = 240  # seconds; a quiet machine needs an eighth of it
CRASH = (sys.executable, "-m", "tocsin.cli.main", "bench", "crash", "--json", "--places=300")


@pytest.fixture(scope="module")
def account() -> dict[str, Any]:
    """What `tocsin bench crash` counts when it is told to stop after a few kills of two engines and all beside them."""
    command = (*CRASH, "--engines=2")
    where = {**os.environ, "TMPDIR": str(database.run_folder())}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=where
    ) as rig:
        assert rig.stderr is not None
        said = []
        for line in rig.stderr:
            said.append(line)
            # Two engines may die between two lines: a number may be left out.
            if line.startswith("kill ") and int(line.split()[1]) > KILLS:
                break
        rig.send_signal(signal.SIGTERM)
        told, more = rig.communicate(timeout=WITHIN)
    assert rig.returncode == 0, "".join(said) + more
    found: dict[str, Any] = json.loads(told)
    return found


def test_it_really_killed(account: dict[str, Any]) -> None:
    assert account["kills"] >= KILLS
    assert account["accepted"] > 0


def test_who_is_told_to_stop_gives_the_account_of_what_was_done(account: dict[str, Any]) -> None:
    assert account["ended"] == "interrupted"


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
