"""Reports by e-mail: queued with the release, claimed, written as letters, and what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from tocsin.actions.journal import ENGINE
from tocsin.actions.sheet import Sheet
from tocsin.domain.post_words import PostState
from tocsin.domain.problems import POST_NOT_FAILED, Problem
from tocsin.domain.report_words import Marking
from tocsin.domain.reports.posting import CLAIM_LASTS, is_within, next_try
from tocsin.records.models import ReportCopy, ReportPost, User

OPEN = (PostState.WAITING, PostState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one try. `failure` empty: the mail server said that it has it."""

    post: UUID
    failure: str = ""
    is_final: bool = False
    retry_after: timedelta | None = None


def queue_posts(copies: Iterable[ReportCopy], *, at: datetime) -> None:
    """Put the copies of readers who have an address on their way, with the release itself."""
    ReportPost.objects.bulk_create(
        ReportPost(
            copy=copy,
            address=copy.reader.address,
            carries=is_within(Marking(copy.marking), Marking(copy.reader.mailed_up_to)),
            send_at=at,
        )
        for copy in copies
        if copy.reader.address
    )


def post_correction(copies: Iterable[ReportCopy], *, at: datetime) -> None:
    """Let whoever was posted a copy have a letter that something in it was corrected since.

    The letter says no more than that: what was corrected is read, and confirmed, on the reader's page.
    """
    for post in ReportPost.objects.select_for_update().filter(copy__in=copies):
        post.state, post.tries, post.failure, post.send_at = PostState.WAITING.value, 0, "", at
        post.carries = False
        post.save()


@transaction.atomic
def claim_posts(*, at: datetime, most: int = 5) -> list[UUID]:
    """Take what is due. What an engine claimed and never spoke of again is taken once more."""
    ReportPost.objects.filter(state__in=OPEN, copy__reader__ended_at__isnull=False).update(
        state=PostState.STOPPED.value
    )
    is_due = Q(state=PostState.WAITING, send_at__lte=at) | Q(
        state=PostState.CLAIMED, claimed_at__lt=at - CLAIM_LASTS
    )
    rows = ReportPost.objects.select_for_update(skip_locked=True, of=("self",)).filter(is_due)
    found = [row.pk for row in rows.order_by("send_at")[:most]]
    ReportPost.objects.filter(pk__in=found).update(state=PostState.CLAIMED.value, claimed_at=at)
    return found


@transaction.atomic
def record_posts(tried: Sequence[Posted], *, at: datetime) -> None:
    """Write down what became of each try, and when the next one is."""
    rows = {row.pk: row for row in _locked([one.post for one in tried])}
    sheet = Sheet(at=at, by=ENGINE)
    for one in tried:
        row = rows[one.post]
        row.tries, row.failure = row.tries + 1, one.failure
        if not one.failure:
            row.state, row.sent_at = PostState.SENT.value, at
            _note(sheet, "report.posted", row)
        elif again := next_try(
            row.tries, now=at, is_final=one.is_final, retry_after=one.retry_after
        ):
            row.state, row.send_at = PostState.WAITING.value, again
        else:
            row.state = PostState.FAILED.value
            _note(sheet, "report.post_failed", row, failure=one.failure)
        row.save()
    sheet.announce("report:all")
    sheet.write()


@transaction.atomic
def post_again(post: ReportPost, *, by: User, at: datetime) -> None:
    """Try once more what was given up: a person put the address or the mail server right."""
    (row,) = _locked([post.pk])
    if row.state != PostState.FAILED:
        raise Problem(POST_NOT_FAILED)
    row.state, row.tries, row.failure, row.send_at = PostState.WAITING.value, 0, "", at
    row.address = row.copy.reader.address or row.address
    row.save()
    sheet = Sheet(at=at, by=by)
    _note(sheet, "report.post_again", row)
    sheet.write()


def _note(sheet: Sheet, verb: str, row: ReportPost, **facts: object) -> None:
    report = row.copy.report
    sheet.note(
        verb, row, incident=report.incident_id, reference=report.reference,
        audience=row.copy.audience, **facts,
    )  # fmt: skip


def _locked(keys: Sequence[UUID]) -> list[ReportPost]:
    return list(with_report().select_for_update(of=("self",)).filter(pk__in=keys))


def with_report() -> QuerySet[ReportPost]:
    """Return the letters with all that is said of their reports."""
    return ReportPost.objects.select_related(
        "copy__reader", "copy__report__base", "copy__report__area", "copy__report__incident__base",
        "copy__report__incident__place", "copy__report__incident__community",
    )  # fmt: skip
