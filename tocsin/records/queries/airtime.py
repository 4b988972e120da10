"""Airtime as pages and finance read it: by code, within what a viewer may see."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from tocsin.domain.airtime_words import Doubt, TopUpState
from tocsin.domain.money import in_units
from tocsin.records.models import AirtimeBudget, AirtimeMovement, JournalEntry, TopUp

OFTEN = 4  # in a month: a plan, and one request each week
UNHEARD = timedelta(days=30)
STUCK = timedelta(days=1)
WAITING = (TopUpState.ASKED, TopUpState.HALF_APPROVED)
FOR_PEOPLE = (TopUpState.UNKNOWN, TopUpState.BY_HAND)
Areas = Collection[UUID] | None


@dataclass(frozen=True, slots=True)
class PurseLine:
    """A base's money for airtime, written out."""

    base: str
    slug: str
    currency: str
    free: str
    held: str
    spent: str
    is_empty: bool


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """Why somebody should look at a focal point's airtime, or at one top-up."""

    doubt: Doubt
    person: str = ""
    number: int | None = None
    seller: str = ""


def top_ups(areas: Areas) -> QuerySet[TopUp]:
    """Return the top-ups of these areas (None: all), newest first."""
    rows = TopUp.objects.select_related("focal_point__community", "base", "account")
    if areas is not None:
        rows = rows.filter(focal_point__community__area__in=areas)
    return rows.order_by("-number")


def purse_lines(areas: Areas) -> list[PurseLine]:
    """Return what each base has: the sums of the ledger's rows."""
    into = _sums("target", areas)
    out = _sums("source", areas)
    budgets = AirtimeBudget.objects.select_related("base").order_by("base__name")
    if areas is not None:
        budgets = budgets.filter(base__area__in=areas)
    lines = []
    for budget in budgets:
        keys = [
            (f"{part}:{budget.base.slug}", budget.currency) for part in ("free", "held", "spent")
        ]
        free, held, spent = (into[key] - out[key] for key in keys)
        lines.append(
            PurseLine(
                base=budget.base.name,
                slug=budget.base.slug,
                currency=budget.currency,
                free=in_units(free, budget.currency),
                held=in_units(held, budget.currency),
                spent=in_units(spent, budget.currency),
                is_empty=free <= 0,
            )
        )
    return lines


def doubts(areas: Areas, *, at: datetime) -> list[DoubtLine]:
    """Return what somebody should look at, of the last month."""
    recent = top_ups(areas).filter(asked_at__gt=at - timedelta(days=31))
    given = recent.filter(state=TopUpState.DELIVERED)
    found = []
    count = Counter(given.values_list("focal_point__code", flat=True))
    found += [DoubtLine(Doubt.OFTEN, code) for code, n in sorted(count.items()) if n > OFTEN]
    quiet = given.filter(
        Q(focal_point__last_heard_at=None) | Q(focal_point__last_heard_at__lt=at - UNHEARD)
    )
    codes = quiet.order_by("focal_point__code").values_list("focal_point__code", flat=True)
    found += [DoubtLine(Doubt.UNHEARD, code) for code in codes.distinct()]
    same = recent.filter(approved_by__isnull=False, asked_by=F("approved_by"))
    found += [DoubtLine(Doubt.SAME_PERSON, r.focal_point.code, r.number) for r in same]
    stuck = recent.filter(state=TopUpState.UNKNOWN, approved_at__lt=at - STUCK)
    found += [DoubtLine(Doubt.STUCK, r.focal_point.code, r.number) for r in stuck]
    reversed_ = recent.filter(state=TopUpState.REVERSED)
    found += [DoubtLine(Doubt.REVERSED, r.focal_point.code, r.number) for r in reversed_]
    return found + _over_cap(given) + (_strangers(at) if areas is None else [])


def _over_cap(given: QuerySet[TopUp]) -> list[DoubtLine]:
    """Return who was given more in a month than their base allows."""
    rows = given.filter(base__airtime_budget__currency=F("currency")).order_by()
    sums = rows.values("focal_point__code", most=F("base__airtime_budget__cap_of_month"))
    over = sums.annotate(total=Sum("minor")).filter(total__gt=F("most"))
    return [DoubtLine(Doubt.OVER_CAP, row["focal_point__code"]) for row in over]


def _strangers(at: datetime) -> list[DoubtLine]:
    """Return the accounts with which somebody else bought, or tried to."""
    lines = JournalEntry.objects.filter(
        verb="airtime.sale_refused", recorded_at__gt=at - timedelta(days=31)
    )
    sellers = sorted({str(line["account"]) for line in lines.values_list("facts", flat=True)})
    return [DoubtLine(Doubt.STRANGER, seller=seller) for seller in sellers]


def movement_rows(areas: Areas) -> QuerySet[AirtimeMovement]:
    """Return the ledger for finance, oldest first."""
    rows = AirtimeMovement.objects.select_related("base", "top_up__account")
    if areas is not None:
        rows = rows.filter(base__area__in=areas)
    return rows.order_by("at", "id")


def of_people(rows: Sequence[TopUp]) -> list[TopUp]:
    """Return those whose fate a person must find out or bring about."""
    return [
        row
        for row in rows
        if row.state in FOR_PEOPLE or (row.state == TopUpState.PENDING and row.due_at is None)
    ]


def _sums(side: str, areas: Areas) -> Counter[tuple[str, str]]:
    rows = movement_rows(areas).order_by().values_list(side, "currency")
    return Counter({(a, c): int(total) for a, c, total in rows.annotate(total=Sum("minor"))})
