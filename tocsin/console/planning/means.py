"""Roads and strength: what is known, since when, and two forms to write down what is new."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.planning import record_road, record_strength
from tocsin.actions.texts import local
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.now import now_of
from tocsin.console.planning.forms import RoadForm, StrengthForm
from tocsin.console.promises.near import demand_for
from tocsin.domain.access import Right
from tocsin.domain.travel import season_of
from tocsin.records.models import Base, Community
from tocsin.records.queries.planning import CAN_GO, last_strength
from tocsin.records.queries.roads import roads_written


@requires(Right.SEE_NETWORK)
@require_GET
def means(request: HttpRequest) -> HttpResponse:
    return _page(request, {})


@requires(Right.PLAN)
@require_POST
def add_road(request: HttpRequest) -> HttpResponse:
    form = RoadForm(request.POST, scope=viewer_of(request).scope, auto_id="road-%s")
    if not form.is_valid():
        return _page(request, {"road": form})
    said = form.cleaned_data
    demand_for(request, Right.PLAN, said["community"])
    record_road(said["base"], said["community"], form.road, by=user_of(request), at=now_of(request))
    messages.success(request, _("Written down. It counts from now."))
    return redirect("console:planning")


@requires(Right.PLAN)
@require_POST
def add_strength(request: HttpRequest) -> HttpResponse:
    form = StrengthForm(request.POST, auto_id="strength-%s")
    if not form.is_valid():
        return _page(request, {"strength": form})
    now = now_of(request)
    record_strength(
        form.cleaned_data["base"],
        form.strength,
        by=user_of(request),
        at=now,
        reported_at=form.cleaned_data["reported_at"] or now,
    )
    messages.success(request, _("Written down."))
    return redirect("console:planning")


def _page(request: HttpRequest, bound: dict[str, Form]) -> HttpResponse:
    viewer, now = viewer_of(request), now_of(request)
    scope = viewer.scope
    bases = list(Base.objects.filter(closed_at=None, kind__in=CAN_GO).order_by("name"))
    known = last_strength(bases)
    homes = Community.objects.all()
    homes = homes if scope.areas is None else homes.filter(area__in=scope.areas)
    season = season_of(local(now)).value
    context = {
        "nav": "planning",
        "bases": [(base, known.get(base.pk)) for base in bases],
        "roads": roads_written(homes.values_list("pk", flat=True)),
        "may_plan": Right.PLAN in viewer.rights,
        "forms": {
            "road": RoadForm(scope=scope, initial={"season": season}, auto_id="road-%s"),
            "strength": StrengthForm(auto_id="strength-%s"),
        }
        | bound,
        "open_form": next(iter(bound), ""),
    }
    return render(request, "console/planning/means.html", context, status=422 if bound else 200)
