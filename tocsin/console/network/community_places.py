"""A community comes in, is corrected, or is given to another base; and what is to do next there."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin.actions.community_places import LooksWrong, add_community, move_community
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.forms.community_place import MoveForm, NewCommunityForm, PlaceForm
from tocsin.console.network.within import community_for
from tocsin.console.now import now_of
from tocsin.console.problem_pages import sentence_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, Problem
from tocsin.domain.problems.network import BASE_CLOSED, COMMUNITY_CODE_TAKEN
from tocsin.records.models import Base, Community

ASKED_AGAIN = {COMMUNITY_CODE_TAKEN: "code", BASE_CLOSED: "base"}
"""What is wrong with one field, and shown beside it."""


class Next(NamedTuple):
    """One thing that a community still lacks, and where it is done."""

    label: str
    url: str


@requires(Right.MANAGE_DIRECTORY)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Take a community in. Its page then says what is next: who can warn for it."""
    form = NewCommunityForm(request.POST or None, bases=_bases(request))
    row = _taken(
        form,
        lambda: add_community(
            form.home,
            code=form.cleaned_data["code"],
            about=form.about,
            is_sure=form.cleaned_data["is_sure"],
            by=user_of(request),
            at=now_of(request),
        ),
    )
    if row is not None:
        said = _("%(name)s is kept as %(code)s. Next: who can warn for it?")
        messages.success(request, said % {"name": row.name, "code": row.code})
        return redirect("console:community", row.code)
    return _page(
        request,
        form,
        title=_("New community"),
        lead=_("Where it lies and who answers for it. The rest of its profile can follow."),
        cancel_url=reverse("console:communities"),
    )


@requires(Right.MANAGE_DIRECTORY)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the place of a community, or give it to another base."""
    row = community_for(request, code)
    if not viewer_of(request).may(Right.MANAGE_DIRECTORY, area=row.area_id):
        raise Problem(NOT_ALLOWED, right=right_label(Right.MANAGE_DIRECTORY))
    form = MoveForm.of(row, request.POST or None, bases=_bases(request))
    moved = _taken(
        form,
        lambda: move_community(
            row,
            form.home,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            is_sure=form.cleaned_data["is_sure"],
            by=user_of(request),
            at=now_of(request),
        ),
    )
    if moved is not None:
        messages.success(request, _("Kept. The version before stays readable."))
        return redirect("console:community", row.code)
    return _page(
        request,
        form,
        title=_("Place and base of %(name)s") % {"name": row.name},
        lead=_("Its code stays. What is under way keeps the base that it has."),
        cancel_url=reverse("console:community", args=[row.code]),
    )


def what_is_next(row: Community) -> list[Next]:
    """Return what nobody has done for this community yet, the most pressing first."""
    one = {"community": row.code}
    todo = [
        (
            not row.focal_points.filter(is_active=True).exists(),
            _("Enrol a focal point"),
            reverse("console:enrol_focal_point", kwargs=one),
        ),
        (
            not row.campaigns.exists(),
            _("Hand out cards with the emergency numbers"),
            f"{reverse('console:plan_campaign')}?community={row.code}",
        ),
        (
            not row.networks.exists() or not row.relay,
            _("Say which networks are received, and who passes word on"),
            reverse("console:change_community", args=[row.code]),
        ),
    ]
    return [Next(label, url) for is_open, label, url in todo if is_open]


def _taken(form: PlaceForm, take: Callable[[], Community]) -> Community | None:
    """Do what the form asks; None when it was not sent, is wrong, or looks wrong, which it then says."""
    if not form.is_valid():
        return None
    try:
        return take()
    except LooksWrong as wrong:
        form.doubt(wrong.doubts)
    except Problem as problem:
        field = ASKED_AGAIN.get(problem.kind)
        if field is None:
            raise
        form.add_error(field, sentence_of(problem))
    return None


def _bases(request: HttpRequest) -> QuerySet[Base]:
    """Return the open bases for which this viewer may keep the directory."""
    viewer = viewer_of(request)
    rows = Base.objects.filter(closed_at=None).order_by("name")
    areas = viewer.scope.areas
    if areas is None:
        return rows
    mine = [area for area in areas if viewer.may(Right.MANAGE_DIRECTORY, area=area)]
    return rows.filter(Q(area__in=mine))


def _page(request: HttpRequest, form: PlaceForm, **context: str) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    facts = {"nav": "network", "form": form, "submit": _("Keep"), **context}
    return render(request, "console/network/form.html", facts, status=status)
