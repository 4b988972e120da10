"""What the SIM cards of our own modems hold: asked of the network once a day, and when a person wants to know."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tocsin.actions.effects import announce
from tocsin.actions.journal import note
from tocsin.domain.balance import ANSWERED_WITHIN, ASK_EVERY, Balance, balance_in
from tocsin.domain.money import in_units, minor_of
from tocsin.records.models import Gateway, User


@transaction.atomic
def plan_balance(gateway: UUID, *, at: datetime) -> bool:
    """Say whether the balance is to be asked now, and plan the next time."""
    row = Gateway.objects.select_for_update().get(pk=gateway)
    if row.balance_ask_at is not None and row.balance_ask_at > at:
        return False
    row.balance_ask_at = at + ASK_EVERY
    row.save(update_fields=["balance_ask_at"])
    return True


@transaction.atomic
def want_balance(gateway: Gateway, *, by: User, at: datetime) -> None:
    """Have the balance asked within a minute."""
    Gateway.objects.filter(pk=gateway.pk).update(balance_ask_at=None)
    note("gateway.balance_wanted", gateway, by=by, at=at, slug=gateway.slug)


@transaction.atomic
def record_balance(gateway: UUID, *, said: str, least: str, at: datetime) -> Balance | None:
    """Write down the amount that the network named; an answer without one keeps what was known.

    What was not asked for a moment ago is not taken.

    Mechanical, so no line of the log book. `least` is the amount, as the administrator wrote it,
    below which the card counts as empty.
    """
    row = Gateway.objects.select_for_update().get(pk=gateway)
    asked_at = row.balance_ask_at and row.balance_ask_at - ASK_EVERY
    if asked_at is None or at - asked_at > ANSWERED_WITHIN:
        return None
    found = balance_in(said)
    if found is None:
        row.balance = {**row.balance, "is_unread": True}
    else:
        limit = minor_of(least, found.currency) or 1
        row.balance = {
            "amount": in_units(found.minor, found.currency),
            "currency": found.currency,
            "is_low": found.is_below(limit),
        }
        row.balance_at = at
    row.save(update_fields=["balance", "balance_at"])
    announce("gateways:all")
    return found
