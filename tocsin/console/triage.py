"""The triage inbox and the page of one message: confirm, correct, dismiss, join."""

from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.actions import triage_by_person as verdicts
from tocsin.console.access import message_for, requires, user_of, viewer_of
from tocsin.console.filters import Chip, chips, here_with
from tocsin.console.forms.triage import DismissForm, TriageForm
from tocsin.console.labels import PRIORITIES, choices
from tocsin.console.message_page import message_page, triage_form
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.problems import MESSAGE_UNKNOWN, Problem
from tocsin.domain.words import Kind, Priority
from tocsin.records.models import Message
from tocsin.records.queries.inbox import Inbox, counts, inbox


@requires(Right.TRIAGE)
@require_GET
def inbox_list(request: HttpRequest) -> HttpResponse:
    """List what waits to be judged, the gravest and then the oldest first."""
    viewer = viewer_of(request)
    wanted = request.GET.get("show", "")
    show = Inbox(wanted) if wanted in list(Inbox) else Inbox.WAITING
    context = {
        "nav": "triage",
        "show": show.value,
        "tabs": _tabs(request, show, counts(viewer.scope)),
        "chips": chips(request, "priority", choices(PRIORITIES)),
        "rows": inbox(viewer.scope, show, priority=request.GET.get("priority", "")),
    }
    return render(request, "console/triage/list.html", context)


@requires(Right.TRIAGE)
@require_GET
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    return message_page(request, message_for(request, key))


@requires(Right.TRIAGE)
@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the proposal as it is, or as corrected; lowering needs a reason."""
    message = message_for(request, key, Right.TRIAGE)
    form = triage_form(request, message)
    if not form.is_valid():
        return message_page(request, message, triage=form)
    alert = verdicts.confirm_triage(
        message,
        by=user_of(request),
        at=now_of(request),
        kind=form.chosen_kind,
        priority=form.chosen_priority,
        place=form.cleaned_data["place"],
        reason=form.cleaned_data["reason"],
    )
    notices.success(request, _("Alert %(number)s is confirmed.") % {"number": alert.number})
    return redirect("console:triage")


@requires(Right.TRIAGE)
@require_POST
def dismiss(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that nothing need be done, with a reason; it can be undone."""
    message = message_for(request, key, Right.TRIAGE)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return message_page(request, message, dismiss=form)
    verdicts.dismiss_message(message, by=user_of(request), at=now_of(request), reason=form.reason)
    notices.success(request, _("Dismissed. It can be undone under “Dismissed”."))
    return redirect("console:triage")


@requires(Right.TRIAGE)
@require_POST
def reopen(request: HttpRequest, key: UUID) -> HttpResponse:
    message = message_for(request, key, Right.TRIAGE)
    verdicts.reopen_message(message, by=user_of(request), at=now_of(request))
    notices.success(request, _("Back in the inbox."))
    return redirect("console:message", key)


@requires(Right.TRIAGE)
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Make one alert of several messages."""
    chosen = _chosen(request)
    form = _join_form(request, chosen)
    if request.method == "POST" and form.is_valid():
        alert = verdicts.join_messages(
            chosen,
            by=user_of(request),
            at=now_of(request),
            kind=form.chosen_kind,
            priority=form.chosen_priority,
            place=form.cleaned_data["place"],
        )
        text = _("Alert %(number)s was made of %(count)s messages.")
        notices.success(request, text % {"number": alert.number, "count": len(chosen)})
        return redirect("console:triage")
    context = {"nav": "triage", "chosen": chosen, "form": form}
    status = 422 if form.errors else 200
    return render(request, "console/triage/join.html", context, status=status)


def _tabs(request: HttpRequest, show: Inbox, found: dict[str, int]) -> list[Chip]:
    words = {
        Inbox.WAITING: _("To judge"),
        Inbox.QUIET: _("No warning"),
        Inbox.DISMISSED: _("Dismissed"),
        Inbox.DONE: _("Done"),
    }
    return [
        Chip(words[one], here_with(request, show=one.value), one is show, found.get(one.value))
        for one in Inbox
    ]


def _chosen(request: HttpRequest) -> list[Message]:
    """The messages ticked in the list, oldest first. Raises Problem unless there are two."""
    ticked = request.POST.getlist("m") or request.GET.getlist("m")
    keys = [UUID(key) for key in ticked if len(key) == 36]
    found = [message_for(request, key, Right.TRIAGE) for key in dict.fromkeys(keys)]
    if len(found) < 2:
        raise Problem(MESSAGE_UNKNOWN)
    return sorted(found, key=lambda message: message.received_at)


def _join_form(request: HttpRequest, chosen: list[Message]) -> TriageForm:
    readings = [message.reading for message in chosen if hasattr(message, "reading")]
    gravest = min((row.priority for row in readings if row.priority), default=Priority.P3.value)
    kind = next((row.kind for row in readings if row.priority == gravest), Kind.ATTACK.value)
    point = next((message.focal_point for message in chosen if message.focal_point), None)
    return TriageForm(
        request.POST or None,
        initial={"kind": kind, "priority": gravest},
        proposed="",
        near=point.community if point else None,
        sees_restricted=viewer_of(request).scope.sees_restricted,
    )
