"""A person confirms, corrects, lowers with a reason, dismisses, reopens, joins; the machine paged first."""

import pytest

from tests.stories.words import ATTACK, GREETING, KILLED, THEFT
from tests.world import World
from tocsin.actions.parking import PARKED_AFTER, park_message
from tocsin.actions.triage_by_person import (
    confirm_triage,
    dismiss_message,
    join_messages,
    reopen_message,
)
from tocsin.domain.problems import Problem
from tocsin.domain.words import AlertLife, EscalationState, Kind, MessageState, Priority
from tocsin.records.models import Alert, Escalation, Triage


def test_confirming_changes_nothing_but_says_who(world: World) -> None:
    message = world.neema.texts(ATTACK)
    by = world.user("okello")
    alert = confirm_triage(message, by=by, at=world.now, kind=Kind.ATTACK, priority=Priority.P1)
    assert alert.confirmed_by == by
    assert Triage.objects.get().verdict == "confirmed"
    assert Escalation.objects.count() == 1


def test_raising_pages_at_once(world: World) -> None:
    message = world.neema.texts(THEFT)
    world.anil.expects_nothing()
    confirm_triage(
        message, by=world.user("okello"), at=world.now, kind=Kind.ATTACK, priority=Priority.P1
    )
    world.works()
    world.anil.expects_sms(containing="P1")
    assert world.incident.priority == Priority.P1


def test_lowering_needs_a_reason(world: World) -> None:
    message = world.neema.texts(ATTACK)
    by = world.user("okello")
    with pytest.raises(Problem):
        confirm_triage(message, by=by, at=world.now, kind=Kind.THREAT, priority=Priority.P3)
    confirm_triage(
        message, by=by, at=world.now, kind=Kind.THREAT, priority=Priority.P3, reason="old news"
    )
    assert world.incident.priority == Priority.P3
    assert Triage.objects.get().verdict == "lowered"


def test_lowering_one_of_two_p1_leaves_the_incident_a_p1(world: World) -> None:
    world.neema.texts(ATTACK)
    message = world.amani.texts("Attaque à Kasenga maintenant, ils tirent")
    confirm_triage(
        message,
        by=world.user("okello"),
        at=world.now,
        kind=Kind.ATTACK,
        priority=Priority.P3,
        reason="hearsay",
    )
    assert world.incident.priority == Priority.P1


def test_an_alert_can_be_made_of_what_the_machine_let_pass(world: World) -> None:
    message = world.neema.texts(GREETING)
    alert = confirm_triage(
        message, by=world.user("okello"), at=world.now, kind=Kind.ATTACK, priority=Priority.P1
    )
    world.works()
    world.anil.expects_sms(containing="P1")
    message.refresh_from_db()
    assert message.state == MessageState.REPORTED
    assert alert.confirmed_at == world.now


def test_dismissing_needs_a_reason_and_stops_what_it_alone_had_started(world: World) -> None:
    message = world.neema.texts(ATTACK)
    by = world.user("okello")
    with pytest.raises(Problem):
        dismiss_message(message, by=by, at=world.now, reason="  ")
    dismiss_message(message, by=by, at=world.now, reason="children playing")
    run = Escalation.objects.get()
    assert (run.state, run.end_reason) == (EscalationState.STOPPED, "triage.dismissed")
    world.rafiq.reads_all()
    world.passes(hours=1)
    world.rafiq.expects_nothing()


def test_dismissing_one_witness_stops_nothing_that_others_saw(world: World) -> None:
    world.neema.texts(ATTACK)
    message = world.amani.texts("Attaque à Kasenga maintenant, ils tirent")
    assert world.incident.n_origins == 2
    dismiss_message(message, by=world.user("okello"), at=world.now, reason="a child")
    assert world.run.state == EscalationState.PAGING
    assert world.incident.n_origins == 1


def test_a_dismissal_taken_back_pages_again(world: World) -> None:
    message = world.neema.texts(ATTACK)
    by = world.user("okello")
    dismiss_message(message, by=by, at=world.now, reason="a mistake")
    world.anil.reads_all()
    reopen_message(message, by=by, at=world.now)
    world.works()
    world.anil.expects_sms(containing="P1")
    assert Alert.objects.get().life == AlertLife.OPEN


def test_several_messages_become_one_alert(world: World) -> None:
    first = world.neema.texts("Kasenga")
    world.passes(minutes=1)
    second = world.neema.texts(KILLED)
    alert = join_messages(
        [first, second],
        by=world.user("okello"),
        at=world.now,
        kind=Kind.KILLING,
        priority=Priority.P1,
    )
    world.works()
    assert alert.message_links.count() == 2
    assert Alert.objects.filter(life=AlertLife.OPEN).get() == alert
    assert (world.incident.n_origins, world.incident.n_messages) == (1, 2)
    world.anil.expects_sms(containing="P1")


def test_a_message_the_machine_cannot_judge_is_called_for_and_judged_by_a_person(
    world: World,
) -> None:
    world.engine_runs = False
    message = world.neema.texts(ATTACK)
    for _ in range(PARKED_AFTER):
        park_message(message.pk, why="ValueError", at=world.now)
    world.engine_runs = True
    world.works()
    world.anil.expects_sms()
    world.passes(minutes=1)
    message.refresh_from_db()
    confirm_triage(
        message, by=world.user("okello"), at=world.now, kind=Kind.ATTACK, priority=Priority.P1
    )
    world.works()
    world.anil.expects_sms(containing="P1")
    assert Alert.objects.get().kind == Kind.ATTACK


def test_what_was_read_as_mortal_danger_and_cannot_be_judged_pages_at_once(world: World) -> None:
    world.engine_runs = False
    message = world.neema.texts(ATTACK)
    for _ in range(PARKED_AFTER):
        park_message(message.pk, why="IntegrityError", at=world.now, priority=Priority.P1)
    world.engine_runs = True
    world.works()
    world.anil.expects_sms(containing="P1")
