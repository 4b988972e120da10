"""Old words go when they are told to; what happened stays, and every page of it still opens."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from tests.stories.words import ATTACK
from tests.world import World
from tocsin.actions.incidents import close_incident
from tocsin.actions.journal import Actor
from tocsin.actions.retention import let_words_go
from tocsin.cli.retention import retention
from tocsin.domain.retention import FEWEST_MONTHS, MONTH, horizon, without_quotes
from tocsin.domain.retention_words import Retained
from tocsin.domain.words import Outcome
from tocsin.records.models import Alert, Delivery, Incident, JournalEntry, Message, Reading
from tocsin.records.queries.retention import owed

HAND = Actor("test")
TWO_YEARS = timedelta(days=740)


def counts(world: World) -> dict[Retained, int]:
    return {one.sort: one.count for one in owed(now=world.now)}


def let_go(world: World, sort: Retained) -> int:
    before = horizon(sort, months=24, now=world.now)
    return let_words_go(sort, before=before, by=HAND, at=world.now)


@pytest.fixture
def old(world: World) -> World:
    """A warning two years ago, answered and closed."""
    world.neema.texts(ATTACK)
    world.anil.answers("1")
    close_incident(
        world.incident,
        by=world.user("okello"),
        at=world.now,
        outcome=Outcome.GONE,
        reason="gone",
        version=None,
    )
    world.engine_runs = False
    world.passes(days=TWO_YEARS.days)
    return world


def test_words_senders_and_quotes_go_and_what_happened_stays(old: World) -> None:
    before = counts(old)
    assert before[Retained.WORDS] == 2
    assert before[Retained.TOLD] == Delivery.objects.filter(due_at=None).count() > 0
    alerts = list(Alert.objects.values_list("kind", "priority", "place_name"))
    assert let_go(old, Retained.WORDS) == 2
    assert let_go(old, Retained.TOLD) == before[Retained.TOLD]
    assert set(Message.objects.values_list("text", "sender")) == {("", "")}
    assert "wenye silaha" not in " ".join(Reading.objects.values_list("body", flat=True))
    assert list(Alert.objects.values_list("kind", "priority", "place_name")) == alerts
    assert counts(old)[Retained.WORDS] == let_go(old, Retained.WORDS) == 0
    noted = JournalEntry.objects.filter(verb="retention.let_go", facts__sort="words")
    assert 2 in {line.facts["rows"] for line in noted}


def test_its_pages_still_open(old: World) -> None:
    let_go(old, Retained.WORDS)
    client = Client()
    client.force_login(old.user("okello"))
    message = Message.objects.filter(alert_link__isnull=False).get()
    number = Incident.objects.get().number
    for address in (
        reverse("console:message", args=[message.pk]),
        reverse("console:incident", args=[number]),
        reverse("console:alerts"),
    ):
        assert client.get(address).status_code == 200, address


def test_what_is_open_or_young_keeps_its_words(world: World) -> None:
    world.neema.texts(ATTACK)
    world.engine_runs = False
    world.passes(days=TWO_YEARS.days)
    assert counts(world)[Retained.WORDS] == 0, "the incident was never closed"
    assert horizon(Retained.WORDS, months=1, now=world.now) == world.now - FEWEST_MONTHS * MONTH


def test_a_reading_keeps_what_was_understood() -> None:
    told = {
        "kind": "ATT",
        "places": [{"surface": "mbau", "name": "Mbau", "span": [1, 2]}],
        "why": [{"rule": "r", "surface": "wenye silaha", "span": [3, 4]}],
        "time": {"surface": "jana", "from": "x", "to": "y"},
    }
    assert without_quotes(told) == {
        "kind": "ATT",
        "places": [{"surface": "", "name": "Mbau", "span": None}],
        "why": [{"rule": "r", "surface": "", "span": None}],
        "time": {"surface": "", "from": "x", "to": "y"},
    }


def test_the_command_shows_before_it_does(live: str) -> None:
    said = CliRunner().invoke(retention, [])
    assert said.exit_code == 0
    assert said.output.count("before ") == 3
    assert not JournalEntry.objects.exists()
