"""Radio task cards: call, hear the read-back, write down who answered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.radio import record_radio_outcome, start_radio_task
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.filters import chips
from tocsin.console.labels import RADIO_OUTCOMES, choices
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.domain.words import RadioOutcome
from tocsin.records.models import RadioTask
from tocsin.records.queries.radio import radio_cards

FAILED = [RadioOutcome.NO_CONTACT, RadioOutcome.REFUSED, RadioOutcome.WRONG_STATION]


@requires(Right.RADIO)
@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    is_open = request.GET.get("show") != "done"
    context = {
        "nav": "radio",
        "is_open": is_open,
        "chips": chips(request, "show", [("done", _("Done"))]),
        "rows": radio_cards(viewer_of(request).scope, is_open=is_open),
        "failures": choices(RADIO_OUTCOMES, FAILED),
    }
    return render(request, "console/radio/list.html", context)


@requires(Right.RADIO)
@require_POST
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    start_radio_task(_task(request, key), by=user_of(request), at=now_of(request))
    return redirect("console:radio")


@requires(Right.RADIO)
@require_POST
def outcome(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record how the call ended. A read-back needs the code that was heard and the name."""
    chosen = request.POST.get("outcome", "")
    if chosen not in list(RadioOutcome):
        raise Problem(NOT_FOUND)
    record_radio_outcome(
        _task(request, key),
        by=user_of(request),
        at=now_of(request),
        outcome=RadioOutcome(chosen),
        name_heard=request.POST.get("name_heard", "").strip(),
        read_back=request.POST.get("read_back", "").strip(),
    )
    messages.success(request, _("Recorded."))
    return redirect("console:radio")


def _task(request: HttpRequest, key: UUID) -> RadioTask:
    seen = {card.id for card in radio_cards(viewer_of(request).scope, is_open=True)}
    if key not in seen:
        raise Problem(NOT_FOUND)
    return get_object_or_404(RadioTask, pk=key)
