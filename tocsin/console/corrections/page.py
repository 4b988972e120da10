"""One correction before it is made: why, what it is instead, and everybody whom it will reach."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tocsin.actions.correcting import correct_incident
from tocsin.console.access import incident_for, requires, user_of, viewer_of
from tocsin.console.corrections.forms import RightForm, WhyForm
from tocsin.console.corrections.reach import parties
from tocsin.console.corrections.words import BUTTONS, EFFECTS
from tocsin.console.labels import KINDS
from tocsin.console.now import now_of
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.correction_words import CorrectionKind
from tocsin.domain.corrections import VOIDING, why_not
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.domain.problems.people import NOT_ALLOWED
from tocsin.domain.words import IncidentLife, Kind, Outcome
from tocsin.records.models import Incident
from tocsin.records.queries.held import area_of


def right_for(kind: CorrectionKind) -> Right:
    """Return what it takes: to set facts right is to put in order, all else ends or begins."""
    return Right.REARRANGE if kind is CorrectionKind.CORRECTED else Right.CLOSE


def open_ways(incident: Incident, *, may: dict[str, bool]) -> list[CorrectionKind]:
    """Return the corrections that this incident, and this viewer, allow now."""
    outcome = Outcome(incident.outcome) if incident.outcome else None
    life = IncidentLife(incident.life)
    return [
        kind
        for kind in CorrectionKind
        if may[right_for(kind).value] and not why_not(kind, life, outcome=outcome, changes=True)
    ]


@requires(Right.SEE_BOARD)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Show whom it will reach; make it on POST. Pressing twice tells nobody twice."""
    if kind not in BUTTONS:
        raise Problem(NOT_FOUND)
    chosen = CorrectionKind(kind)
    incident = incident_for(request, number)
    viewer, right = viewer_of(request), right_for(chosen)
    if not viewer.may(right, area=area_of(incident), is_restricted=incident.is_restricted):
        raise Problem(NOT_ALLOWED, right=right_label(right))
    form = _form(request, incident, chosen)
    if request.method == "GET" or not form.is_valid():
        return _page(request, incident, chosen, form)
    done = correct_incident(
        incident,
        chosen,
        by=user_of(request),
        at=now_of(request),
        reason=form.cleaned_data["reason"],
        truth=form.truth,
        version=form.cleaned_data["version"],
    )
    if done is None:
        messages.info(request, _("This was said already. Nobody is told twice."))
    else:
        n = sum(done.told.values())
        said = ngettext("One is told.", "%(n)s are told, each by their safe means.", n) % {"n": n}
        messages.success(request, said)
    return redirect("console:incident", number)


def _form(request: HttpRequest, incident: Incident, kind: CorrectionKind) -> WhyForm:
    data = request.POST if request.method == "POST" else None
    initial = {"version": incident.version}
    if kind is not CorrectionKind.CORRECTED:
        return WhyForm(data, initial=initial)
    return RightForm(
        data,
        initial={**initial, "kind": incident.kind, "place": incident.place_name},
        incident=incident,
        sees_restricted=viewer_of(request).may(
            Right.SEE_RESTRICTED, area=area_of(incident), is_restricted=False
        ),
    )


def _page(
    request: HttpRequest, incident: Incident, kind: CorrectionKind, form: WhyForm
) -> HttpResponse:
    context = {
        "nav": "board",
        "incident": incident,
        "kind": kind.value,
        "title": BUTTONS[kind],
        "effect": EFFECTS[kind],
        "is_grave": kind in VOIDING,
        "kind_label": KINDS[Kind(incident.kind)],
        "parties": parties(incident, kind, at=now_of(request)),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "console/corrections/page.html", context, status=status)
