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

from tocsin.actions.widenings import note_use
from tocsin.console.entry import has_passed
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right, may, needs_second_factor, rights_of
from tocsin.domain.problems import (
    INCIDENT_UNKNOWN,
    LOGIN_EXPIRED,
    MESSAGE_UNKNOWN,
    NOT_ALLOWED,
    Problem,
)
from tocsin.domain.widening import widened_roles
from tocsin.domain.widening_words import WideningKind
from tocsin.records.models import CallBack, Incident, Message, User
from tocsin.records.queries.held import (
    NOTHING_OPENED,
    Held,
    Opened,
    area_of,
    scope_of,
    standing_of,
)
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
    opened: Opened = NOTHING_OPENED  # what they widened for themselves, for hours

    @property
    def rights(self) -> frozenset[Right]:
        """What they may do somewhere: which pages and buttons exist for them."""
        found = rights_of([role for role, _ in self.held])
        return found | {Right.SEE_RESTRICTED} if self.opened.restricted else found

    @property
    def needs_factor(self) -> bool:
        return self.opened.restricted or needs_second_factor([role for role, _ in self.held])

    @property
    def scope(self) -> Scope:
        return scope_of(self.held, self.opened)

    def areas_of(self, right: Right) -> frozenset[UUID] | None:
        """Return where they may do this; None is everywhere."""
        places = [area for role, area in self.held if right in rights_of([role])]
        return None if None in places else frozenset(area for area in places if area)

    def may(self, right: Right, *, area: UUID | None = None, is_restricted: bool = False) -> bool:
        """Say whether they may do this to a thing of this area; None is a thing without place."""
        roles = [role for role, held in self.held if held is None or area in (None, held)]
        is_opened = self.opened.restricted and bool(widened_roles(roles))
        if right is Right.SEE_RESTRICTED and is_opened:
            return True
        restricted = is_restricted and not is_opened
        return may(roles, right, area_match=bool(roles), restricted=restricted)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return the viewer of a guarded request, read once a request."""
    found = getattr(request, "viewer", None)
    if isinstance(found, Viewer):
        return found
    user = user_of(request)
    viewer = Viewer(user, *standing_of(user, now=now_of(request)))
    request.viewer = viewer  # type: ignore[attr-defined]  # kept for this request only
    return viewer


def user_of(request: HttpRequest) -> User:
    """Return who is signed in. Only for views behind a guard."""
    if not isinstance(request.user, User):
        raise Problem(LOGIN_EXPIRED)
    return request.user


def right_of(request: HttpRequest) -> Right:
    """Return the right that the view behind this request asks for."""
    match = request.resolver_match
    right = getattr(match.func, "access", None) if match else None
    assert isinstance(right, Right), "only for views that ask for a right"
    return right


def requires(right: Right) -> Callable[[View[P]], View[P]]:
    """Let only those in who hold this right somewhere; others sign in, or are told why not."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                if request.method == "POST":  # Its page gives back what was typed.
                    raise Problem(LOGIN_EXPIRED)
                return redirect_to_login(request.get_full_path(), resolve_url("console:sign_in"))
            if is_factor_owed(request):
                return redirect("console:factor")
            if right not in viewer_of(request).rights:
                raise Problem(NOT_ALLOWED, right=right_label(right))
            _write_down(request)
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


def is_proof_owed(request: HttpRequest) -> bool:
    """Say whether somebody who widens their rights must prove themselves first: who sees more must be sure to be they."""
    asks = request.POST.get("kind") == WideningKind.RESTRICTED
    owes = asks or viewer_of(request).needs_factor
    return owes and not settings.EXERCISE and not has_passed(request)


def _write_down(request: HttpRequest) -> None:
    """Keep what is opened while rights are widened: the address alone, which names nobody."""
    viewer = viewer_of(request)
    for key in viewer.opened.widenings:
        note_use(key, request.path, by=viewer.user, at=now_of(request))


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
