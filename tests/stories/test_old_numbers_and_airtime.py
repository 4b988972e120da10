"""From the village: an old number is used, and the airtime is used up."""

from datetime import timedelta

import pytest

from tests.world import World
from tocsin.actions.airtime import approve_top_up
from tocsin.actions.airtime_accounts import set_budget, set_plan
from tocsin.actions.airtime_requests import ask_by_messages, ask_by_plans, tell_arrivals
from tocsin.actions.airtime_sending import claim_top_ups
from tocsin.actions.hotlines import add_hotline, answer_old_numbers, end_hotline
from tocsin.domain.airtime_words import TopUpState
from tocsin.domain.network_words import NumberState
from tocsin.domain.problems import Problem
from tocsin.domain.problems.airtime import TOP_UP_UNSAFE
from tocsin.records.models import Base, FocalPoint, Hotline, OldNumberUse, TopUp

OLD, NEW = "+243990000001", "+243990000002"  # the phones of the world text the first


def the_number_changed(world: World) -> Hotline:
    base, by = Base.objects.get(slug="mpala"), world.user("okello")
    old, new = (
        add_hotline(
            number=number, operator="vodacom", base=base, is_free=True, takes_missed_calls=True,
            valid_from=world.now - timedelta(days=99), by=by, at=world.now,
        )
        for number in (OLD, NEW)
    )  # fmt: skip
    until = world.now - timedelta(minutes=1)
    return end_hotline(old, until=until, replaced_by=new, by=by, at=world.now)


def test_whoever_uses_an_old_number_is_told_the_new_one_once_in_a_while(world: World) -> None:
    the_number_changed(world)
    for _ in range(2):
        world.neema.texts("Habari")
        answer_old_numbers(at=world.now)
        world.works()
    assert NEW in world.neema.expects_sms(containing=NEW)
    world.neema.expects_nothing(containing=NEW)
    assert list(OldNumberUse.objects.order_by("at").values_list("why_not", flat=True)) == [
        "",
        "told_already",
    ]
    world.passes(days=8)
    world.neema.beeps()
    answer_old_numbers(at=world.now)
    world.works()
    world.neema.expects_sms(containing=NEW)


def test_a_warning_by_an_old_number_pages_like_any_other(world: World) -> None:
    the_number_changed(world)
    world.neema.texts("Watu wenye silaha wameingia, wanapiga risasi")
    answer_old_numbers(at=world.now)
    assert world.incident.priority == "P1"
    assert OldNumberUse.objects.count() == 1


def test_somebody_unknown_is_told_and_a_silent_person_is_not(world: World) -> None:
    the_number_changed(world)
    FocalPoint.objects.filter(number=world.neema.number).update(is_silent=True)
    FocalPoint.objects.update(is_silent=True)
    world.neema.texts("Habari")
    world.stranger().texts("Habari")
    answer_old_numbers(at=world.now)
    world.works()
    world.neema.expects_nothing(containing=NEW)
    world.stranger().expects_sms(containing=NEW)


def test_a_number_that_is_valid_is_no_old_number(world: World) -> None:
    old = the_number_changed(world)
    Hotline.objects.filter(pk=old.pk).update(valid_until=world.now + timedelta(days=1))
    world.neema.texts("Habari")
    assert answer_old_numbers(at=world.now) == 0


def a_budget(world: World) -> None:
    for base in Base.objects.all():
        set_budget(
            base, currency="CDF", added=10_000_000, largest=None, cap_of_month=2_000_000,
            second_above=None, by=world.user("okello"), at=world.now,
        )  # fmt: skip


@pytest.mark.parametrize(
    "said", ["unite zimeisha", "je n'ai plus de crédit", "Sina vocha ya vodacom"]
)
def test_a_text_that_the_airtime_is_used_up_becomes_one_request(world: World, said: str) -> None:
    a_budget(world)
    for _ in range(2):
        world.neema.texts(said)
        ask_by_messages(at=world.now)
    row = TopUp.objects.get()
    assert (row.state, row.minor, row.source) == (TopUpState.ASKED, 200_000, "message")
    assert row.operator == ("vodacom" if "vodacom" in said else row.focal_point.operator)


def test_a_phone_in_other_hands_is_given_nothing(world: World) -> None:
    a_budget(world)
    FocalPoint.objects.update(number_state=NumberState.COMPROMISED)
    world.neema.texts("unite zimeisha")
    assert ask_by_messages(at=world.now) == 0


def test_no_phone_is_topped_up_that_must_not_ring(world: World) -> None:
    a_budget(world)
    world.neema.texts("unite zimeisha")
    ask_by_messages(at=world.now)
    row, by = TopUp.objects.get(), world.user("okello")
    FocalPoint.objects.update(is_silent=True)
    with pytest.raises(Problem) as refused:
        approve_top_up(row, by=by, at=world.now)
    assert refused.value.kind is TOP_UP_UNSAFE
    FocalPoint.objects.update(is_silent=False)
    approve_top_up(row, by=by, at=world.now)
    FocalPoint.objects.update(is_silent=True)  # between the approval and the call
    assert claim_top_ups(at=world.now) == []
    row.refresh_from_db()
    assert (row.state, row.reason) == (TopUpState.FAILED, "unsafe")


def test_a_dead_battery_is_no_request_for_airtime(world: World) -> None:
    a_budget(world)
    world.neema.texts("batterie morte, telephone itazima")
    ask_by_messages(at=world.now)
    assert not TopUp.objects.exists()


def test_the_monthly_plan_is_asked_for_once_a_month(world: World) -> None:
    person = FocalPoint.objects.order_by("code").first()
    assert person is not None
    set_plan(
        person,
        minor=500,
        currency="CDF",
        operator="",
        is_active=True,
        by=world.user("okello"),
        at=world.now,
    )
    assert [ask_by_plans(at=world.now) for _ in range(3)] == [1, 0, 0]
    TopUp.objects.update(state=TopUpState.DELIVERED, ended_at=world.now)
    assert ask_by_plans(at=world.now + timedelta(days=5)) == 0
    assert ask_by_plans(at=world.now + timedelta(days=30)) == 1


def test_whoever_got_airtime_is_asked_whether_it_came(world: World) -> None:
    a_budget(world)
    world.neema.texts("unite zimeisha")
    ask_by_messages(at=world.now)
    TopUp.objects.update(state=TopUpState.DELIVERED, ended_at=world.now)
    assert [tell_arrivals(at=world.now) for _ in range(2)] == [1, 0]
    world.works()
    world.neema.expects_sms()
