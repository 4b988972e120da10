"""Accounts of others: what gives more takes two administrators, what takes away takes one, at once."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from tocsin.actions.journal import note
from tocsin.actions.people import change_password
from tocsin.actions.second_factor import take_factor_away
from tocsin.actions.sign_in import end_all_sign_ins
from tocsin.actions.tokens import make_token, refuse_known_client
from tocsin.domain.account_words import AccountChangeKind, AccountChangeState
from tocsin.domain.problems import Problem
from tocsin.domain.problems.people import (
    CHANGE_DECIDED,
    LINK_USED,
    LOGIN_NAME_TAKEN,
    NEEDS_SECOND_PERSON,
)
from tocsin.domain.words import Role
from tocsin.records.models import AccountChange, AccountLink, Area, Assignment, User

LINK_LIVES = timedelta(days=3)


@transaction.atomic
def ask_for_change(
    kind: AccountChangeKind,
    *,
    by: User,
    at: datetime,
    reason: str,
    user: User | None = None,
    role: Role | None = None,
    area: Area | None = None,
    until: datetime | None = None,
    client: str = "",
    scopes: Sequence[str] = (),
) -> AccountChange:
    """Ask that somebody gets more. Nothing changes before a second administrator approves.

    Raises Problem TOKEN_NAME_TAKEN for a system that has, or had, a token: it would be taken for the old one.
    """
    refuse_known_client(client)
    change = AccountChange.objects.create(
        kind=kind.value,
        user=user,
        role=role.value if role else "",
        area=area,
        until=until,
        client=client,
        scopes=list(scopes),
        reason=reason,
        asked_by=by,
        asked_at=at,
    )
    _note(change, "asked", by=by, at=at)
    return change


@transaction.atomic
def approve_change(change: AccountChange, *, by: User, at: datetime) -> str:
    """Do what was asked; return the secret of a link or a token where there is one, which is kept nowhere.

    Raises Problem NEEDS_SECOND_PERSON for the human being who asked, whatever account they use.
    """
    change = _open(change)
    if by.person == change.asked_by.person:
        raise Problem(NEEDS_SECOND_PERSON)
    _decide(change, AccountChangeState.APPROVED, by=by, at=at)
    match AccountChangeKind(change.kind):
        case AccountChangeKind.GIVE_ROLE:
            assert change.user
            Assignment.objects.create(
                user=change.user, role=change.role, area=change.area, until=change.until
            )
        case AccountChangeKind.REACTIVATE:
            assert change.user
            change.user.is_active = True
            change.user.save(update_fields=["is_active"])
        case AccountChangeKind.INVITE | AccountChangeKind.RESET:
            return _make_link(change, at=at)
        case AccountChangeKind.TOKEN:
            return make_token(change)
    return ""


@transaction.atomic
def refuse_change(change: AccountChange, *, by: User, at: datetime) -> None:
    """Refuse, or take back what one asked for oneself."""
    _decide(_open(change), AccountChangeState.REFUSED, by=by, at=at)


def link_of(token: str, *, at: datetime) -> AccountLink:
    """Return a link that can be used. Raises Problem LINK_USED alike for every other."""
    found = (
        AccountLink.objects.select_related("change__user", "change__area")
        .filter(token_hash=_hash(token), used_at=None, expires_at__gt=at)
        .first()
    )
    if found is None:
        raise Problem(LINK_USED)
    return found


@transaction.atomic
def use_link(token: str, *, name: str, password: str, at: datetime) -> User:
    """Open the account, or set the new password. The link is worth nothing afterwards."""
    link = AccountLink.objects.select_for_update().get(pk=link_of(token, at=at).pk)
    if link.used_at is not None:
        raise Problem(LINK_USED)
    change = link.change
    user = change.user
    if user is None:
        if User.objects.filter(name__iexact=name).exists():
            raise Problem(LOGIN_NAME_TAKEN)
        user = User.objects.create_user(name, password, role=Role(change.role))
        user.assignments.update(area=change.area, until=change.until)
        change.user = user
        change.save(update_fields=["user"])
    else:
        change_password(user, password, by=user, at=at)
        take_factor_away(user, by=user, at=at)
    link.used_at = at
    link.save(update_fields=["used_at"])
    note("account.link_used", link, by=user, at=at, kind=change.kind, user=user.pk)
    return user


@transaction.atomic
def end_role(assignment: Assignment, *, by: User, at: datetime) -> None:
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.until is None or assignment.until > at:
        assignment.until = at
        assignment.save(update_fields=["until"])
        note(
            "account.role_ended",
            assignment,
            by=by,
            at=at,
            role=assignment.role,
            user=assignment.user_id,
        )


@transaction.atomic
def close_account(user: User, *, by: User, at: datetime) -> None:
    """Let somebody in no more, and sign them out everywhere. Their rows stay theirs."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all_sign_ins(user, by=by, at=at)
    note("account.closed", user, by=by, at=at)


def _open(change: AccountChange) -> AccountChange:
    change = (
        AccountChange.objects.select_for_update(of=("self",))
        .select_related("user")
        .get(pk=change.pk)
    )
    if change.state != AccountChangeState.WAITING:
        raise Problem(CHANGE_DECIDED)
    return change


def _decide(change: AccountChange, state: AccountChangeState, *, by: User, at: datetime) -> None:
    change.state, change.decided_by, change.decided_at = state.value, by, at
    change.save(update_fields=["state", "decided_by", "decided_at"])
    _note(change, state.value, by=by, at=at)


def _make_link(change: AccountChange, *, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    AccountLink.objects.create(
        change=change, token_hash=_hash(token), made_at=at, expires_at=at + LINK_LIVES
    )
    return token


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _note(change: AccountChange, what: str, *, by: User, at: datetime) -> None:
    note(
        f"account.change_{what}", change, by=by, at=at, kind=change.kind, user=change.user_id,
        role=change.role, area=str(change.area_id or ""), until=str(change.until or ""),
        client=change.client, scopes=", ".join(change.scopes),
    )  # fmt: skip
