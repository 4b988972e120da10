"""Two incidents become one, one becomes two, and all of it can be taken back by those who were told."""

import pytest

from tests.stories.outside import drafted, set_up_outside
from tests.stories.words import ATTACK, ATTACK_FAR, ATTACK_TOO, SHOTS, THEFT
from tests.world import World
from tocsin.actions.incidents import attach_alert, close_incident, set_priority
from tocsin.actions.rearrange import merge_incidents, split_incident
from tocsin.actions.undoing import undo_rearrangement
from tocsin.domain.problems import Problem
from tocsin.domain.words import IncidentLife, Outcome, Priority
from tocsin.records.models import Alert, Incident, Rearrangement


@pytest.fixture
def two(world: World) -> tuple[Incident, Incident]:
    """An attack at Kasenga and one at Mirembe: Anil and Chandra have been paged."""
    world.neema.texts(ATTACK)
    world.furaha.texts(ATTACK_FAR)
    first, second = world.incidents
    world.anil.reads_all()
    world.chandra.reads_all()
    return first, second


def merge(world: World, one: Incident, into: Incident) -> Rearrangement:
    by = world.user("okello")
    done = merge_incidents(one, into, by=by, at=world.now, reason="one attack")
    world.works()
    return done


def test_a_merged_incident_is_a_signpost(world: World, two: tuple[Incident, Incident]) -> None:
    merge(world, two[1], two[0])
    two[1].refresh_from_db()
    assert two[1].life == IncidentLife.MERGED
    assert two[1].merged_into == two[0]
    assert world.incident.n_origins == 2


def test_exactly_those_told_of_the_merged_one_are_corrected(
    world: World, two: tuple[Incident, Incident]
) -> None:
    merge(world, two[1], two[0])
    world.chandra.expects_sms(containing=f"{two[1].code} -> {two[0].code}")
    world.anil.expects_nothing()
    world.leila.expects_nothing()


def test_who_was_only_asked_to_decide_on_a_release_is_not_corrected(
    world: World, two: tuple[Incident, Incident]
) -> None:
    outside = set_up_outside(world)
    drafted(world, two[1], outside.army, by=outside.first)
    world.grace.expects_sms(containing="deuxieme personne")
    merge(world, two[1], two[0])
    world.chandra.expects_sms(containing=f"{two[1].code} -> {two[0].code}")
    # What was drafted goes on under the other one, and is asked for again.
    world.grace.expects_sms(containing="deuxieme personne")
    world.grace.expects_nothing(containing="->")


def test_somebody_is_still_answerable_after_a_merge(
    world: World, two: tuple[Incident, Incident]
) -> None:
    merge(world, two[1], two[0])
    assert world.run.incident == two[0]
    assert world.run.next_step_at is not None


def test_undoing_a_merge_brings_both_back_and_corrects_again(
    world: World, two: tuple[Incident, Incident]
) -> None:
    before = [(i.priority, i.n_messages, i.n_origins, i.verification, i.grade) for i in two]
    done = merge(world, two[1], two[0])
    world.anil.reads_all()
    undo_rearrangement(done, by=world.user("okello"), at=world.now)
    world.works()
    after = world.incidents
    assert [(i.priority, i.n_messages, i.n_origins, i.verification, i.grade) for i in after] == (
        before
    )
    assert {run.incident for run in world.runs} == set(after)


def test_a_split_pages_for_the_new_one_by_itself(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(ATTACK_TOO)
    alert = Alert.objects.latest("number")
    world.anil.reads_all()
    by = world.user("okello")
    split_incident(world.incident, [alert], by=by, at=world.now, reason="two")
    world.works()
    first, second = world.incidents
    assert (first.n_origins, second.n_origins) == (1, 1)
    world.anil.expects_sms(containing=second.code)
    assert {run.incident for run in world.runs} == {first, second}


def test_an_undone_split_is_one_incident_again(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(ATTACK_TOO)
    by = world.user("okello")
    alert = Alert.objects.latest("number")
    done = split_incident(world.incident, [alert], by=by, at=world.now, reason="two")
    undo_rearrangement(done, by=by, at=world.now)
    world.works()
    assert world.incident.n_origins == 2
    assert world.run.incident == world.incident


def test_a_split_is_as_grave_as_the_gravest_of_it(world: World) -> None:
    for who, text in (("neema", ATTACK), ("amani", ATTACK_TOO), ("zawadi", SHOTS)):
        getattr(world, who).texts(text)
    first, *others = [link.alert for link in world.incident.alert_links.order_by("linked_at", "pk")]
    lower(others[0])
    by = world.user("okello")
    split_incident(world.incident, others, by=by, at=world.now, reason="two")
    assert first not in others
    assert [one.priority for one in world.incidents] == ["P1", "P1"]


def lower(alert: Alert) -> None:
    Alert.objects.filter(pk=alert.pk).update(priority=Priority.P3)


def test_undoing_a_split_leaves_no_alert_behind_a_signpost(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(ATTACK_TOO)
    by, first = world.user("okello"), world.incident
    alert = Alert.objects.latest("number")
    done = split_incident(first, [alert], by=by, at=world.now, reason="two")
    world.zawadi.texts(SHOTS)
    came_since = Alert.objects.latest("number")
    attach_alert(came_since, done.other, by=by, at=world.now)
    undo_rearrangement(done, by=by, at=world.now)
    world.works()
    assert came_since.incident_links.get(unlinked_at=None).incident == first
    assert world.incident.n_messages == 3


def test_undoing_a_split_silences_no_priority_that_rose_since(world: World) -> None:
    world.neema.texts(THEFT)
    world.amani.texts(f"{THEFT} na mbuzi kumi")
    by, alert = world.user("okello"), Alert.objects.latest("number")
    first = world.incidents[0]
    attach_alert(alert, first, by=by, at=world.now)
    done = split_incident(first, [alert], by=by, at=world.now, reason="two")
    set_priority(done.other, by=by, at=world.now, priority=Priority.P1, reason="", version=None)
    undo_rearrangement(done, by=by, at=world.now)
    world.works()
    first.refresh_from_db()
    assert first.priority == Priority.P1
    assert [run.priority for run in world.runs if run.incident == first] == [Priority.P1]


def test_undoing_a_merge_keeps_what_came_since(world: World) -> None:
    world.neema.texts(ATTACK)
    world.furaha.texts(THEFT.replace("Kasenga", "Mirembe"))
    attack, theft = world.incidents
    done = merge(world, attack, theft)
    world.juma.texts(ATTACK_FAR)
    attach_alert(Alert.objects.latest("number"), theft, by=world.user("okello"), at=world.now)
    undo_rearrangement(done, by=world.user("okello"), at=world.now)
    world.works()
    theft.refresh_from_db()
    assert (theft.priority, theft.n_messages) == (Priority.P1, 2)


def test_what_was_merged_on_is_not_undone_in_the_middle(
    world: World, two: tuple[Incident, Incident]
) -> None:
    world.stranger().texts(THEFT)
    third = world.incidents[-1]
    done = merge(world, two[0], two[1])
    merge(world, two[1], third)
    with pytest.raises(Problem) as refused:
        undo_rearrangement(done, by=world.user("okello"), at=world.now)
    assert refused.value.facts["why"] == "incident.merged_since"


def test_a_stale_page_is_refused(world: World) -> None:
    world.neema.texts(ATTACK)
    looked_at = world.incident
    world.amani.texts(ATTACK_TOO)
    with pytest.raises(Problem) as refused:
        set_priority(
            looked_at,
            by=world.user("okello"),
            at=world.now,
            priority=Priority.P3,
            reason="calm",
            version=looked_at.version,
        )
    assert "stale" in refused.value.code
    assert world.incident.priority == Priority.P1


def test_nobody_acts_on_a_closed_or_a_merged_one(
    world: World, two: tuple[Incident, Incident]
) -> None:
    merge(world, two[1], two[0])
    by = world.user("okello")
    with pytest.raises(Problem):
        close_incident(
            two[1], by=by, at=world.now, outcome=Outcome.GONE, reason="calm", version=None
        )


def test_an_alert_moved_by_hand_is_counted_where_it_went(
    world: World, two: tuple[Incident, Incident]
) -> None:
    alert = Alert.objects.latest("number")
    attach_alert(alert, two[0], by=world.user("okello"), at=world.now)
    counts = {i.number: i.n_origins for i in Incident.objects.all()}
    assert counts == {two[0].number: 2, two[1].number: 0}
