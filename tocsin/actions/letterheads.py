"""Letterheads: taken in when they are inert, put to use, put aside; and which one a report goes on."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.actions.promises import next_number
from tocsin.domain.problems import LETTERHEAD_FAULTY, LETTERHEAD_NOT_INSTALLED, Problem
from tocsin.formats.letterhead import faults_of, is_installed
from tocsin.records.models import Area, Base, Letterhead, User
from tocsin.records.queries.report_office import Office


@transaction.atomic
def add_letterhead(
    office: Office, title: str, content: bytes, *, by: User | Actor, at: datetime
) -> Letterhead:
    """Take a template in. It is not in use before somebody looked at it and said so."""
    if not is_installed():
        raise Problem(LETTERHEAD_NOT_INSTALLED)
    if faults := faults_of(content):
        said = ", ".join(f"{one.fault.value} {one.words}".strip() for one in faults)
        raise Problem(LETTERHEAD_FAULTY, faults=said[:300])
    row = Letterhead.objects.create(
        number=next_number(Letterhead),
        title=title.strip(),
        base=office.base,
        area=office.area,
        content=content,
        digest=sha256(content).hexdigest(),
        added_at=at,
        added_by=by if isinstance(by, User) else None,
    )
    note("letterhead.added", row, by=by, at=at, number=row.number, digest=row.digest)
    return row


@transaction.atomic
def use_letterhead(row: Letterhead, *, by: User | Actor, at: datetime) -> None:
    """Put it to use instead of the one of the same place."""
    here = Letterhead.objects.select_for_update().filter(base=row.base, area=row.area)
    here.exclude(pk=row.pk).filter(used_since__isnull=False).update(used_since=None)
    if here.filter(pk=row.pk, used_since=None).update(used_since=at):
        note("letterhead.used", row, by=by, at=at, number=row.number)


@transaction.atomic
def put_letterhead_aside(row: Letterhead, *, by: User | Actor, at: datetime) -> None:
    """Use it no more: what is above this place counts here again, or our own paper."""
    if Letterhead.objects.filter(pk=row.pk, used_since__isnull=False).update(used_since=None):
        note("letterhead.put_aside", row, by=by, at=at, number=row.number)


def letterhead_for(base: Base | None, area: Area | None) -> Letterhead | None:
    """Return the nearest in use: of the base, of an area around it, of the mission."""
    rows = {
        (row.base_id, row.area_id): row
        for row in Letterhead.objects.filter(used_since__isnull=False).defer("content")
    }
    if base and (base.pk, None) in rows:
        return rows[base.pk, None]
    around = area or (base.area if base else None)
    while rows and around is not None:
        if (None, around.pk) in rows:
            return rows[None, around.pk]
        around = around.parent
    return rows.get((None, None))
