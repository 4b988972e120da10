"""Who warns us stays safe: consent, duress, a phone in other hands, a new SIM card, and leaving."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from tests.stories.words import ATTACK, ATTACK_TOO, QUESTION
from tests.world import Mood, World
from tocsin.actions.airtime_accounts import set_plan
from tocsin.actions.consents import Agreed, give_consent, withdraw_consent
from tocsin.actions.focal_points import agree_challenge, agree_duress_word
from tocsin.actions.handsets import add_handset, step_handset
from tocsin.actions.leaving import (
    Farewell,
    erase_due,
    leave,
    settle_withdrawals,
    withdraw_expired,
)
from tocsin.actions.numbers import change_number, mark_compromised, verify_holder
from tocsin.actions.radio_stations import StationPlan, add_station
from tocsin.domain.handset_words import HandsetKind, HandsetStep
from tocsin.domain.messages import Mark
from tocsin.domain.network_words import (
    ConsentMethod,
    ConsentPurpose,
    HandsetFate,
    LeaveReason,
    NumberState,
    WatchReason,
    WithdrawnBy,
)
from tocsin.domain.problems import Problem
from tocsin.domain.problems.network import HANDED_ON_TO_NOBODY
from tocsin.domain.words import Kind, Priority
from tocsin.records.models import (
    AirtimePlan,
    Alert,
    CallBack,
    Consent,
    Delivery,
    DeliveryAttempt,
    Duty,
    FocalPoint,
    JournalEntry,
    Message,
    WatchedNumber,
)

NEW = "+243990000777"


def neema() -> FocalPoint:
    return FocalPoint.objects.get(code="FP-0502")


def test_whoever_withdraws_is_gone_and_the_log_book_does_not_say_who(world: World) -> None:
    salima = world.user("salima")
    world.neema.texts(ATTACK)
    withdraw_consent(neema(), way=WithdrawnBy.CALL, by=salima, at=world.now)
    assert settle_withdrawals(at=world.now) == 1
    gone = neema()
    assert (gone.name, gone.number, gone.notes) == ("", "", "")
    mine = Message.objects.filter(focal_point=gone)
    assert {one.sender for one in mine} == {""}
    assert {one.to for one in Delivery.objects.filter(focal_point=gone)} == {""}
    tries = DeliveryAttempt.objects.filter(delivery__focal_point=gone)
    assert {one.to for one in tries} == {""}
    lines = JournalEntry.objects.filter(verb__startswith="consent.")
    said = [(line.verb, line.subject, str(line.facts)) for line in lines]
    assert len(said) == 2
    assert not [one for one in said if "FP-0502" in str(one) or str(gone.pk) in str(one)]
    assert settle_withdrawals(at=world.now) == 0


def test_a_text_from_somebody_who_withdrew_is_a_stranger_s(world: World) -> None:
    phone = world.neema
    withdraw_consent(neema(), way=WithdrawnBy.TEXT, by=world.user("salima"), at=world.now)
    settle_withdrawals(at=world.now)
    assert phone.texts(ATTACK).focal_point is None


def test_consent_that_ran_out_is_withdrawn_only_after_the_days_of_grace(world: World) -> None:
    agreed = Agreed([ConsentPurpose.WARN], ConsentMethod.ORAL, "sw", lasts=timedelta(days=10))
    give_consent(neema(), agreed, by=world.user("salima"), at=world.now)
    assert withdraw_expired(at=world.now + timedelta(days=39)) == 0
    assert withdraw_expired(at=world.now + timedelta(days=40)) == 1
    assert Consent.objects.get().withdrawn_by == WithdrawnBy.EXPIRED


def test_who_did_not_agree_to_be_written_to_is_silent(world: World) -> None:
    agreed = Agreed([ConsentPurpose.WARN], ConsentMethod.WITNESSED, "sw")
    give_consent(neema(), agreed, by=world.user("salima"), at=world.now)
    world.neema.texts(ATTACK)
    world.neema.expects_nothing()


def test_the_duress_word_raises_a_p1_quietly(world: World) -> None:
    agree_duress_word(neema(), "Mwembé mweupe", by=world.user("salima"), at=world.now)
    world.neema.texts("habari, mimi mzima, MWEMBE  mweupe umechanua")
    alert = Alert.objects.get()
    assert (alert.priority, alert.is_restricted) == ("P1", True)
    assert neema().duress_since == world.now
    world.neema.expects_nothing()
    world.neema.texts(QUESTION)
    world.passes(hours=1)
    world.neema.expects_nothing()


def test_the_duress_word_in_words_that_page_already_pages_for_itself(world: World) -> None:
    """Who holds the attack may not know of it: nobody would."""
    agree_duress_word(neema(), "mwembe mweupe", by=world.user("salima"), at=world.now)
    world.amani.texts(ATTACK)
    world.neema.texts(f"{ATTACK} mwembe mweupe")
    assert [incident.is_restricted for incident in world.incidents] == [False, True]
    assert len({run.incident for run in world.runs}) == 2


def test_the_same_words_from_another_raise_nothing(world: World) -> None:
    agree_duress_word(neema(), "mwembe mweupe", by=world.user("salima"), at=world.now)
    world.amani.texts("habari, mimi mzima, mwembe mweupe umechanua")
    assert not Alert.objects.exists()


def test_a_word_of_every_day_cannot_be_the_duress_word(world: World) -> None:
    with pytest.raises(Problem):
        agree_duress_word(neema(), "ndi", by=world.user("salima"), at=world.now)


def test_one_step_stops_writing_tells_who_must_know_and_marks_what_came(world: World) -> None:
    before = world.neema.texts(ATTACK)
    world.passes(minutes=30)
    lost_at = world.now
    world.passes(minutes=5)
    after = world.neema.texts(ATTACK_TOO)
    world.neema.reads_all()
    person, by = neema(), world.user("salima")
    mark_compromised(person, since=lost_at, by=by, at=world.now, is_drill=False)
    world.works()
    assert "Kasenga" in world.anil.expects_sms(containing="other hands")
    before.refresh_from_db()
    after.refresh_from_db()
    assert (Mark.COMPROMISED in before.flags, Mark.COMPROMISED in after.flags) == (False, True)
    later = world.neema.texts(ATTACK)
    assert Mark.COMPROMISED in Message.objects.get(pk=later.pk).flags
    world.passes(hours=1)
    world.neema.expects_nothing()


@pytest.mark.parametrize(("cry", "kind"), [("", Kind.WARNING_SIGN), ("SOS", Kind.ATTACK)])
def test_a_cry_from_a_phone_in_other_hands_calls_nobody_back_and_is_not_passed_over(
    world: World, cry: str, kind: Kind
) -> None:
    by = world.user("salima")
    mark_compromised(neema(), since=world.now, by=by, at=world.now, is_drill=False)
    world.neema.texts(cry) if cry else world.neema.beeps()
    assert not CallBack.objects.exists()
    assert (world.incident.kind, world.incident.place_name) == (kind, "Kasenga")
    assert world.run.priority in (Priority.P1, Priority.P2)


def test_the_agreed_answer_gives_a_number_its_trust_back(world: World) -> None:
    person, by = neema(), world.user("salima")
    agree_challenge(person, question="Your first goat?", answer="Bahati", by=by, at=world.now)
    mark_compromised(person, since=world.now, by=by, at=world.now, is_drill=False)
    with pytest.raises(Problem):
        verify_holder(person, answer="Bahat", face_to_face=False, by=by, at=world.now)
    verify_holder(person, answer=" bahati", face_to_face=False, by=by, at=world.now)
    assert neema().number_state == NumberState.TRUSTED
    world.neema.texts(ATTACK)
    world.neema.expects_sms()


def test_an_old_number_that_speaks_again_is_not_believed_to_be_hers(world: World) -> None:
    old = world.neema
    change_number(neema(), NEW, why=WatchReason.LOST, by=world.user("salima"), at=world.now)
    message = old.texts(ATTACK)
    assert message.focal_point is None
    assert Mark.OLD_NUMBER in Message.objects.get(pk=message.pk).flags
    assert WatchedNumber.objects.get().heard_at == world.now
    fresh = world.stranger(777).texts(ATTACK_TOO)
    assert fresh.focal_point == neema()
    assert Mark.NEW_SIM in Message.objects.get(pk=fresh.pk).flags


def test_leaving_is_one_step_and_touches_no_duty(world: World) -> None:
    duties = list(Duty.objects.values_list("pk", "until"))
    after = FocalPoint.objects.get(code="FP-0501")
    farewell = Farewell(LeaveReason.MOVED, successor=after)
    leave(neema(), farewell, by=world.user("salima"), at=world.now)
    left = neema()
    assert (left.is_active, left.number, left.successor) == (False, "", after)
    assert left.name
    assert list(Duty.objects.values_list("pk", "until")) == duties
    assert erase_due(at=world.now + timedelta(days=89)) == 0
    assert erase_due(at=world.now + timedelta(days=90)) == 1
    assert neema().name == ""


def test_phone_airtime_and_radio_go_with_the_office(world: World) -> None:
    by, at, after = world.user("salima"), world.now, FocalPoint.objects.get(code="FP-0501")
    base = after.community.base
    phone = add_handset(code="HS-0001", kind=HandsetKind.PHONE, model="", base=base, by=by, at=at)
    step_handset(phone, HandsetStep.ISSUE, by=by, at=at, holder=neema())
    set_plan(neema(), minor=100, currency="CDF", operator="", is_active=True, by=by, at=at)
    station = add_station(StationPlan("KILO 1", focal_point=neema()), by=by, at=at)
    alone = Farewell(LeaveReason.MOVED, handset=HandsetFate.HANDED_ON)
    with pytest.raises(Problem) as told:
        leave(neema(), alone, by=by, at=at)
    assert told.value.kind is HANDED_ON_TO_NOBODY
    assert neema().is_active
    leave(neema(), replace(alone, successor=after), by=by, at=at)
    phone.refresh_from_db()
    station.refresh_from_db()
    assert (phone.state, phone.holder, station.focal_point) == ("issued", after, after)
    assert [one.step for one in phone.events.order_by("at", "pk")][1:] == [
        "return",
        "store",
        "issue",
    ]
    assert not AirtimePlan.objects.get(focal_point=neema()).is_active


def test_a_text_made_at_a_safe_hour_does_not_go_out_at_an_unsafe_one(world: World) -> None:
    FocalPoint.objects.filter(code="FP-0502").update(safe_from="08:00", safe_until="12:30")
    world.mood("phones", Mood.UNREACHABLE)
    world.mood("modem", Mood.UNREACHABLE)
    world.neema.texts(QUESTION)
    world.passes(minutes=40)
    world.mood("phones", Mood.WELL)
    world.passes(hours=3)
    world.neema.expects_nothing()
    waiting = Delivery.objects.get(focal_point__code="FP-0502")
    assert waiting.due_at is not None
    assert waiting.due_at.astimezone(UTC).hour == 6  # eight on the walls, the next morning
