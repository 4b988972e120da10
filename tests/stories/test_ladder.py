"""A grave incident climbs the ladder until a person answers, and is loud when nobody does."""

from datetime import timedelta

from tests.stories.words import ATTACK
from tests.world import Mood, World
from tocsin.actions.incidents import close_incident
from tocsin.domain.words import EscalationState, Outcome
from tocsin.records.models import Duty, StepFiring


def test_the_ladder_climbs_when_nobody_answers(world: World) -> None:
    world.neema.texts(ATTACK)
    world.rafiq.expects_nothing()
    world.passes(minutes=3)
    world.rafiq.expects_sms(containing="P1")
    world.grace.expects_sms(containing="P1")
    world.okello.expects_nothing()
    world.passes(minutes=3)
    world.okello.expects_sms(containing="P1")


def test_each_rung_fires_once_at_its_time(world: World) -> None:
    world.neema.texts(ATTACK)
    start = world.now
    world.passes(minutes=6)
    fired = StepFiring.objects.order_by("step").values_list("step", "due_at", "fired_at")
    due = [start + timedelta(minutes=m) for m in (0, 3, 6)]
    assert list(fired) == [(n, at, at) for n, at in enumerate(due, start=1)]


def test_a_rung_with_nobody_on_it_is_skipped_at_once(world: World) -> None:
    mpala = world.district.bases["mpala"]
    Duty.objects.filter(base=mpala, function__in=["duty_officer", "liaison_assistant"]).delete()
    world.neema.texts(ATTACK)
    world.rafiq.expects_sms(containing="P1")
    assert StepFiring.objects.filter(n_deliveries=0).count() == 1


def test_an_empty_base_cries_to_the_operations_room_at_once(world: World) -> None:
    Duty.objects.filter(base=world.district.bases["mpala"]).delete()
    world.neema.texts(ATTACK)
    world.okello.expects_sms(containing="P1")


def test_a_house_without_anybody_on_duty_is_exhausted_and_shown(world: World) -> None:
    Duty.objects.all().delete()
    world.neema.texts(ATTACK)
    assert world.run.state == EscalationState.EXHAUSTED
    assert world.run.next_step_at is not None
    assert StepFiring.objects.filter(n_deliveries=0).exists()


def test_when_all_means_failed_the_next_rung_fires_at_once(world: World) -> None:
    world.mood("phones", Mood.REFUSES)
    world.mood("modem", Mood.REFUSES)
    world.neema.texts(ATTACK)
    assert world.run.state == EscalationState.EXHAUSTED
    assert set(StepFiring.objects.values_list("fired_at", flat=True)) == {world.now}


def test_when_no_carrier_works_all_rungs_are_tried_at_once_and_a_round_keeps_its_pace(
    world: World,
) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    fired = StepFiring.objects.values_list("round", "step", "fired_at")
    assert set(fired) == {(0, step, world.now) for step in (1, 2, 3)}
    world.passes(minutes=1)
    world.mood("modem", Mood.WELL)
    world.passes(minutes=2)
    for phone in (world.anil, world.rafiq, world.okello):
        phone.expects_sms(containing="P1")


def test_a_rung_that_reached_somebody_is_waited_for(world: World) -> None:
    world.mood("phones", Mood.UNSURE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    assert set(StepFiring.objects.values_list("step", flat=True)) == {1}


def test_exhausted_is_loud_and_repeats_until_a_person_ends_it(world: World) -> None:
    world.neema.texts(ATTACK)
    world.passes(minutes=60)
    assert world.run.state == EscalationState.EXHAUSTED
    world.okello.reads_all()
    for _ in range(4):
        world.passes(minutes=5)
        world.okello.expects_sms(containing="NOBODY HAS ANSWERED")
        world.mireille.expects_sms()
    close_incident(
        world.incident,
        by=world.user("okello"),
        at=world.now,
        outcome=Outcome.NO_RESPONSE,
        reason="road cut",
        version=None,
    )
    world.okello.reads_all()
    world.passes(hours=2)
    world.okello.expects_nothing()


def test_who_holds_the_duty_is_asked_when_the_rung_fires(world: World) -> None:
    world.neema.texts(ATTACK)
    commander = Duty.objects.get(responder=world.responder("rafiq"))
    commander.responder = world.responder("leila")
    commander.save()
    world.passes(minutes=3)
    world.leila.expects_sms(containing="P1")
    world.rafiq.expects_nothing()


def test_overdue_rungs_collapse_and_nobody_is_left_out(world: World) -> None:
    world.neema.texts(ATTACK)
    world.engine_runs = False
    world.passes(minutes=7)
    world.engine_runs = True
    world.works()
    world.rafiq.expects_sms(containing="P1")
    world.okello.expects_sms(containing="P1")
    last = StepFiring.objects.order_by("-step").first()
    assert last is not None
    assert last.skipped == [2]
