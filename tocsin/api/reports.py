"""The operations on reports: which were released, and one as an audience may read it."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from tocsin.actions.report_files import FILES, made
from tocsin.actions.report_heads import marked, office_of, opened
from tocsin.api.auth import Token, reach_of
from tocsin.api.reading import Bound
from tocsin.domain.problems import REPORT_UNKNOWN, Problem
from tocsin.domain.report_words import Audience, ReportFormat, ReportKind, ReportState
from tocsin.records.models import SituationReport
from tocsin.records.queries.reports import reports as visible_reports

MOST = 200
router = Router()


class ReportOut(Schema):
    """One released report. `marking` is that of what the token may know, `digest` the SHA-256 of its body as it was frozen."""

    number: int
    reference: str
    kind: str
    issue: int
    stage: str
    office: str
    incident: int | None
    since: datetime | None
    until: datetime | None
    language: str
    marking: str
    released_at: datetime
    was_alone: bool
    digest: str
    is_drill: bool


@router.get("/reports", response=list[ReportOut], auth=Token("reports"))
def reports(
    request: HttpRequest,
    kind: ReportKind | None = None,
    since: Bound | None = None,
    limit: int = Query(50, ge=1, le=MOST),  # type: ignore[type-arg]
) -> list[ReportOut]:
    """List released reports, the latest first. What is being written is nobody else's yet."""
    rows = _released(request)
    if kind:
        rows = rows.filter(kind=kind.value)
    if since:
        rows = rows.filter(released_at__gte=since)
    sees = reach_of(request).sees_restricted
    return [_out(row, sees_restricted=sees) for row in rows.order_by("-released_at")[:limit]]


@router.get("/reports/{number}", response=ReportOut, auth=Token("reports"))
def report(request: HttpRequest, number: int) -> ReportOut:
    """Return one released report without its words."""
    return _out(_one(request, number), sees_restricted=reach_of(request).sees_restricted)


@router.get("/reports/{number}/file", auth=Token("reports"))
def report_file(
    request: HttpRequest,
    number: int,
    audience: Audience,
    form: ReportFormat = ReportFormat.PDF,
    language: str = "",
) -> HttpResponse:
    """Return a released report as a file, as one audience reads it: no other way leads out.

    Numbers of restricted cases are left out for a token without that scope, whatever the audience.
    """
    row = _one(request, number)
    read = opened(row, language=language if language in ("en", "fr") else "")
    if not reach_of(request).sees_restricted:
        read = read.without_guarded()
    content = made(read, form, audience=audience)
    answer = HttpResponse(content, content_type=FILES[form].media)
    name = f"{row.reference.replace('/', '-')}-{row.issue}.{FILES[form].ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _released(request: HttpRequest) -> QuerySet[SituationReport]:
    return visible_reports(reach_of(request), show=ReportState.RELEASED)


def _one(request: HttpRequest, number: int) -> SituationReport:
    row = _released(request).filter(number=number).first()
    if row is None:
        raise Problem(REPORT_UNKNOWN)
    return row


def _out(row: SituationReport, *, sees_restricted: bool) -> ReportOut:
    assert row.released_at is not None
    return ReportOut(
        number=row.number,
        reference=row.reference,
        kind=row.kind,
        issue=row.issue,
        stage=row.stage,
        office=office_of(row),
        incident=row.incident.number if row.incident else None,
        since=row.since,
        until=row.until,
        language=row.language,
        marking=marked(row, sees_restricted=sees_restricted),
        released_at=row.released_at,
        was_alone=row.was_alone,
        digest=row.digest,
        is_drill=row.is_drill,
    )
