"""Tests of contact: plans, rounds, and how reachable people are over time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from tocsin.domain.contact_tests import Reached, reached
from tocsin.domain.silence_words import ContactResult
from tocsin.records.models import ContactCheck, ContactTest

KEPT = 6  # rounds that a person's line shows


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a plan, counted."""

    at: datetime
    asked: int
    answered: int
    waiting: int
    not_asked: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """How one person answered, newest round first."""

    code: str
    community: str
    results: tuple[ContactCheck, ...]
    reached: Reached


def contact_tests() -> QuerySet[ContactTest]:
    rows = ContactTest.objects.select_related("base")
    ended = [ContactResult.ANSWERED, ContactResult.NOT_ANSWERED]
    return rows.annotate(
        n_asked=Count("checks", filter=Q(checks__result__in=ended)),
        n_answered=Count("checks", filter=Q(checks__result=ContactResult.ANSWERED)),
    ).order_by("-made_at")


def rounds(test: ContactTest) -> list[Round]:
    ended = [ContactResult.ANSWERED, ContactResult.NOT_ANSWERED]
    waiting = [ContactResult.DUE, ContactResult.ASKED]
    rows = (
        test.checks.order_by()
        .values("round_at")
        .annotate(
            asked=Count("pk", filter=Q(result__in=ended)),
            answered=Count("pk", filter=Q(result=ContactResult.ANSWERED)),
            waiting=Count("pk", filter=Q(result__in=waiting)),
            not_asked=Count("pk", filter=Q(result=ContactResult.NOT_ASKED)),
        )
        .order_by("-round_at")
    )
    return [
        Round(row["round_at"], row["asked"], row["answered"], row["waiting"], row["not_asked"])
        for row in rows
    ]


def people_of(test: ContactTest) -> list[PersonLine]:
    """Return everybody of the last rounds, least reachable first."""
    latest = [one.at for one in rounds(test)[:KEPT]]
    rows = test.checks.filter(round_at__in=latest).select_related("focal_point__community", "by")
    by_person: dict[str, list[ContactCheck]] = {}
    for row in rows.order_by("focal_point__code", "-round_at"):
        by_person.setdefault(row.focal_point.code, []).append(row)
    lines = [
        PersonLine(
            code=code,
            community=checks[0].focal_point.community.name,
            results=tuple(checks),
            reached=reached([ContactResult(one.result) for one in checks]),
        )
        for code, checks in by_person.items()
    ]
    return sorted(lines, key=lambda one: (one.reached.rate if one.reached.asked else 2, one.code))
