"""Meetings: who met, women and men counted, concerns, expectations, the mandate explained."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.promises import Gathering, record_meeting
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.forms.promises import MeetingForm
from tocsin.console.now import now_of
from tocsin.console.promises.near import demand_for, register_page
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_FOUND, Problem
from tocsin.records.queries.promises import meetings


@requires(Right.SEE_BOARD)
@require_GET
def meeting_list(request: HttpRequest) -> HttpResponse:
    return register_page(request, "meetings", meetings(viewer_of(request).scope), MeetingForm())


@requires(Right.LOG)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = MeetingForm(request.POST)
    if not form.is_valid():
        return register_page(request, "meetings", meetings(viewer_of(request).scope), form)
    said = dict(form.cleaned_data)
    demand_for(request, Right.LOG, said["community"])
    said["held_at"] = said["held_at"] or now_of(request)
    meeting = record_meeting(Gathering(**said), by=user_of(request), at=now_of(request))
    messages.success(request, _("Meeting written down."))
    return redirect("console:meeting", meeting.number)


@requires(Right.SEE_BOARD)
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    found = meetings(viewer_of(request).scope).filter(number=number)
    meeting = found.prefetch_related("commitments").first()
    if meeting is None:
        raise Problem(NOT_FOUND)
    return render(request, "console/promises/meeting.html", {"nav": "meetings", "one": meeting})
