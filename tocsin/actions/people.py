"""Accounts of those who log in, and what they prefer to see."""

from datetime import datetime

from django.db import transaction

from tocsin.actions.journal import Actor, note
from tocsin.actions.sign_in import end_all_sign_ins
from tocsin.domain.words import Role
from tocsin.records.models import Responder, User


@transaction.atomic
def add_user(
    name: str,
    password: str,
    role: Role,
    *,
    by: User | Actor,
    at: datetime,
    responder: Responder | None = None,
) -> User:
    """Open an account with one role everywhere."""
    user = User.objects.create_user(name, password, role=role, responder=responder)
    note("user.added", user, by=by, at=at, role=role.value)
    return user


@transaction.atomic
def change_password(user: User, password: str, *, by: User | Actor, at: datetime) -> None:
    """Set a password; whoever is signed in by the old one is signed out."""
    user.set_password(password)
    user.save(update_fields=["password"])
    end_all_sign_ins(user, by=by, at=at)
    note("user.password_changed", user, by=by, at=at)


@transaction.atomic
def join_log_ins(one: User, other: User, *, by: User | Actor, at: datetime) -> None:
    """Say that two log-ins are one human being: neither approves what the other drafted (R8).

    It is never undone from a page: whoever is two people again needs a new account.
    """
    if one.person == other.person:
        return
    User.objects.filter(person=other.person).update(person=one.person)
    other.person = one.person
    note("user.joined", one, by=by, at=at, other=other.pk)


@transaction.atomic
def change_preferences(user: User, *, language: str, theme: str, at: datetime) -> None:
    """Remember the language and the colours somebody chose."""
    user.language, user.theme = language, theme
    user.save(update_fields=["language", "theme"])
    note("user.preferred", user, by=user, at=at, language=language, theme=theme)
