"""Old words go by the clock: announced, in steps, counted and proven; what is held or grew old since stays."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.actions.test_retention import TWO_YEARS
from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.incidents import close_incident
from tocsin.actions.retention_runs import (
    NOTICE,
    digest_on,
    end_hold,
    go_on_with_run,
    place_hold,
    plan_run,
)
from tocsin.domain.problems import Problem
from tocsin.domain.words import Outcome, Role
from tocsin.records.models import Assignment, Incident, JournalEntry, Message, RetentionRun, User
from tocsin.records.queries.retention import owed


@pytest.fixture
def old(world: World) -> World:
    """A warning two years ago, answered and closed."""
    world.neema.texts(ATTACK)
    close_incident(
        world.incident, by=world.user("okello"), at=world.now, outcome=Outcome.GONE, reason="gone",
        version=None,
    )  # fmt: skip
    world.engine_runs = False
    world.passes(days=TWO_YEARS.days)
    return world


def words_left() -> int:
    return sum(bool(text) for text in Message.objects.values_list("text", flat=True))


def run_to_its_end(world: World) -> int:
    gone = 0
    while done := go_on_with_run(at=world.now):
        gone += done
    return gone


def test_a_run_is_announced_a_day_ahead_and_then_takes_what_it_said(old: World) -> None:
    run = plan_run(at=old.now)
    assert run is not None
    assert run.planned == {one.sort.value: one.count for one in owed(now=old.now)}
    assert plan_run(at=old.now) is None, "one at a time"
    assert (go_on_with_run(at=old.now), words_left()) == (0, 1)
    keys = list(Message.objects.values_list("pk", flat=True))
    old.passes(days=NOTICE.days)
    assert run_to_its_end(old) == sum(run.planned.values())
    run.refresh_from_db()
    went = {sort: count for sort, count in run.planned.items() if count}
    assert (words_left(), run.gone, run.left) == (0, went, 0)
    assert run.digests["words"] == digest_on("", keys), "made again from the ids of a backup"
    line = JournalEntry.objects.get(verb="retention.ended")
    assert (line.facts["words_rows"], line.facts["words_proof"]) == (1, run.digests["words"])
    assert run_to_its_end(old) == 0


def test_what_is_held_stays_until_the_hold_is_ended(old: World) -> None:
    okello = old.user("okello")
    with pytest.raises(Problem):
        place_hold(None, reason=" ", by=okello, at=old.now)
    for incident in (Incident.objects.get(), None):
        hold = place_hold(incident, reason="an inquiry", by=okello, at=old.now)
        assert [one.count for one in owed(now=old.now)] == [0, 0, 0]
        assert plan_run(at=old.now) is None
        end_hold(hold, by=okello, at=old.now)
    assert plan_run(at=old.now) is not None
    late = place_hold(None, reason="a court, after it was announced", by=okello, at=old.now)
    old.passes(days=2)
    assert (run_to_its_end(old), words_left()) == (0, 1)
    end_hold(late, by=okello, at=old.now)
    assert plan_run(at=old.now + timedelta(days=1)) is not None, "and it is announced anew"


def test_nothing_old_announces_nothing(world: World) -> None:
    world.neema.texts(ATTACK)
    assert plan_run(at=world.now) is None
    assert not RetentionRun.objects.exists()


def test_the_page_shows_what_would_go_and_takes_holds(old: World) -> None:
    auditor = User.objects.create(name="auditor", password="!")
    Assignment.objects.create(user=auditor, role=Role.AUDITOR.value)
    client = Client()
    client.force_login(auditor)
    number = Incident.objects.get().number
    for said, status in (({"incident": number}, 422), ({"reason": "x", "incident": 99}, 404)):
        assert client.post("/retention/hold", said).status_code == status
    client.post("/retention/hold", {"incident": number, "reason": "a complaint"})
    page = client.get("/retention/").content.decode()
    assert "a complaint" in page
    assert f"#{number}" in page
