"""The quick log: a call, a radio message or somebody at the gate, written down within a minute."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin.actions.brakes import count_source
from tocsin.actions.log import log_message
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.forms.log import RESTRICTED, LogForm, blank
from tocsin.console.now import now_of
from tocsin.console.templatetags.moments import dtg
from tocsin.domain.access import Right
from tocsin.domain.words import MessageKind
from tocsin.records.models import FocalPoint, Message
from tocsin.records.queries.logged import logged_rows


@requires(Right.LOG)
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Write down what was said. The same form sent twice is one message (R7), and so the page says."""
    form = LogForm(request.POST) if request.method == "POST" else blank(**_given(request))
    if request.method == "POST" and form.is_valid():
        message = _save(request, form)
        count_source(message, by=user_of(request), at=now_of(request))
        messages.success(request, _said_of(message, now_of(request)))
        if Right.TRIAGE in viewer_of(request).rights:
            return redirect("console:message", message.pk)
        return redirect("console:log")
    viewer = viewer_of(request)
    context = {
        "nav": "log",
        "form": form,
        "restricted": RESTRICTED,
        "sources": _sources(request),
        "rows": logged_rows(viewer.scope),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "console/log/page.html", context, status=status)


def _save(request: HttpRequest, form: LogForm) -> Message:
    point = form.focal_point
    return log_message(
        by=user_of(request),
        at=now_of(request),
        kind=MessageKind(form.cleaned_data["kind"]),
        text=form.cleaned_data["text"],
        sender="" if point else form.cleaned_data["source"],
        focal_point=point,
        community=form.cleaned_data["community"] or (point.community if point else None),
        happened_at=form.cleaned_data["happened_at"],
        kind_code=form.chosen_kind,
        priority=form.chosen_priority,
        place=form.cleaned_data["place"],
        client_id=form.cleaned_data["client_id"],
    )


def _said_of(message: Message, now: datetime) -> str:
    if message.received_at == now:
        return _("Written down. The line reads it now.")
    return _("This was written down before, at %(at)s: it is not a second message.") % {
        "at": dtg(message.received_at)
    }


def _given(request: HttpRequest) -> dict[str, Any]:
    """What the address fills in: after a call-back, how it came and who it was."""
    given: dict[str, Any] = {}
    if request.GET.get("kind") in list(MessageKind):
        given["kind"] = request.GET["kind"]
    if source := request.GET.get("source", ""):
        point = FocalPoint.objects.filter(code=source).first()
        given |= {"source": source, "community": point.community_id if point else None}
    return given


def _sources(request: HttpRequest) -> list[tuple[str, str]]:
    """Codes to choose from, with their communities; no names."""
    areas = viewer_of(request).scope.areas
    found = FocalPoint.objects.filter(is_active=True)
    if areas is not None:
        found = found.filter(community__area__in=areas)
    return list(found.order_by("code").values_list("code", "community__name"))
