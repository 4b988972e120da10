"""A browser that somebody signed in from before: guesses made elsewhere keep nobody out of it."""

import secrets
from typing import TypeVar

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from tocsin.console.access import user_of
from tocsin.records.models import User

COOKIE = "tocsin_known"
KEPT = 180 * 24 * 3600  # seconds, from the last time on
MOST = 12  # people at one machine of a duty room

R = TypeVar("R", bound=HttpResponse)


def counted_as(request: HttpRequest, name: str) -> str:
    """Return what a guess at the door is counted by: the name, in a browser that its holder knows with that browser."""
    browser, users = _known(request)
    is_known = bool(users) and User.objects.filter(name=name, pk__in=users).exists()
    return f"{name} {browser}" if is_known else name


def remember_browser(request: HttpRequest, response: R) -> R:
    """Write down, signed and readable for us alone, that whoever has just come in did so from here."""
    browser, users = _known(request)
    user = user_of(request).pk
    before = [one for one in users if one != user][-(MOST - 1) :]
    response.set_cookie(
        COOKIE,
        signing.dumps([browser or secrets.token_hex(16), [*before, user]], salt=COOKIE),
        max_age=KEPT,
        httponly=True,
        secure=settings.SECURE_COOKIES,
        samesite="Lax",
    )
    return response


def _known(request: HttpRequest) -> tuple[str, list[int]]:
    """Return the browser's own number and who came in from it; nobody where nothing, or nothing of ours, is kept."""
    try:
        browser, users = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=KEPT)
    except signing.BadSignature:
        return "", []
    return str(browser), [int(one) for one in users]
