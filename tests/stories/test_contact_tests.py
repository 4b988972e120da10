"""Tests of contact: at safe hours, never to a silent contact, answered by one sign, and no alert."""

from datetime import time, timedelta

import pytest

from tests.world import NOON, World
from tocsin.actions.contact_tests import (
    ContactPlan,
    answer_contact_test,
    ask_contacts,
    begin_contact_tests,
    end_contact_checks,
    plan_contact_test,
    record_test_call,
)
from tocsin.actions.silence_watch import watch_silences
from tocsin.domain.contact_tests import is_test_answer
from tocsin.domain.silence_words import ContactMethod
from tocsin.records.models import (
    Alert,
    CallBack,
    ContactCheck,
    ContactTest,
    FocalPoint,
    Message,
    Silence,
    Watched,
)


@pytest.fixture
def plan(world: World) -> ContactTest:
    about = ContactPlan("Mois", ContactMethod.SMS, 30, world.now)
    return plan_contact_test(about, by=world.user("salima"), at=world.now)


def ask(world: World) -> None:
    begin_contact_tests(at=world.now)
    ask_contacts(at=world.now)
    world.works()


def check_of(world: World, name: str) -> ContactCheck:
    return ContactCheck.objects.get(focal_point=world.district.focal_points[name])


def test_each_is_asked_once_and_one_sign_is_the_answer(world: World, plan: ContactTest) -> None:
    ask(world)
    ask(world)
    world.neema.expects_sms(containing="1")
    world.neema.expects_nothing()
    message = world.neema.texts("1")
    assert answer_contact_test(message, at=world.now)
    assert check_of(world, "neema").result == "answered"
    message.refresh_from_db()
    assert message.state == "answered"
    assert not Alert.objects.exists()


def test_a_silent_contact_is_never_asked_and_an_unsafe_hour_is_waited_for(world: World) -> None:
    people = world.district.focal_points
    FocalPoint.objects.filter(pk=people["neema"].pk).update(is_silent=True)
    others = FocalPoint.objects.exclude(pk=people["neema"].pk)
    others.update(safe_from=time(15), safe_until=time(17))
    about = ContactPlan("Mois", ContactMethod.SMS, 30, world.now)
    plan_contact_test(about, by=world.user("salima"), at=world.now)
    ask(world)
    assert not world.outbox
    silent = check_of(world, "neema")
    assert (silent.result, silent.reason, silent.ask_at) == ("not_asked", "feedback.silent", None)
    waiting = ContactCheck.objects.exclude(pk=silent.pk).first()
    assert waiting is not None
    assert waiting.ask_at == NOON + timedelta(hours=3)
    # Asked again just before: whoever became silent since is not written to.
    FocalPoint.objects.update(is_silent=True)
    world.now += timedelta(hours=4)
    ask_contacts(at=world.now)
    world.works()
    assert not world.outbox


def test_who_says_nothing_within_a_day_counts_as_unreachable_until_they_do(
    world: World, plan: ContactTest
) -> None:
    ask(world)
    world.now += timedelta(hours=25)
    end_contact_checks(at=world.now)
    assert check_of(world, "neema").result == "not_answered"
    assert answer_contact_test(world.neema.texts("Ndiyo."), at=world.now)
    assert check_of(world, "neema").result == "answered"


@pytest.mark.parametrize(
    ("text", "is_answer"),
    [
        ("1", True),
        (" OUI! ", True),
        ("ndiyo", True),
        ("1 watu wenye silaha", False),
        ("SOS", False),
    ],
)
def test_a_test_never_swallows_a_warning(text: str, *, is_answer: bool) -> None:
    assert is_test_answer(text) is is_answer


def test_one_sign_without_a_test_is_read_like_any_message(world: World) -> None:
    assert not answer_contact_test(world.neema.texts("1"), at=world.now)


def test_a_test_call_is_written_down_by_who_made_it(world: World) -> None:
    about = ContactPlan("Appels", ContactMethod.CALL, 30, world.now)
    plan_contact_test(about, by=world.user("salima"), at=world.now)
    ask(world)
    assert not world.outbox
    check = check_of(world, "neema")
    record_test_call(check, is_reached=True, by=world.user("salima"), at=world.now)
    check.refresh_from_db()
    assert (check.result, check.by) == ("answered", world.user("salima"))


def test_the_next_round_comes_after_its_days_and_is_not_made_up_for(
    world: World, plan: ContactTest
) -> None:
    ask(world)
    world.now += timedelta(days=70)
    assert begin_contact_tests(at=world.now) == 1
    plan.refresh_from_db()
    assert plan.next_at == NOON + timedelta(days=90)
    assert ContactCheck.objects.values("round_at").distinct().count() == 2


def test_a_person_who_says_nothing_for_longer_than_usual_is_missed_and_then_heard(
    world: World,
) -> None:
    watch_silences(at=world.now)
    assert Watched.objects.count() == FocalPoint.objects.count()
    world.now += timedelta(days=15)
    watch_silences(at=world.now)
    silent = Silence.objects.filter(subject="focal_point", ended_at=None)
    assert silent.count() == FocalPoint.objects.count()
    world.neema.texts("Hali ni shwari, hakuna tatizo")
    FocalPoint.objects.filter(pk=world.district.focal_points["neema"].pk).update(
        last_heard_at=world.now
    )
    watch_silences(at=world.now)
    assert silent.count() == FocalPoint.objects.count() - 1


def test_a_test_is_no_message_of_the_line(world: World, plan: ContactTest) -> None:
    ask(world)
    assert not Message.objects.exists()
    assert not CallBack.objects.exists()
