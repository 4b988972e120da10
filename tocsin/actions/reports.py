"""Edit a report, have it reviewed, and release it: never over somebody else's words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from tocsin.actions.report_bodies import body_of, body_text
from tocsin.actions.report_clock import settle_dues
from tocsin.actions.report_copies import hand_out
from tocsin.actions.report_drafts import keep_version
from tocsin.actions.report_heads import findings_of, head_of, opened
from tocsin.actions.report_periods import fresh_of
from tocsin.actions.sheet import Sheet
from tocsin.domain.ids import new_id
from tocsin.domain.problems import (
    REPORT_NOT_OPEN,
    REPORT_NOT_READY,
    REPORT_REASON,
    REPORT_SAME_PERSON,
    REPORT_STALE,
    Problem,
)
from tocsin.domain.report_words import Level, ReportKind, ReportState, Section
from tocsin.domain.reports.audiences import marking_of
from tocsin.domain.reports.checking import stops
from tocsin.domain.reports.compose import text_of
from tocsin.domain.reports.statements import Statement, in_order, redraw
from tocsin.domain.words import Priority
from tocsin.records.models import ReportRevision, SituationReport, User

WRITABLE = (ReportState.DRAFT, ReportState.REVIEW)


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants of one sentence: its words (empty: as generated), comment or fact."""

    text: str
    is_comment: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """A sentence of a person's own. What has no record behind it can only be a comment."""

    section: Section
    text: str
    is_comment: bool = True


@transaction.atomic
def edit_report(
    report: SituationReport,
    changes: Mapping[str, Change],
    *,
    version: int,
    by: User,
    at: datetime,
    added: Added | None = None,
) -> SituationReport:
    """Save a person's words. Raises Problem REPORT_STALE when somebody saved since `version`."""
    row = locked_report(report, version=version)
    read = opened(row)
    kept = [
        changed
        for one in read.statements
        if (changed := _changed(one, changes.get(one.key), text_of(one, read.words)))
    ]
    if added and added.text.strip():
        kept.append(
            Statement(
                f"own.{new_id()}", added.section, text=added.text.strip(),
                is_comment=added.is_comment, level=Level.HIGH,
            )
        )  # fmt: skip
    return save_sentences(row, in_order(kept), by=by, at=at, verb="report.edited")


@transaction.atomic
def refresh_report(
    report: SituationReport, *, version: int, by: User, at: datetime
) -> SituationReport:
    """Draw what is generated anew from the records; people's words stay."""
    row = locked_report(report, version=version)
    return save_sentences(
        row, redraw(body_of(row), fresh_of(row)), by=by, at=at, verb="report.refreshed"
    )


@transaction.atomic
def submit_report(report: SituationReport, *, by: User, at: datetime) -> None:
    """Hand a draft in: somebody else reviews it."""
    row = locked_report(report)
    row.state, row.submitted_at, row.submitted_by = ReportState.REVIEW.value, at, by
    _moved(row, by=by, at=at, verb="report.submitted")


@transaction.atomic
def return_report(report: SituationReport, *, by: User, at: datetime, reason: str) -> None:
    _put(report, ReportState.DRAFT, by=by, at=at, reason=reason, verb="report.returned")


@transaction.atomic
def drop_report(report: SituationReport, *, by: User, at: datetime, reason: str) -> None:
    """Say that a report is not needed. It stays with its number and the reason."""
    _put(report, ReportState.DROPPED, by=by, at=at, reason=reason, verb="report.dropped")


@transaction.atomic
def release_report(
    report: SituationReport, *, version: int, by: User, at: datetime
) -> SituationReport:
    """Release a report: checked once more, frozen with its hash, and what was owed is settled.

    Whoever wrote in it does not release it, but for a flash about a P1: that cannot wait.
    """
    row = locked_report(report, version=version)
    statements = body_of(row)
    kind = ReportKind(row.kind)
    found = [one for one in findings_of(row, statements, fresh_of(row)) if stops(kind, one)]
    if found:
        what = ", ".join(sorted({one.doubt.value for one in found}))
        raise Problem(REPORT_NOT_READY, report=row.reference, what=what)
    row.was_alone = _is_alone(row, by)
    if row.was_alone and not _may_go_alone(row):
        raise Problem(REPORT_SAME_PERSON, report=row.reference)
    row.state, row.released_at, row.released_by = ReportState.RELEASED.value, at, by
    row.digest = sha256(row.body.encode()).hexdigest()
    row.marking = marking_of(statements, head_of(row).about).value
    _moved(row, by=by, at=at, verb="report.released")
    settle_dues(row, at=at)
    hand_out(row, by=by, at=at)
    return row


def writers_of(row: SituationReport) -> set[object]:
    """Return the human beings who wrote in a report, whichever log-ins they used."""
    revisions = ReportRevision.objects.filter(report=row, by__isnull=False)
    return set(revisions.values_list("by__person", flat=True))


def _is_alone(row: SituationReport, by: User) -> bool:
    writers = writers_of(row)
    return by.person in writers


def _may_go_alone(row: SituationReport) -> bool:
    is_p1 = row.incident is not None and row.incident.priority == Priority.P1
    return row.kind == ReportKind.FLASH and is_p1


def _changed(one: Statement, change: Change | None, shown: str) -> Statement | None:
    """Return a sentence as a person wants it. Their own, emptied, is gone; a generated one cannot go."""
    if change is None:
        return one
    text = change.text.strip()
    if not text:
        return replace(one, text="", is_comment=False) if one.code else None
    if text == shown and change.is_comment == one.is_comment:
        return one
    return replace(one, text=text, is_comment=change.is_comment)


def locked_report(report: SituationReport, *, version: int | None = None) -> SituationReport:
    row = (
        SituationReport.objects.select_for_update(of=("self",))
        .select_related("incident__base", "incident__place", "incident__community", "base", "area")
        .get(pk=report.pk)
    )
    if row.state not in WRITABLE:
        raise Problem(REPORT_NOT_OPEN, report=row.reference, state=row.state)
    if version is not None and version != row.version:
        raise Problem(REPORT_STALE, report=row.reference)
    return row


def save_sentences(
    row: SituationReport, statements: list[Statement], *, by: User, at: datetime, verb: str
) -> SituationReport:
    body = body_text(statements)
    if body == row.body:
        return row
    row.body, row.version, row.edited_by = body, row.version + 1, by
    # Whoever reviews must see what was written last.
    row.state = ReportState.DRAFT.value
    row.save()
    keep_version(row, by=by, at=at)
    _note(row, by=by, at=at, verb=verb)
    return row


def _put(
    report: SituationReport, state: ReportState, *, by: User, at: datetime, reason: str, verb: str
) -> None:
    if not reason.strip():
        raise Problem(REPORT_REASON)
    row = locked_report(report)
    row.state, row.reason = state.value, reason
    _moved(row, by=by, at=at, verb=verb)


def _moved(row: SituationReport, *, by: User, at: datetime, verb: str) -> None:
    row.save()
    _note(row, by=by, at=at, verb=verb)


def _note(row: SituationReport, *, by: User, at: datetime, verb: str) -> None:
    sheet = Sheet(at=at, by=by)
    sheet.note(
        verb, row, incident=row.incident, reference=row.reference, issue=row.issue,
        version=row.version,
    )  # fmt: skip
    sheet.announce("report:all")
    sheet.write()
