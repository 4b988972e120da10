"""Ladders with their versions: the one in force and those that runs may still hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.records.models import Escalation, Ladder, LadderVersion


@dataclass(frozen=True, slots=True)
class VersionLine:
    id: UUID
    number: int
    published_at: datetime
    published_by: str
    note: str
    n_runs: int
    steps: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LadderLine:
    """A ladder and the number of the version in force, 0 when none was published yet."""

    slug: str
    title: str
    priority: str
    base: str
    number: int
    n_steps: int
    published_at: datetime | None


def ladder_lines() -> list[LadderLine]:
    rows = Ladder.objects.select_related("base").prefetch_related("versions")
    return [_line(row) for row in rows.order_by("priority", "base__name")]


def versions(ladder: Ladder) -> list[VersionLine]:
    """Return the versions of a ladder, the one in force first, with their live runs counted."""
    rows = ladder.versions.select_related("published_by").order_by("-number")
    live = Escalation.objects.filter(version__ladder=ladder, ended_at=None)
    held = list(live.values_list("version", flat=True))
    return [
        VersionLine(
            id=row.pk,
            number=row.number,
            published_at=row.published_at,
            published_by=row.published_by.name if row.published_by else "",
            note=row.note,
            n_runs=held.count(row.pk),
            steps=row.steps,
        )
        for row in rows
    ]


def _line(row: Ladder) -> LadderLine:
    found: list[LadderVersion] = sorted(row.versions.all(), key=lambda version: version.number)
    last = found[-1] if found else None
    return LadderLine(
        slug=row.slug,
        title=row.title,
        priority=row.priority,
        base=row.base.name if row.base else "",
        number=last.number if last else 0,
        n_steps=len(last.steps.get("steps", [])) if last else 0,
        published_at=last.published_at if last else None,
    )
