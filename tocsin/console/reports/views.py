"""Reports as pages show them: one line of the list, what is owed, one sentence of the composer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.functional import Promise

from tocsin.actions.report_heads import Read, marked, office_of, opened
from tocsin.console.access import viewer_of
from tocsin.console.record_pages import SHOWN, Source, sources_of
from tocsin.console.reports.labels import (
    DOUBTS,
    DUES,
    KINDS,
    MARKINGS,
    ORIGINS,
    STAGES,
    STATES,
)
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, REPORT_UNKNOWN, Problem
from tocsin.domain.report_words import (
    DueKind,
    FlashStage,
    Marking,
    ReportKind,
    ReportState,
    Section,
)
from tocsin.domain.reports.checking import Found
from tocsin.domain.reports.compose import said, text_of
from tocsin.records.models import ReportDue, SituationReport
from tocsin.records.queries.held import area_of
from tocsin.records.queries.reports import one_report


@dataclass(frozen=True, slots=True)
class ReportView:
    number: int
    reference: str
    kind: str | Promise
    stage: str | Promise
    issue: int
    state: str
    state_label: str | Promise
    marking: str | Promise
    office: str
    incident: int | None
    incident_code: str
    since: datetime | None
    until: datetime | None
    drafted_at: datetime
    drafted_by: str
    edited_by: str
    submitted_by: str
    released_at: datetime | None
    released_by: str
    was_alone: bool
    version: int
    language: str
    is_drill: bool
    is_open: bool
    reason: str


@dataclass(frozen=True, slots=True)
class DueView:
    label: str | Promise
    due_at: datetime
    is_late: bool
    incident: int | None
    code: str
    place: str
    report: int | None
    reference: str


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence as the composer shows it. `theirs` is what somebody else saved meanwhile."""

    key: str
    text: str
    from_records: str
    is_comment: bool
    is_row: bool
    origin: str | Promise
    sources: Sequence[Source]
    n_more: int
    doubts: Sequence[tuple[str | Promise, str]]
    theirs: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    code: str
    heading: str
    sentences: Sequence[SentenceView]


def report_for(request: HttpRequest, number: int, right: Right | None = None) -> SituationReport:
    """Return a report this viewer may see and, if a right is named, act on."""
    viewer = viewer_of(request)
    row = one_report(viewer.scope, number)
    if row is None:
        raise Problem(REPORT_UNKNOWN)
    if right and not may(request, row, right):
        raise Problem(NOT_ALLOWED, right=right_label(right))
    return row


def may(request: HttpRequest, row: SituationReport, right: Right) -> bool:
    viewer = viewer_of(request)
    if row.incident:
        area = area_of(row.incident)
        return viewer.may(right, area=area, is_restricted=row.incident.is_restricted)
    return viewer.may(right, area=row.area_id or (row.base.area_id if row.base else None))


def read_for(request: HttpRequest, row: SituationReport, *, language: str = "") -> Read:
    """Open a report as far as this viewer may know of what is restricted."""
    read = opened(row, language=language)
    return read if sees_restricted(request, row) else read.without_guarded()


def sees_restricted(request: HttpRequest, row: SituationReport) -> bool:
    return may(request, row, Right.SEE_RESTRICTED)


def report_view(row: SituationReport, *, is_whole: bool = False) -> ReportView:
    """Show a report; `is_whole` to somebody who may know of what is restricted in it."""
    marking = marked(row, sees_restricted=is_whole)
    return ReportView(
        number=row.number,
        reference=row.reference,
        kind=KINDS[ReportKind(row.kind)],
        stage=STAGES[FlashStage(row.stage)] if row.stage else "",
        issue=row.issue,
        state=row.state,
        state_label=STATES[ReportState(row.state)],
        marking=MARKINGS[Marking(marking)] if marking else "",
        office=office_of(row),
        incident=row.incident.number if row.incident else None,
        incident_code=row.incident.code if row.incident else "",
        since=row.since,
        until=row.until,
        drafted_at=row.drafted_at,
        drafted_by=row.drafted_by.name if row.drafted_by else "",
        edited_by=row.edited_by.name if row.edited_by else "",
        submitted_by=row.submitted_by.name if row.submitted_by else "",
        released_at=row.released_at,
        released_by=row.released_by.name if row.released_by else "",
        was_alone=row.was_alone,
        version=row.version,
        language=row.language,
        is_drill=row.is_drill,
        is_open=row.state in (ReportState.DRAFT, ReportState.REVIEW),
        reason=row.reason,
    )


def due_view(row: ReportDue, *, now: datetime) -> DueView:
    incident = row.incident
    return DueView(
        label=DUES[DueKind(row.kind)],
        due_at=row.due_at,
        is_late=now > row.due_at,
        incident=incident.number if incident else None,
        code=incident.code if incident else "",
        place=incident.place_name if incident else (row.base.name if row.base else ""),
        report=row.report.number if row.report else None,
        reference=row.report.reference if row.report else "",
    )


def section_views(
    row: SituationReport,
    read: Read,
    found: Sequence[Found],
    *,
    mine: Mapping[str, str] | None = None,
) -> list[SectionView]:
    """Return the sentences by section; `mine` are texts that were not saved, by key."""
    by_section: dict[Section, list[SentenceView]] = {}
    for one in read.statements:
        shown = text_of(one, read.words)
        own = (mine or {}).get(one.key)
        view = SentenceView(
            key=one.key,
            text=shown if own is None else own,
            from_records=said(one, read.words) if one.text else "",
            is_comment=one.is_comment,
            is_row=bool(one.table) or one.is_carried,
            origin=ORIGINS[one.origin],
            sources=sources_of(one.sources[:SHOWN], row),
            n_more=max(0, len(one.sources) - SHOWN),
            doubts=[(DOUBTS[f.doubt], f.words) for f in found if f.key == one.key],
            theirs=shown if own is not None and own != shown else None,
        )
        by_section.setdefault(one.section, []).append(view)
    return [
        SectionView(section.value, read.words.of("section", section), sentences)
        for section, sentences in by_section.items()
    ]
