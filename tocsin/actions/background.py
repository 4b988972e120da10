"""Write down what is known of an area: paragraphs with their source, which a change never overwrites."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.actions.promises import next_number
from tocsin.domain.background_words import Certainty, SheetPart
from tocsin.domain.problems import BACKGROUND_REASON, NOTE_ENDED, Problem
from tocsin.records.models import AreaNote, Base, User


@dataclass(frozen=True, slots=True)
class Known:
    """One paragraph: `source` says who says so, `as_of` on which day it was so."""

    part: SheetPart
    words: str
    source: str
    certainty: Certainty
    as_of: date


@transaction.atomic
def write_note(base: Base, known: Known, *, by: User | Actor, at: datetime) -> AreaNote:
    return _write(base, known, by=by, at=at, verb="area.noted")


@transaction.atomic
def change_note(old: AreaNote, known: Known, *, by: User, at: datetime) -> AreaNote:
    """Write a paragraph anew; the one before ends and stays readable."""
    before = _open_note(old)
    before.ended_at, before.ended_by = at, by
    before.save()
    return _write(before.base, known, by=by, at=at, verb="area.changed", replaces=before)


@transaction.atomic
def end_note(old: AreaNote, *, by: User, at: datetime, reason: str) -> None:
    """Take a paragraph off the sheet, with the reason."""
    if not reason.strip():
        raise Problem(BACKGROUND_REASON)
    row = _open_note(old)
    row.ended_at, row.ended_by, row.reason = at, by, reason.strip()
    row.save()
    note("area.ended", row, by=by, at=at, base=row.base.slug, number=row.number)


def _write(
    base: Base,
    known: Known,
    *,
    by: User | Actor,
    at: datetime,
    verb: str,
    replaces: AreaNote | None = None,
) -> AreaNote:
    row = AreaNote.objects.create(
        number=next_number(AreaNote),
        base=base,
        written_at=at,
        written_by=by if isinstance(by, User) else None,
        replaces=replaces,
        **asdict(known),
    )
    note(verb, row, by=by, at=at, base=base.slug, part=row.part, number=row.number)
    return row


def _open_note(old: AreaNote) -> AreaNote:
    rows = AreaNote.objects.select_for_update(of=("self",)).select_related("base")
    row = rows.get(pk=old.pk)
    if row.ended_at is not None:
        raise Problem(NOTE_ENDED, note=str(row))
    return row
