"""Needs of communities and threats to them, as reports say them: no words of people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from tocsin.domain.need_words import NeedState, NeedTopic, ThreatChange
from tocsin.domain.reports.communities import Lacking, Threatened
from tocsin.domain.words import Kind
from tocsin.records.models import Need, Threat
from tocsin.records.queries.clock import day_here
from tocsin.records.queries.report_office import Office, midday

Judgement = dict[str, Any]
"""A row of threats without the words of people, which would have to be unsealed."""

_THREAT = (
    "number", "community__code", "community__name", "community__territoire", "kind", "likelihood",
    "impact", "review_on", "written_at", "ended_at", "replaces",
)  # fmt: skip
_NEED = (
    "number", "community__name", "community__territoire", "topic", "people", "heard_at",
    "recorded_at", "state",
)  # fmt: skip


def threats_of(office: Office, since: datetime, until: datetime) -> list[Threatened]:
    """Return the threats that stand at `until`, and those that ended since, against those of `since`."""
    rows = Threat.objects.filter(office.communities(), written_at__lt=until).filter(
        Q(ended_at=None) | Q(ended_at__gte=since)
    )
    known = {row["pk"]: row for row in rows.order_by("number").values("pk", *_THREAT)}
    replaced = {row["replaces"] for row in known.values()}
    found = []
    for key, row in known.items():
        is_over = row["ended_at"] is not None and row["ended_at"] < until
        if is_over and (key in replaced or row["written_at"] >= since):
            continue
        found.append(_threat(row, _change(row, known, since, is_over=is_over), until))
    return found


def needs_of(office: Office, since: datetime, until: datetime) -> list[Lacking]:
    """Return the needs that are open at `until`, and what became of others since."""
    is_open = Q(state__in=(NeedState.OPEN, NeedState.REFERRED)) | Q(moved_at__gte=since)
    rows = Need.objects.filter(office.communities(), is_open, recorded_at__lt=until)
    return [
        Lacking(
            row["number"], row["community__name"], row["community__territoire"],
            NeedTopic(row["topic"]), row["people"], row["heard_at"].isoformat(),
            NeedState(row["state"]), row["recorded_at"] >= since,
        )
        for row in rows.order_by("number").values(*_NEED)
    ]  # fmt: skip


def _change(
    row: Judgement, known: Mapping[UUID, Judgement], since: datetime, *, is_over: bool
) -> ThreatChange:
    """Return how a judgement differs from the one of the same threat that stood at `since`."""
    if is_over:
        return ThreatChange.ENDED
    then: Judgement | None = row
    while then is not None and then["written_at"] >= since:
        then = known.get(then["replaces"])
    if then is None:
        return ThreatChange.NEW
    now, before = _gravity(row), _gravity(then)
    if now == before:
        return ThreatChange.SAME
    return ThreatChange.WORSE if now > before else ThreatChange.LESS


def _gravity(row: Judgement) -> tuple[int, int]:
    return row["likelihood"] * row["impact"], row["impact"]


def _threat(row: Judgement, change: ThreatChange, until: datetime) -> Threatened:
    return Threatened(
        number=row["number"],
        code=row["community__code"],
        place=row["community__name"],
        territory=row["community__territoire"],
        kind=Kind(row["kind"]),
        likelihood=row["likelihood"],
        impact=row["impact"],
        change=change,
        review_on=midday(row["review_on"]),
        is_due=row["review_on"] <= day_here(until),
    )
