"""The same words from two places are two events; nobody of nowhere is silenced, and a storm stays small."""

import pytest

from tests.world import World
from tocsin.actions.correcting import Truth, correct_incident
from tocsin.actions.echoes import ALIKE
from tocsin.actions.incidents import attach_alert, close_incident
from tocsin.actions.rearrange import merge_incidents
from tocsin.actions.undoing import undo_rearrangement
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.words import Outcome, Priority
from tocsin.records.models import Alert, Escalation, Incident, Place

LOOTED = "Hommes armés ici, ils pillent nos maisons"
THREATENED = "Hommes armés ici, ils veulent attaquer notre village cette nuit"
THREATENED_TOO = "HOMMES ARMES ici: ils veulent attaquer notre village cette nuit!"
FORM = """RAPPORT DU JOUR du comité de veille et de protection des civils. Lieu: {}. Des hommes armés inconnus
pillent les maisons et les champs depuis ce matin, la population attend encore la visite des autorités.
Merci de transmettre ce message au responsable de la zone."""
ATTACK_HERE = "Des hommes armés nous attaquent ici, ils tuent les gens, venez vite"
ABROAD = "Attaque à Mahagi maintenant, des hommes armés tuent les gens"
NO_PLACE = "Beaucoup de morts, les hommes armés tuent les gens"
NAMESAKE = "Attaque à Lushebere maintenant, des hommes armés tirent sur les maisons"


def run_places(world: World) -> list[str]:
    return sorted(run.incident.place_name for run in world.runs)


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        (THREATENED, THREATENED, THREATENED),
        (THREATENED, THREATENED_TOO, THREATENED_TOO),
        (LOOTED, LOOTED, LOOTED),
        (FORM.format("Mirembe"), FORM.format("Kasenga"), FORM.format("Kasenga")),
    ],
)
def test_a_cry_that_is_no_p1_has_a_ladder_for_each_village(
    world: World, first: str, second: str, third: str
) -> None:
    world.furaha.texts(first)
    world.neema.texts(second)
    world.amani.texts(third)
    assert Priority.P1 not in {incident.priority for incident in world.incidents}
    assert run_places(world) == ["Kasenga", "Mirembe"]


def test_far_then_home_pages_for_home_once(world: World) -> None:
    world.neema.texts(ABROAD)
    world.anil.reads_all()
    world.neema.texts("Après Mahagi ils nous attaquent ici, ils tuent les gens")
    world.anil.expects_sms(containing="P1")
    assert len(world.runs) == 2
    world.amani.texts("Attaque à Mahagi et à Kasenga, des hommes armés tuent les gens")
    world.zawadi.texts(ATTACK_HERE)
    assert len(world.runs) <= 3


def test_who_goes_on_of_home_after_a_far_place_opens_no_incident_with_each_text(
    world: World,
) -> None:
    world.neema.texts(ABROAD)
    for more in (
        "Après Mahagi ils nous attaquent ici, ils tuent les gens",
        "Après Mahagi des hommes armés nous attaquent ici, ils brûlent les maisons",
        "Comme à Mahagi ils nous attaquent ici, nous avons des morts",
    ):
        world.neema.texts(more)
        world.passes(minutes=3)
    assert len(world.incidents) == 2


def test_a_name_that_each_village_gives_another_place_pages_for_both(world: World) -> None:
    world.furaha.texts(NAMESAKE)
    world.anil.reads_all()
    world.neema.texts(NAMESAKE)
    world.anil.expects_sms(containing="P1")
    assert len({run.incident for run in world.runs}) == 2


@pytest.mark.parametrize("text", [THREATENED, ATTACK_HERE])
def test_who_holds_the_cry_of_one_stranger_is_told_of_the_second(world: World, text: str) -> None:
    world.stranger(901).texts(text)
    world.okello.texts("1")
    world.okello.reads_all()
    world.stranger(902).texts(text)
    assert len(world.okello.reads_all()) == 1
    assert world.incident.n_messages == 2


@pytest.mark.parametrize("text", [THREATENED, ATTACK_HERE])
def test_a_storm_from_nowhere_is_one_incident_and_one_page_a_minute(
    world: World, text: str
) -> None:
    world.stranger(600).texts(text)
    world.okello.texts("1")
    world.okello.reads_all()
    for minute in range(3):
        world.engine_runs = False
        for digits in range(601 + 9 * minute, 610 + 9 * minute):
            world.stranger(digits).texts(text)
        world.engine_runs = True
        world.works()
        world.passes(minutes=1)
    assert world.incident.n_messages == 28
    assert Escalation.objects.count() == 1
    assert 1 <= len(world.okello.reads_all()) <= 4


def test_a_batch_of_strangers_opens_one_incident(world: World) -> None:
    world.engine_runs = False
    for digits in range(600, 612):
        world.stranger(digits).texts(ATTACK_HERE)
    world.engine_runs = True
    world.works()
    assert world.incident.n_messages == 12
    assert Escalation.objects.count() == 1


def test_once_it_is_known_where_the_first_one_is_the_next_pages_for_itself(world: World) -> None:
    world.stranger(901).texts(ATTACK_HERE)
    settle(world, world.incident)
    for digits in range(902, 908):
        world.stranger(digits).texts(ATTACK_HERE)
    assert run_places(world) == ["", "Kasenga"]


def test_a_villager_pages_for_home_beside_a_storm_from_nowhere(world: World) -> None:
    world.engine_runs = False
    for digits in range(600, 600 + ALIKE + 2):
        world.stranger(digits).texts(ATTACK_HERE)
    world.engine_runs = True
    world.works()
    for who in (world.neema, world.amani, world.zawadi):
        who.texts(ATTACK_HERE)
    assert run_places(world) == ["", "Kasenga"]
    assert Incident.objects.get(place_name="Kasenga").n_messages == 3


@pytest.mark.parametrize("how", ["attached", "merged"])
def test_words_without_a_place_put_beside_a_far_story_do_not_bring_it_home(
    world: World, how: str
) -> None:
    world.neema.texts(ABROAD)
    world.amani.texts(NO_PLACE)
    by = world.user("okello")
    first, second = sorted(world.incidents, key=lambda one: one.number)
    if how == "attached":
        own = {"incident_links__incident": second, "incident_links__is_suggestion": False}
        attach_alert(Alert.objects.get(**own), first, by=by, at=world.now)
        close_incident(
            second, by=by, at=world.now, outcome=Outcome.GONE, reason="empty", version=None
        )
    else:
        merge_incidents(second, first, by=by, at=world.now, reason="one")
    world.anil.reads_all()
    world.zawadi.texts(ATTACK_HERE)
    assert len(world.incidents) == 2
    world.anil.expects_sms(containing="P1")


def test_taking_a_merge_back_leaves_the_place_that_was_corrected_since(world: World) -> None:
    world.neema.texts(ABROAD)
    world.amani.texts(NO_PLACE)
    by = world.user("okello")
    first, second = sorted(world.incidents, key=lambda one: one.number)
    done = merge_incidents(second, first, by=by, at=world.now, reason="one")
    settle(world, first)
    undo_rearrangement(done, by=by, at=world.now)
    first.refresh_from_db()
    assert (first.place_name, first.named) == ("Mirembe", [])


def settle(world: World, incident: Incident) -> None:
    """Say where it is: a place that differs from what was told."""
    place = Place.objects.get(name="Mirembe" if incident.place_name else "Kasenga")
    correct_incident(
        incident,
        CorrectionKind.CORRECTED,
        by=world.user("okello"),
        at=world.now,
        reason="seen",
        truth=Truth(place=place),
    )
