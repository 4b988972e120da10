"""Bring in who is where: places, bases, communities, focal points and responders, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tocsin.actions.effects import announce
from tocsin.actions.journal import Actor, note
from tocsin.actions.lists import KINDS
from tocsin.domain.place_rows import PlaceRow
from tocsin.formats.directory import Line, Wrong, wrong_of
from tocsin.records.models import Base, Place, User


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were new and how many changed; or all that is wrong, and nothing was written."""

    new: int
    changed: int
    wrong: tuple[Wrong, ...] = ()


@transaction.atomic
def import_places(
    rows: Sequence[PlaceRow], *, by: User | Actor, at: datetime, dry_run: bool = False
) -> Imported:
    """Add places to the gazetteer, or change those known by the same id. Readers load them anew."""
    known = set(Place.objects.values_list("source_id", flat=True))
    fresh = {row.place_id: row for row in rows}
    Place.objects.bulk_create(
        [_place(row) for row in fresh.values()],
        update_conflicts=True,
        unique_fields=["source_id"],
        update_fields=[
            "name",
            "alternates",
            "lat",
            "lon",
            "territoire",
            "province",
            "pcode",
            "within",
            "codes",
        ],
        batch_size=2000,
    )
    changed = len(known & fresh.keys())
    return _done(
        "gazetteer", Imported(len(fresh) - changed, changed), by=by, at=at, dry_run=dry_run
    )


@transaction.atomic
def import_list(
    kind: str,
    lines: Sequence[Line],
    *,
    by: User | Actor,
    at: datetime,
    dry_run: bool = False,
) -> Imported:
    """Import one list. Nothing is written when one cell is wrong: `wrong` then names every one."""
    new = KINDS[kind](lines, at)
    if wrong := wrong_of(lines):
        transaction.set_rollback(True)
        return Imported(0, 0, tuple(wrong))
    return _done(kind, Imported(new, len(lines) - new), by=by, at=at, dry_run=dry_run)


def _done(
    kind: str, result: Imported, *, by: User | Actor, at: datetime, dry_run: bool
) -> Imported:
    if dry_run:
        transaction.set_rollback(True)
        return result
    first = Base.objects.order_by("pk").first() or Place.objects.order_by("pk").first()
    if first is not None:
        note("directory.imported", first, by=by, at=at, kind=kind, new=result.new)
    announce("wake:directory", "wake:places")
    return result


def _place(row: PlaceRow) -> Place:
    return Place(
        source_id=row.place_id,
        name=row.name,
        alternates=list(row.alternates),
        lat=row.lat,
        lon=row.lon,
        territoire=row.territoire,
        province=row.province,
        pcode=row.pcode,
        within=list(row.within),
        codes=list(row.codes),
    )
