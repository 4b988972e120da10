"""The ledger of airtime: rows that are only ever added; every balance is their sum."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, Sum

from tocsin.actions.journal import Actor, note
from tocsin.domain.airtime import movement
from tocsin.domain.airtime_words import MovementKind, TopUpState
from tocsin.domain.problems import Problem
from tocsin.domain.problems.airtime import AMOUNT_WRONG
from tocsin.records.models import AirtimeBudget, AirtimeMovement, Base, TopUp, User

TREASURY = "treasury"


@dataclass(frozen=True, slots=True)
class Purse:
    """What a base has for airtime, in smallest units of one currency."""

    free: int
    held: int
    spent: int


def free(base: Base) -> str:
    return f"free:{base.slug}"


def held(base: Base) -> str:
    return f"held:{base.slug}"


def spent(base: Base) -> str:
    return f"spent:{base.slug}"


@transaction.atomic
def grant(base: Base, minor: int, currency: str, *, by: User | Actor, at: datetime) -> None:
    """Give a base money for airtime. Raises Problem for an amount that is none."""
    if minor <= 0:
        raise Problem(AMOUNT_WRONG)
    AirtimeBudget.objects.get_or_create(base=base, defaults={"currency": currency})
    row = _put(MovementKind.GRANT, TREASURY, free(base), minor, currency, base, by=by, at=at)
    note("airtime.granted", row, by=by, at=at, base=base.slug, minor=minor, currency=currency)


def move_for(
    top_up: TopUp, *, before: TopUpState, now: TopUpState, by: User | Actor, at: datetime
) -> MovementKind | None:
    """Write what a step of a top-up moves, in the transaction of the caller."""
    kind = movement(before, now)
    if kind is None:
        return None
    base = top_up.base
    source, target = {
        MovementKind.HOLD: (free(base), held(base)),
        MovementKind.RELEASE: (held(base), free(base)),
        MovementKind.SETTLE: (held(base), spent(base)),
        MovementKind.SETTLE_LATE: (free(base), spent(base)),
        MovementKind.REVERSE: (spent(base), free(base)),
    }[kind]
    _put(kind, source, target, top_up.minor, top_up.currency, base, by=by, at=at, top_up=top_up)
    return kind


def balance(account: str, currency: str) -> int:
    """Return the sum of an account's rows. Only the treasury may be below nothing."""
    rows = AirtimeMovement.objects.filter(currency=currency)
    sums = rows.aggregate(
        into=Sum("minor", filter=Q(target=account), default=0),
        out=Sum("minor", filter=Q(source=account), default=0),
    )
    return int(sums["into"] - sums["out"])


def purse_of(base: Base, currency: str) -> Purse:
    return Purse(*(balance(account(base), currency) for account in (free, held, spent)))


def _put(
    kind: MovementKind,
    source: str,
    target: str,
    minor: int,
    currency: str,
    base: Base,
    *,
    by: User | Actor,
    at: datetime,
    top_up: TopUp | None = None,
) -> AirtimeMovement:
    return AirtimeMovement.objects.create(
        kind=kind.value,
        source=source,
        target=target,
        minor=minor,
        currency=currency,
        base=base,
        top_up=top_up,
        by=Actor.of(by).code,
        at=at,
    )
