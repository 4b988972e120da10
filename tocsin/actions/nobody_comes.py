"""Nobody can come: a decision with its reason, the truth for the village, a warning for neighbours."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.debts import owe_first_news, owe_warnings
from tocsin.actions.delivery import cancel_pages
from tocsin.actions.incidents_open import still_open
from tocsin.actions.live_runs import answerable_runs, keep
from tocsin.actions.runs import KEPT, ladder_of, run_of
from tocsin.actions.sheet import Sheet
from tocsin.domain.escalation_changes import after_exhaustion
from tocsin.domain.neighbours import Settlement, Threat, in_the_way
from tocsin.domain.problems import Problem
from tocsin.domain.problems.answers import SOMEBODY_COMES
from tocsin.domain.response_words import NonResponse
from tocsin.domain.words import ResponseState
from tocsin.records.models import (
    Community,
    Incident,
    ProtectionGap,
    Responder,
    User,
)
from tocsin.records.updating import update_all


@transaction.atomic
def record_nobody_comes(
    incident: Incident,
    *,
    by: User | Responder,
    at: datetime,
    why: NonResponse,
    note: str = "",
    since: datetime | None = None,
) -> ProtectionGap:
    """Write down that nobody can come, and why (alerting.md §6.7).

    The run becomes loud, the village is owed the truth, neighbours in the attackers' direction are
    warned at their safe hour, and the gap stands in the daily report until somebody leaves. Raises
    Problem while somebody is on the way: then it would be a lie.
    """
    incident = still_open(incident)
    away = (ResponseState.DEPARTED, ResponseState.ON_SCENE)
    if incident.responses.filter(state__in=away, ended_at__isnull=True).exists():
        raise Problem(SOMEBODY_COMES, code=incident.code)
    sheet = Sheet(at=at, by=by)
    rows = answerable_runs(incident)
    for row in rows:
        keep(sheet, row, after_exhaustion(ladder_of(row.version), run_of(row), at=at).run)
    update_all(rows, KEPT)
    gap = open_gap(sheet, incident, why=why, note=note, since=since or at)
    sheet.announce(f"incident:{incident.number}", "wake:clock", "wake:feedback")
    sheet.write()
    cancel_pages(incident.pk, at=at)
    return gap


def open_gap(
    sheet: Sheet, incident: Incident, *, why: NonResponse, note: str, since: datetime
) -> ProtectionGap:
    """Return the open gap of an incident, new on the sheet or with the reason given last."""
    owe_first_news(sheet, incident, nobody_comes=True)
    known = incident.gaps.filter(ended_at__isnull=True).first()
    if known is not None:
        known.why_not, known.note = why.value, note or known.note
        known.save(update_fields=["why_not", "note"])
        return known
    neighbours = _neighbours(incident)
    by = sheet.by
    gap = sheet.add(
        ProtectionGap(
            incident=incident,
            priority=incident.priority,
            why_not=why.value,
            note=note,
            since=since,
            recorded_at=sheet.at,
            by_user=by if isinstance(by, User) else None,
            by_responder=by if isinstance(by, Responder) else None,
            neighbours=[community.code for community in neighbours],
        )
    )
    sheet.note(
        "gap.opened", gap, incident=incident, happened_at=since, why_not=why.value,
        neighbours=gap.neighbours,
    )  # fmt: skip
    owe_warnings(sheet, incident, neighbours)
    return gap


def end_gap(sheet: Sheet, incident: Incident, *, reason: str) -> None:
    """End the open gap of an incident, if there is one. `reason` is a code."""
    gap = incident.gaps.filter(ended_at__isnull=True).first()
    if gap is None:
        return
    gap.ended_at, gap.end_reason = sheet.at, reason
    gap.save(update_fields=["ended_at", "end_reason"])
    sheet.note("gap.ended", gap, incident=incident, reason=reason)


def _neighbours(incident: Incident) -> list[Community]:
    if incident.lat is None or incident.lon is None:
        return []
    threat = Threat(incident.lat, incident.lon, _towards(incident))
    known = {one.code: one for one in Community.objects.all()}
    ahead = in_the_way(
        threat,
        (Settlement(one.code, one.lat, one.lon) for one in known.values()),
        except_for=incident.community.code if incident.community else "",
    )
    return [known[one.code] for one in ahead]


def _towards(incident: Incident) -> str:
    """Return where the attackers go, as the last alert that said so has it."""
    if incident.direction:
        return incident.direction
    links = incident.alert_links.filter(unlinked_at__isnull=True, is_suggestion=False)
    said = links.exclude(alert__direction="").order_by("-alert__received_at")
    return str(said.values_list("alert__direction", flat=True).first() or "")
