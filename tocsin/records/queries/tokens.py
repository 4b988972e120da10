"""The tokens of other systems that open something now."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tocsin.domain.token_words import TokenScope
from tocsin.records.models import ApiToken, Incident
from tocsin.records.queries.held import area_of, with_parts


def living_tokens(*, at: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(Q(until=None) | Q(until__gt=at), revoked_at=None)


def feed_readers(incident: Incident, *, at: datetime) -> list[ApiToken]:
    """Return whose feed has this incident, by name of the system."""
    rows = living_tokens(at=at).filter(scopes__contains=[TokenScope.FEEDS]).order_by("client")
    area = area_of(incident)
    return [row for row in rows if _reaches(row.area_id, area)]


def _reaches(held: UUID | None, area: UUID | None) -> bool:
    return held is None or area is None or area in with_parts(held)
