"""Who may open a page, and which things on it: the guards of every view (domain/access.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from tocsin.console.entry import has_passed
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right, needs_second_factor, rights_of
from tocsin.domain.problems import (
    INCIDENT_UNKNOWN,
    LOGIN_EXPIRED,
    MESSAGE_UNKNOWN,
    NOT_ALLOWED,
    Problem,
)
from tocsin.records.models import CallBack, Incident, Message, User
from tocsin.records.queries.held import Held, area_of, held_by, may_here
from tocsin.records.queries.scope import Scope

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

OWN = "own"
"""Instead of a right: a page about oneself, for anybody who is signed in."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who is signed in, with the roles they hold and where (None: everywhere)."""

    user: User
    held: Held

    @property
    def rights(self) -> frozenset[Right]:
        """What they may do somewhere: which pages and buttons exist for them."""
        return rights_of([role for role, _ in self.held])

    @property
    def needs_factor(self) -> bool:
        return needs_second_factor([role for role, _ in self.held])

    @property
    def scope(self) -> Scope:
        areas = frozenset(area for _, area in self.held if area is not None)
        is_everywhere = any(area is None for _, area in self.held)
        return Scope(Right.SEE_RESTRICTED in self.rights, None if is_everywhere else areas)

    def may(self, right: Right, *, area: UUID | None = None, is_restricted: bool = False) -> bool:
        """Say whether they may do this to a thing of this area; None is a thing without place."""
        return may_here(self.held, right, area=area, is_restricted=is_restricted)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return the viewer of a guarded request, read once a request."""
    found = getattr(request, "viewer", None)
    if isinstance(found, Viewer):
        return found
    user = user_of(request)
    viewer = Viewer(user, held_by(user, now_of(request)))
    request.viewer = viewer  # type: ignore[attr-defined]  # kept for this request only
    return viewer


def user_of(request: HttpRequest) -> User:
    """Return who is signed in. Only for views behind a guard."""
    if not isinstance(request.user, User):
        raise Problem(LOGIN_EXPIRED)
    return request.user


def requires(right: Right) -> Callable[[View[P]], View[P]]:
    """Let only those in who hold this right somewhere; others sign in, or are told why not."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), resolve_url("console:sign_in"))
            if is_factor_owed(request):
                return redirect("console:factor")
            if right not in viewer_of(request).rights:
                raise Problem(NOT_ALLOWED, right=right_label(right))
            return view(request, *args, **kwargs)

        guarded.access = right  # type: ignore[attr-defined]  # a house test walks the URLs by it
        return cast("View[P]", guarded)

    return guard


def own(view: View[P]) -> View[P]:
    """Let anybody in who is signed in: the page is about themselves and shows nothing else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("console:sign_in"))
        return view(request, *args, **kwargs)

    guarded.access = OWN  # type: ignore[attr-defined]  # a house test walks the URLs by it
    return cast("View[P]", guarded)


def is_factor_owed(request: HttpRequest) -> bool:
    """Say whether somebody must add a second factor before they see anything (design.md §9).

    An exercise is open about it: its passwords lie in a file, its people are invented, and a factor
    is asked of those alone who have added one.
    """
    if settings.EXERCISE or has_passed(request):
        return False
    return viewer_of(request).needs_factor


def public(view: View[P]) -> View[P]:
    """Mark a view that needs no sign-in; only the sign-in page and the language are such."""
    view.access = None  # type: ignore[attr-defined]  # a house test walks the URLs by it
    return view


def incident_for(request: HttpRequest, number: int, right: Right | None = None) -> Incident:
    """Return an incident this viewer may see and, if a right is named, act on.

    Raises Problem INCIDENT_UNKNOWN alike for none and for a hidden one.
    """
    viewer = viewer_of(request)
    found = viewer.scope.incidents().filter(number=number)
    incident = found.select_related("community", "base", "place", "merged_into").first()
    if incident is None:
        raise Problem(INCIDENT_UNKNOWN)
    _check(viewer, right, area_of(incident), is_restricted=incident.is_restricted)
    return incident


def message_for(request: HttpRequest, key: UUID, right: Right | None = None) -> Message:
    viewer = viewer_of(request)
    found = viewer.scope.messages().filter(pk=key)
    message = found.select_related("focal_point__community", "gateway", "reading").first()
    if message is None:
        raise Problem(MESSAGE_UNKNOWN)
    point = message.focal_point
    is_restricted = hasattr(message, "reading") and message.reading.is_restricted
    area = point.community.area_id if point else None
    _check(viewer, right, area, is_restricted=is_restricted)
    return message


def call_back_for(request: HttpRequest, key: UUID, right: Right | None = None) -> CallBack:
    viewer = viewer_of(request)
    found = viewer.scope.call_backs().filter(pk=key)
    call = found.select_related("message__focal_point__community", "taken_by").first()
    if call is None:
        raise Problem(MESSAGE_UNKNOWN)
    area = call.community.area_id if call.community else None
    _check(viewer, right, area, is_restricted=False)
    return call


def _check(viewer: Viewer, right: Right | None, area: UUID | None, *, is_restricted: bool) -> None:
    if right and not viewer.may(right, area=area, is_restricted=is_restricted):
        raise Problem(NOT_ALLOWED, right=right_label(right))
