"""What moves is told, what is told is listened for, and what waits to be told is ever said."""

import re
from pathlib import Path

from tests.house.sources import ROOT, text, tracked

SCRIPT = ROOT / "tocsin" / "console" / "static" / "console" / "live.js"
TOLD = re.compile(r'(?<![:\w])f?"([a-z]+):(?:all"|\{)')
"""The subject of a key for pages; keys that wake a job (`wake:clock`) are none."""

BY_TIME = {"minute"}
"""What refresh.js says by itself."""


def test_pages_listen_for_every_subject_that_an_action_announces() -> None:
    assert announced() <= listened()


def test_no_section_waits_for_a_subject_that_nobody_announces() -> None:
    waited = {
        word.partition(":")[0]
        for path in templates()
        for found in re.findall(r'data-live="([^"{][^"]*)"', text(path))
        for word in re.sub(r"{{.*?}}", "", found).split()
    }
    assert waited
    assert waited <= (announced() & listened()) | BY_TIME


def listened() -> set[str]:
    found = re.search(r"SUBJECTS = \[([^\]]+)\]", text(SCRIPT))
    assert found, "live.js lists its subjects"
    return set(re.findall(r'"([a-z]+)"', found[1]))


def announced() -> set[str]:
    actions = [path for path in tracked() if "/tocsin/actions/" in f"/{path.relative_to(ROOT)}"]
    calls = (found for path in actions for found in calls_of(text(path)))
    return {subject for call in calls for subject in TOLD.findall(call)}


def calls_of(source: str) -> list[str]:
    """Return each call of `announce` with its arguments; brackets inside it are balanced."""
    return re.findall(r"announce\(((?:[^()]|\([^()]*\))*)\)", source)


def templates() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".html"]
