"""Focal points by code, for lists: nothing in them says who they are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from tocsin.domain.consent import ASK_AGAIN, Given, state_of
from tocsin.domain.network_words import NumberState
from tocsin.records.models import Consent, FocalPoint
from tocsin.records.queries.scope import Scope

SEALED = ("name", "number", "safe_note", "notes", "duress_word", "challenge", "challenge_answer")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line: a code, a place, and what must be done."""

    code: str
    community: str
    community_code: str
    sex: str
    standing: str
    language: str
    grade: str
    consent: str
    number_state: str
    is_silent: bool
    is_active: bool
    last_heard_at: datetime | None

    @classmethod
    def of(cls, row: FocalPoint, *, now: datetime) -> "PersonRow":
        given_at = getattr(row, "given_at", None)
        given = (
            Given(given_at, row.expires_at, row.withdrawn_at)  # type: ignore[attr-defined]  # annotated below
            if given_at
            else None
        )
        return cls(
            code=row.code,
            community=row.community.name,
            community_code=row.community.code,
            sex=row.sex,
            standing=row.standing,
            language=row.language,
            grade=row.grade,
            consent=state_of(given, now=now).value,
            number_state=row.number_state,
            is_silent=row.is_silent,
            is_active=row.is_active,
            last_heard_at=row.last_heard_at,
        )


def person_rows(scope: Scope, *, show: str, words: str, now: datetime) -> QuerySet[FocalPoint]:
    """Return focal points by code; `show` is to_do, silent, left, or empty for all who warn now."""
    latest = Consent.objects.filter(focal_point=OuterRef("pk")).order_by("-given_at")
    found = (
        FocalPoint.objects.select_related("community")
        .defer(*SEALED, "community__groups", "community__plan", "community__mechanisms")
        .annotate(
            given_at=Subquery(latest.values("given_at")[:1]),
            expires_at=Subquery(latest.values("expires_at")[:1]),
            withdrawn_at=Subquery(latest.values("withdrawn_at")[:1]),
        )
    )
    if scope.areas is not None:
        found = found.filter(community__area__in=scope.areas)
    if words:
        found = found.filter(Q(code__icontains=words) | Q(community__name__icontains=words))
    if show == "left":
        return found.filter(is_active=False).order_by("code")
    found = found.filter(is_active=True)
    if show == "silent":
        found = found.filter(is_silent=True)
    if show == "to_do":
        found = found.filter(
            ~Exists(latest)
            | Q(expires_at__lte=now + ASK_AGAIN)
            | ~Q(number_state=NumberState.TRUSTED)
        )
    return found.order_by("code")


def latest_consents(people: QuerySet[FocalPoint]) -> dict[UUID, Consent]:
    """Return the latest consent of each person who gave one."""
    found = Consent.objects.filter(focal_point__in=people).order_by("focal_point", "-given_at")
    return {one.focal_point_id: one for one in found.distinct("focal_point")}
