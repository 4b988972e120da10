"""Whom releases may go to: posts with their addresses, and about whom they are never told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.addressees import add_addressee, end_addressee, place_addressee
from tocsin.console.access import requires, user_of
from tocsin.console.now import now_of
from tocsin.console.releases.forms import AddresseeForm, WhereForm
from tocsin.console.releases.labels import ADDRESSEES, MEANS
from tocsin.domain.access import Right
from tocsin.domain.release_words import AddresseeKind, ReleaseMeans
from tocsin.records.models import Addressee


@requires(Right.APPROVE_RELEASE)
@require_GET
def addressee_list(request: HttpRequest) -> HttpResponse:
    return _page(request, AddresseeForm())


@requires(Right.APPROVE_RELEASE)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = AddresseeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    add_addressee(by=user_of(request), at=now_of(request), **form.cleaned_data)
    messages.success(request, _("Added. Releases can be drafted for them."))
    return redirect("console:addressees")


@requires(Right.APPROVE_RELEASE)
@require_POST
def put(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down where they are; empty: nobody knows any more."""
    row, form = get_object_or_404(Addressee, slug=slug), WhereForm(request.POST)
    if not form.is_valid():
        for error in form.errors["place"]:
            messages.error(request, str(error))
    else:
        place = form.cleaned_data["place"]
        place_addressee(row, by=user_of(request), at=now_of(request), place=place)
        messages.success(request, _("Written down. Planning says how far it is."))
    return redirect("console:addressees")


@requires(Right.APPROVE_RELEASE)
@require_POST
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell them nothing new any more. What they were told can still be taken back."""
    row = get_object_or_404(Addressee, slug=slug)
    end_addressee(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("Nothing new goes to them any more."))
    return redirect("console:addressees")


def _page(request: HttpRequest, form: AddresseeForm) -> HttpResponse:
    rows = [
        {
            "slug": one.slug,
            "title": one.title,
            "kind": ADDRESSEES[AddresseeKind(one.kind)],
            "actors": one.actors,
            "area": one.area.name if one.area else "",
            "place": one.place.name if one.place else "",
            "language": one.language,
            "means": MEANS[ReleaseMeans(one.means)],
            "has": [
                label
                for label, value in (
                    (MEANS[ReleaseMeans.SMS], one.number),
                    (MEANS[ReleaseMeans.EMAIL], one.email),
                    (MEANS[ReleaseMeans.RADIO], one.call_sign),
                )
                if value
            ],
            "ended_at": one.ended_at,
        }
        for one in Addressee.objects.select_related("area", "place").order_by("ended_at", "title")
    ]
    context = {"nav": "releases", "rows": rows, "form": form}
    return render(
        request, "console/releases/addressees.html", context, status=422 if form.errors else 200
    )
