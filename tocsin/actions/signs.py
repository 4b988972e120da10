"""Tick warning signs: what was seen in an area, what is there no more, and signs of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import Actor
from tocsin.actions.promises import next_number
from tocsin.actions.sheet import Sheet
from tocsin.domain.problems import SIGN_BOTH_WAYS, SIGN_ELSEWHERE, SIGN_UNKNOWN, Problem
from tocsin.domain.signs import LOCAL, all_signs
from tocsin.records.models import (
    Base,
    Community,
    LocalSign,
    Message,
    Responder,
    SignLook,
    SignRound,
    User,
)


@dataclass(frozen=True, slots=True)
class Ticked:
    """One look at the list. Without a community it speaks of the whole base."""

    base: Base
    looked_at: datetime
    seen: Collection[str] = ()
    gone: Collection[str] = ()
    community: Community | None = None
    note: str = ""
    via: str = "page"
    message: Message | None = None  # the coded text that said so


@transaction.atomic
def tick_signs(ticked: Ticked, *, by: User | Responder | Actor, at: datetime) -> SignRound:
    """Write a look down. One that found nothing is worth a row: nobody need ask whether anybody looked."""
    _check(ticked)
    row = SignRound.objects.create(
        base=ticked.base,
        community=ticked.community,
        looked_at=ticked.looked_at,
        recorded_at=at,
        recorded_by=by if isinstance(by, User) else None,
        via=ticked.via,
        message=ticked.message,
        note=ticked.note.strip(),
    )
    SignLook.objects.bulk_create(
        SignLook(round=row, sign=code, is_seen=is_seen)
        for codes, is_seen in ((ticked.seen, True), (ticked.gone, False))
        for code in sorted(set(codes))
    )
    sheet = Sheet(at=at, by=by)
    sheet.note(
        "signs.ticked", row, happened_at=ticked.looked_at, base=ticked.base.slug,
        community=ticked.community.code if ticked.community else "", seen=sorted(ticked.seen),
        gone=sorted(ticked.gone), via=ticked.via,
    )  # fmt: skip
    sheet.write()
    return row


@transaction.atomic
def strike_round(row: SignRound, *, by: Responder | Actor, at: datetime) -> None:
    """Take a look back: it counts no more, and the log book keeps that it was."""
    if SignRound.objects.filter(pk=row.pk, struck_at=None).update(struck_at=at):
        sheet = Sheet(at=at, by=by)
        sheet.note("signs.struck", row, base=row.base.slug)
        sheet.write()


@transaction.atomic
def add_local_sign(
    base: Base, words: str, weight: int, *, by: User | Actor, at: datetime
) -> LocalSign:
    row = LocalSign.objects.create(
        number=next_number(LocalSign),
        base=base,
        words=words.strip(),
        weight=weight,
        added_at=at,
        added_by=by if isinstance(by, User) else None,
    )
    sheet = Sheet(at=at, by=by)
    sheet.note("signs.added", row, base=base.slug, sign=str(row), weight=weight)
    sheet.write()
    return row


@transaction.atomic
def end_local_sign(row: LocalSign, *, by: User, at: datetime) -> None:
    """Take a sign of a base off its list; what was ticked of it stays."""
    LocalSign.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at)
    sheet = Sheet(at=at, by=by)
    sheet.note("signs.ended", row, base=row.base.slug, sign=str(row))
    sheet.write()


def _check(ticked: Ticked) -> None:
    if both := sorted(set(ticked.seen) & set(ticked.gone)):
        raise Problem(SIGN_BOTH_WAYS, codes=", ".join(both))
    own = LocalSign.objects.filter(base=ticked.base).values_list("number", flat=True)
    known = {*all_signs(), *(f"{LOCAL}{number}" for number in own)}
    if unknown := sorted({*ticked.seen, *ticked.gone} - known):
        raise Problem(SIGN_UNKNOWN, codes=", ".join(unknown)[:80])
    if ticked.community and ticked.community.base_id != ticked.base.pk:
        raise Problem(SIGN_ELSEWHERE, community=ticked.community.code, base=ticked.base.slug)
