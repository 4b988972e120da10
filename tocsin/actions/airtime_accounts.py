"""Budgets, plans and accounts of airtime: what a base may spend, who gets what, who sells it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from tocsin.actions.airtime_ledger import grant
from tocsin.actions.effects import announce
from tocsin.actions.journal import Actor, note
from tocsin.channels.airtime.catalogue import SELLERS
from tocsin.domain.problems import Problem
from tocsin.domain.problems.airtime import (
    AIRTIME_ACCOUNT_INCOMPLETE,
    AIRTIME_ACCOUNT_TAKEN,
    AIRTIME_KIND_UNKNOWN,
    AMOUNT_WRONG,
)
from tocsin.records.models import AirtimeAccount, AirtimeBudget, AirtimePlan, Base, FocalPoint, User


@transaction.atomic
def set_budget(
    base: Base,
    *,
    currency: str,
    added: int,
    largest: int | None,
    cap_of_month: int | None,
    second_above: int | None,
    by: User | Actor,
    at: datetime,
    least: int | None = None,
) -> AirtimeBudget:
    """Set the limits of a base and add money, when `added` is more than nothing."""
    limits = {
        "largest": largest,
        "cap_of_month": cap_of_month,
        "second_above": second_above,
        "least": least,
    }
    row, _ = AirtimeBudget.objects.update_or_create(
        base=base, defaults={"currency": currency, **limits}
    )
    note("airtime.limits_set", row, by=by, at=at, base=base.slug, currency=currency, **limits)
    if added > 0:
        grant(base, added, currency, by=by, at=at)
    return row


@transaction.atomic
def set_plan(
    person: FocalPoint,
    *,
    minor: int,
    currency: str,
    operator: str,
    is_active: bool,
    by: User | Actor,
    at: datetime,
) -> AirtimePlan:
    """Set what a focal point is given each month. Raises Problem for an amount that is none."""
    if minor <= 0:
        raise Problem(AMOUNT_WRONG)
    row, _ = AirtimePlan.objects.update_or_create(
        focal_point=person,
        defaults={
            "minor": minor,
            "currency": currency,
            "operator": operator,
            "is_active": is_active,
        },
    )
    note("airtime.plan_set", row, by=by, at=at, person=person.code, minor=minor, active=is_active)
    announce("wake:airtime")
    return row


@transaction.atomic
def keep_account(
    *,
    slug: str,
    kind: str,
    title: str,
    currency: str,
    operators: Sequence[str],
    rank: int,
    is_enabled: bool,
    settings: Mapping[str, str],
    by: User | Actor,
    at: datetime,
    account: AirtimeAccount | None = None,
) -> AirtimeAccount:
    """Add an account, or change the one given. A secret left empty keeps its value."""
    about = SELLERS.get(kind)
    if about is None:
        raise Problem(AIRTIME_KIND_UNKNOWN, wanted=kind)
    kept = json.loads(account.settings) if account else {}
    secret = {setting.name for setting in about.settings if setting.is_secret}
    merged = {
        name: value if value or name not in secret else kept.get(name, "")
        for name, value in settings.items()
    }
    if missing := about.missing(merged):
        raise Problem(AIRTIME_ACCOUNT_INCOMPLETE, account=slug, missing=", ".join(missing))
    if account is None and AirtimeAccount.objects.filter(slug=slug).exists():
        raise Problem(AIRTIME_ACCOUNT_TAKEN, account=slug)
    row = account or AirtimeAccount(slug=slug, kind=kind)
    row.title, row.currency, row.operators, row.rank = title, currency, list(operators), rank
    row.is_enabled, row.settings = is_enabled, json.dumps(merged)
    row.version += 0 if account is None else 1
    row.save()
    verb = "airtime.account_changed" if account else "airtime.account_added"
    note(verb, row, by=by, at=at, account=row.slug, kind=kind, enabled=is_enabled)
    announce("wake:airtime")
    return row
