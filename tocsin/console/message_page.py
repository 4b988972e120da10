"""One message: its words untouched, what was read into them, and what a person makes of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tocsin.console.access import viewer_of
from tocsin.console.forms.triage import DismissForm, TriageForm
from tocsin.console.quick_picks import Pick, picks
from tocsin.console.reading_view import ReadingView, reading_view
from tocsin.domain.words import Kind, MessageState, Priority
from tocsin.records.models import IncidentAlert, Message
from tocsin.records.queries.inbox import alert_of, judgements
from tocsin.records.queries.place_names import added_names


def message_page(
    request: HttpRequest,
    message: Message,
    *,
    triage: TriageForm | None = None,
    dismiss: DismissForm | None = None,
) -> HttpResponse:
    """Show the message; a form that was not filled in right is shown again with 422."""
    alert = alert_of(message)
    reading = getattr(message, "reading", None)
    point = message.focal_point
    view = reading_view(message.text, reading, language=point.language if point else "")
    asked = request.GET.get("form", "")
    context = {
        "nav": "triage",
        "message": message,
        "reading": reading,
        "view": view,
        "alert": alert,
        "links": _links(request, message),
        "judgements": judgements(message),
        "form": triage or triage_form(request, message),
        "dismiss": dismiss or DismissForm(),
        "dismiss_open": dismiss is not None or asked == "dismiss",
        "correct_open": triage is not None or asked == "correct" or not _proposed(message),
        "is_dismissed": message.state == MessageState.DISMISSED,
        "can_judge": message.state
        in (MessageState.READ, MessageState.REPORTED, MessageState.RECEIVED),
        "proposed_kind": alert.kind if alert else reading.kind if reading else "",
        "picks": _picks(message, view),
        "added_names": added_names(message),
        "opinion": getattr(message, "second_opinion", None),
        "proposed_priority": _proposed(message),
    }
    status = 422 if triage or dismiss else 200
    return render(request, "console/triage/message.html", context, status=status)


def triage_form(request: HttpRequest, message: Message) -> TriageForm:
    """Return the form, bound when something was sent, with the machine's proposal filled in."""
    alert = alert_of(message)
    reading = getattr(message, "reading", None)
    kind = alert.kind if alert else reading.kind if reading else Kind.WARNING_SIGN.value
    point = message.focal_point
    sent = request.POST if "kind" in request.POST else None
    return TriageForm(
        sent,
        initial={"kind": kind, "priority": _proposed(message) or Priority.P3.value},
        proposed=_proposed(message),
        near=point.community if point else None,
        sees_restricted=viewer_of(request).scope.sees_restricted,
    )


def _proposed(message: Message) -> str:
    alert = alert_of(message)
    reading = getattr(message, "reading", None)
    return str(alert.priority if alert else (reading.priority if reading else "") or "")


def _picks(message: Message, view: ReadingView) -> list[Pick]:
    alert = alert_of(message)
    kinds = [Kind(alert.kind), *view.kinds] if alert else view.kinds
    return picks(message, kinds, _proposed(message))


def _links(request: HttpRequest, message: Message) -> list[IncidentAlert]:
    """The incident its alert belongs to, and those that are only suggested, if visible."""
    alert = alert_of(message)
    if alert is None:
        return []
    visible = viewer_of(request).scope.incidents()
    found = alert.incident_links.filter(unlinked_at=None, incident__in=visible)
    return list(found.select_related("incident").order_by("is_suggestion", "-score"))
