"""Keep the list of those outside the mission whom a release may go to."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.domain.problems import ADDRESSEE_TAKEN, Problem
from tocsin.records.models import Addressee, Area, Place, User


@transaction.atomic
def add_addressee(
    *,
    by: User | Actor,
    at: datetime,
    slug: str,
    title: str,
    kind: str,
    language: str,
    means: str,
    actors: Sequence[str] = (),
    area: Area | None = None,
    place: Place | None = None,
    number: str = "",
    email: str = "",
    call_sign: str = "",
) -> Addressee:
    """Add an addressee. Its addresses are sealed; the log book says only of what kind it is."""
    if Addressee.objects.filter(slug=slug).exists():
        raise Problem(ADDRESSEE_TAKEN, slug=slug)
    row = Addressee.objects.create(
        slug=slug,
        title=title,
        kind=kind,
        actors=list(actors),
        area=area,
        place=place,
        language=language,
        means=means,
        number=number,
        email=email,
        call_sign=call_sign,
    )
    note("addressee.added", row, by=by, at=at, kind=kind, actors=list(actors))
    return row


@transaction.atomic
def place_addressee(row: Addressee, *, by: User, at: datetime, place: Place | None) -> None:
    """Write down where an addressee lies, so that planning can say how far it is."""
    if row.place == place:
        return
    row.place = place
    row.save(update_fields=["place"])
    note("addressee.placed", row, by=by, at=at, place=place.source_id if place else "")


@transaction.atomic
def end_addressee(row: Addressee, *, by: User, at: datetime) -> None:
    """End an addressee: nothing new is drafted for it. What it was told can still be taken back."""
    if row.ended_at is not None:
        return
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    note("addressee.ended", row, by=by, at=at)
