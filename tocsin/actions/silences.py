"""Silences: opened, deepened and ended by signs; explained by a person with a reason, never dropped."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import Problem
from tocsin.domain.problems.radio import SILENCE_ENDED, SILENCE_NEEDS_REASON
from tocsin.domain.silence import Asks, Subject, graver, team_code
from tocsin.domain.silence_words import (
    SilenceCause,
    SilenceFinding,
    SilenceState,
    SilenceStepKind,
)
from tocsin.records.models import (
    Base,
    Community,
    FocalPoint,
    Gateway,
    Incident,
    Node,
    RadioNet,
    RadioStation,
    Response,
    Silence,
    SilenceCluster,
    SilenceStep,
    User,
)

# By when somebody must have called, or gone (domain.md §10.2).
PATIENCE = {Asks.CALL: timedelta(hours=2), Asks.TASK: timedelta(hours=24)}


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody or something that is missed now. Exactly one of the six is set."""

    cause: SilenceCause
    since: datetime
    misses: int
    chance: float
    asks: Asks
    station: RadioStation | None = None
    focal_point: FocalPoint | None = None
    gateway: Gateway | None = None
    net: RadioNet | None = None
    team: Response | None = None
    node: Node | None = None
    of_net: RadioNet | None = None  # at whose roll call a station was missed


def miss(sheet: Sheet, missing: Missing) -> Silence:
    """Open the silence of this one, or deepen it. Asking for more starts a new clock."""
    subject, code = _name(missing)
    known = (
        Silence.objects.select_for_update(of=("self",))
        .filter(subject=subject, code=code, cause=missing.cause, ended_at=None)
        .first()
    )
    row = known or _new(missing, subject, code, at=sheet.at)
    is_graver = graver(missing.asks, Asks(row.asks)) is not Asks(row.asks)
    if known is None or is_graver:
        patience = PATIENCE.get(missing.asks)
        row.due_at = sheet.at + patience if patience else None
        row.asks = missing.asks.value
    is_deeper = known is None or missing.misses > row.misses
    row.misses = max(row.misses, missing.misses)
    row.chance = min(row.chance, missing.chance)
    row.save()
    if is_deeper or is_graver:
        verb = "silence.deepened" if known else "silence.opened"
        sheet.note(verb, row, code=code, cause=row.cause, misses=row.misses, asks=row.asks)
        sheet.announce("radio:all")
    return row


def hear(sheet: Sheet, subject: Subject, code: str, *causes: SilenceCause) -> int:
    """End the open silences of one that was heard again; return how many."""
    rows = list(
        Silence.objects.select_for_update(of=("self",)).filter(
            subject=subject, code=code, cause__in=causes, ended_at=None
        )
    )
    for row in rows:
        row.state, row.ended_at = SilenceState.HEARD.value, sheet.at
        row.save(update_fields=["state", "ended_at"])
        sheet.note("silence.heard_again", row, code=code, cause=row.cause)
        _end_cluster_without_members(sheet, row.cluster)
    if rows:
        sheet.announce("radio:all")
    return len(rows)


@transaction.atomic
def record_step(
    silence: Silence,
    *,
    kind: SilenceStepKind,
    by: User,
    at: datetime,
    finding: SilenceFinding | None = None,
    neighbour: FocalPoint | None = None,
    text: str = "",
) -> SilenceStep:
    """Write down what somebody did. Reaching them ends the silence, with that as its reason."""
    row = _open(silence)
    sheet = Sheet(at=at, by=by)
    step = SilenceStep.objects.create(
        silence=row,
        kind=kind.value,
        finding=finding.value if finding else "",
        neighbour=neighbour,
        text=text,
        by=by,
        at=at,
    )
    sheet.note("silence.step", row, kind=kind.value, finding=step.finding)
    if finding is SilenceFinding.REACHED:
        _explain(sheet, row, finding.value, by=by)
    elif finding is SilenceFinding.NEIGHBOUR_SAYS_TROUBLE:
        row.asks, row.due_at = Asks.TASK.value, at
        row.save(update_fields=["asks", "due_at"])
    sheet.announce("radio:all")
    sheet.write()
    return step


@transaction.atomic
def explain_silence(silence: Silence, *, reason: str, by: User, at: datetime) -> None:
    """End a silence for a reason that a person gives. Raises Problem without one."""
    if not reason.strip():
        raise Problem(SILENCE_NEEDS_REASON)
    sheet = Sheet(at=at, by=by)
    _explain(sheet, _open(silence), reason.strip(), by=by)
    sheet.announce("radio:all")
    sheet.write()


@transaction.atomic
def see_cluster(cluster: SilenceCluster, *, by: User, at: datetime) -> None:
    """Say "I am looking into it": the strip stays on the board, with a name on it."""
    row = SilenceCluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if row.seen_at is None:
        row.seen_by, row.seen_at = by, at
        row.save(update_fields=["seen_by", "seen_at"])
        sheet = Sheet(at=at, by=by)
        sheet.note("silence_cluster.seen", row)
        sheet.announce("radio:all")
        sheet.write()


@transaction.atomic
def explain_cluster(cluster: SilenceCluster, *, reason: str, by: User, at: datetime) -> None:
    """Take the warning off the board, with a reason. Its silences stay open, each with its clock."""
    if not reason.strip():
        raise Problem(SILENCE_NEEDS_REASON)
    row = SilenceCluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if row.ended_at is not None:
        raise Problem(SILENCE_ENDED)
    row.ended_at, row.ended_by, row.reason = at, by, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "reason"])
    sheet = Sheet(at=at, by=by)
    sheet.note("silence_cluster.explained", row)
    sheet.announce("radio:all")
    sheet.write()


def place_of(missing: Missing) -> Community | None:
    """Return the community that goes unheard with it, None where there is none."""
    if missing.focal_point:
        return missing.focal_point.community
    if missing.team:
        # Where it went says what it went for.
        incident = missing.team.incident
        return None if incident.is_restricted else incident.community
    return missing.station.community if missing.station else None


def _new(missing: Missing, subject: Subject, code: str, *, at: datetime) -> Silence:
    community = place_of(missing)
    own_base = next((one.base for one in (missing.station, missing.net, missing.team) if one), None)
    point: Community | Base | Incident | None = community or own_base
    if missing.team:
        point = None if missing.team.incident.is_restricted else missing.team.incident
    return Silence(
        subject=subject.value,
        code=code,
        cause=missing.cause.value,
        station=missing.station,
        focal_point=missing.focal_point,
        gateway=missing.gateway,
        net=missing.net or missing.of_net,
        response=missing.team,
        node=missing.node,
        community=community,
        base=own_base or (community.base if community else None),
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        since=missing.since,
        opened_at=at,
        misses=missing.misses,
    )


def _name(missing: Missing) -> tuple[Subject, str]:
    station, person, gateway, team, node, net = (
        missing.station, missing.focal_point, missing.gateway, missing.team, missing.node, missing.net
    )  # fmt: skip
    named = (
        (Subject.STATION, station and station.call_sign),
        (Subject.FOCAL_POINT, person and person.code),
        (Subject.GATEWAY, gateway and gateway.slug),
        (Subject.PATROL, team and team_code(team.base.slug if team.base else "", team.pk)),
        (Subject.NODE, node and node.host),
        (Subject.NET, net and net.slug),
    )
    return next((subject, code) for subject, code in named if code)


def _open(silence: Silence) -> Silence:
    row = Silence.objects.select_for_update(of=("self",)).get(pk=silence.pk)
    if row.ended_at is not None:
        raise Problem(SILENCE_ENDED)
    return row


def _explain(sheet: Sheet, row: Silence, reason: str, *, by: User) -> None:
    row.state, row.ended_at = SilenceState.EXPLAINED.value, sheet.at
    row.ended_by, row.reason = by, reason
    row.save(update_fields=["state", "ended_at", "ended_by", "reason"])
    sheet.note("silence.explained", row, code=row.code)
    _end_cluster_without_members(sheet, row.cluster)


def _end_cluster_without_members(sheet: Sheet, cluster: SilenceCluster | None) -> None:
    if cluster is None or cluster.ended_at is not None:
        return
    if cluster.silences.filter(ended_at=None).exists():
        return
    cluster.ended_at = sheet.at
    cluster.save(update_fields=["ended_at"])
    sheet.note("silence_cluster.over", cluster)
