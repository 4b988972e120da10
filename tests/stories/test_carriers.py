"""A carrier that hangs, refuses or cannot say costs seconds; the page still arrives, with one id."""

from datetime import timedelta

from tests.stories.words import ATTACK, ATTACK_FAR, ATTACK_TOO, QUESTION
from tests.world import Mood, World, gateway
from tocsin.actions.delivery import Tried, cancel_pages, claim_deliveries
from tocsin.actions.freeing import free_engine
from tocsin.actions.gateway_reports import take_receipts
from tocsin.domain.messages import Receipt
from tocsin.domain.words import DeliveryState, FeedbackState, Purpose
from tocsin.jobs.outcomes import record_outcomes
from tocsin.records.models import Delivery, DeliveryAttempt, Feedback, Gateway, StepFiring


def pages(world: World) -> list[Delivery]:
    return list(Delivery.objects.filter(notification__purpose=Purpose.PAGE).order_by("created_at"))


def test_an_unknown_answer_sends_a_p1_by_the_next_means_with_the_same_id(world: World) -> None:
    world.mood("phones", Mood.UNSURE)
    world.neema.texts(ATTACK)
    first, second = world.anil.reads_all()[:2]
    assert first.id == second.id
    delivery = Delivery.objects.get(pk=first.id)
    tries = delivery.attempts.order_by("number").values_list("gateway__slug", "outcome")
    assert list(tries) == [("phones", "unknown"), ("modem", "sent")]
    assert delivery.state == DeliveryState.SENT


def test_a_hung_carrier_costs_a_p1_no_more_than_one_wait(world: World) -> None:
    world.mood("phones", Mood.HANGS)
    world.neema.texts(ATTACK)
    world.anil.expects_sms(containing="P1")
    assert set(DeliveryAttempt.objects.values_list("outcome", flat=True)) == {"unknown", "sent"}


def test_an_unreachable_carrier_is_left_for_the_other_at_once(world: World) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    world.anil.expects_sms(containing="P1")
    assert gateway("phones").failures_in_a_row > 0
    assert gateway("modem").failures_in_a_row == 0


def test_after_five_failures_a_carrier_is_asked_last(world: World) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    Gateway.objects.filter(slug="phones").update(
        failures_in_a_row=5, last_failure_at=world.now, last_failure="unreachable"
    )
    world.neema.texts(ATTACK)
    world.anil.expects_sms(containing="P1")
    assert not DeliveryAttempt.objects.filter(gateway__slug="phones").exists()


def test_a_p1_is_tried_until_a_carrier_comes_back(world: World) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    world.passes(minutes=2)
    world.mood("modem", Mood.WELL)
    world.passes(minutes=2)
    world.anil.expects_sms(containing="P1")


def test_a_receipt_to_the_village_waits_its_turn_and_arrives(world: World) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(QUESTION)
    world.mood("phones", Mood.WELL)
    world.passes(minutes=2)
    world.neema.expects_sms()


def test_what_is_past_its_time_is_not_sent(world: World) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    world.engine_runs = False
    world.passes(hours=7)
    world.mood("modem", Mood.WELL)
    world.engine_runs = True
    world.works()
    first = pages(world)[0]
    assert first.state == DeliveryState.EXPIRED


def test_no_gateway_at_all_is_a_failed_delivery_and_not_a_missing_one(world: World) -> None:
    Gateway.objects.update(is_enabled=False)
    world.neema.texts(ATTACK)
    assert {page.state for page in pages(world)} == {DeliveryState.FAILED}
    assert {page.failure for page in pages(world)} == {"no_gateway"}


def test_an_answer_cancels_the_pages_that_still_wait(world: World) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    assert cancel_pages(world.incident.pk, at=world.now) == len(pages(world))
    world.mood("phones", Mood.WELL)
    world.passes(minutes=2)
    world.anil.expects_nothing()


def test_a_second_engine_never_claims_what_the_first_holds(world: World) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    later = world.now + timedelta(minutes=1)
    first, _ = claim_deliveries(engine=2, at=later)
    second, looked = claim_deliveries(engine=3, at=later)
    assert first
    assert not second
    assert not looked


def test_what_a_dead_engine_held_goes_out_again_under_the_same_id(world: World) -> None:
    world.mood("phones", Mood.UNREACHABLE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(ATTACK)
    held, _ = claim_deliveries(engine=2, at=world.now + timedelta(minutes=1))
    world.mood("phones", Mood.WELL)
    world.mood("modem", Mood.WELL)
    assert free_engine(2, at=world.now) == len(held)
    world.works()
    assert {sms.id for sms in world.anil.reads_all()} <= {str(one.delivery) for one in held}
    assert Delivery.objects.filter(engine=2).count() == 0


def test_a_p1_is_never_held_back_by_a_rate(world: World) -> None:
    for position in range(12):
        world.stranger(700 + position).texts(f"{ATTACK_TOO} numéro {position}")
        world.passes(seconds=1)
    world.furaha.texts(ATTACK_FAR)
    world.chandra.expects_sms(containing="P1")
    assert not Delivery.objects.filter(priority="P1", state=DeliveryState.QUEUED).exists()


def test_a_carrier_that_takes_and_gives_up_again_and_again_is_not_asked_without_end(
    world: World,
) -> None:
    world.neema.texts(QUESTION)
    delivery = Delivery.objects.get()
    lost = [Receipt(DeliveryState.FAILED, delivery=str(delivery.pk), code="no_such_phone")]
    for _ in range(20):
        take_receipts(gateway("phones").pk, lost, at=world.now)
        world.passes(minutes=1)
    assert len(world.neema.reads_all()) <= 8
    world.passes(hours=3)
    take_receipts(gateway("phones").pk, lost, at=world.now)


def test_a_rung_that_no_carrier_can_reach_is_not_waited_for(world: World) -> None:
    Gateway.objects.update(is_enabled=False)
    world.neema.texts(ATTACK)
    assert StepFiring.objects.filter(round=0).count() > 1
    assert not StepFiring.objects.filter(round__gt=0).exists()  # a round keeps its pace
    Gateway.objects.update(is_enabled=True)
    world.passes(minutes=15)
    world.anil.expects_sms(containing="P1")


def test_what_no_carrier_can_take_to_the_village_stays_owed(world: World) -> None:
    Gateway.objects.update(is_enabled=False)
    world.neema.texts(QUESTION)
    owed = Feedback.objects.get()
    assert (owed.state, owed.reason) == (FeedbackState.FAILED, "feedback.not_delivered")


def test_no_word_of_a_carrier_keeps_a_delivery_in_our_hands(world: World) -> None:
    world.mood("phones", Mood.HANGS)
    world.neema.texts(QUESTION)
    world.mood("phones", Mood.WELL)
    held, _ = claim_deliveries(engine=2, at=world.now + timedelta(minutes=1))
    (one,) = held
    ids = ("half a letter: \ud800",)
    sent = DeliveryState.SENT
    record_outcomes(
        [Tried(one.delivery, one.attempt, one.gateway, sent, world.now, external_ids=ids)]
    )
    assert Delivery.objects.get().state == DeliveryState.SENT
