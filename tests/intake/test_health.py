"""Who asks how an engine is gets the answer to what they asked, and no more is asked for it."""

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest
from django.db import OperationalError

from tocsin.intake.health import Health
from tocsin.jobs.engine import Engine


class Desk:
    """Its database answers, or is away."""

    def __init__(self, is_away: bool) -> None:
        self.is_away = is_away
        self.asked = 0

    async def do(self, _action: object) -> None:
        self.asked += 1
        if self.is_away:
            raise OperationalError


def health(desk: Desk, *, has_pages: bool) -> Health:
    counts = SimpleNamespace(
        number=7,
        desk=lambda _: desk,
        reading=SimpleNamespace(waiting=lambda: 0, readers=SimpleNamespace(is_warm=False)),
        sender=SimpleNamespace(in_flight=lambda: 0),
    )

    async def pages() -> bool:
        return has_pages

    return Health(cast(Engine, counts), pages)


@pytest.mark.parametrize(
    ("part", "is_away", "has_pages", "status", "asked"),
    [
        ("", False, True, 200, 1),
        ("", False, False, 503, 1),
        ("", True, True, 503, 1),
        ("door", False, False, 200, 1),  # a village is heard without pages
        ("door", True, True, 503, 1),
        ("alive", True, False, 200, 0),  # to start it again would heal nothing
        ("cellar", False, True, 404, 0),
    ],
)
def test_each_part_of_the_health_depends_on_what_it_needs_alone(
    part: str, is_away: bool, has_pages: bool, status: int, asked: int
) -> None:
    desk = Desk(is_away)
    found, report = asyncio.run(health(desk, has_pages=has_pages)(part))
    assert (found, desk.asked) == (status, asked)
    assert report["status"] in ("ok", "failing", "unknown")


def test_a_new_engine_says_that_it_cannot_read_yet() -> None:
    _, report = asyncio.run(health(Desk(is_away=False), has_pages=True)("door"))
    assert report["reads"] is False
