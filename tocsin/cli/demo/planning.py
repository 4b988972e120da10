"""What the exercise knows for planning: some roads, what bases said that they have, one rank. All invented."""

from datetime import datetime, timedelta

from tocsin.actions.planning import (
    Ranked,
    Road,
    Strength,
    rank_community,
    record_road,
    record_strength,
)
from tocsin.domain.network_words import Means
from tocsin.domain.planning_words import Rank, Season
from tocsin.domain.ranking import Proposal
from tocsin.records.models import Base, Community, User

DRY, WET = Season.DRY, Season.WET
CAR, BIKE = Means.VEHICLE, Means.MOTORBIKE
# base, community, season, means, minutes, kilometres, note
ROADS = (
    ("beni", "Oicha", DRY, CAR, 55, 29.0, ""),
    ("beni", "Oicha", WET, CAR, 80, 29.0, "Mud after the second bridge."),
    ("beni", "Eringeti", WET, CAR, 165, 57.0, "Barrier at the market, ask for the way."),
    ("rutshuru", "Kiwanja", DRY, CAR, 15, 6.5, ""),
    ("rutshuru", "Kiwanja", WET, CAR, 25, 6.5, ""),
    ("rutshuru", "Kibirizi", WET, BIKE, 240, 68.0, "Cars stop at the river."),
    ("djugu", "Drodro", WET, Means.CUT_OFF, None, None, "The bridge is gone."),
)
# base, people, vehicles, motorbikes, medics, by night, hours ago
STRENGTHS = (
    ("beni", 96, 6, 2, 2, True, 14),
    ("rutshuru", 71, 4, 4, 1, False, 38),
    ("police-kiwanja", 11, 1, 2, 0, False, 170),
)
POPULATION = {"Oicha": 64000, "Kiwanja": 42000, "Eringeti": 9000, "Kibirizi": 12000}


def found_planning(by: User, *, at: datetime) -> None:
    """Write down what a commander would ask for, as of before the exercise."""
    homes = {home.name: home for home in Community.objects.all()}
    bases = {base.slug: base for base in Base.objects.all()}
    for base, home, season, means, minutes, km, note in ROADS:
        road = Road(season, means, minutes, km, note)
        record_road(bases[base], homes[home], road, by=by, at=at - timedelta(days=20))
    for base, people, vehicles, motorbikes, medics, night, hours in STRENGTHS:
        has = Strength(people, vehicles, motorbikes, 0, medics, night)
        said = at - timedelta(hours=hours)
        record_strength(bases[base], has, by=by, at=said, reported_at=said)
    for name, n in POPULATION.items():
        homes[name].population = n
    Community.objects.bulk_update([homes[name] for name in POPULATION], ["population"])
    given = Ranked(
        Rank.SHOULD,
        "Two market days were broken up since the rains began.",
        "head of office",
        (at + timedelta(days=4)).date(),
        "A patrol on market days, a second emergency number.",
    )
    nothing = Proposal(homes["Oicha"].code, Rank.NONE, (), 0)
    rank_community(homes["Oicha"], given, proposal=nothing, by=by, at=at - timedelta(days=3))
