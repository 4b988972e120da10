"""Who was asked, who came, who did not and why; and the team that falls silent is looked for."""

from datetime import timedelta

import pytest

from tests.make import make_community, make_focal_point, phone_number
from tests.stories.words import ATTACK
from tests.world import NOON, World
from tocsin.actions.incidents import close_incident
from tocsin.actions.nobody_comes import record_nobody_comes
from tocsin.actions.response import agree_check_in, ask_response, record
from tocsin.actions.response_said import Word
from tocsin.actions.undertaking import (
    BroughtHome,
    Undertaking,
    record_debrief,
    record_undertaking,
)
from tocsin.domain.problems import Problem
from tocsin.domain.response_words import (
    NonResponse,
    ResponseActor,
    ResponseResult,
    ResponseType,
)
from tocsin.domain.words import FeedbackClock, FeedbackState, Outcome, ResponseState
from tocsin.records.models import (
    Debrief,
    Feedback,
    FocalPoint,
    JournalEntry,
    ProtectionGap,
    Response,
    ResponseUpdate,
)
from tocsin.records.queries.ledger import gaps_between

S = ResponseState


@pytest.fixture(autouse=True)
def _attacked(world: World) -> None:
    world.neema.texts(ATTACK)
    for phone in (world.anil, world.rafiq, world.okello, world.neema):
        phone.reads_all()


def the_response() -> Response:
    return Response.objects.get()


def test_a_refusal_by_sms_is_kept_in_words_and_counted_by_code(world: World) -> None:
    world.anil.answers("2 hatuna mafuta")
    assert (the_response().why_not, the_response().reason) == ("no_fuel", "hatuna mafuta")


def test_whoever_says_nothing_has_not_answered(world: World) -> None:
    tembo = world.district.bases["tembo"]
    ask_response(world.incident, tembo, by=world.user("okello"), at=world.now)
    world.passes(minutes=14)
    assert the_response().state == S.ASKED
    world.passes(minutes=2)
    assert the_response().state == S.NO_ANSWER
    world.chandra.texts(f"{world.incident.code} 3")


def test_a_silent_team_is_asked_for_and_twice_as_late_the_force_is_alarmed(world: World) -> None:
    world.anil.answers("3")
    world.anil.reads_all()
    world.passes(minutes=15)
    world.anil.expects_sms(containing="team was last heard")
    world.rafiq.expects_nothing(containing="OVERDUE")
    world.passes(minutes=15)
    for phone in (world.anil, world.rafiq, world.okello):
        phone.expects_sms(containing="OVERDUE")
    world.passes(minutes=5)
    world.rafiq.expects_sms(containing="OVERDUE")


def test_any_word_of_the_team_ends_the_alarm(world: World) -> None:
    world.anil.answers("3")
    world.passes(minutes=31)
    world.rafiq.reads_all()
    world.anil.answers(f"{world.incident.code} tous saufs, nous avançons")
    assert the_response().quiet == ""
    world.passes(minutes=14)
    world.rafiq.expects_nothing(containing="OVERDUE")


def test_a_team_is_watched_as_often_as_was_agreed(world: World) -> None:
    world.anil.answers("3")
    agree_check_in(the_response(), 40, by=world.user("okello"), at=world.now)
    world.anil.reads_all()
    world.passes(minutes=39)
    world.anil.expects_nothing(containing="last heard")
    world.passes(minutes=2)
    world.anil.expects_sms(containing="last heard")


def test_a_closed_incident_does_not_forget_the_team_on_the_road(world: World) -> None:
    world.anil.answers("3")
    close_incident(
        world.incident,
        by=world.user("okello"),
        at=world.now,
        outcome=Outcome.GONE,
        reason="gone",
        version=None,
    )
    world.passes(minutes=31)
    world.rafiq.expects_sms(containing="OVERDUE")
    world.anil.answers("5")
    assert the_response().state == S.ENDED


def test_what_was_forgotten_is_written_down_late_with_both_times(world: World) -> None:
    world.anil.answers("4")
    left = world.now - timedelta(minutes=50)
    by = world.user("okello")
    record(the_response(), by=by, at=world.now, word=Word(S.DEPARTED, happened_at=left))
    response = the_response()
    assert (response.state, response.departed_at) == (S.ON_SCENE, left)
    late = response.updates.get(state=S.DEPARTED)
    assert (late.happened_at, late.recorded_at) == (left, world.now)


def test_an_hour_in_a_text_is_when_it_happened(world: World) -> None:
    world.passes(minutes=20)
    world.anil.answers(f"3 {world.incident.code} 12H05 two vehicles")
    response = Response.objects.get()
    assert response.departed_at == NOON + timedelta(minutes=5)
    said = ResponseUpdate.objects.latest("recorded_at")
    assert (said.happened_at, said.recorded_at) == (response.departed_at, world.now)
    assert said.text == "two vehicles"


def test_a_team_that_turns_back_says_why_as_one_that_never_left(world: World) -> None:
    world.anil.answers("3")
    world.anil.answers("2 route coupee")
    response = Response.objects.get()
    assert (response.state, response.why_not) == ("aborted", "road_cut")


def test_what_contradicts_the_record_is_refused(world: World) -> None:
    world.anil.answers("2 no fuel")
    by, said = world.user("okello"), Word(S.DEPARTED)
    with pytest.raises(Problem, match="not_possible"):
        record(the_response(), by=by, at=world.now, word=said)
    assert the_response().state == S.DECLINED


def test_prevented_wants_what_was_observed(world: World) -> None:
    world.anil.answers("4")
    by, prevented = world.user("okello"), ResponseResult.ATTACK_PREVENTED
    with pytest.raises(Problem, match="observation"):
        record(the_response(), by=by, at=world.now, word=Word(S.ENDED, result=prevented))
    seen = Word(S.ENDED, result=prevented, observed="Forty men turned back at the bridge")
    record(the_response(), by=by, at=world.now, word=seen)
    assert the_response().result == prevented


def test_the_community_protects_itself_and_that_is_a_response(world: World) -> None:
    who = Undertaking(ResponseActor.COMMUNITY, type=ResponseType.COMMUNITY_PLAN_ACTIVATED)
    incident, by = world.incident, world.user("okello")
    record_undertaking(incident, who, by=by, at=world.now, word=Word(S.ENDED))
    own = the_response()
    assert (own.actor, own.community, own.state) == ("community", incident.community, S.ENDED)


def test_the_patrol_brings_home_what_it_saw(world: World) -> None:
    by, told = world.user("okello"), BroughtHome(people=12, road_km=18.5, women_met=7, men_met=9)
    world.anil.answers("3")
    record_debrief(the_response(), told, by=by, at=world.now)
    record_debrief(the_response(), BroughtHome(people=14), by=by, at=world.now)
    assert Debrief.objects.get().people == 14
    assert JournalEntry.objects.filter(verb__startswith="response.debrief").count() == 2


def nobody(world: World, why: NonResponse = NonResponse.ROAD_CUT) -> ProtectionGap:
    by = world.user("okello")
    return record_nobody_comes(world.incident, by=by, at=world.now, why=why, note="bridge")


def test_that_nobody_comes_is_a_decision_with_a_reason_for_the_daily_report(world: World) -> None:
    nobody(world)
    (gap,) = gaps_between(world.now - timedelta(days=1), world.now + timedelta(minutes=1))
    assert (gap.code, gap.why_not, gap.ended_at) == (world.incident.code, "road_cut", None)
    owed = Feedback.objects.get(clock=FeedbackClock.FIRST_NEWS, focal_point__isnull=False)
    assert (owed.state, owed.reason) == (FeedbackState.OWED, "nobody_comes")
    world.passes(minutes=5)
    world.okello.expects_sms(containing="NOBODY")


def test_the_gap_ends_when_somebody_leaves_after_all(world: World) -> None:
    nobody(world)
    world.passes(minutes=20)
    world.anil.answers(f"3 {world.incident.code}")
    gap = ProtectionGap.objects.get()
    assert (gap.end_reason, gap.ended_at) == ("somebody_left", world.now)


def test_nobody_says_that_nobody_comes_while_a_patrol_is_on_the_way(world: World) -> None:
    world.anil.answers("3")
    with pytest.raises(Problem, match="somebody_comes"):
        nobody(world)


def test_neighbours_are_warned_at_a_safe_hour_and_learn_nothing_else(world: World) -> None:
    at_noon = world.now.time()
    makongo = make_community("Makongo", world.district.bases["mpala"], lat=0.70, lon=29.46)
    ready = make_focal_point("FP-0801", makongo, name="Ready", number=phone_number(801))
    later = make_focal_point("FP-0802", makongo, name="Later", number=phone_number(802))
    FocalPoint.objects.filter(pk=later.pk).update(
        safe_from=at_noon.replace(hour=15), safe_until=at_noon.replace(hour=16)
    )
    nobody(world)
    world.works()
    told = [sms.text for sms in world.inbox[ready.number]]
    assert len(told) == 1
    assert all(word not in told[0] for word in ("Kasenga", "ADF", "Mpala"))
    assert not world.inbox[later.number]
    world.passes(hours=3)
    assert len(world.inbox[later.number]) == 1
    assert ProtectionGap.objects.get().neighbours == [makongo.code]
