"""Fail-points: named places at which a crash test may end the process, dead as by kill -9."""

import os
import signal

# The name, and after how many passes: TOCSIN_FAIL_AT=after_send:3. Read once, at import.
_ARMED, _, _PASSES = os.environ.get("TOCSIN_FAIL_AT", "").partition(":")
_left = int(_PASSES or 1)

POINTS = (
    "before_store",
    "after_store",
    "before_triage",
    "after_triage",
    "before_send",
    "after_send",
    "before_record",
    "after_record",
    "before_step",
    "after_step",
    "before_fit",
    "after_fit",
)

POINTS_OF_AIRTIME = ("before_top_up", "after_top_up", "after_top_up_record", "after_look_up")
"""Apart: no message passes them, so that killing the line in turn never comes here."""


def reach(point: str) -> None:
    """Die here when this point is armed. Costs one comparison when none is."""
    global _left  # noqa: PLW0603 - one counter for the whole process is the point
    if point != _ARMED:
        return
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
