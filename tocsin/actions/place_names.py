"""A person adds a name of a place from a message: another name of a known place, or a new point."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.effects import announce
from tocsin.actions.journal import note
from tocsin.domain.folding import fold_name
from tocsin.domain.problems import Problem
from tocsin.domain.problems.learning import (
    PLACE_NAME_EMPTY,
    PLACE_NAME_KNOWN,
    PLACE_NAME_UNDONE,
)
from tocsin.records.models import Message, Place, PlaceName, User

MADE_BY_US = "mission:"


@transaction.atomic
def add_place_name(
    message: Message,
    *,
    name: str,
    by: User,
    at: datetime,
    place: Place | None = None,
    point: tuple[float, float] | None = None,
) -> PlaceName:
    """Give a known place another name, or make a new place at a point (lat, lon); one of the two is given.

    Readers know it within a second. Raises Problem for a name without letters, or one that the place has.
    """
    name = " ".join(name.split())
    if sum(letter.isalpha() for letter in name) < 2 or not fold_name(name):
        raise Problem(PLACE_NAME_EMPTY)
    if place is not None and _has_name(place, name):
        raise Problem(PLACE_NAME_KNOWN)
    row = PlaceName(
        place=place or _new_place(name, point or (0.0, 0.0), near=message),
        name=name,
        is_new_place=place is None,
        message=message,
        by=by,
        at=at,
    )
    row.save(force_insert=True)
    note("place_name.added", row, by=by, at=at, place=row.place.source_id, new=row.is_new_place)
    announce("wake:learning", f"message:{message.pk}")
    return row


@transaction.atomic
def undo_place_name(row: PlaceName, *, by: User, at: datetime) -> None:
    """Take a name back: no reader uses it any more. A place made with it ends, and is not deleted."""
    row = PlaceName.objects.select_for_update(of=("self",)).select_related("place").get(pk=row.pk)
    if row.undone_at is not None:
        raise Problem(PLACE_NAME_UNDONE)
    row.undone_at, row.undone_by = at, by
    row.save(update_fields=["undone_at", "undone_by"])
    if row.is_new_place:
        Place.objects.filter(pk=row.place_id).update(ended_at=at)
        PlaceName.objects.filter(place=row.place, undone_at=None).update(undone_at=at, undone_by=by)
    note("place_name.undone", row, by=by, at=at, place=row.place.source_id)
    announce("wake:learning", f"message:{row.message_id}")


def _has_name(place: Place, name: str) -> bool:
    added = place.added_names.filter(undone_at=None)
    names = [place.name, *place.alternates, *(one.name for one in added)]
    return fold_name(name) in {fold_name(one) for one in names}


def _new_place(name: str, point: tuple[float, float], *, near: Message) -> Place:
    home = near.focal_point.community if near.focal_point else None
    place = Place(
        name=name,
        lat=point[0],
        lon=point[1],
        territoire=home.territoire if home else "",
        province=home.province if home else "",
    )
    place.source_id = f"{MADE_BY_US}{place.pk}"
    place.save(force_insert=True)
    return place
