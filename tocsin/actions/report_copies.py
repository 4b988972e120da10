"""Hand copies of a released report to its readers, and take their receipts and questions."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.journal import Actor
from tocsin.actions.report_heads import opened
from tocsin.actions.report_posts import queue_posts
from tocsin.actions.report_texts import queue_texts, stop_texts
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import COPY_UNKNOWN, REPORT_READER_TAKEN, Problem
from tocsin.domain.report_words import Audience, Marking, ReportKind
from tocsin.domain.reports.distribution import Listed, readers_of
from tocsin.records.models import Area, ReportCopy, ReportReader, SituationReport, User
from tocsin.records.queries.report_office import area_parts


@transaction.atomic
def add_reader(
    *,
    title: str,
    audience: Audience,
    kinds: list[ReportKind],
    user: User,
    by: User | Actor,
    at: datetime,
    area: Area | None = None,
    language: str = "fr",
    most: Marking = Marking.STRICTLY_CONFIDENTIAL,
    address: str = "",
    mailed_up_to: Marking = Marking.UNCLASSIFIED,
    number: str = "",
    call_sign: str = "",
) -> ReportReader:
    """Put a function on the distribution list. It gets what is released from now on."""
    if ReportReader.objects.filter(title=title, ended_at=None).exists():
        raise Problem(REPORT_READER_TAKEN)
    row = ReportReader.objects.create(
        title=title, audience=audience.value, kinds=[kind.value for kind in kinds], user=user,
        area=area, language=language, added_at=at, most=most.value, address=address.strip(),
        mailed_up_to=mailed_up_to.value, number=number, call_sign=call_sign,
    )  # fmt: skip
    sheet = Sheet(at=at, by=by)
    sheet.note("reader.added", row, audience=row.audience, kinds=row.kinds, most=row.most)
    sheet.write()
    return row


@transaction.atomic
def end_reader(row: ReportReader, *, by: User, at: datetime) -> None:
    """Send them nothing new; what they got stays readable."""
    ReportReader.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at)
    stop_texts(row.copies.all(), at=at)
    sheet = Sheet(at=at, by=by)
    sheet.note("reader.ended", row, audience=row.audience)
    sheet.write()


def hand_out(row: SituationReport, *, by: User, at: datetime) -> int:
    """Make the copies of a report that is being released: the list is frozen with it."""
    read = opened(row)
    listed = {one.pk: one for one in ReportReader.objects.filter(ended_at=None)}
    marked = {
        one: read.composed(one).level for one in {Audience(row.audience) for row in listed.values()}
    }
    wanted = [
        Listed(
            one.pk, Audience(one.audience), one.kinds, _areas(one),
            marked[Audience(one.audience)], Marking(one.most),
        )
        for one in listed.values()
    ]  # fmt: skip
    area = row.area_id or (row.base.area_id if row.base else None)
    chosen = readers_of(wanted, ReportKind(row.kind), area, read.head.about)
    rows = [
        ReportCopy(
            report=row,
            reader=listed[key],
            audience=listed[key].audience,
            marking=marked[Audience(listed[key].audience)].value,
            language=listed[key].language,
            made_at=at,
        )
        for key in chosen
    ]
    ReportCopy.objects.bulk_create(rows)
    queue_posts(rows, at=at)
    queue_texts(rows, by=by, at=at)
    return len(rows)


@transaction.atomic
def open_copy(copy: ReportCopy, *, by: User, at: datetime) -> None:
    """Write down that it was opened, and by whom. The first time counts."""
    row = _locked(copy, by)
    if row.opened_at is None:
        row.opened_at = at
        row.save(update_fields=["opened_at"])
        _note("report.opened", row, by=by, at=at)


@transaction.atomic
def confirm_copy(copy: ReportCopy, *, by: User, at: datetime, question: str = "") -> None:
    """Take the receipt of a reader, of corrections too, with a question back if they have one."""
    row = _locked(copy, by)
    row.opened_at = row.opened_at or at
    row.received_at = row.received_at or at
    if asked := question.strip():
        _ask(row, asked)
    row.save()
    row.corrections.filter(seen_at=None).update(seen_at=at)
    _note("report.received", row, by=by, at=at, has_question=bool(question.strip()))


@transaction.atomic
def answer_copy(copy: ReportCopy, *, by: User, at: datetime, answer: str) -> None:
    """Answer a reader's question."""
    row = ReportCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
    row.answer, row.answered_at, row.answered_by = answer.strip(), at, by
    row.save()
    _note("report.answered", row, by=by, at=at)


def _ask(row: ReportCopy, asked: str) -> None:
    """Put a question below those before it; what was answered stays between them, and the new one is open."""
    before = (row.question, f"→ {row.answer}" if row.answer else "")
    row.question = "\n".join(one for one in (*before, asked) if one)
    row.answer, row.answered_at, row.answered_by = "", None, None


def _locked(copy: ReportCopy, by: User) -> ReportCopy:
    rows = ReportCopy.objects.select_for_update(of=("self",)).select_related("report", "reader")
    row = rows.filter(pk=copy.pk, reader__user=by).first()
    if row is None:
        raise Problem(COPY_UNKNOWN)
    return row


def _areas(reader: ReportReader) -> list[UUID] | None:
    return None if reader.area is None else list(area_parts(reader.area))


def _note(verb: str, row: ReportCopy, *, by: User, at: datetime, **facts: object) -> None:
    sheet = Sheet(at=at, by=by)
    sheet.note(
        verb, row, incident=row.report.incident_id, reference=row.report.reference,
        audience=row.audience, **facts,
    )  # fmt: skip
    sheet.announce("report:all")
    sheet.write()
