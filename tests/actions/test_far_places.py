"""Two texts about two villages are two events, and two about one are one, whoever names what."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from tests.district import KASENGA, MIREMBE
from tests.world import reader
from tocsin.actions.alerting import alert_from, facts_of
from tocsin.actions.understood import understood_of
from tocsin.domain.correlation import Band, rank_matches
from tocsin.domain.correlation_facts import AlertFacts, IncidentFacts
from tocsin.domain.reading.read import read_message
from tocsin.domain.triage import assess
from tocsin.domain.triage_facts import Source
from tocsin.records.models import Community, FocalPoint, Message

NOON = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
HOMES = {
    "kasenga": Community(name="Kasenga", lat=KASENGA[0], lon=KASENGA[1]),
    "mirembe": Community(name="Mirembe", lat=MIREMBE[0], lon=MIREMBE[1]),
}
PEOPLE = {name: FocalPoint(community=HOMES["kasenga"]) for name in ("neema", "amani")}

FAR_FR = "Attaque à Mahagi maintenant, des hommes armés tuent les gens"
FAR_SW = "Watu wenye silaha wanashambulia Mahagi sasa hivi, wanaua watu"
FAR_EN = "Armed men attack Mahagi now, they are killing people"


class Pair(NamedTuple):
    """Two texts, who sends the second (the first is Neema's), how much later, and what is true."""

    first: str
    second: str
    who: str = "neema"
    minutes: int = 5


TWO_EVENTS = [
    # A first text that names a far place; the second names home.
    Pair(FAR_FR, "Attaque à Kasenga maintenant, des hommes armés tirent"),
    Pair(FAR_FR, "Kasenga aussi est attaqué, ils tuent les gens, au secours"),
    Pair(FAR_SW, "Tunashambuliwa Kasenga sasa hivi, watu wenye silaha wanaingia"),
    Pair(FAR_EN, "Kasenga is under attack now, armed men are shooting people"),
    # … or home without its name.
    Pair(FAR_FR, "Attaque chez nous maintenant, des hommes armés tuent les gens"),
    Pair(FAR_FR, "Des hommes armés nous attaquent, ils tuent les gens maintenant"),
    Pair(FAR_FR, "Ils sont entrés ici et ils tuent les gens avec des machettes"),
    Pair(FAR_SW, "Wanatushambulia sasa hivi, wanaua watu wengi"),
    Pair(FAR_SW, "Watu wenye silaha wameingia hapa wanaua watu sasa hivi"),
    Pair(FAR_SW, "Wameingia kijijini kwetu wanaua watu"),
    Pair(FAR_EN, "Armed men are here now, they are killing people"),
    Pair(FAR_EN, "They attack us, armed men are killing people in our village"),
    # … or after the far one, in the same breath.
    Pair(FAR_FR, "Après Mahagi ils nous attaquent ici, ils tuent les gens"),
    Pair(FAR_FR, "Après Mahagi ils nous attaquent ici, ils tuent les gens", who="amani"),
    Pair(FAR_FR, "Attaque à Mahagi et à Kasenga, des hommes armés tuent les gens"),
    Pair(FAR_FR, "Attaque à Mahagi et Kasenga", who="amani"),
    Pair(FAR_SW, "Baada ya Mahagi wanatushambulia hapa, wanaua watu"),
    Pair(FAR_EN, "After Mahagi they attack us here, they are killing people"),
    # A neighbour without a place speaks of home: nobody here told of it yet.
    Pair(FAR_FR, "Des hommes armés tuent les gens maintenant, au secours", who="amani"),
    Pair(FAR_SW, "Watu wenye silaha wanaua watu sasa hivi, saidia", who="amani"),
    Pair(FAR_EN, "Armed men are killing people now, help", who="amani"),
    # So does the first one, hours later.
    Pair(FAR_FR, "Des hommes armés tuent les gens maintenant, au secours", minutes=150),
    Pair(FAR_SW, "Watu wenye silaha wanaua watu sasa hivi, saidia", minutes=150),
    # A first text of home; the second names a far place.
    Pair("Attaque à Kasenga maintenant, des hommes armés tirent", FAR_FR),
    Pair("Tunashambuliwa Kasenga sasa hivi, watu wenye silaha wanaingia", FAR_SW),
    Pair("Kasenga is under attack now, armed men are shooting people", FAR_EN),
    Pair("Attaque chez nous maintenant, des hommes armés tuent les gens", FAR_FR),
    # Two far places.
    Pair(FAR_FR, "Attaque à Komanda maintenant, des hommes armés tuent les gens"),
]
ONE_EVENT = [
    # The first story goes on, without a place or with the same one.
    Pair(FAR_FR, "Ils tuent encore les gens, les hommes armés sont nombreux, envoyez du secours"),
    Pair(FAR_FR, "Les assaillants tuent les gens et brûlent les maisons, aidez-nous"),
    Pair(FAR_SW, "Bado wanaua watu, wenye silaha ni wengi, tusaidieni haraka"),
    Pair(FAR_EN, "They are still killing people, the armed men are many, please help us"),
    Pair(FAR_FR, "A Mahagi les hommes armés tuent encore les gens"),
    Pair(FAR_SW, "Mahagi wanaua watu wengi, wenye silaha bado wako"),
    Pair(FAR_EN, "Armed men are still killing people in Mahagi"),
    Pair(FAR_FR, "Attaque à Mahagi, hommes armés, beaucoup de morts", who="amani"),
    # Home, told twice.
    Pair("Attaque à Kasenga maintenant, des hommes armés tirent", "Ils tuent les gens, au secours"),
    Pair(
        "Tunashambuliwa Kasenga sasa hivi, watu wenye silaha wanaingia",
        "Wanatushambulia, wanaua watu sasa hivi",
        who="amani",
    ),
    Pair("Attaque chez nous, hommes armés tuent", "Kasenga is under attack, armed men kill people"),
]


@pytest.mark.parametrize("pair", TWO_EVENTS)
def test_what_is_told_of_another_village_is_never_swallowed(pair: Pair) -> None:
    assert not _is_linked(pair)


@pytest.mark.parametrize("pair", ONE_EVENT)
def test_a_story_that_goes_on_stays_one_incident(pair: Pair) -> None:
    assert _is_linked(pair)


def _is_linked(pair: Pair) -> bool:
    """Say whether the machine would put both into one incident by itself."""
    first = _facts(pair.first, "neema", NOON)
    later = NOON + timedelta(minutes=pair.minutes)
    second = _facts(pair.second, pair.who, later)
    matches = rank_matches(second, among=[IncidentFacts("i1", first)], now=later)
    return any(match.band is Band.HIGH for match in matches)


def _facts(text: str, who: str, at: datetime) -> AlertFacts:
    person = PEOPLE[who]
    lexicon, gazetteer = reader()
    home = person.community
    reading = read_message(
        text, lexicon=lexicon, gazetteer=gazetteer, sent_at=at, sender_place=(home.lat, home.lon)
    )
    message = Message(text=text, focal_point=person, received_at=at)
    assessment = assess(
        understood_of(reading, message), source=Source(who, is_known=True), recent=(), now=at
    )
    alert = alert_from(message, reading, assessment, number=1, places={}, at=at)
    return facts_of(alert, reading, 0, text=text)
