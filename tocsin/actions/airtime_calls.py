"""A seller calls: about an order, of which it is then asked, or before a sale, which must be ours."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tocsin.actions.airtime import locked_top_up
from tocsin.actions.effects import announce
from tocsin.actions.journal import ENGINE, note
from tocsin.domain.airtime import LOOKED_UP, UNDER_WAY
from tocsin.domain.airtime_words import TopUpState
from tocsin.domain.money import decimals_of
from tocsin.domain.phones import canonical
from tocsin.records.models import AirtimeAccount, TopUp
from tocsin.records.sealed import hashes_of


@transaction.atomic
def heed_seller(
    account: UUID, *, key: str, reference: str, to: str, amount: Decimal | None, at: datetime
) -> bool:
    """Plan a look-up now for the order that is meant; False when we know of none.

    A repeated call finds the look planned already. While our own call is out only the seller's
    reference is kept: its answer, or its end of patience, comes first.
    """
    found = _meant(account, key=key, reference=reference, to=to, amount=amount)
    if found is None:
        return False
    row = locked_top_up(found)
    is_new = bool(reference) and not row.reference
    row.reference = row.reference or reference
    is_due = row.due_at is not None and row.due_at <= at
    is_planned = TopUpState(row.state) in LOOKED_UP and not is_due
    if is_planned:
        row.due_at = at
    if is_new or is_planned:
        row.save(update_fields=["reference", "due_at"])
        note("airtime.seller_called", row, by=ENGINE, at=at, state=row.state)
    if is_planned:
        announce("wake:airtime")
    return True


@transaction.atomic
def confirm_sale(
    account: UUID, *, sale: str, to: str, amount: Decimal, currency: str, at: datetime
) -> bool:
    """Say whether we ordered what a seller is about to sell. Each order is sold under one id of its own.

    An order of ours may be sold while its call is out or its fate is not known. A second sale of it,
    or one that nobody ordered, is refused and stands under "To look at": somebody may have our key.
    """
    row = _sellable(account, sale, to, amount, currency)
    if row is None:
        seller = AirtimeAccount.objects.get(pk=account)
        note("airtime.sale_refused", seller, by=ENGINE, at=at, account=seller.slug)
        return False
    if not row.confirmed_as:
        row.confirmed_as = sale
        row.save(update_fields=["confirmed_as"])
        note("airtime.sale_confirmed", row, by=ENGINE, at=at, state=row.state)
    return True


def _sellable(account: UUID, sale: str, to: str, amount: Decimal, currency: str) -> TopUp | None:
    phone, minor = canonical(to), amount.scaleb(decimals_of(currency))
    if not phone.valid or minor != int(minor):
        return None
    rows = TopUp.objects.select_for_update(of=("self",)).filter(
        account=account,
        currency=currency,
        minor=int(minor),
        focal_point__number_hash__in=hashes_of(phone.value),
        state__in=UNDER_WAY,
        confirmed_as__in=["", sale],
    )
    return rows.order_by("-confirmed_as", "number").first()


def _meant(
    account: UUID, *, key: str, reference: str, to: str, amount: Decimal | None
) -> TopUp | None:
    rows = TopUp.objects.filter(account=account)
    if key:
        return rows.filter(key=key).first()
    if not reference:
        return None
    known = rows.filter(reference=reference).first()
    return known or _by_number(rows.filter(reference=""), to, amount)


def _by_number(rows: QuerySet[TopUp], to: str, amount: Decimal | None) -> TopUp | None:
    """Return the one order for this number and amount whose answer was lost, None when two could be meant."""
    phone = canonical(to)
    if not phone.valid or amount is None:
        return None
    waiting = rows.filter(
        focal_point__number_hash__in=hashes_of(phone.value),
        state__in=[TopUpState.SENDING, TopUpState.UNKNOWN],
    )
    fitting = [row for row in waiting if amount.scaleb(decimals_of(row.currency)) == row.minor]
    return fitting[0] if len(fitting) == 1 else None
