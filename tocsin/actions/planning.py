"""What people write down for planning: roads, strength, and how pressing a community's need is."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.domain.network_words import Means
from tocsin.domain.planning_words import Rank, Season
from tocsin.domain.ranking import Proposal
from tocsin.records.models import (
    Base,
    Community,
    CommunityRank,
    Responder,
    RoadTime,
    StrengthReport,
    User,
)


@dataclass(frozen=True, slots=True)
class Road:
    """A way as somebody knows it; `minutes` None: it is cut off."""

    season: Season
    means: Means
    minutes: int | None
    km: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Strength:
    """What a base has, as it said."""

    people: int
    vehicles: int = 0
    motorbikes: int = 0
    boats: int = 0
    medics: int = 0
    goes_by_night: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What somebody decided of a community's need."""

    rank: Rank
    why: str
    owner: str
    review_on: date
    measures: str = ""


@transaction.atomic
def record_road(
    base: Base, community: Community, road: Road, *, by: User | Actor, at: datetime
) -> RoadTime:
    """Write down a way; the one before stays readable."""
    row = RoadTime.objects.create(
        base=base,
        community=community,
        season=road.season.value,
        means=road.means.value,
        minutes=None if road.means is Means.CUT_OFF else road.minutes,
        km=road.km,
        note=road.note,
        recorded_at=at,
        recorded_by=_user(by),
    )
    facts = {"season": row.season, "means": row.means, "minutes": row.minutes}
    note("road.recorded", row, by=by, at=at, base=base.slug, community=community.code, **facts)
    return row


@transaction.atomic
def record_strength(
    base: Base, has: Strength, *, by: User | Responder | Actor, at: datetime, reported_at: datetime
) -> StrengthReport:
    """Write down what a base said that it has; its strength on other pages follows."""
    row = StrengthReport.objects.create(
        base=base, reported_at=reported_at, recorded_at=at, recorded_by=_user(by), **asdict(has)
    )
    is_last = not StrengthReport.objects.filter(base=base, reported_at__gt=reported_at).exists()
    if is_last:
        Base.objects.filter(pk=base.pk).update(strength=has.people)
    note("strength.recorded", row, by=by, at=at, happened_at=reported_at, base=base.slug)
    return row


@transaction.atomic
def rank_community(
    community: Community, given: Ranked, *, proposal: Proposal, by: User | Actor, at: datetime
) -> CommunityRank:
    """Give a community its rank, with an owner and a day of review; earlier ranks stay readable."""
    row = CommunityRank.objects.create(
        community=community,
        rank=given.rank.value,
        proposed=proposal.rank.value,
        reasons=list(proposal.reasons),
        why=given.why,
        owner=given.owner,
        measures=given.measures,
        review_on=given.review_on,
        given_at=at,
        given_by=_user(by),
    )
    note(
        "community.ranked",
        row,
        by=by,
        at=at,
        community=community.code,
        rank=row.rank,
        proposed=row.proposed,
        review_on=given.review_on.isoformat(),
    )
    return row


def _user(by: User | Responder | Actor) -> User | None:
    return by if isinstance(by, User) else None
