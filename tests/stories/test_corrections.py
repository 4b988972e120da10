"""What was told and is not so reaches everybody who was told, once, each by their safe means."""

from datetime import time

import pytest

from tests.stories.outside import ARMY_NUMBER, Outside, drafted, set_up_outside
from tests.stories.words import ATTACK, ATTACK_TOO
from tests.world import World
from tocsin.actions.answering import decide
from tocsin.actions.cap_messages import incident_message
from tocsin.actions.correcting import Truth, correct_incident
from tocsin.actions.incidents import close_incident
from tocsin.actions.releases import approve_release
from tocsin.actions.response import ask_response
from tocsin.actions.triage_by_person import confirm_triage
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.problems import Problem
from tocsin.domain.words import DecisionKind, FeedbackClock, Kind, Outcome, Priority
from tocsin.records.models import (
    Correction,
    Feedback,
    FocalPoint,
    Incident,
    JournalEntry,
    Message,
    Place,
    Release,
)


@pytest.fixture
def told(world: World) -> Incident:
    """An attack at Kasenga: Anil was paged, Neema knows that it is in hands, Amani has a receipt."""
    world.neema.texts(ATTACK)
    world.anil.answers("3")
    world.amani.texts(ATTACK_TOO)
    for phone in (world.anil, world.neema, world.amani):
        phone.reads_all()
    return world.incident


def correct(
    world: World, incident: Incident, kind: CorrectionKind, truth: Truth | None = None
) -> Correction | None:
    done = correct_incident(
        incident,
        kind,
        by=world.user("okello"),
        at=world.now,
        reason="called three people",
        truth=truth or Truth(),
    )
    world.works()
    return done


@pytest.mark.parametrize("kind", ["retracted", "mistake", "deliberate"])
def test_what_is_taken_back_reaches_those_paged_and_the_sources_in_their_words(
    world: World, told: Incident, kind: str
) -> None:
    done = correct(world, told, CorrectionKind(kind))
    assert f"Cancelled {told.code}" in world.anil.expects_sms()
    assert "haijathibitishwa" in world.neema.expects_sms()
    assert "n'est pas confirme" in world.amani.expects_sms()
    for phone in (world.anil, world.neema, world.amani, world.zawadi, world.chandra):
        phone.expects_nothing()
    told.refresh_from_db()
    outcomes = {"retracted": "unfounded", "mistake": "mistake", "deliberate": "deliberate"}
    assert (told.life, told.outcome) == ("closed", outcomes[kind])
    assert world.runs == []
    owed = Feedback.objects.get(correction=done, community__isnull=False, focal_point=None)
    assert owed.reason == "feedback.to_community"
    line = JournalEntry.objects.get(subject=f"correction:{done.pk}" if done else "")
    assert line.facts["people"] == 2


def test_nobody_hears_of_it_twice(world: World, told: Incident) -> None:
    correct(world, told, CorrectionKind.RETRACTED)
    for phone in (world.anil, world.neema, world.amani):
        phone.reads_all()
    assert correct(world, told, CorrectionKind.RETRACTED) is None
    # Found to be a lie later: who knows that it is void is not told again.
    assert correct(world, told, CorrectionKind.DELIBERATE) is not None
    for phone in (world.anil, world.neema, world.amani):
        phone.expects_nothing()
    told.refresh_from_db()
    assert told.outcome == "deliberate"
    assert Correction.objects.count() == 2


def test_closing_as_false_is_the_same_door(world: World, told: Incident) -> None:
    by, at = world.user("okello"), world.now
    close_incident(told, by=by, at=at, outcome=Outcome.MISTAKE, reason="hunters", version=None)
    world.works()
    assert "Cancelled" in world.anil.expects_sms()
    assert Correction.objects.get().kind == "mistake"
    assert not Feedback.objects.filter(clock=FeedbackClock.CLOSING).exists()


def test_safe_ways_and_hours_bind_a_correction_too(world: World, told: Incident) -> None:
    FocalPoint.objects.filter(code="FP-0502").update(safe_from=time(13, 0), safe_until=time(20, 0))
    FocalPoint.objects.filter(code="FP-0501").update(is_silent=True)
    correct(world, told, CorrectionKind.MISTAKE)
    world.neema.expects_nothing()
    world.passes(hours=1)
    world.neema.expects_sms(containing="haijathibitishwa")
    world.amani.expects_nothing()
    row = Feedback.objects.get(clock=FeedbackClock.CORRECTION, focal_point__code="FP-0501")
    assert (row.state, row.reason) == ("owed", "feedback.silent")


def test_a_warning_that_nobody_sent_yet_is_never_sent(world: World) -> None:
    # Neema can be told from 13:00 only; the truth about the warning comes before that.
    FocalPoint.objects.filter(code="FP-0502").update(safe_from=time(13, 0), safe_until=time(20, 0))
    world.neema.texts(ATTACK)
    decide(
        world.incident,
        by=world.user("okello"),
        at=world.now,
        kind=DecisionKind.RESPOND,
        reason="",
        via="page",
    )
    correct(world, world.incident, CorrectionKind.MISTAKE)
    news = Feedback.objects.get(clock=FeedbackClock.FIRST_NEWS, focal_point__isnull=False)
    assert (news.state, news.reason) == ("impossible", "feedback.replaced")
    world.passes(hours=1)
    said = [sms.text for sms in world.neema.reads_all()]
    # The receipt and the correction, which fall due together; no warning.
    assert sorted("haijathibitishwa" in text for text in said) == [False, True]


def test_a_base_that_was_only_asked_on_the_page_hears_of_it(world: World, told: Incident) -> None:
    by = world.user("okello")
    ask_response(told, world.district.bases["tembo"], by=by, at=world.now)
    correct(world, told, CorrectionKind.RETRACTED)
    world.chandra.expects_sms(containing=f"Cancelled {told.code}")
    world.leila.expects_sms(containing=told.code)


def test_addressees_outside_get_a_cancellation_through_two_people(
    world: World, told: Incident
) -> None:
    outside = given(world, told)
    correct(world, told, CorrectionKind.DELIBERATE)
    cancel = Release.objects.get(act="cancel")
    assert (cancel.cancel_reason, cancel.state) == ("deliberate", "asked")
    approve_release(cancel, by=outside.second, at=world.now)
    world.passes(seconds=6)
    assert "est annule" in world.inbox[ARMY_NUMBER][-1].text
    assert [text for text in world.mireille.reads_all() if "Cancelled" in text.text] == []


def test_the_right_place_reaches_all_and_pages_the_nearer_base(
    world: World, told: Incident
) -> None:
    outside = given(world, told)
    truth = Truth(Kind.LOOTING, Place.objects.get(name="Mirembe"))
    correct(world, told, CorrectionKind.CORRECTED, truth)
    world.anil.expects_sms(containing=f"Correction {told.code}")
    world.chandra.expects_sms(containing=told.code)
    world.neema.expects_sms(containing="yamebadilika")
    world.amani.expects_nothing()  # a receipt said nothing that could be wrong
    told.refresh_from_db()
    assert (told.kind, told.place_name, told.base.slug) == ("LOO", "Mirembe", "tembo")  # type: ignore[union-attr]
    update = Release.objects.exclude(act="warning").get()
    assert (update.act, update.state) == ("update", "asked")
    assert "Mirembe" in update.text
    assert outside.army == update.addressee


def test_opened_again_is_told_to_those_who_thought_it_over(world: World, told: Incident) -> None:
    outside = given(world, told)
    correct(world, told, CorrectionKind.RETRACTED)
    approve_release(Release.objects.get(act="cancel"), by=outside.second, at=world.now)
    world.passes(seconds=6)
    for phone in (world.anil, world.neema, world.amani):
        phone.reads_all()
    correct(world, told, CorrectionKind.REOPENED)
    assert "Code" in world.anil.expects_sms(containing=told.code)  # the page itself says it
    world.anil.expects_nothing(containing="Reopened")
    world.neema.expects_sms(containing="haijaisha")
    world.amani.expects_sms(containing="peut-etre")
    assert Release.objects.order_by("-sequence")[0].act == "warning"
    assert world.run.incident == told


def test_who_reads_the_feed_sees_a_cancel_and_then_a_new_alert(
    world: World, told: Incident
) -> None:
    seen = []
    for kind in (CorrectionKind.MISTAKE, CorrectionKind.REOPENED):
        world.passes(minutes=1)
        correct(world, told, kind)
        told.refresh_from_db()
        seen.append(incident_message(told).message.type)
    assert seen == ["Cancel", "Alert"]


def test_what_cannot_be_corrected_is_refused(world: World, told: Incident) -> None:
    for kind in (CorrectionKind.CORRECTED, CorrectionKind.REOPENED):
        with pytest.raises(Problem, match=r"correction\.not_possible"):
            correct(world, told, kind)
    assert Correction.objects.count() == 0


def given(world: World, incident: Incident) -> Outside:
    """Release it to the army through two people."""
    outside = set_up_outside(world)
    release = drafted(world, incident, outside.army, by=outside.first)
    approve_release(release, by=outside.second, at=world.now)
    world.passes(seconds=6)
    return outside


def test_what_triage_corrects_reaches_those_whom_the_page_misled(world: World) -> None:
    world.neema.texts(ATTACK)
    world.anil.reads_all()
    confirm_triage(
        Message.objects.get(alert_link__isnull=False),
        by=world.user("salima"),
        at=world.now,
        kind=Kind.LOOTING,
        priority=Priority.P1,
        place=Place.objects.get(name="Mirembe"),
    )
    world.works()
    world.anil.expects_sms(containing="Correction")
    world.chandra.expects_sms(containing=world.incident.code)
    assert Correction.objects.get().after == {"kind": "LOO", "place": "Mirembe"}
