"""Bring in who is where: places, bases, communities, focal points and responders, all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tocsin.actions.effects import announce
from tocsin.actions.journal import Actor, note
from tocsin.domain.phones import canonical
from tocsin.domain.places import PlaceRow
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import FILE_UNREADABLE
from tocsin.domain.words import BaseKind, DutyFunction, Language
from tocsin.formats.directory import Line, UnreadableList
from tocsin.records.models import Base, Community, Duty, FocalPoint, Place, Responder, User
from tocsin.records.sealed import hash_of


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were new and how many changed."""

    new: int
    changed: int


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
        update_fields=["name", "alternates", "lat", "lon", "territoire", "province", "pcode"],
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
    """Import one list. Nothing is written when one line is wrong: Problem names that line."""
    new = changed = 0
    for line in lines:
        try:
            is_new = _KINDS[kind](line, at)
        except UnreadableList as wrong:
            raise Problem(FILE_UNREADABLE, line=wrong.line, why=wrong.why) from None
        new, changed = new + is_new, changed + (not is_new)
    return _done(kind, Imported(new, changed), by=by, at=at, dry_run=dry_run)


def _done(
    kind: str, result: Imported, *, by: User | Actor, at: datetime, dry_run: bool
) -> Imported:
    if dry_run:
        transaction.set_rollback(True)
        return result
    first = Base.objects.order_by("pk").first() or Place.objects.order_by("pk").first()
    if first is not None:
        note("directory.imported", first, by=by, at=at, kind=kind, new=result.new)
    announce("wake:directory")
    return result


def _base(line: Line, at: datetime) -> bool:  # noqa: ARG001 - one shape for all kinds
    kind = _word(line, "kind", BaseKind)
    _, is_new = Base.objects.update_or_create(
        slug=line.text("slug"),
        defaults={
            "name": line.text("name"),
            "kind": kind,
            **_point(line),
            "languages": line.text("languages").split(),
        },
    )
    return is_new


def _community(line: Line, at: datetime) -> bool:  # noqa: ARG001
    _, is_new = Community.objects.update_or_create(
        code=line.text("code"),
        defaults={
            "name": line.text("name"),
            **_point(line),
            "base": _known_base(line),
            "territoire": line.text("territoire"),
            "province": line.text("province"),
            "languages": line.text("languages").split(),
        },
    )
    return is_new


def _focal_point(line: Line, at: datetime) -> bool:  # noqa: ARG001
    community = Community.objects.filter(code=line.text("community")).first()
    if community is None:
        raise UnreadableList(line.number, "community is unknown")
    number = _number(line)
    _free(line, FocalPoint, number)
    _, is_new = FocalPoint.objects.update_or_create(
        code=line.text("code"),
        defaults={
            "community": community,
            "name": line.text("name"),
            "number": number,
            "number_hash": hash_of(number),
            "language": _word(line, "language", Language),
            "is_silent": line.text("silent").lower() in {"1", "yes", "oui", "true"},
        },
    )
    return is_new


def _responder(line: Line, at: datetime) -> bool:
    base = _known_base(line)
    function = _word(line, "function", DutyFunction)
    number = _number(line)
    _free(line, Responder, number)
    person, is_new = Responder.objects.update_or_create(
        code=line.text("code"),
        defaults={
            "name": line.text("name"),
            "number": number,
            "number_hash": hash_of(number),
            "base": base,
            "language": _word(line, "language", Language),
            "radio_call_sign": line.text("call_sign"),
        },
    )
    if not Duty.objects.filter(responder=person, function=function, until=None).exists():
        Duty.objects.create(
            base=base, function=function, responder=person, since=at, accepted_at=at
        )
    return is_new


_KINDS: Mapping[str, Callable[[Line, datetime], bool]] = {
    "bases": _base,
    "communities": _community,
    "focal-points": _focal_point,
    "responders": _responder,
}


def _point(line: Line) -> dict[str, float]:
    return {
        "lat": line.number_of("lat", least=-90, most=90),
        "lon": line.number_of("lon", least=-180, most=180),
    }


def _known_base(line: Line) -> Base:
    base = Base.objects.filter(slug=line.text("base")).first()
    if base is None:
        raise UnreadableList(line.number, "base is unknown")
    return base


def _number(line: Line) -> str:
    phone = canonical(line.text("number"))
    if not phone.valid:
        raise UnreadableList(line.number, "number is no phone number")
    return phone.value


def _free(line: Line, people: type[FocalPoint] | type[Responder], number: str) -> None:
    others = people.objects.filter(number_hash=hash_of(number)).exclude(code=line.text("code"))
    if others.exists():
        raise UnreadableList(line.number, "number belongs to somebody else already")


def _word(line: Line, column: str, words: type[BaseKind | DutyFunction | Language]) -> str:
    try:
        return words(line.text(column)).value
    except ValueError:
        known = ", ".join(word.value for word in words)
        raise UnreadableList(line.number, f"{column} is none of {known}") from None


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
    )
