"""Communities with what is known for their rank, the rank they were given, and what the rules propose."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from tocsin.domain.corrections import VOIDING
from tocsin.domain.earth import kilometres
from tocsin.domain.figures import PHYSICAL
from tocsin.domain.planning_words import Rank, Season
from tocsin.domain.ranking import (
    POSSIBLE_DAYS,
    Exposed,
    Proposal,
    Trouble,
    in_order,
    is_due,
    propose,
)
from tocsin.domain.travel import way_there
from tocsin.domain.words import IncidentLife, Priority
from tocsin.records.models import Commitment, Community, CommunityRank, FocalPoint
from tocsin.records.queries import roads
from tocsin.records.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class RankRow:
    """A line of the list. `given` None: nobody has decided yet, the proposal stands alone."""

    community: Community
    proposal: Proposal
    given: CommunityRank | None
    is_due: bool

    @property
    def rank(self) -> Rank:
        return Rank(self.given.rank) if self.given else self.proposal.rank

    @property
    def differs(self) -> bool:
        return self.given is not None and self.given.rank != self.proposal.rank


def ranking(scope: Scope, season: Season, *, now: datetime, today: date) -> list[RankRow]:
    """Return the communities of a viewer's areas that have a rank or deserve one, the most pressing first."""
    rows = Community.objects.select_related("base")
    homes = list(rows if scope.areas is None else rows.filter(area__in=scope.areas))
    by_code = {home.code: home for home in homes}
    given = last_ranks(homes)
    found = []
    for proposal in _proposals(scope, homes, season, now=now):
        last = given.get(by_code[proposal.code].pk)
        is_late = bool(last and is_due(last.review_on, today=today))
        if last or proposal.rank is not Rank.NONE:
            found.append(RankRow(by_code[proposal.code], proposal, last, is_late))
    order = list(Rank)
    return sorted(found, key=lambda row: (order.index(row.rank), -row.proposal.weight))


def proposal_for(scope: Scope, community: Community, season: Season, *, now: datetime) -> Proposal:
    """Return what the rules propose for one community, from what this viewer may see."""
    return _proposals(scope, [community], season, now=now)[0]


def last_ranks(communities: Sequence[Community]) -> dict[UUID, CommunityRank]:
    rows = CommunityRank.objects.filter(community__in=communities).select_related("given_by")
    return {row.community_id: row for row in rows.order_by("given_at")}


def _proposals(
    scope: Scope, homes: Sequence[Community], season: Season, *, now: datetime
) -> list[Proposal]:
    keys = [home.pk for home in homes]
    troubles = _troubles(scope, keys, now=now)
    people = FocalPoint.objects.filter(community__in=keys, is_active=True)
    late = Commitment.objects.filter(community__in=keys, state="open", due_at__lt=now)
    n_people, n_late = _counts(people), _counts(late)
    table, trips = roads.table(keys, season), roads.trips(keys, season, now=now)
    found = []
    for home in homes:
        pair = (home.base_id, home.pk)
        way = way_there(
            season,
            km=kilometres(home.lat, home.lon, home.base.lat, home.base.lon),
            trips=trips.get(pair, ()),
            table=roads.written(table.get(pair)),
            profile=roads.of_profile(home, season),
        )
        found.append(
            Exposed(
                code=home.code,
                troubles=tuple(troubles.get(home.pk, ())),
                population=home.population,
                minutes_to_help=way.minutes,
                n_focal_points=n_people.get(home.pk, 0),
                n_late_promises=n_late.get(home.pk, 0),
            )
        )
    return in_order(propose(one, now=now) for one in found)


def _counts(rows: QuerySet[Any]) -> dict[UUID, int]:
    found = rows.order_by().values_list("community").annotate(n=Count("pk"))
    return dict(found)


def _troubles(scope: Scope, keys: Sequence[UUID], *, now: datetime) -> dict[UUID, list[Trouble]]:
    """Return the incidents that ask for protection and stand, by community."""
    rows = (
        scope.incidents()
        .filter(
            community__in=keys,
            kind__in=PHYSICAL,
            opened_at__gte=now - timedelta(days=POSSIBLE_DAYS),
        )
        .exclude(life=IncidentLife.MERGED)
        .exclude(outcome__in=list(VOIDING.values()))
        .annotate(n_gaps=Count("gaps"))
    )
    found: dict[UUID, list[Trouble]] = defaultdict(list)
    for home, at, priority, gaps in rows.values_list(
        "community_id", "opened_at", "priority", "n_gaps"
    ):
        if home is not None:
            found[home].append(Trouble(at, Priority(priority), nobody_came=gaps > 0))
    return found
