"""Copies, hearsay and denials are told apart from witnesses, and a storm delays nobody."""

import pytest

from tests.stories.words import ATTACK, ATTACK_FAR, ATTACK_TOO, DENIAL, HEARSAY, SHOTS, THREAT
from tests.world import World
from tocsin.actions.incidents import attach_alert, close_incident
from tocsin.actions.rearrange import merge_incidents
from tocsin.actions.triage_by_person import confirm_triage, dismiss_message
from tocsin.actions.undoing import undo_rearrangement
from tocsin.domain.words import IncidentLife, Kind, Outcome, Priority, VerificationState
from tocsin.records.models import (
    Alert,
    Escalation,
    Incident,
    IncidentAlert,
    Message,
    Place,
    StepFiring,
)


def test_the_gateway_s_own_copy_is_the_same_message(world: World) -> None:
    first = world.neema.texts(ATTACK, id="gw-1")
    again = world.neema.texts(ATTACK, id="gw-1")
    assert first.pk == again.pk
    assert Message.objects.count() == 1
    assert Alert.objects.count() == 1


def test_the_same_id_of_another_gateway_is_another_message(world: World) -> None:
    world.neema.texts(ATTACK, id="gw-1")
    world.amani.texts(ATTACK_TOO, id="gw-1", gateway="modem")
    assert Message.objects.count() == 2


def test_a_stutter_of_the_network_is_no_second_witness(world: World) -> None:
    world.neema.texts(ATTACK, id="a")
    world.passes(minutes=2)
    world.neema.texts(ATTACK, id="b")
    assert Message.objects.count() == 2
    assert Alert.objects.count() == 1
    assert world.incident.n_origins == 1


@pytest.mark.parametrize("who", ["neema", "amani"])
@pytest.mark.parametrize("is_closed", [True, False])
def test_the_same_words_after_it_was_put_away_page_again(
    world: World, who: str, is_closed: bool
) -> None:
    message, by = world.neema.texts(ATTACK), world.user("okello")
    world.passes(minutes=5)
    if is_closed:
        gone = Outcome.GONE
        close_incident(
            world.incident, by=by, at=world.now, outcome=gone, reason="calm", version=None
        )
    else:
        dismiss_message(message, by=by, at=world.now, reason="an exercise")
    world.anil.reads_all()
    getattr(world, who).texts(ATTACK)
    world.anil.expects_sms(containing="P1")


def test_what_is_said_after_a_dismissal_is_paged_and_not_only_filed(world: World) -> None:
    message = world.neema.texts(THREAT)
    dismiss_message(message, by=world.user("okello"), at=world.now, reason="an exercise")
    world.stranger().texts(DENIAL)
    assert not world.runs
    world.passes(minutes=30)
    world.zawadi.texts("Kasenga: barua ya vitisho, watatuvamia usiku huu")
    assert [run.incident for run in world.runs] == [world.incident]


def test_one_who_warns_of_two_villages_opens_two_incidents(world: World) -> None:
    world.neema.texts(ATTACK)
    world.anil.reads_all()
    world.passes(minutes=1)
    world.neema.texts("Attaque à Mahagi maintenant, des hommes armés tuent les gens")
    world.anil.expects_sms(containing="P1")
    assert len({run.incident for run in world.runs}) == 2
    assert IncidentAlert.objects.filter(is_suggestion=True).count() == 1


ABROAD = "Attaque à Mahagi maintenant, des hommes armés tuent les gens"
GOES_ON = "Ils tuent encore les gens, les hommes armés sont nombreux"


def test_one_who_warned_of_a_far_village_first_is_heard_about_home(world: World) -> None:
    world.neema.texts(ABROAD)
    world.passes(minutes=1)
    world.neema.texts(GOES_ON)
    assert len(world.runs) == 1  # the same story
    world.anil.reads_all()
    world.neema.texts(ATTACK)
    world.anil.expects_sms(containing="P1")
    assert len({run.incident for run in world.runs}) == 2
    (doubt,) = IncidentAlert.objects.filter(is_suggestion=True)
    assert "correlation.incident_named_elsewhere" in doubt.reasons


def test_a_neighbour_who_names_nothing_is_heard_beside_a_far_story(world: World) -> None:
    world.neema.texts(ABROAD)
    world.anil.reads_all()
    world.amani.texts(GOES_ON)
    world.anil.expects_sms(containing="P1")


@pytest.mark.parametrize("how", ["merged", "accepted", "placed"])
def test_what_a_person_has_put_together_takes_in_news_of_home(world: World, how: str) -> None:
    by, told = world.user("okello"), world.neema.texts(ABROAD)
    if how == "placed":
        place = Place.objects.get(name="Kasenga")
        confirm_triage(
            told, by=by, at=world.now, kind=Kind.ATTACK, priority=Priority.P1, place=place
        )
    else:
        world.neema.texts(ATTACK)
        first, second = sorted(world.incidents, key=lambda one: one.number)
        link = second.alert_links.get(is_suggestion=False)
        if how == "merged":
            merge_incidents(second, first, by=by, at=world.now, reason="one")
        else:
            attach_alert(link.alert, first, by=by, at=world.now)
    before = Incident.objects.count()
    world.amani.texts(ATTACK_TOO)
    assert Incident.objects.count() == before


def test_a_merge_taken_back_leaves_both_stories_apart(world: World) -> None:
    by = world.user("okello")
    world.neema.texts(ABROAD)
    world.neema.texts(ATTACK)
    first, second = sorted(world.incidents, key=lambda one: one.number)
    done = merge_incidents(second, first, by=by, at=world.now, reason="one")
    undo_rearrangement(done, by=by, at=world.now)
    first.refresh_from_db()
    assert first.named


def test_the_same_cry_from_two_villages_pages_for_both(world: World) -> None:
    world.neema.texts(ATTACK_FAR)
    world.anil.reads_all()
    world.furaha.texts(ATTACK_FAR)
    world.chandra.expects_sms(containing="P1")
    world.juma.texts(ATTACK_FAR)
    assert sorted(run.incident.place_name for run in world.runs) == ["Kasenga", "Mirembe"]


def test_two_witnesses_in_their_own_words_are_two_origins(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(ATTACK_TOO)
    assert world.incident.n_origins == 2
    assert world.incident.verification == VerificationState.CORROBORATED
    assert Escalation.objects.count() == 1


def test_a_copied_text_adds_no_origin_however_many_send_it(world: World) -> None:
    world.neema.texts(ATTACK)
    for digits in range(910, 925):
        world.stranger(digits).texts(ATTACK)
    assert world.incident.n_messages == 16
    assert world.incident.n_origins == 1


def test_hearsay_adds_no_origin(world: World) -> None:
    world.neema.texts(ATTACK)
    world.amani.texts(HEARSAY)
    assert sum(incident.n_origins for incident in world.incidents) == 1


def test_a_denial_contradicts_and_never_closes(world: World) -> None:
    world.neema.texts(ATTACK)
    world.stranger().texts(DENIAL)
    assert world.incident.n_denials == 1
    assert world.incident.n_origins == 1
    assert world.incident.verification == VerificationState.CONTRADICTED
    assert world.incident.life == IncidentLife.OPEN
    world.passes(minutes=3)
    world.rafiq.expects_sms(containing="P1")


def test_a_denial_of_nothing_opens_nothing(world: World) -> None:
    world.stranger().texts(DENIAL)
    assert not world.incidents
    assert not Alert.objects.exists()


def test_a_storm_folds_into_one_incident_that_pages_once(world: World) -> None:
    world.engine_runs = False
    for digits in range(600, 660):
        world.stranger(digits).texts(ATTACK)
    world.engine_runs = True
    world.works()
    assert world.incident.n_messages == 60
    assert len(world.anil.reads_all()) == 1


def test_a_storm_delays_no_other_p1(world: World) -> None:
    world.engine_runs = False
    for digits in range(600, 640):
        world.stranger(digits).texts(ATTACK)
    world.furaha.texts(ATTACK_FAR)
    world.engine_runs = True
    world.works()
    world.chandra.expects_sms(containing="Mirembe")
    assert set(StepFiring.objects.values_list("fired_at", flat=True)) == {world.now}


def test_a_graver_witness_makes_the_incident_graver_and_pages(world: World) -> None:
    world.neema.texts("Milio ya risasi moja imesikika mbali Kasenga jana")
    before = len(world.incidents)
    world.amani.texts(SHOTS)
    world.anil.expects_sms(containing="P1")
    assert before <= len(world.incidents) <= before + 1
