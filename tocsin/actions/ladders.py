"""Publish ladders as immutable versions, and show who would be called."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tocsin.actions.journal import Actor
from tocsin.actions.notify import reachable
from tocsin.actions.runs import ladder_of, plan_to_json
from tocsin.actions.sheet import Sheet
from tocsin.actions.texts import page_text
from tocsin.actions.watch import Watch
from tocsin.domain.escalation import Due, DueKind
from tocsin.domain.escalation_changes import preview as climb
from tocsin.domain.ladders import Ladder as Plan
from tocsin.domain.ladders import faults
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import LADDER_FAULTY
from tocsin.domain.routing import NoRoute
from tocsin.domain.words import BaseKind, Kind, Priority, Purpose
from tocsin.records.models import Community, Incident, Ladder, LadderVersion, User


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One person who would be called. `code` is empty where a rung finds nobody."""

    at: datetime
    position: int
    function: str
    base_name: str
    code: str
    gateway_slug: str | None
    text: str


@transaction.atomic
def publish_ladder(
    ladder: Ladder, *, by: User | Actor, at: datetime, plan: Plan, note: str = ""
) -> LadderVersion:
    """Publish a new version. Runs that have begun keep theirs. Raises Problem with its faults."""
    ladder = Ladder.objects.select_for_update(of=("self",)).get(pk=ladder.pk)
    if wrong := faults(plan, priority=Priority(ladder.priority)):
        raise Problem(LADDER_FAULTY, ladder=ladder.slug, why=", ".join(wrong))
    last = ladder.versions.aggregate(last=Max("number"))["last"] or 0
    sheet = Sheet(at=at, by=by)
    version = LadderVersion.objects.create(
        ladder=ladder,
        number=last + 1,
        steps=plan_to_json(plan),
        published_at=at,
        published_by=by if isinstance(by, User) else None,
        note=note,
    )
    sheet.note("ladder.published", version, ladder=ladder.slug, number=version.number)
    sheet.write()
    return version


def preview(
    lat: float | None,
    lon: float | None,
    priority: Priority,
    at: datetime,
    community: Community | None = None,
) -> list[PreviewLine]:
    """Return who would be called, when and by what, if nobody ever answered.

    Decided by the same code that pages; nothing is written and nobody is told.
    """
    watch = Watch.load(at=at)
    incident = _imagined(lat, lon, priority, at, community, watch)
    version = watch.ladder_for(priority, incident.base_id)
    if version is None:
        return []
    lines: list[PreviewLine] = []
    for due in climb(ladder_of(version), priority=priority, at=at):
        lines += _line(due, incident, watch)
    return lines


def _line(due: Due, incident: Incident, watch: Watch) -> list[PreviewLine]:
    holders = watch.holders(due.targets, incident)
    if not holders:
        wanted = ", ".join(target.function.value for target in due.targets)
        return [PreviewLine(due.due_at, due.position, wanted, "", "", None, "")]
    is_last = due.kind is DueKind.EXHAUSTED
    purpose = Purpose.PAGE_EXHAUSTED if is_last else Purpose.PAGE
    found = []
    for holder in holders:
        route = watch.lines.route(reachable(responder=holder.responder), tried=(), at=watch.at)
        found.append(
            PreviewLine(
                at=due.due_at,
                position=due.position,
                function=holder.function.value,
                base_name=watch.bases[holder.responder.base_id].name,
                code=holder.responder.code,
                gateway_slug=None if isinstance(route, NoRoute) else route.gateway,
                text=page_text(purpose, incident, holder.responder.language, at=watch.at),
            )
        )
    return found


def _imagined(
    lat: float | None,
    lon: float | None,
    priority: Priority,
    at: datetime,
    community: Community | None,
    watch: Watch,
) -> Incident:
    base = community.base if community else None
    if lat is not None and lon is not None:
        base = watch.nearest(BaseKind.BASE, lat, lon) or base
    return Incident(
        number=0,
        code="KT423",
        kind=Kind.ATTACK.value,
        priority=priority.value,
        place_name=community.name if community else "",
        lat=lat,
        lon=lon,
        community=community,
        base=base,
        opened_at=at,
        last_alert_at=at,
        is_drill=True,
    )
