"""Everything about people, ladders and gateways that a decision needs, read once for a batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.actions.lines import Lines
from tocsin.actions.runs import plan_to_json
from tocsin.domain.duty import Post, Shift, holders
from tocsin.domain.earth import kilometres
from tocsin.domain.ladders import Target, Where, default_ladders
from tocsin.domain.words import BaseKind, DutyFunction, Priority
from tocsin.records.models import Base, Duty, Incident, Ladder, LadderVersion, Responder
from tocsin.records.openable import openable
from tocsin.records.queries.marks import Glance, Kept

# Somebody whose shift ended may still be called until the next one accepts (domain.duty).
HAND_OVER = timedelta(hours=12)
# Duties are kept for the hour of the clock that they were read for.
KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a function now."""

    responder: Responder
    function: DutyFunction


@dataclass(frozen=True, slots=True)
class Watch:
    """One look at the whole house. Who is on duty is decided when a rung fires, never before."""

    at: datetime
    marks: Mapping[str, str]  # under which it was read (`Glance`)
    lines: Lines
    bases: Mapping[UUID, Base]
    duties: Mapping[tuple[UUID, str], Sequence[Duty]]
    ladders: Mapping[tuple[str, UUID | None], LadderVersion]
    _asked: dict[tuple[UUID, DutyFunction], Sequence[Responder]] = field(default_factory=dict)

    @classmethod
    def load(cls, *, at: datetime) -> "Watch":
        """Return it as it is now, reading only what has moved since this process last looked."""
        glance = Glance.now()
        people, hour = glance.marks.get("people"), _hour_of(at)
        return cls(
            at=at,
            marks=glance.marks,
            lines=Lines.load(at=at, glance=glance),
            bases=_BASES.get(people, _open_bases),
            duties=_DUTIES.get(people and (people, hour), lambda: _duties_around(hour)),
            ladders=_LADDERS.get(glance.marks.get("ladders"), _ladders_in_force),
        )

    def ladder_for(self, priority: Priority, base: UUID | None) -> LadderVersion | None:
        """Return the base's own ladder for this priority, or the mission's, or the built-in one.

        None only for a priority that has no ladder at all (P4): no missing row silences a P1 (R5).
        """
        own = self.ladders.get((priority.value, base)) if base else None
        return own or self.ladders.get((priority.value, None)) or _built_in(priority, at=self.at)

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
            if any(d.responder_id == responder.pk and _is_around(d, self.at) for d in duties):
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

    def _on_duty(self, base: UUID, function: DutyFunction) -> Sequence[Responder]:
        # A look has one moment: whom the first warning of a batch calls, the next one calls as well.
        found = self._asked.get((base, function))
        if found is None:
            found = self._asked[base, function] = self._found_on_duty(base, function)
        return found

    def _found_on_duty(self, base: UUID, function: DutyFunction) -> Sequence[Responder]:
        duties = self.duties.get((base, function.value), [])
        people = {duty.responder.code: duty.responder for duty in duties}
        post = Post(function, str(base))
        shifts = [_shift(duty, post) for duty in duties]
        paged = holders(post, shifts, self.at).paged
        return [people[code] for code in paged if people[code].is_active]


def _shift(duty: Duty, post: Post) -> Shift:
    return Shift(
        post=post,
        person=duty.responder.code,
        since=duty.since,
        until=duty.until,
        is_deputy=duty.is_deputy,
        accepted_at=duty.accepted_at,
    )


_BASES: Kept[Mapping[UUID, Base]] = Kept()
_DUTIES: Kept[Mapping[tuple[UUID, str], Sequence[Duty]]] = Kept()
_LADDERS: Kept[Mapping[tuple[str, UUID | None], LadderVersion]] = Kept()


def _hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _open_bases() -> Mapping[UUID, Base]:
    return {base.pk: base for base in Base.objects.filter(closed_at__isnull=True)}


def _duties_around(hour: datetime) -> Mapping[tuple[UUID, str], Sequence[Duty]]:
    """Return every duty that can matter at some moment of this hour; who holds one is asked later."""
    found: dict[tuple[UUID, str], list[Duty]] = defaultdict(list)
    duties = (
        Duty.objects.filter(since__lte=hour + KEPT_FOR)
        .exclude(until__lt=hour - HAND_OVER)
        .select_related("responder")
        .order_by("since", "pk")
    )
    for duty in openable(duties):
        found[duty.base_id, duty.function].append(duty)
    return found


def _is_around(duty: Duty, at: datetime) -> bool:
    return duty.since <= at and (duty.until is None or duty.until >= at - HAND_OVER)


def _ladders_in_force() -> dict[tuple[str, UUID | None], LadderVersion]:
    versions = LadderVersion.objects.select_related("ladder").order_by("ladder", "-number")
    latest = versions.distinct("ladder")
    return {(v.ladder.priority, v.ladder.base_id): v for v in latest}


def _built_in(priority: Priority, *, at: datetime) -> LadderVersion | None:
    """Publish the default ladder where a deployment has none, so that somebody is called."""
    plan = default_ladders().get(priority)
    if plan is None:
        return None
    ladder, _ = Ladder.objects.get_or_create(
        slug=f"built-in-{priority.value.lower()}",
        defaults={"title": f"Built-in {priority.value}", "priority": priority.value},
    )
    version, _ = LadderVersion.objects.get_or_create(
        ladder=ladder,
        number=1,
        defaults={"steps": plan_to_json(plan), "published_at": at, "note": "No ladder was there."},
    )
    return version
