"""Who the people of the invented district are, what they agreed to, and how their communities live."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tocsin.actions.communities import NetworkLine, change_profile
from tocsin.actions.consents import Agreed, give_consent
from tocsin.domain.consent import ASK_AGAIN, LASTS
from tocsin.domain.network_words import (
    AgeGroup,
    Caller,
    ConsentMethod,
    ConsentPurpose,
    Means,
    Sex,
    SharedWith,
    Signal,
    Standing,
)
from tocsin.domain.operators import operator_of
from tocsin.records.models import Community, FocalPoint, User

SEXES = (Sex.WOMAN, Sex.MAN, Sex.WOMAN)
AGES = (AgeGroup.ADULT, AgeGroup.ELDER, AgeGroup.YOUTH, AgeGroup.ADULT)
STANDINGS = (
    Standing.WOMEN_LEADER, Standing.CHIEF, Standing.TEACHER, Standing.COMMITTEE, Standing.TRADER,
    Standing.HEALTH_WORKER, Standing.YOUTH_LEADER,
)  # fmt: skip
METHODS = (ConsentMethod.ORAL, ConsentMethod.WITNESSED, ConsentMethod.WRITTEN)
SHARES: Sequence[tuple[SharedWith, ...]] = (
    (SharedWith.SUCCESSOR,),
    (SharedWith.SUCCESSOR, SharedWith.AID_AGENCIES),
    (),
    (SharedWith.SUCCESSOR, SharedWith.AID_AGENCIES, SharedWith.NATIONAL_FORCES),
)
UNASKED = 12  # every so many was enrolled before consent was written down
ENDS_SOON = 9  # and so many must be asked again this month

LIVES = (
    "agriculture, petit commerce",
    "élevage, agriculture",
    "pêche, petit commerce",
    "artisanat minier, agriculture",
)
ROADS = ("piste, pont en bois à mi-chemin", "route de terre", "sentier après la rivière")
MECHANISMS = "guetteurs aux champs, sifflets, comité de veille de la nuit"
PLAN = "École primaire, puis sentier vers la base ; les anciens partent les premiers."


def facts_of(position: int, number: str) -> Mapping[str, Any]:
    """Return what is said of the focal point who comes at this place in the list."""
    is_woman = SEXES[position % len(SEXES)] is Sex.WOMAN
    return {
        "sex": SEXES[position % len(SEXES)].value,
        "age_group": AGES[position % len(AGES)].value,
        "standing": STANDINGS[position % len(STANDINGS)].value,
        "caller": (Caller.WOMAN if is_woman and position % 4 == 0 else Caller.ANYBODY).value,
        "operator": operator_of(number),
    }


def found_people(by: User, *, at: datetime) -> None:
    """Write down consents and profiles, as a liaison assistant would have done it."""
    for place, person in enumerate(FocalPoint.objects.order_by("code")):
        if place % UNASKED != UNASKED - 1:
            give_consent(person, _agreed(place, person, at=at), by=by, at=at)
    for place, community in enumerate(Community.objects.order_by("code")):
        change_profile(
            community,
            _profile(place, on=at.date()),
            networks=_networks(place),
            version=community.version,
            reason="Visite de terrain",
            by=by,
            at=at,
        )


def _agreed(place: int, person: FocalPoint, *, at: datetime) -> Agreed:
    ends_soon = place % ENDS_SOON == ENDS_SOON - 1
    ago = LASTS - ASK_AGAIN / 2 if ends_soon else timedelta(days=20 + 7 * place)
    return Agreed(
        purposes=list(ConsentPurpose),
        method=METHODS[place % len(METHODS)],
        language=person.language,
        shared_with=SHARES[place % len(SHARES)],
        given_at=at - ago,
    )


def _profile(place: int, *, on: date) -> Mapping[str, Any]:
    return {
        "population": 900 + 650 * place,
        "livelihoods": LIVES[place % len(LIVES)],
        "dry_minutes": 35 + 15 * place,
        "dry_by": Means.VEHICLE.value,
        "wet_minutes": 60 + 35 * place,
        "wet_by": (Means.VEHICLE, Means.MOTORBIKE, Means.FOOT)[place % 3].value,
        "road": ROADS[place % len(ROADS)],
        "committee": f"CLPC, {8 + place} membres",
        "committee_women": 3 + place % 3,
        "committee_men": 5 + place - place % 3,
        "committee_met_on": on - timedelta(days=4 + 9 * place),
        "mechanisms": MECHANISMS,
        "plan": PLAN if place % 3 else "",
        "plan_reviewed_on": on - timedelta(days=40 + 30 * place) if place % 3 else None,
    }


def _networks(place: int) -> Sequence[NetworkLine]:
    lines = [
        NetworkLine("Vodacom", (Signal.GOOD, Signal.FAIR, Signal.WEAK)[place % 3]),
        NetworkLine("Airtel", Signal.WEAK, "06:00–18:00", "colline derrière l'école"),
    ]
    return lines[: 1 + place % 2]
