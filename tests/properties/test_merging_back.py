"""A merge or a split that is undone leaves everything as it was, but for the log book (R9)."""

import os
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.stories.words import ATTACK, ATTACK_FAR, ATTACK_TOO, HEARSAY, KILLED, SHOTS, THEFT
from tests.world import World, new_world
from tocsin.actions.rearrange import merge_incidents, split_incident
from tocsin.actions.undoing import undo_rearrangement
from tocsin.domain.problems import Problem
from tocsin.records.models import Alert, Incident, IncidentAlert, Rearrangement

EXAMPLES = int(os.environ.get("TOCSIN_EXAMPLES", "6"))
SHOWN = (
    "number",
    "code",
    "kind",
    "priority",
    "life",
    "verification",
    "grade",
    "n_messages",
    "n_origins",
    "n_first_hand",
    "n_denials",
    "merged_into",
)
said = st.lists(
    st.tuples(
        st.sampled_from(["amani", "neema", "zawadi", "furaha", "juma"]),
        st.sampled_from([ATTACK, ATTACK_TOO, ATTACK_FAR, SHOTS, KILLED, HEARSAY, THEFT]),
    ),
    min_size=2,
    max_size=6,
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said=said, merges=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=3))
@example(  # there and back: the run that goes on is not the one that began last
    said=[("amani", HEARSAY), ("furaha", ATTACK), ("amani", ATTACK)],
    merges=[(3, 5), (0, 5), (5, 0)],
)
def test_what_was_rearranged_and_taken_back_is_as_before(
    db: None, said: list[tuple[str, str]], merges: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        world = new_world()
        for who, text in said:
            getattr(world, who).texts(text)
            world.passes(minutes=1)
        before = _projection()
        done = [one for pair in merges if (one := _rearrange(world, *pair))]
        for one in reversed(done):
            undo_rearrangement(one, by=world.user("okello"), at=world.now)
            world.works()
        assert _projection(known=[number for number, *_ in before[0]]) == before
        transaction.set_rollback(True)


def _rearrange(world: World, one: int, other: int) -> Rearrangement | None:
    """Merge two incidents, or split one where the numbers are the same."""
    rows = world.incidents
    first, second = rows[one % len(rows)], rows[other % len(rows)]
    by, at = world.user("okello"), world.now
    try:
        with transaction.atomic():
            if first != second:
                done = merge_incidents(first, second, by=by, at=at, reason="one")
            else:
                alerts = Alert.objects.filter(
                    incident_links__incident=first, incident_links__unlinked_at=None
                )
                done = split_incident(first, list(alerts[:1]), by=by, at=at, reason="two")
    except Problem:
        return None
    world.works()
    return done


def _projection(known: list[Any] | None = None) -> tuple[list[tuple[Any, ...]], set[Any]]:
    """Return what people see of incidents, and which alert is where."""
    rows = Incident.objects.order_by("number")
    if known is not None:
        rows = rows.filter(number__in=known)
    links = IncidentAlert.objects.filter(unlinked_at=None, is_suggestion=False)
    return list(rows.values_list(*SHOWN)), set(links.values_list("alert__number", "incident"))
