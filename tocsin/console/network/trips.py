"""Repair trips: planned, and what came of each handset written down when it was made."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin.actions.repair_trips import finish_trip, plan_trip
from tocsin.console.access import requires
from tocsin.console.choices import within
from tocsin.console.forms.kit import TripDoneForm, TripForm
from tocsin.console.network.form_page import take_form
from tocsin.console.network.within import demand_here
from tocsin.domain.access import Right
from tocsin.records.models import RepairTrip, User


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    form = within(request, TripForm(request.POST or None))

    def take(*, by: User, at: datetime) -> None:
        said = {**form.cleaned_data, "handsets": list(form.cleaned_data["handsets"])}
        plan_trip(said.pop("base"), **said, by=by, at=at)

    return take_form(request, form, take, _("Plan a repair trip"), _("Plan it"), "handsets")


@requires(Right.MANAGE_NETWORK)
@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the technician found at each handset, and what came of it."""
    row = get_object_or_404(RepairTrip.objects.select_related("base"), pk=key)
    demand_here(request, row.base.area_id)
    codes = list(row.repairs.order_by("handset__code").values_list("handset__code", flat=True))
    form = TripDoneForm(request.POST or None, codes=codes, initial={"on": row.planned_on})

    def take(*, by: User, at: datetime) -> None:
        finish_trip(row, form.found, on=form.cleaned_data["on"], by=by, at=at)

    lead = _("What was taken away is in repair from now on. Leave empty what was not looked at.")
    title, said = _("Repair trip: %s") % row.base.name, _("Written down.")
    return take_form(request, form, take, title, _("Write down"), "handsets", lead, said=said)
