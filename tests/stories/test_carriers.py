"""A carrier that hangs, refuses or cannot say costs seconds; the page still arrives, with one id."""

from datetime import timedelta

from tests.stories.words import ATTACK, ATTACK_FAR, ATTACK_TOO, QUESTION
from tests.world import Mood, World, gateway
from tocsin.actions.delivery import cancel_pages, claim_deliveries, free_engine
from tocsin.domain.words import DeliveryState, Purpose
from tocsin.records.models import Delivery, DeliveryAttempt, Gateway


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
