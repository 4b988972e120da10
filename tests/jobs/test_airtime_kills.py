"""Real processes, really killed: a top-up is sold once at most, and comes to an end.

Only who is to die is a process of its own; the rounds of those who come after it are made here.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.models import F

from tests.browser.deployment import until
from tests.cast import lay_cast
from tests.house.sources import ROOT
from tests.jobs.airtime_round import go
from tocsin.actions.airtime import approve_top_up, ask_top_up
from tocsin.actions.airtime_ledger import grant
from tocsin.domain.airtime import CALL_LIMIT
from tocsin.domain.airtime_words import TopUpSource, TopUpState
from tocsin.records.models import AirtimeAccount, TopUp
from tocsin.records.queries.clock import database_now

pytestmark = pytest.mark.crash

MOODS = ("loses_answer", "well")


def lay_order(page: Path, *, mood: str = "well") -> TopUp:
    cast, now = lay_cast(), database_now()
    settings = json.dumps({"page": str(page), "mood": mood})
    AirtimeAccount.objects.create(
        slug="a", kind="rehearsal", title="A", currency="CDF", settings=settings
    )
    grant(cast.neema.community.base, 500, "CDF", by=cast.admin, at=now)
    row = ask_top_up(
        cast.neema, minor=100, currency="CDF", source=TopUpSource.PERSON, by=cast.salima, at=now
    )
    return approve_top_up(row, by=cast.admin, at=now)


def a_round(*, rounds: int = 1, patience: float = 60.0) -> None:
    asyncio.run(go(rounds, patience=patience))


def a_round_that_dies_at(point: str) -> None:
    with a_program(dies_at=point) as program:
        assert program.wait(timeout=120) == -signal.SIGKILL


def a_program(*, rounds: int = 1, dies_at: str = "") -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.jobs.airtime_round", str(rounds)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TOCSIN_FAIL_AT": dies_at}
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def the_seller_is(mood: str, page: Path) -> None:
    settings = json.dumps({"page": str(page), "mood": mood})
    AirtimeAccount.objects.update(settings=settings, version=F("version") + 1)


def an_hour_passes() -> None:
    TopUp.objects.filter(due_at__isnull=False).update(due_at=F("due_at") - 60 * CALL_LIMIT)


def sales(page: Path) -> int:
    return len(page.read_text().splitlines()) if page.exists() else 0


@pytest.mark.parametrize(
    ("point", "mood"),
    [
        ("before_top_up", "well"),  # no seller hears of it, whatever its mood
        *((point, mood) for point in ("after_top_up", "after_top_up_record") for mood in MOODS),
    ],
)
def test_a_kill_at_any_point_never_sells_twice(
    live: str, tmp_path: Path, point: str, mood: str
) -> None:
    page = tmp_path / "sold.jsonl"
    row = lay_order(page, mood=mood)
    a_round_that_dies_at(point)
    for _ in range(2):
        an_hour_passes()
        a_round()
    assert sales(page) == (0 if point == "before_top_up" else 1)
    row.refresh_from_db()
    # Whoever died before the call left a riddle that no seller can solve: a person must.
    ends = TopUpState.UNKNOWN if point == "before_top_up" else TopUpState.DELIVERED
    assert row.state == ends


def test_a_seller_that_hangs_after_it_sold_is_asked_and_not_told_again(
    live: str, tmp_path: Path
) -> None:
    page = tmp_path / "sold.jsonl"
    row = lay_order(page, mood="loses_answer")
    for _ in range(2):
        a_round(rounds=2)
        an_hour_passes()
    row.refresh_from_db()
    assert (row.state, sales(page)) == (TopUpState.DELIVERED, 1)


def test_a_kill_while_the_seller_sells_and_says_nothing_never_sells_twice(
    live: str, tmp_path: Path
) -> None:
    page = tmp_path / "sold.jsonl"
    row = lay_order(page, mood="hangs")
    with a_program() as calling:
        until(lambda: sales(page) == 1, within=60, unless=lambda: calling.poll() is not None)
        calling.kill()  # in the middle of the call: sold, and nobody was told
    assert calling.returncode == -signal.SIGKILL
    the_seller_is("well", page)
    for _ in range(2):
        an_hour_passes()
        a_round()
    row.refresh_from_db()
    assert (row.state, sales(page)) == (TopUpState.DELIVERED, 1)


def test_a_call_that_outlives_our_patience_is_unknown_and_not_made_again(
    live: str, tmp_path: Path
) -> None:
    page = tmp_path / "sold.jsonl"
    row = lay_order(page, mood="hangs")
    a_round(patience=0.1)
    row.refresh_from_db()
    assert (row.state, sales(page)) == (TopUpState.UNKNOWN, 1)
    the_seller_is("well", page)
    an_hour_passes()
    a_round_that_dies_at("after_look_up")  # asked, and not written down
    an_hour_passes()
    a_round()
    row.refresh_from_db()
    assert (row.state, sales(page)) == (TopUpState.DELIVERED, 1)


def test_two_engines_at_once_sell_once(live: str, tmp_path: Path) -> None:
    page = tmp_path / "sold.jsonl"
    lay_order(page)
    both = [a_program(rounds=3) for _ in range(2)]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    assert sales(page) == 1
