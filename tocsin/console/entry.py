"""What a session knows of how its owner came in, and the last step of coming in."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import auth
from django.http import HttpRequest

from tocsin.actions.second_factor import has_factor
from tocsin.actions.sign_in import note_signed_in
from tocsin.domain.browsers import browser_of
from tocsin.records.models import User

PASSED = "second_factor"
"""Set in the session of somebody who gave a code, or who has just added a factor."""

PENDING = "sign_in"
"""Who gave the right password, when, and where they wanted to go; a code is still missing."""

PATIENCE = timedelta(minutes=5)


def wait_for_code(request: HttpRequest, user: User, *, at: datetime, wanted: str) -> bool:
    """Say whether a code is still missing, and if so keep that in a session that opens nothing."""
    if not has_factor(user):
        return False
    request.session.flush()
    request.session[PENDING] = {"user": user.pk, "at": at.isoformat(), "next": wanted}
    return True


def pending(request: HttpRequest, *, at: datetime) -> tuple[User, str] | None:
    """Return who gave the right password a moment ago, and where they wanted to go."""
    kept: dict[str, Any] = request.session.get(PENDING) or {}
    if not kept or at - datetime.fromisoformat(kept["at"]) > PATIENCE:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    return (user, str(kept["next"])) if user else None


def let_in(request: HttpRequest, user: User, *, passed: bool, at: datetime) -> None:
    """Sign somebody in. The session gets a new key, so that a fixed one is worth nothing."""
    request.session.pop(PENDING, None)
    auth.login(request, user)
    if passed:
        request.session[PASSED] = True
    request.session.save()
    note_signed_in(
        user,
        session=str(request.session.session_key),
        browser=browser_of(request.headers.get("User-Agent", "")),
        has_factor=passed,
        at=at,
    )


def has_passed(request: HttpRequest) -> bool:
    return bool(request.session.get(PASSED))
