"""A person finds one alert to be restricted: it stands apart at once, and whoever was told of the rest hears nothing of it."""

from collections.abc import Callable

import pytest

from tests.stories.outside import drafted, set_up_outside
from tests.stories.test_moved import chain_of, hears_all, released, respond, split
from tests.stories.words import ATTACK, ATTACK_FAR, ATTACK_TOO, SHOTS
from tests.world import World
from tocsin.actions.incidents import attach_alert, close_incident
from tocsin.actions.rearrange import merge_incidents, split_incident
from tocsin.actions.releases import approve_release
from tocsin.actions.triage_by_person import confirm_triage, join_messages
from tocsin.actions.undoing import undo_rearrangement
from tocsin.domain.problems import Problem
from tocsin.domain.words import IncidentLife, Kind, Outcome, Priority
from tocsin.records.models import (
    Alert,
    Feedback,
    Incident,
    JournalEntry,
    Message,
    Place,
    Rearrangement,
    Release,
)


@pytest.fixture
def two(world: World) -> tuple[Message, Message]:
    """Two witnesses of one attack."""
    messages = world.neema.texts(ATTACK), world.amani.texts(ATTACK_TOO)
    assert world.incident.alert_links.count() == len(messages)
    return messages


def find_restricted(
    world: World, message: Message, place: Place | None = None, priority: Priority = Priority.P2
) -> Incident:
    """Confirm it as sexual violence; return where it stands then."""
    alert = confirm_triage(
        message, by=world.user("salima"), at=world.now, kind=Kind.SEXUAL_VIOLENCE,
        priority=priority, place=place, reason="she told me",
    )  # fmt: skip
    world.works()
    return alert.incident_links.get(unlinked_at=None).incident


def split_by_hand(world: World, message: Message) -> Incident:
    """Split off one that is restricted already, from rows of before."""
    alerts = Alert.objects.filter(message_links__message=message)
    alerts.update(is_restricted=True, kind=Kind.SEXUAL_VIOLENCE)
    return split(world, alerts.get()).other


def test_whoever_repeats_the_words_of_one_says_no_more_of_it_to_everybody(world: World) -> None:
    guarded = find_restricted(world, world.neema.texts(ATTACK), priority=Priority.P1)
    world.amani.texts(ATTACK)
    copy = Alert.objects.latest("number")
    assert copy.incident_links.get(unlinked_at=None, is_suggestion=False).incident == guarded
    assert copy.is_restricted


@pytest.mark.parametrize("way", [find_restricted, split_by_hand])
def test_who_was_told_of_the_rest_hears_nothing_of_it(
    world: World, two: tuple[Message, Message], way: Callable[[World, Message], Incident]
) -> None:
    old, outside = world.incident, set_up_outside(world)
    release = drafted(world, old, outside.army, by=outside.first)
    approve_release(release, by=outside.second, at=world.now)
    world.passes(seconds=6)
    respond(world, old)
    report = released(world, old, names=f"incident:{old.number}")
    hears_all(world)
    before = len(world.outbox)
    new = way(world, two[1])
    world.passes(minutes=2)
    said = [one.text for one in world.outbox[before:]]
    assert [text for text in said if "->" in text or (old.code in text and new.code in text)] == []
    assert (chain_of(old), chain_of(new)) == ([("warning", "given")], [])
    assert (report.corrections.count(), old.corrections.count()) == (0, 0)
    verbs = JournalEntry.objects.filter(verb__in=["incident.moved", "incident.kept_apart"])
    assert [(line.incident, line.facts["people"]) for line in verbs] == [(new.pk, 1)]
    assert new in [run.incident for run in world.runs], "it pages for itself"
    assert Feedback.objects.get(clock="correction").incident == new
    assert "a change" in world.amani.expects_sms()
    world.neema.expects_nothing()
    assert not Release.objects.filter(state="asked").exists()


def test_a_split_with_one_that_is_restricted_in_it_is_restricted(
    world: World, two: tuple[Message, Message]
) -> None:
    world.zawadi.texts(SHOTS)
    plain, hidden = Alert.objects.filter(message_links__message__in=two)
    Alert.objects.filter(pk=hidden.pk).update(is_restricted=True, priority=Priority.P3)
    by = world.user("salima")
    done = split_incident(world.incident, [plain, hidden], by=by, at=world.now, reason="two")
    assert done.other.is_restricted


def test_it_climbs_the_ladder_of_the_base_that_is_nearest_to_its_place(
    world: World, two: tuple[Message, Message]
) -> None:
    hears_all(world)
    new = find_restricted(world, two[1], Place.objects.get(name="Mirembe"))
    assert (new.place_name, new.base) == ("Mirembe", world.district.bases["tembo"])
    world.chandra.expects_sms(containing=new.code)
    world.anil.expects_nothing(containing=new.code)


@pytest.mark.parametrize("is_alone", [True, False])
def test_it_leaves_what_is_closed_and_opens_that_for_nobody(world: World, is_alone: bool) -> None:
    message = world.neema.texts(ATTACK)
    if not is_alone:
        world.amani.texts(ATTACK_TOO)
    old = world.incident
    close_incident(
        old,
        by=world.user("okello"),
        at=world.now,
        outcome=Outcome.GONE,
        reason="calm",
        version=None,
    )
    world.works()
    hears_all(world)
    new = find_restricted(world, message)
    old.refresh_from_db()
    assert (old.life, old.is_restricted) == (IncidentLife.CLOSED, is_alone)
    assert Alert.objects.get(message_links__message=message).is_restricted
    assert (world.incident, new.is_restricted, world.run.incident) == (new, True, new)
    world.anil.expects_sms(containing=new.code)
    world.anil.expects_nothing(containing=old.code)


def test_what_is_closed_is_opened_by_no_other_kind(world: World) -> None:
    message = world.neema.texts(ATTACK)
    by = world.user("okello")
    close_incident(
        world.incident, by=by, at=world.now, outcome=Outcome.GONE, reason="calm", version=None
    )
    with pytest.raises(Problem) as refused:
        confirm_triage(message, by=by, at=world.now, kind=Kind.THREAT, priority=Priority.P1)
    assert refused.value.code == "incident.closed"


def test_neither_undoing_nor_joining_by_hand_brings_it_back(
    world: World, two: tuple[Message, Message]
) -> None:
    old, by = world.incident, world.user("salima")
    new = find_restricted(world, two[1])
    done, alert = Rearrangement.objects.get(), Alert.objects.get(is_restricted=True)
    with pytest.raises(Problem) as undoing:
        undo_rearrangement(done, by=by, at=world.now)
    with pytest.raises(Problem) as joining:
        attach_alert(alert, old, by=by, at=world.now)
    assert {undoing.value.code, joining.value.code} == {"incident.kept_apart"}
    assert new in [run.incident for run in world.runs]


def test_undoing_a_merge_of_before_does_not_bring_it_back(world: World) -> None:
    world.neema.texts(ATTACK)
    message = world.furaha.texts(ATTACK_FAR)
    first, second = world.incidents
    by = world.user("okello")
    respond(world, second)
    Feedback.objects.filter(focal_point=message.focal_point).update(state="owed", send_at=None)
    done = merge_incidents(second, first, by=by, at=world.now, reason="one")
    new = find_restricted(world, message)
    owed = Feedback.objects.filter(incident=new).count()
    undo_rearrangement(done, by=by, at=world.now)
    assert new.alert_links.filter(unlinked_at=None).count() == 1
    assert not second.alert_links.filter(unlinked_at=None).exists()
    assert (owed > 0, Feedback.objects.filter(incident=new).count()) == (True, owed)


def test_what_was_joined_into_it_holds_no_other_incident_open(world: World) -> None:
    messages = [world.neema.texts(ATTACK), world.neema.texts("Kasenga")]
    join_messages(
        messages, by=world.user("okello"), at=world.now, kind=Kind.ATTACK, priority=Priority.P1
    )
    assert Alert.objects.filter(life="superseded", incident_links__unlinked_at=None).exists()
    old = world.incident
    assert find_restricted(world, messages[0]) == old
    assert [one.is_restricted for one in world.incidents] == [True]
    assert world.run.incident == old
