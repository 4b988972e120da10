"""Draft a release of an incident, and take back what it told anybody outside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.actions.release_cancel import retract
from tocsin.actions.release_facts import judge, named_in
from tocsin.actions.releases import draft_release
from tocsin.console.access import incident_for, requires, user_of
from tocsin.console.labels import KINDS
from tocsin.console.now import now_of
from tocsin.console.releases.forms import DraftForm, TakeBackForm
from tocsin.console.releases.labels import ADDRESSEES, why
from tocsin.console.releases.views import addressees_here, release_views
from tocsin.domain.access import Right
from tocsin.domain.release_words import AddresseeKind
from tocsin.domain.words import Kind
from tocsin.records.models import Incident
from tocsin.records.queries.held import area_of
from tocsin.records.queries.releases import all_releases


@requires(Right.DRAFT_RELEASE)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Show who may be told and who must not, and draft for one of them."""
    incident = incident_for(request, number, Right.DRAFT_RELEASE)
    if request.method == "GET":
        return _page(request, incident)
    form = DraftForm(request.POST, addressees=addressees_here(area_of(incident)))
    if not form.is_valid():
        return _page(request, incident, form)
    row = draft_release(incident, form.asked, by=user_of(request), at=now_of(request))
    messages.success(request, _("Drafted. A second person is asked to decide."))
    return redirect("console:release", row.number)


@requires(Right.DRAFT_RELEASE)
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a cancellation to each of those whom something may have reached."""
    incident = incident_for(request, number, Right.DRAFT_RELEASE)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _page(request, incident, taking=form)
    asked = retract(incident, by=user_of(request), at=now_of(request), reason=form.chosen)
    said = ngettext(
        "One cancellation waits for a second person.",
        "%(n)s cancellations wait for a second person.",
        len(asked),
    )
    messages.success(request, said % {"n": len(asked)})
    return redirect("console:draft_release", number)


def _page(
    request: HttpRequest,
    incident: Incident,
    form: DraftForm | None = None,
    taking: TakeBackForm | None = None,
) -> HttpResponse:
    addressees = addressees_here(area_of(incident))
    rulings = [
        {
            "title": one.title,
            "kind": ADDRESSEES[AddresseeKind(one.kind)],
            "denied": [why(code) for code in ruling.denied],
            "doubts": [why(code) for code in ruling.doubts],
        }
        for one in addressees
        for ruling in [judge(incident, one, ())]
    ]
    allowed = [one for one in addressees if not judge(incident, one, ()).is_denied]
    rows = all_releases().filter(incident=incident).order_by("addressee__title", "sequence")
    context = {
        "nav": "releases",
        "incident": incident,
        "kind_label": KINDS[Kind(incident.kind)],
        "named": sorted(named_in(incident)),
        "rulings": rulings,
        "form": form or DraftForm(addressees=allowed),
        "taking": taking or TakeBackForm(),
        "rows": release_views(list(rows)),
        "is_open": incident.life in ("open", "stable"),
    }
    is_wrong = bool((form and form.errors) or (taking and taking.errors))
    return render(request, "console/releases/draft.html", context, status=422 if is_wrong else 200)
