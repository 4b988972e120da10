"""Calling back: the queue with its clock, the script, and what came of each try."""

from functools import cache
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.callback import record_call, take_call_back
from tocsin.console.access import call_back_for, requires, user_of, viewer_of
from tocsin.console.filters import chips
from tocsin.console.labels import CALL_BACKS, choices
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.words import CallBackState
from tocsin.records.models import CallBack
from tocsin.records.queries.callbacks import call_row, call_rows

SCRIPTS = Path(__file__).parent / "call_script"
# Somebody whose language has no script of its own yet is asked in French.
FALLBACK = "fr"
OUTCOMES = {
    "talked": CallBackState.TALKED,
    "no_contact": CallBackState.NO_CONTACT,
    "again": None,  # nobody answered: it stays in the queue
}


@requires(Right.CALL_BACK)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """List the calls to make, the most pressing clock first."""
    wanted = request.GET.get("state", "")
    state = CallBackState(wanted) if wanted in list(CallBackState) else CallBackState.DUE
    context = {
        "nav": "callbacks",
        "state": state.value,
        "chips": chips(request, "state", choices(CALL_BACKS)),
        "rows": call_rows(viewer_of(request).scope, state=state),
    }
    return render(request, "console/calls/list.html", context)


@requires(Right.CALL_BACK)
@require_GET
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The call in hand. The number shows once somebody took the call, which is written down."""
    call = call_back_for(request, key)
    is_mine = call.taken_by_id == user_of(request).pk and call.state == CallBackState.DUE
    row = call_row(call)
    language = row.language if (SCRIPTS / f"{row.language}.txt").exists() else FALLBACK
    context = {
        "nav": "callbacks",
        "call": row,
        "is_mine": is_mine,
        "number": call.message.sender if is_mine else "",
        "script": script(language),
        "script_language": language,
        "words": call.message.text,
    }
    return render(request, "console/calls/page.html", context)


@requires(Right.CALL_BACK)
@require_POST
def take(request: HttpRequest, key: UUID) -> HttpResponse:
    call = call_back_for(request, key, Right.CALL_BACK)
    take_call_back(call, by=user_of(request), at=now_of(request))
    return redirect("console:call", key)


@requires(Right.CALL_BACK)
@require_POST
def record(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write down the try; after a talk comes the log, filled in with who it was."""
    call = call_back_for(request, key, Right.CALL_BACK)
    outcome = OUTCOMES.get(request.POST.get("outcome", ""))
    record_call(call, by=user_of(request), at=now_of(request), outcome=outcome)
    if outcome is CallBackState.TALKED:
        messages.success(request, _("Now write down what was said."))
        return redirect(f"{reverse('console:log')}?{urlencode(_who(call))}")
    said = _("No contact: closed.") if outcome else _("Tried. It stays in the queue.")
    messages.success(request, said)
    return redirect("console:callbacks")


@cache
def script(language: str) -> list[str]:
    """Return the questions in their order: safety first (domain.md §8.6)."""
    return (SCRIPTS / f"{language}.txt").read_text("utf-8").splitlines()


def _who(call: CallBack) -> dict[str, str]:
    point = call.message.focal_point
    found = {"kind": "voice", "call": str(call.pk)}
    if point:
        found["source"] = point.code
    return found
