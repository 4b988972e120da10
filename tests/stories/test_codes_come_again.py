"""Codes repeat after some thousands of incidents; one that stayed open so long keeps its own."""

import pytest
from django.db import connection

from tests.stories.words import ATTACK, ATTACK_FAR
from tests.world import World
from tocsin.actions.correcting import correct_incident
from tocsin.actions.incidents import close_incident
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.incident_codes import N_CODES, make_code
from tocsin.domain.words import Outcome
from tocsin.records.models import Incident


@pytest.fixture
def old(world: World) -> Incident:
    """An attack that was never closed, while all other codes were given: the next is its own again."""
    world.neema.texts(ATTACK)
    world.anil.reads_all()
    with connection.cursor() as cursor:
        cursor.execute(
            "select setval('incident_number', %s)", [world.incident.number + N_CODES - 1]
        )
    return world.incident


def test_a_new_attack_pages_under_a_longer_code(world: World, old: Incident) -> None:
    world.furaha.texts(ATTACK_FAR)
    new = Incident.objects.exclude(pk=old.pk).get()
    assert make_code(new.number) == old.code
    assert new.code == make_code(new.number, 4)
    world.chandra.expects_sms(containing=new.code)


def test_its_commander_answers_for_the_new_one(world: World, old: Incident) -> None:
    world.furaha.texts(ATTACK_FAR)
    new = Incident.objects.exclude(pk=old.pk).get()
    world.chandra.texts(f"1 {new.code}")
    assert [run.acknowledged_at is not None for run in new.escalations.all()] == [True]


def test_a_closed_incident_opens_again_under_a_free_code(world: World, old: Incident) -> None:
    by = world.user("okello")
    close_incident(old, by=by, at=world.now, outcome=Outcome.GONE, reason="quiet", version=None)
    world.furaha.texts(ATTACK_FAR)
    new = Incident.objects.exclude(pk=old.pk).get()
    assert new.code == old.code
    old.refresh_from_db()
    correct_incident(old, CorrectionKind.REOPENED, by=by, at=world.now, reason="they came back")
    old.refresh_from_db()
    assert old.code == make_code(old.number, 4)
