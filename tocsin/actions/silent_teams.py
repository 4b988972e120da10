"""Which team on the road has fallen silent: by what its base's teams are used to, and by what was agreed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F

from tocsin.actions.sheet import Sheet
from tocsin.actions.silences import Missing, hear, miss
from tocsin.domain.habits import team_pace
from tocsin.domain.response import word_due_after
from tocsin.domain.response_words import Quiet
from tocsin.domain.silence import Asks, Expected, Subject, graver, silence_of, team_code
from tocsin.domain.silence_words import SilenceCause, SilenceState
from tocsin.domain.words import Priority, ResponseState
from tocsin.records.models import Response, ResponseUpdate, Silence

AWAY = (ResponseState.DEPARTED, ResponseState.ON_SCENE)
HABIT = timedelta(days=90)
GRACE = timedelta(minutes=5)  # a word takes its time to be written down
BY_CHANCE = 0.05  # one gap in twenty is longer than one and a half times the usual longest
_ASKED_BY = {Quiet.CALL: Asks.CALL, Quiet.ALARM: Asks.TASK}


def look_at_teams(sheet: Sheet) -> int:
    """Miss the teams that should have spoken, hear those that did; return how many moved.

    The team's own clock (`patrol_watch`) texts its base and alarms the force. This is the same
    silence where all silences stand: with neighbours to ask, and beside the others of its neighbourhood.
    """
    away = Response.objects.filter(state__in=AWAY, last_word_at__isnull=False)
    if not settings.EXERCISE:
        away = away.filter(incident__is_drill=False)
    rows = list(away.select_related("incident__community", "base"))
    open_ones = Silence.objects.filter(cause=SilenceCause.PATROL_QUIET, ended_at=None)
    known = dict(open_ones.values_list("code", "misses"))
    gaps = _gaps([row.base_id for row in rows if row.base_id], at=sheet.at) if rows else {}
    silent: set[str] = set()
    moved = 0
    for row in rows:
        missing = _missing(row, gaps.get(row.base_id, ()), at=sheet.at)
        if missing is None or _is_explained(row, at=sheet.at):
            continue
        code = code_of(row)
        silent.add(code)
        miss(sheet, missing)
        moved += missing.misses > known.get(code, 0)
    for code in known.keys() - silent:
        moved += hear(sheet, Subject.PATROL, code, SilenceCause.PATROL_QUIET)
    return moved


def code_of(row: Response) -> str:
    return team_code(row.base.slug if row.base else "", row.pk)


def _missing(row: Response, gaps: Sequence[timedelta], *, at: datetime) -> Missing | None:
    assert row.last_word_at is not None
    agreed = timedelta(minutes=row.check_minutes) if row.check_minutes else None
    rule = word_due_after(Priority(row.incident.priority), agreed)
    pace = team_pace(gaps, rule=rule)
    heard = Expected(Subject.PATROL, code_of(row), every=pace, since=row.last_word_at, grace=GRACE)
    found = silence_of(heard, at)
    if found is None:
        return None
    asked = _ASKED_BY[Quiet(row.quiet)] if row.quiet else Asks.NOTE
    return Missing(
        cause=SilenceCause.PATROL_QUIET,
        since=found.since,
        misses=found.misses,
        chance=BY_CHANCE * 0.1 ** (found.misses - 1),
        asks=graver(found.asks, asked),
        team=row,
    )


def _gaps(bases: Sequence[UUID], *, at: datetime) -> dict[UUID | None, list[timedelta]]:
    """Return how long the teams of each base said nothing between two words while they were away."""
    rows = ResponseUpdate.objects.filter(
        response__base__in=bases,
        response__departed_at__lte=F("recorded_at"),
        recorded_at__gte=at - HABIT,
    )
    found: dict[UUID | None, list[timedelta]] = defaultdict(list)
    last: tuple[UUID, datetime] | None = None
    said = rows.order_by("response", "recorded_at")
    for team, base, moment in said.values_list("response_id", "response__base_id", "recorded_at"):
        if last is not None and last[0] == team:
            found[base].append(moment - last[1])
        last = (team, moment)
    return found


def _is_explained(row: Response, *, at: datetime) -> bool:
    """Say whether a person said why it is silent since its last word, and not yet long ago."""
    agreed = timedelta(minutes=row.check_minutes) if row.check_minutes else None
    length = word_due_after(Priority(row.incident.priority), agreed)
    rows = Silence.objects.filter(
        response=row, state=SilenceState.EXPLAINED, ended_at__gt=row.last_word_at
    )
    return rows.filter(ended_at__gt=at - 2 * length).exists()
