"""Warning signs as pages show them: a sign as it stands, a sign to tick, a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from tocsin.console.signs.words import CHANGES, group_words, sign_words
from tocsin.domain.sign_words import SignGroup
from tocsin.domain.signs import Picture, SignNow, all_signs
from tocsin.records.models import LocalSign, SignRound


@dataclass(frozen=True, slots=True)
class SignView:
    """One sign as it stands."""

    code: str
    words: str
    change: str
    change_label: str | Promise
    is_active: bool
    places: str
    last_at: datetime
    weight: int


@dataclass(frozen=True, slots=True)
class PictureView:
    """The signs of a base with their sum, which is never shown alone."""

    signs: Sequence[SignView]
    total: float
    before: float
    looked_at: datetime | None
    is_old: bool


@dataclass(frozen=True, slots=True)
class TickView:
    """A sign on the list to tick. `is_active`: ask whether it is still there."""

    code: str
    words: str
    weight: int
    is_active: bool
    chosen: str


@dataclass(frozen=True, slots=True)
class GroupView:
    code: str
    name: str
    signs: Sequence[TickView]


@dataclass(frozen=True, slots=True)
class RoundView:
    at: datetime
    place: str
    by: str
    seen: str
    gone: str
    note: str


def picture_view(picture: Picture, local: Mapping[str, str], *, old: datetime) -> PictureView:
    """Return a picture; a last look before `old` is said to be old."""
    return PictureView(
        signs=[_sign(one, local) for one in picture.signs],
        total=picture.total,
        before=picture.before,
        looked_at=picture.looked_at,
        is_old=picture.looked_at is None or picture.looked_at < old,
    )


def group_views(
    picture: Picture, own: Sequence[LocalSign], chosen: Mapping[str, str]
) -> list[GroupView]:
    """Return the list to tick, with what was chosen before a mistake was found."""
    active = {one.code for one in picture.active}
    rows = [
        (one.group, one.code, sign_words(one.code, {}), one.weight) for one in all_signs().values()
    ]
    rows += [(SignGroup.LOCAL, str(one), one.words, one.weight) for one in own]
    return [
        GroupView(
            group.value,
            name,
            [
                TickView(code, words, weight, code in active, chosen.get(code, ""))
                for of, code, words, weight in rows
                if of is group
            ],
        )
        for group, name in group_words().items()
        if any(of is group for of, *_ in rows)
    ]


def round_view(row: SignRound) -> RoundView:
    looks = list(row.looks.all())
    return RoundView(
        at=row.looked_at,
        place=row.community.name if row.community else "",
        by=row.recorded_by.name if row.recorded_by else row.via,
        seen=" ".join(sorted(one.sign for one in looks if one.is_seen)),
        gone=" ".join(sorted(one.sign for one in looks if not one.is_seen)),
        note=row.note,
    )


def _sign(one: SignNow, local: Mapping[str, str]) -> SignView:
    return SignView(
        code=one.code,
        words=sign_words(one.code, local),
        change=one.change.value,
        change_label=CHANGES[one.change],
        is_active=one.is_active,
        places=", ".join(one.places),
        last_at=one.last_at,
        weight=one.weight,
    )
