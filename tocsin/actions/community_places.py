"""A community comes in, or is moved: its name, its place, its base; each with its line in the log book."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tocsin.actions.communities import PLACE, keep_version, network_lines, profile_of
from tocsin.actions.effects import announce
from tocsin.actions.journal import note
from tocsin.actions.place_names import MADE_BY_US
from tocsin.domain.community_places import Doubted, Spot, code_from, doubts_of
from tocsin.domain.folding import fold_name
from tocsin.domain.problems import Problem
from tocsin.domain.problems.network import BASE_CLOSED, COMMUNITY_CODE_TAKEN, STALE
from tocsin.records.models import Base, Community, Place, User

LOCK = 0x70C59  # two people who enter the same village at once: the second sees the first
NEAR = 0.1  # degrees: a name of the gazetteer as near as this is the community's
AROUND = 0.2  # degrees in which another entry of the same village is looked for


@dataclass(frozen=True, slots=True)
class Home:
    """Where a community lies, what it is called, and which base answers for it."""

    name: str
    lat: float
    lon: float
    base: Base
    territoire: str = ""
    province: str = ""
    pcode: str = ""


class LooksWrong(Exception):
    """Nothing was written: a person must look at these first, or say that it is right."""

    def __init__(self, doubts: Sequence[Doubted]) -> None:
        super().__init__("looks wrong")
        self.doubts = doubts


@transaction.atomic
def add_community(
    home: Home,
    *,
    code: str = "",
    about: dict[str, Any] | None = None,
    is_sure: bool = False,
    by: User,
    at: datetime,
) -> Community:
    """Take a community in, in the area of its base; an empty code is made of its name.

    Raises LooksWrong unless somebody `is_sure`, and Problem for a code that is taken. Readers know its
    name from then on.
    """
    _one_at_a_time()
    base = _open_base(home)
    taken = set(Community.objects.values_list("code", flat=True))
    if code in taken:
        raise Problem(COMMUNITY_CODE_TAKEN, code=code)
    _look_twice(home, base, is_sure=is_sure)
    row = Community(
        code=code or code_from(home.name, taken), area=base.area, **_fields(home), **(about or {})
    )
    row.save(force_insert=True)
    _name_in_gazetteer(row)
    note("community.added", row, by=by, at=at, code=row.code, base=base.slug, sure=is_sure)
    announce("wake:directory", "wake:places", "wake:learning")
    return row


@transaction.atomic
def move_community(
    community: Community,
    home: Home,
    *,
    version: int,
    reason: str,
    is_sure: bool = False,
    by: User,
    at: datetime,
) -> Community:
    """Correct where it lies or what it is called, or give it to another base; the version before stays.

    What is under way keeps the base that it has. Raises as `add_community` does, and Problem STALE
    when somebody else changed it meanwhile.
    """
    _one_at_a_time()
    base = _open_base(home)
    row = Community.objects.select_for_update(of=("self",)).get(pk=community.pk)
    if row.version != version:
        raise Problem(STALE)
    before = profile_of(row)
    changed = [name for name, value in _fields(home).items() if before[name] != value]
    if not changed:
        return row
    _look_twice(home, base, is_sure=is_sure, but=row)
    keep_version(row, before, network_lines(row), changed, reason=reason, by=by, at=at)
    for name, value in _fields(home).items():
        setattr(row, name, value)
    row.area = base.area
    row.save()
    _name_in_gazetteer(row)
    note(
        "community.moved", row, by=by, at=at, code=row.code, fields=changed,
        base=base.slug, was=before["base"].slug, version=row.version,
    )  # fmt: skip
    announce("wake:directory", "wake:places", "wake:learning")
    return row


def _fields(home: Home) -> dict[str, Any]:
    return {name: getattr(home, name) for name in PLACE}


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def _open_base(home: Home) -> Base:
    # A base that is being closed waits for us, or we see that it is.
    base = Base.objects.select_for_update(of=("self",)).select_related("area").get(pk=home.base.pk)
    if base.closed_at is not None:
        raise Problem(BASE_CLOSED)
    return base


def _look_twice(home: Home, base: Base, *, is_sure: bool, but: Community | None = None) -> None:
    if is_sure:
        return
    found = Community.objects.filter(
        lat__range=(home.lat - AROUND, home.lat + AROUND),
        lon__range=(home.lon - AROUND, home.lon + AROUND),
    )
    near = found.exclude(pk=but.pk) if but else found
    doubts = doubts_of(
        Spot(home.name, home.lat, home.lon),
        base=Spot(base.name, base.lat, base.lon),
        others=[Spot(one.name, one.lat, one.lon) for one in near],
    )
    if doubts:
        raise LooksWrong(doubts)


def _name_in_gazetteer(row: Community) -> None:
    """A village that a warning names must be found on the map, also one that no gazetteer lists."""
    ours = f"{MADE_BY_US}{row.pk}"
    near = Place.objects.filter(
        lat__range=(row.lat - NEAR, row.lat + NEAR),
        lon__range=(row.lon - NEAR, row.lon + NEAR),
        ended_at=None,
    ).exclude(source_id=ours)
    folded = fold_name(row.name)
    is_known = any(folded in map(fold_name, (one.name, *one.alternates)) for one in near)
    facts = {
        name: getattr(row, name)
        for name in ("name", "lat", "lon", "territoire", "province", "pcode")
    }
    if not is_known or Place.objects.filter(source_id=ours).exists():
        Place.objects.update_or_create(source_id=ours, defaults=facts)
