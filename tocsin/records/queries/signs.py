"""Warning signs as they stand for a base, a field office or the mission, at any time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tocsin.domain.reports.signs import Signs
from tocsin.domain.signs import FADES_AFTER, LOCAL, WEEK, Look, Picture, picture_of
from tocsin.records.models import Base, LocalSign, SignLook, SignRound
from tocsin.records.queries.report_office import Office

# What can still matter: a week ago a sign weighed by what was seen up to two weeks before.
REACH = FADES_AFTER + WEEK


def picture(office: Office, *, at: datetime) -> Picture:
    """Return the signs of an office. Within a base the places are communities, above it bases."""
    rounds = SignRound.objects.filter(office.bases(), looked_at__lte=at, struck_at=None)
    last = rounds.order_by("-looked_at").values_list("looked_at", flat=True).first()
    looks = [look for _, look in _keyed(office.bases("round__base"), at)]
    return picture_of(looks, now=at, looked_at=last, by_base=office.base is None)


def signs_of(office: Office, *, at: datetime) -> Signs:
    """Return the signs of an office as reports say them."""
    source = f"signs:{office.base.slug}" if office.base else "register:signs"
    return Signs(picture(office, at=at), local_words(office.bases()), source)


def pictures(bases: Collection[Base], *, at: datetime) -> Mapping[UUID, Picture]:
    """Return the signs of several bases, in three questions."""
    found: dict[UUID, list[Look]] = {base.pk: [] for base in bases}
    for key, look in _keyed(Q(round__base__in=found), at):
        found[key].append(look)
    rounds = SignRound.objects.filter(base__in=found, looked_at__lte=at, struck_at=None).order_by(
        "looked_at"
    )
    last: dict[UUID, datetime] = dict(rounds.values_list("base", "looked_at"))
    return {key: picture_of(looks, now=at, looked_at=last.get(key)) for key, looks in found.items()}


def local_words(bases: Q) -> Mapping[str, str]:
    """Return the words of the signs that bases added, by their codes."""
    return {str(row): row.words for row in LocalSign.objects.filter(bases)}


def rounds_of(base: Base) -> QuerySet[SignRound]:
    """Return the looks at a base, the latest first."""
    rows = SignRound.objects.filter(base=base, struck_at=None).select_related(
        "community", "recorded_by"
    )
    return rows.prefetch_related("looks").order_by("-looked_at", "-recorded_at")


def _keyed(where: Q, at: datetime) -> list[tuple[UUID, Look]]:
    weights = {
        f"{LOCAL}{number}": weight
        for number, weight in LocalSign.objects.values_list("number", "weight")
    }
    rows = SignLook.objects.filter(
        where, round__struck_at=None, round__looked_at__gt=at - REACH, round__looked_at__lte=at
    ).values_list(
        "round__base", "sign", "is_seen", "round__looked_at", "round__base__name",
        "round__community__name",
    )  # fmt: skip
    return [
        (key, Look(sign, is_seen, looked, base, place or "", weights.get(sign, 0)))
        for key, sign, is_seen, looked, base, place in rows
    ]
