"""A warning leaves the mission through two people, in its turn, and can be taken back."""

import pytest
from django.db import IntegrityError, transaction

from tests.stories.outside import ARMY_NUMBER, POLICE_NUMBER, Outside, drafted, set_up_outside
from tests.stories.words import ATTACK
from tests.world import Mood, World
from tocsin.actions.break_glass import break_glass, review_release
from tocsin.actions.incidents import close_incident
from tocsin.actions.release_cancel import record_receipt, retract
from tocsin.actions.releases import approve_release, refuse_release, return_release
from tocsin.domain.problems import Problem
from tocsin.domain.release_words import CancelReason, Fate
from tocsin.domain.words import Outcome
from tocsin.records.models import Alert, Incident, JournalEntry, Message, Release, User
from tocsin.records.queries.releases import fate, loud_releases


@pytest.fixture
def outside(world: World) -> Outside:
    world.neema.texts(ATTACK)
    return set_up_outside(world)


def texts(world: World, number: str) -> list[str]:
    return [sms.text for sms in world.inbox[number]]


def given(world: World, release: Release) -> Fate:
    world.passes(seconds=6)
    release.refresh_from_db()
    return fate(Release.objects.select_related("delivery").get(pk=release.pk))


def test_two_people_and_only_then_the_army_is_told(world: World, outside: Outside) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    assert release.reference in world.grace.expects_sms(containing="deuxieme personne")
    world.mireille.expects_nothing(containing="deuxieme personne")
    world.passes(minutes=1)
    assert texts(world, ARMY_NUMBER) == []
    approve_release(release, by=outside.second, at=world.now)
    assert given(world, release) is Fate.TOLD
    (said,) = texts(world, ARMY_NUMBER)
    assert said == release.text
    assert "Kasenga" in said
    words = Message.objects.get(alert_link__isnull=False).text
    assert words not in said
    assert world.neema.number not in said


def test_nobody_approves_their_own_release_whatever_account_they_use(
    world: World, outside: Outside
) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    other = User.objects.create(name="mireille-2", password="!", person=outside.first.person)
    for same in (outside.first, other):
        with pytest.raises(Problem, match="same_person"):
            approve_release(release, by=same, at=world.now)
    given(world, release)
    assert texts(world, ARMY_NUMBER) == []


def test_two_accounts_found_to_be_one_person_before_the_approval_are_one(
    world: World, outside: Outside
) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    User.objects.filter(pk=outside.first.pk).update(person=outside.second.person)
    with pytest.raises(Problem, match="same_person"):
        approve_release(release, by=User.objects.get(pk=outside.second.pk), at=world.now)


def test_the_database_refuses_what_one_person_made(world: World, outside: Outside) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    row = Release.objects.filter(pk=release.pk)
    mine, other = outside.first, outside.second
    for changes in (
        {"state": "approved", "digest": "x"},
        {"state": "given", "digest": "x", "approved_by": mine, "approved_person": mine.person},
        # A lie about who is behind the log-in is seen by the trigger.
        {"state": "approved", "digest": "x", "approved_by": mine, "approved_person": other.person},
        {"state": "approved", "digest": "x", "is_break_glass": True},
        {"reviewed_by": mine, "reviewed_person": mine.person},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**changes)


def test_an_approved_text_is_frozen_and_a_changed_one_is_held(
    world: World, outside: Outside
) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    approve_release(release, by=outside.second, at=world.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(digest="another")
    Release.objects.filter(pk=release.pk).update(text="Attaquez le village")
    given(world, release)
    assert release.state == "held"
    assert texts(world, ARMY_NUMBER) == []


def test_the_alleged_perpetrator_is_never_told(world: World, outside: Outside) -> None:
    Alert.objects.update(actors=["FARDC"])
    for to in (outside.army, outside.police):
        with pytest.raises(Problem, match="addressee_refused"):
            drafted(world, world.incident, to, by=outside.first)
    assert drafted(world, world.incident, outside.partner, by=outside.first).state == "asked"


def test_whom_a_person_suspects_counts_as_named(world: World, outside: Outside) -> None:
    with pytest.raises(Problem, match="addressee_refused"):
        drafted(world, world.incident, outside.army, by=outside.first, actors=("FARDC",))


def test_what_was_learned_after_the_approval_holds_the_release(
    world: World, outside: Outside
) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    approve_release(release, by=outside.second, at=world.now)
    Alert.objects.update(actors=["FARDC"])
    given(world, release)
    assert (release.state, release.held_by) == ("held", "release.now_denied")
    assert texts(world, ARMY_NUMBER) == []


def test_an_update_does_not_overtake_what_it_replaces(world: World, outside: Outside) -> None:
    world.mood("phones", Mood.UNSURE)
    world.mood("modem", Mood.UNSURE)
    first = drafted(world, world.incident, outside.army, by=outside.first)
    approve_release(first, by=outside.second, at=world.now)
    world.passes(seconds=1)
    second = drafted(world, world.incident, outside.army, by=outside.first)
    approve_release(second, by=outside.second, at=world.now)
    world.passes(seconds=1)
    second.refresh_from_db()
    assert (second.act, second.state) == ("update", "approved")
    assert second.held_by == "release.waits_for_earlier"
    world.mood("phones", Mood.WELL)
    world.mood("modem", Mood.WELL)
    world.passes(hours=6)
    said = texts(world, ARMY_NUMBER)
    order = [first.reference in text and "Remplace" not in text for text in said]
    assert said[-1].startswith(f"Remplace {first.reference}")
    assert order == sorted(order, reverse=True)


def test_it_is_taken_back_from_exactly_those_who_got_it(world: World, outside: Outside) -> None:
    incident = world.incident
    told = drafted(world, incident, outside.army, by=outside.first)
    approve_release(told, by=outside.second, at=world.now)
    refused = drafted(world, incident, outside.police, by=outside.first)
    refuse_release(refused, by=outside.second, at=world.now, reason="not theirs")
    waiting = drafted(world, incident, outside.partner, by=outside.first)
    assert given(world, told) is Fate.TOLD
    by, at = outside.first, world.now
    asked = retract(incident, by=by, at=at, reason=CancelReason.MISTAKE)
    assert [one.addressee.slug for one in asked] == ["army"]
    waiting.refresh_from_db()
    assert waiting.state == "refused"
    approve_release(asked[0], by=outside.second, at=world.now)
    close_incident(
        incident, by=world.user("okello"), at=at, outcome=Outcome.MISTAKE, reason="x", version=None
    )
    assert given(world, asked[0]) is Fate.TOLD
    assert texts(world, ARMY_NUMBER)[-1].startswith(f"{told.reference} est annule")
    assert texts(world, POLICE_NUMBER) == []
    with pytest.raises(Problem, match="nothing_told"):
        retract(incident, by=outside.first, at=world.now, reason=CancelReason.MISTAKE)


def test_broken_glass_releases_at_once_and_stays_loud_until_another_has_reviewed(
    world: World, outside: Outside
) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    with pytest.raises(Problem, match="reason_missing"):
        break_glass(release, by=outside.first, at=world.now, reason=" ")
    break_glass(release, by=outside.first, at=world.now, reason="nobody answers")
    assert given(world, release) is Fate.TOLD
    (loud,) = loud_releases(Incident.objects.all(), now=world.now)
    assert (loud.is_review, loud.is_late) == (True, False)
    world.grace.reads_all()
    world.passes(minutes=61)
    assert release.reference in world.grace.expects_sms(containing="deuxieme personne")
    (loud,) = loud_releases(Incident.objects.all(), now=world.now)
    assert loud.is_late
    with pytest.raises(Problem, match="same_reviewer"):
        review_release(release, by=outside.first, at=world.now, was_right=True)
    review_release(release, by=outside.second, at=world.now, was_right=False)
    assert not [
        one for one in loud_releases(Incident.objects.all(), now=world.now) if one.is_review
    ]
    assert Release.objects.get(act="cancel").cancel_reason == "review"


def test_glass_is_broken_for_a_p1_only(world: World, outside: Outside) -> None:
    Incident.objects.update(priority="P2")
    release = drafted(world, world.incident, outside.army, by=outside.first)
    with pytest.raises(Problem, match="glass_stays"):
        break_glass(release, by=outside.first, at=world.now, reason="hurry")


def test_who_must_decide_is_told_again_when_nobody_did(world: World, outside: Outside) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    world.grace.expects_sms(containing=release.reference)
    world.passes(minutes=6)
    world.grace.expects_sms(containing=release.reference)
    (loud,) = loud_releases(Incident.objects.all(), now=world.now)
    assert loud.is_late


def test_a_returned_draft_is_drafted_anew_under_its_number(world: World, outside: Outside) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    return_release(release, by=outside.second, at=world.now, reason="say 10 km")
    again = drafted(world, world.incident, outside.army, by=outside.second)
    assert (again.pk, again.number, again.drafted_by) == (
        release.pk,
        release.number,
        outside.second,
    )
    with pytest.raises(Problem, match="same_person"):
        approve_release(again, by=outside.second, at=world.now)
    approve_release(again, by=outside.first, at=world.now)


def test_paper_counts_when_it_is_signed_for(world: World, outside: Outside) -> None:
    release = drafted(world, world.incident, outside.partner, by=outside.first)
    approve_release(release, by=outside.second, at=world.now)
    assert given(world, release) is Fate.ON_ITS_WAY
    record_receipt(release, by=outside.first, at=world.now, received_by="desk officer")
    assert given(world, release) is Fate.TOLD


def test_the_log_book_keeps_who_shared_what_with_whom_and_no_word_of_it(
    world: World, outside: Outside
) -> None:
    release = drafted(world, world.incident, outside.army, by=outside.first)
    approve_release(release, by=outside.second, at=world.now)
    given(world, release)
    lines = JournalEntry.objects.filter(verb__startswith="release.").order_by("recorded_at", "pk")
    assert [line.verb for line in lines] == ["release.asked", "release.approved", "release.given"]
    assert lines[2].facts["digest"] == release.digest
    assert "Kasenga" not in str([line.facts for line in lines])
    assert ARMY_NUMBER not in str([line.facts for line in lines])
