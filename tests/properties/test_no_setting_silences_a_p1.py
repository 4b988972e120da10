"""No ladder, duty, carrier or hour that anybody can set keeps a P1 silent (R5)."""

import os
from datetime import time, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stories.words import ATTACK
from tests.world import Mood, World, new_world
from tocsin.actions.runs import plan_to_json
from tocsin.domain.ladders import Ladder as Plan
from tocsin.domain.ladders import Step, Target, Where
from tocsin.domain.words import DutyFunction, EscalationState, StepCondition
from tocsin.records.models import (
    Base,
    Duty,
    FocalPoint,
    Gateway,
    Ladder,
    LadderVersion,
    Responder,
)

EXAMPLES = int(os.environ.get("TOCSIN_EXAMPLES", "6"))
random_nights = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

targets = st.lists(
    st.builds(Target, st.sampled_from(DutyFunction), st.sampled_from(Where)), max_size=3
).map(tuple)
rungs = st.lists(
    st.tuples(
        st.sampled_from(StepCondition),
        st.integers(0, 100_000).map(lambda s: timedelta(seconds=s)),
        targets,
        st.sampled_from([None, 1, 2, 50]),
    ),
    max_size=6,
)
plans = st.builds(
    lambda plan, rounds, repeat: Plan(
        tuple(Step(n, *rung) for n, rung in enumerate(plan, start=1)),
        rounds=rounds,
        repeat_every=timedelta(minutes=repeat),
    ),
    rungs,
    st.integers(0, 4),
    st.integers(0, 2000),
)
some = st.sets(st.sampled_from(["anil", "rafiq", "grace", "salima", "chandra", "mireille"]))


@random_nights
@given(plan=plans, absent=some, inactive=some, quiet=st.booleans(), is_own=st.booleans())
def test_somebody_s_phone_rings_within_seconds(
    db: None, plan: Plan, absent: set[str], inactive: set[str], quiet: bool, is_own: bool
) -> None:
    """Okello is on duty in the operations room and one carrier works: that is enough."""
    with transaction.atomic():
        world = new_world()
        _configure(world, plan, absent=absent, inactive=inactive, is_own=is_own)
        if quiet:
            FocalPoint.objects.update(safe_from=time(2), safe_until=time(3), is_silent=True)
        world.neema.texts(ATTACK)
        world.passes(seconds=5)
        assert world.outbox
        assert world.run.next_step_at is not None
        transaction.set_rollback(True)


@random_nights
@given(
    plan=plans,
    moods=st.lists(st.sampled_from(Mood), min_size=2, max_size=2),
    enabled=st.lists(st.booleans(), min_size=2, max_size=2),
    room_is_closed=st.booleans(),
    nobody=st.booleans(),
)
def test_whatever_is_broken_the_run_stays_awake_and_loud(
    db: None,
    plan: Plan,
    moods: list[Mood],
    enabled: list[bool],
    room_is_closed: bool,
    nobody: bool,
) -> None:
    with transaction.atomic():
        world = new_world()
        _configure(world, plan, absent=set(), inactive=set(), is_own=False)
        for slug, mood, is_enabled in zip(("phones", "modem"), moods, enabled, strict=True):
            world.mood(slug, mood)
            Gateway.objects.filter(slug=slug).update(is_enabled=is_enabled)
        if room_is_closed:
            Base.objects.filter(kind="operations_room").update(closed_at=world.now)
        if nobody:
            Duty.objects.all().delete()
        world.neema.texts(ATTACK)
        for _ in range(2):
            world.passes(minutes=15)
            assert world.run.state in (EscalationState.PAGING, EscalationState.EXHAUSTED)
            assert world.run.next_step_at is not None
            assert world.run.next_step_at - world.now <= timedelta(minutes=15)
        transaction.set_rollback(True)


def _configure(
    world: World, plan: Plan, *, absent: set[str], inactive: set[str], is_own: bool
) -> None:
    """Write what no form would accept straight into the rows."""
    mpala = world.district.bases["mpala"]
    ladder = Ladder.objects.get(slug="mission-p1")
    if is_own:
        ladder = Ladder.objects.create(slug="mpala-p1", title="own", priority="P1", base=mpala)
    LadderVersion.objects.create(
        ladder=ladder, number=9, steps=plan_to_json(plan), published_at=world.now
    )
    codes = {world.responder(name).code for name in absent}
    Duty.objects.filter(responder__code__in=codes).delete()
    gone = {world.responder(name).code for name in inactive}
    Responder.objects.filter(code__in=gone).update(is_active=False)
