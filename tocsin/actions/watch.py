"""Everything about people, ladders and gateways that a decision needs, read once for a batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.actions.lines import Lines
from tocsin.domain.earth import kilometres
from tocsin.domain.ladders import Target, Where
from tocsin.domain.words import BaseKind, DutyFunction, Priority
from tocsin.records.models import Base, Duty, Incident, LadderVersion, Responder

# Somebody whose shift ended is still called until the next one accepts, for this long at most.
HAND_OVER = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a function now."""

    responder: Responder
    function: DutyFunction


@dataclass(frozen=True, slots=True)
class Watch:
    """One look at the whole house. Who is on duty is decided when a rung fires, never before."""

    at: datetime
    lines: Lines
    bases: Mapping[UUID, Base]
    duties: Mapping[tuple[UUID, str], Sequence[Duty]]
    ladders: Mapping[tuple[str, UUID | None], LadderVersion]

    @classmethod
    def load(cls, *, at: datetime) -> "Watch":
        duties: dict[tuple[UUID, str], list[Duty]] = defaultdict(list)
        for duty in _duties_around(at):
            duties[duty.base_id, duty.function].append(duty)
        return cls(
            at=at,
            lines=Lines.load(at=at),
            bases={base.pk: base for base in Base.objects.filter(closed_at__isnull=True)},
            duties=duties,
            ladders=_ladders_in_force(),
        )

    def ladder_for(self, priority: Priority, base: UUID | None) -> LadderVersion | None:
        """Return the base's own ladder for this priority, or else the mission's."""
        own = self.ladders.get((priority.value, base)) if base else None
        return own or self.ladders.get((priority.value, None))

    def holders(self, targets: Iterable[Target], incident: Incident) -> list[Holder]:
        """Return who must be told, nobody twice, in the order of the targets."""
        found: dict[str, Holder] = {}
        for target in targets:
            for base in self._posts(target, incident):
                for responder in self._on_duty(base, target.function):
                    found.setdefault(responder.code, Holder(responder, target.function))
        return list(found.values())

    def holder_of(self, responder: Responder) -> Holder:
        """Return a person with the function they hold now (duty officer when they hold none)."""
        for (_, function), duties in self.duties.items():
            if any(duty.responder_id == responder.pk for duty in duties):
                return Holder(responder, DutyFunction(function))
        return Holder(responder, DutyFunction.DUTY_OFFICER)

    def nearest(self, kind: BaseKind, lat: float, lon: float) -> Base | None:
        """Return the nearest open post of a kind, by the straight line."""
        posts = [base for base in self.bases.values() if base.kind == kind]
        return min(posts, key=lambda b: kilometres(lat, lon, b.lat, b.lon), default=None)

    def _posts(self, target: Target, incident: Incident) -> list[UUID]:
        match target.where:
            case Where.OPERATIONS_ROOM:
                return [b.pk for b in self.bases.values() if b.kind == BaseKind.OPERATIONS_ROOM]
            case Where.NAMED_BASE:
                return [b.pk for b in self.bases.values() if b.slug == target.base]
            case Where.POLICE_POST if incident.lat is not None and incident.lon is not None:
                post = self.nearest(BaseKind.POLICE_POST, incident.lat, incident.lon)
                return [post.pk] if post else []
            case Where.COMMUNITY_BASE if incident.community is not None:
                return [incident.community.base_id]
            case _:
                return [incident.base_id] if incident.base_id else []

    def _on_duty(self, base: UUID, function: DutyFunction) -> list[Responder]:
        duties = self.duties.get((base, function.value), [])
        current = [d for d in duties if d.since <= self.at and (not d.until or d.until > self.at)]
        primary = [d for d in current if not d.is_deputy] or current
        people = [d.responder for d in primary]
        if not any(d.accepted_at for d in primary):
            # Until the incoming person accepts, the outgoing one is called as well.
            people += [d.responder for d in duties if d.until and d.until <= self.at]
        return [person for person in people if person.is_active]


def _duties_around(at: datetime) -> Iterable[Duty]:
    return (
        Duty.objects.filter(since__lte=at)
        .exclude(until__lt=at - HAND_OVER)
        .select_related("responder")
        .order_by("since")
    )


def _ladders_in_force() -> dict[tuple[str, UUID | None], LadderVersion]:
    versions = LadderVersion.objects.select_related("ladder").order_by("ladder", "-number")
    latest = versions.distinct("ladder")
    return {(v.ladder.priority, v.ladder.base_id): v for v in latest}
