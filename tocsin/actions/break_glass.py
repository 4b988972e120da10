"""Release a P1 alone when nobody else can be found, and have it reviewed within the hour."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tocsin.actions.release_callers import ask_second_person
from tocsin.actions.release_cancel import draft_cancel
from tocsin.actions.releases import freeze, locked_release
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import (
    RELEASE_GLASS,
    RELEASE_REASON,
    RELEASE_SAME_REVIEWER,
    Problem,
)
from tocsin.domain.release_words import CancelReason, ReleaseState
from tocsin.domain.words import Priority
from tocsin.records.models import Release, User

REVIEW_WITHIN = timedelta(hours=1)
AFTERWARDS = (ReleaseState.APPROVED, ReleaseState.GIVEN, ReleaseState.HELD, ReleaseState.DROPPED)


@transaction.atomic
def break_glass(release: Release, *, by: User, at: datetime, reason: str) -> None:
    """Release alone, with a reason. The deny matrix and the linter hold as ever."""
    row = locked_release(release)
    if not settings.BREAK_GLASS:
        raise Problem(RELEASE_GLASS, why="the mission does not allow it")
    if row.priority != Priority.P1:
        raise Problem(RELEASE_GLASS, why=f"it is {row.priority}")
    if not reason.strip():
        raise Problem(RELEASE_REASON)
    row.is_break_glass, row.reason = True, reason
    row.broken_by, row.broken_person = by, by.person
    row.review_by = at + REVIEW_WITHIN
    row.drafted_person = row.drafted_by.person
    freeze(row, by=by, at=at, verb="release.glass_broken")
    sheet = Sheet(at=at, by=by)
    ask_second_person(sheet, row)
    sheet.write()


@transaction.atomic
def review_release(release: Release, *, by: User, at: datetime, was_right: bool) -> None:
    """Review a release that was made alone. One that was wrong is taken back at once."""
    row = locked_release(release, *AFTERWARDS)
    if not row.is_break_glass or row.reviewed_at is not None:
        return
    # By the people as they are known now: two log-ins may have been found to be one.
    made_it = {row.drafted_person, row.drafted_by.person, row.broken_person}
    made_it.add(row.broken_by.person if row.broken_by else None)
    if by.person in made_it:
        raise Problem(RELEASE_SAME_REVIEWER)
    row.reviewed_at, row.reviewed_by, row.reviewed_person = at, by, by.person
    row.was_right = was_right
    row.save()
    sheet = Sheet(at=at, by=by)
    sheet.note(
        "release.reviewed",
        row,
        incident=row.incident,
        release=row.number,
        was_right=was_right,
        in_time=row.review_by is None or at <= row.review_by,
    )
    if not was_right:
        draft_cancel(sheet, row.incident, row.addressee, by=by, reason=CancelReason.REVIEW)
    sheet.announce(f"incident:{row.incident.number}", "release:all")
    sheet.write()
