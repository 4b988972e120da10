"""Answers wait for safe hours and second eyes; rumours are answered; promises are remembered."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.answering import decide
from tocsin.actions.feedback import send_feedback
from tocsin.actions.feedback_drafts import approve_feedback, draft_feedback, return_feedback
from tocsin.actions.promises import (
    Gathering,
    Promise,
    record_commitment,
    record_meeting,
    settle_commitment,
    tell_back,
)
from tocsin.actions.rumours import Heard, add_to_rumour, find_out, record_rumour
from tocsin.domain.problems import Problem
from tocsin.domain.promise_words import CommitmentState, RumourState
from tocsin.domain.words import DecisionKind, FeedbackClock, FeedbackState
from tocsin.records.models import Commitment, Feedback, FocalPoint, Rumour
from tocsin.records.queries.promises import commitments
from tocsin.records.queries.scope import Scope

EVERYWHERE = Scope(sees_restricted=True)


@pytest.fixture
def owed(world: World) -> Feedback:
    """Neema's phone is not her own now, so what was decided is still owed to her."""
    world.neema.texts(ATTACK)
    world.neema.reads_all()
    FocalPoint.objects.filter(code="FP-0502").update(safe_from=time(14, 0), safe_until=time(15, 0))
    by = world.user("okello")
    decide(world.incident, by=by, at=world.now, kind=DecisionKind.WATCH, reason="x", via="page")
    return Feedback.objects.get(clock=FeedbackClock.FIRST_NEWS, focal_point__code="FP-0502")


def test_even_a_person_who_sends_waits_for_the_safe_hour(world: World, owed: Feedback) -> None:
    send_feedback(owed, by=world.user("salima"), at=world.now)
    world.works()
    world.neema.expects_nothing()
    world.passes(hours=2)
    world.neema.expects_sms()


def test_the_community_is_owed_the_news_beside_the_source(world: World, owed: Feedback) -> None:
    community = Feedback.objects.get(clock=FeedbackClock.FIRST_NEWS, focal_point=None)
    assert community.community == world.incident.community
    assert (community.send_at, community.reason) == (None, "feedback.to_community")


def test_a_text_that_names_a_force_or_place_waits_for_another_person(
    world: World, owed: Feedback
) -> None:
    draft = draft_feedback(owed, "Les FARDC vont à Kasenga", by=world.user("salima"), at=world.now)
    assert (draft.state, draft.look_reasons) == (
        FeedbackState.DRAFTED,
        ["feedback.names_force", "feedback.names_place"],
    )
    with pytest.raises(Problem, match="same_person"):
        approve_feedback(owed, by=world.user("salima"), at=world.now)
    world.passes(hours=3)
    world.neema.expects_nothing()
    approve_feedback(owed, by=world.user("okello"), at=world.now)
    world.passes(hours=24)
    assert "FARDC" in world.neema.expects_sms()


def test_a_harmless_text_goes_at_the_safe_hour_without_a_second_look(
    world: World, owed: Feedback
) -> None:
    draft_feedback(owed, "Asante sana, tumesikia", by=world.user("salima"), at=world.now)
    world.passes(hours=2)
    world.neema.expects_sms(containing="tumesikia")


def test_what_is_given_back_is_owed_as_before(world: World, owed: Feedback) -> None:
    draft_feedback(owed, "Patrouille en route", by=world.user("salima"), at=world.now)
    return_feedback(owed, by=world.user("okello"), at=world.now, reason="no")
    owed.refresh_from_db()
    assert (owed.state, owed.text) == (FeedbackState.OWED, "")
    with pytest.raises(Problem, match="betrays"):
        draft_feedback(owed, "Piga +243990000101", by=world.user("salima"), at=world.now)


def test_the_database_refuses_that_one_person_writes_and_looks(
    world: World, owed: Feedback
) -> None:
    owed.drafted_by = owed.looked_by = world.user("salima")
    with pytest.raises(IntegrityError), transaction.atomic():
        owed.save()


def rumour(world: World) -> Rumour:
    heard = Heard(
        community=world.district.communities["kasenga"],
        what="Rebels come tonight",
        heard_at=world.now,
        sources=(world.district.focal_points["neema"],),
    )
    return record_rumour(heard, by=world.user("salima"), at=world.now)


def test_a_rumour_is_answered_to_all_who_told_or_asked(world: World) -> None:
    entry, by = rumour(world), world.user("salima")
    mirembe = world.district.communities["mirembe"]
    juma = world.district.focal_points["juma"]
    more = Heard(community=mirembe, what="", heard_at=world.now, sources=(juma,))
    add_to_rumour(entry, more, by=by, at=world.now)
    with pytest.raises(Problem):
        find_out(entry, by=by, at=world.now, state=RumourState.FALSE, finding="")
    find_out(entry, by=by, at=world.now, state=RumourState.FALSE, finding="Asked three chiefs")
    world.works()
    for phone in (world.neema, world.juma):
        assert "chief" not in phone.expects_sms()
    owed = Feedback.objects.filter(clock=FeedbackClock.RUMOUR, focal_point=None)
    assert {one.community.code for one in owed if one.community} == {"kasenga", "mirembe"}
    late = Heard(mirembe, "", world.now, (world.district.focal_points["furaha"],))
    add_to_rumour(entry, late, by=by, at=world.now)
    world.works()
    world.furaha.expects_sms()


def test_a_promise_is_late_kept_or_explained_and_told_back(world: World) -> None:
    kasenga, by = world.district.communities["kasenga"], world.user("salima")
    met = record_meeting(
        Gathering(community=kasenga, held_at=world.now, women=12, men=9), by=by, at=world.now
    )
    promise = Promise(
        kasenga, "commander", "A patrol on market days", world.now, world.now + timedelta(days=7),
        meeting=met,
    )  # fmt: skip
    row = record_commitment(promise, by=by, at=world.now)
    later = world.now + timedelta(days=8)
    assert list(commitments(EVERYWHERE, show="late", now=later)) == [row]
    with pytest.raises(Problem):
        settle_commitment(row, by=by, at=later, state=CommitmentState.NOT_KEPT, explanation="")
    settle_commitment(row, by=by, at=later, state=CommitmentState.NOT_KEPT, explanation="Road")
    assert list(commitments(EVERYWHERE, show="untold", now=later)) == [row]
    tell_back(row, by=by, at=later, told_at=later, how="at the market")
    assert not commitments(EVERYWHERE, show="untold", now=later).exists()
    assert Commitment.objects.get().meeting == met
