"""Accounts as an administrator sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tocsin.domain.access import needs_second_factor
from tocsin.domain.account_words import AccountChangeState
from tocsin.domain.words import Role
from tocsin.records.models import (
    AccountChange,
    Assignment,
    SecondFactor,
    SecurityKey,
    SignedIn,
    User,
)


@dataclass(frozen=True, slots=True)
class HeldRole:
    key: UUID
    role: Role
    area: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account: what it may do now, whether it is proven by a second factor, when it was used."""

    pk: int
    name: str
    is_active: bool
    roles: Sequence[HeldRole]
    has_factor: bool
    needs_factor: bool
    last_at: datetime | None


def account_lines(*, now: datetime, only: int | None = None) -> list[AccountLine]:
    """Return the accounts, those in use first. Five questions, however many there are."""
    users = User.objects.order_by("-is_active", "name")
    if only is not None:
        users = users.filter(pk=only)
    roles: dict[int, list[HeldRole]] = {}
    held = Assignment.objects.held(now).select_related("area").order_by("since")
    for row in held:
        area = row.area.name if row.area else ""
        roles.setdefault(row.user_id, []).append(HeldRole(row.pk, Role(row.role), area, row.until))
    phones = SecondFactor.objects.filter(confirmed_at__isnull=False)
    proven = {
        *phones.values_list("user_id", flat=True),
        *SecurityKey.objects.values_list("user_id", flat=True),
    }
    last: dict[int, datetime] = dict(
        SignedIn.objects.order_by("user_id", "-at").distinct("user_id").values_list("user_id", "at")
    )
    return [
        AccountLine(
            pk=user.pk,
            name=user.name,
            is_active=user.is_active,
            roles=roles.get(user.pk, []),
            has_factor=user.pk in proven,
            needs_factor=needs_second_factor([one.role for one in roles.get(user.pk, [])]),
            last_at=last.get(user.pk),
        )
        for user in users
    ]


def waiting_changes() -> list[AccountChange]:
    found = AccountChange.objects.filter(state=AccountChangeState.WAITING)
    return list(found.select_related("user", "area", "asked_by").order_by("asked_at"))
