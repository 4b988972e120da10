"""What reports say of warning signs: the sum never without the list behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tocsin.domain.report_words import Level, Section
from tocsin.domain.reports.statements import Fields, Statement
from tocsin.domain.sign_words import SignChange
from tocsin.domain.signs import Picture, SignNow

MOST = 20


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of an office at a time; `local` are the words of the signs that bases added."""

    picture: Picture = field(default_factory=Picture)
    local: Mapping[str, str] = field(default_factory=dict)
    source: str = "register:signs"

    def fields_of(self, one: SignNow) -> Fields:
        """Return a sign as a sentence has it. Words of people are in `what`, which the check reads."""
        is_local = one.code in self.local
        return {
            "code": one.code, "sign": "" if is_local else one.code,
            "what": self.local.get(one.code, ""), "change": one.change.value,
            "places": ", ".join(one.places), "at": one.last_at.isoformat(), "weight": one.weight,
        }  # fmt: skip


def sign_statements(signs: Signs, *, most: int = MOST) -> Iterable[Statement]:
    """Return the sum with its list, what is new first; that nobody looked is said as well."""
    picture, here = signs.picture, Section.SIGNS
    if not picture.signs:
        yield _nothing(signs)
        return
    yield Statement(
        "signs.total", here, "signs.total",
        {
            "n": len(picture.active), "total": picture.total, "before": picture.before,
            "at": picture.looked_at.isoformat() if picture.looked_at else "",
        },
        (signs.source,),
    )  # fmt: skip
    shown = _in_order(picture)
    for one in shown[:most]:
        yield Statement(
            f"signs.{one.code}", here, "row.signs", signs.fields_of(one), (signs.source,)
        )
    if len(shown) > most:
        more = {"n": len(shown) - most}
        yield Statement("signs.more", here, "signs.more", more, (signs.source,))


def new_signs(signs: Signs, *, since: datetime) -> Iterable[Statement]:
    """Return the signs first seen in the period of a daily."""
    for one in signs.picture.signs:
        if one.change is SignChange.NEW and one.last_at >= since:
            yield Statement(
                f"threats.sign.{one.code}",
                Section.THREATS,
                "daily.sign",
                signs.fields_of(one),
                (signs.source,),
            )


def signs_of_flash(picture: Picture, about: tuple[str, ...]) -> Iterable[Statement]:
    """Return the signs that were known around an incident: codes of the list, no words of people."""
    codes = [one.code for one in picture.active if one.code[0] != "L"][:6]
    if codes:
        yield Statement(
            "background.signs", Section.BACKGROUND, "flash.signs", {"signs": codes}, about[:1],
            Level.HIGH,
        )  # fmt: skip


def _nothing(signs: Signs) -> Statement:
    looked_at = signs.picture.looked_at
    if looked_at is None:
        return Statement("signs.nobody", Section.SIGNS, "signs.nobody", {}, (signs.source,))
    return Statement(
        "signs.none", Section.SIGNS, "signs.none", {"at": looked_at.isoformat()}, (signs.source,)
    )


def _in_order(picture: Picture) -> list[SignNow]:
    order = (SignChange.NEW, SignChange.STILL, SignChange.GONE, SignChange.FADED)
    return sorted(picture.signs, key=lambda one: (order.index(one.change), -one.strength))
