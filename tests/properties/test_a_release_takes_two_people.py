"""Whoever tries what in whichever order: nothing leaves by one person's hand, and none who did it is told (R8)."""

import os
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stories.outside import Outside, drafted, set_up_outside
from tests.stories.words import ATTACK
from tests.world import World, new_world
from tocsin.actions.break_glass import break_glass, review_release
from tocsin.actions.people import join_log_ins
from tocsin.actions.release_cancel import retract
from tocsin.actions.releases import approve_release, return_release
from tocsin.domain.problems import Problem
from tocsin.domain.release_words import CancelReason
from tocsin.records.models import Alert, Release, User

EXAMPLES = int(os.environ.get("TOCSIN_EXAMPLES", "6"))
random_hands = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
deeds = st.lists(
    st.tuples(
        st.sampled_from(
            ["draft", "approve", "break", "return", "review", "retract", "join", "blame", "wait"]
        ),
        st.integers(0, 3),
        st.sampled_from(["army", "police", "partner"]),
    ),
    min_size=3,
    max_size=12,
)


@random_hands
@given(deeds=deeds)
def test_nothing_leaves_by_one_hand_and_no_perpetrator_is_told(
    db: None, deeds: list[tuple[str, int, str]]
) -> None:
    with transaction.atomic():
        world = new_world()
        world.neema.texts(ATTACK)
        outside = set_up_outside(world)
        # Four accounts of three people.
        people = [outside.first, outside.second, _account("a", outside.first), _account("b")]
        for verb, who, to in deeds:
            with suppress(Problem):
                _do(world, outside, verb, people[who], to)
        world.passes(minutes=1)
        for release in Release.objects.select_related("addressee", "approved_by", "drafted_by"):
            _two_people(release)
        transaction.set_rollback(rollback=True)


def _do(world: World, outside: Outside, verb: str, who: User, to: str) -> None:
    who.refresh_from_db()
    addressee = getattr(outside, to)
    release = Release.objects.filter(addressee=addressee).order_by("-number").first()
    at = world.now
    match verb:
        case "draft":
            drafted(world, world.incident, addressee, by=who)
        case "retract":
            retract(world.incident, by=who, at=at, reason=CancelReason.MISTAKE)
        case "blame":
            Alert.objects.update(actors=["FARDC"])
        case "wait":
            world.passes(seconds=10)
        case "join":
            join_log_ins(outside.second, who, by=who, at=at)
        case _ if release:
            _decide(release, verb, who, at)


def _decide(release: Release, verb: str, who: User, at: datetime) -> None:
    match verb:
        case "approve":
            approve_release(release, by=who, at=at)
        case "break":
            break_glass(release, by=who, at=at, reason="alone")
        case "return":
            return_release(release, by=who, at=at, reason="again")
        case "review":
            review_release(release, by=who, at=at, was_right=True)


def _two_people(release: Release) -> None:
    if release.state in ("asked", "returned", "refused"):
        assert not release.delivery_id
        return
    if release.is_break_glass:
        assert release.review_by
        assert release.reviewed_person not in (release.broken_person, release.drafted_person)
    else:
        assert release.approved_person not in (None, release.drafted_person)
    if release.given_at and "FARDC" in release.alleged and release.act != "cancel":
        assert release.addressee.kind not in ("state_force", "state_police")


def _account(name: str, of: User | None = None) -> User:
    user = User(name=name, password="!")
    if of is not None:
        user.person = of.person
    user.save()
    return user
