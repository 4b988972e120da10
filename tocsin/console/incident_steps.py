"""What people do to an incident: take it, decide, answer, judge it, close it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tocsin.actions import answering, incidents, response, verification
from tocsin.console.access import user_of
from tocsin.console.acting import filled
from tocsin.console.forms.incident import (
    AskForm,
    CloseForm,
    DecideForm,
    PriorityForm,
    UpdateForm,
    VerifyForm,
    happened,
)
from tocsin.console.now import now_of
from tocsin.console.steps import step
from tocsin.domain.access import Right
from tocsin.domain.words import DecisionKind, ResponseState
from tocsin.records.models import Incident, Response


@step(Right.ACKNOWLEDGE)
def acknowledge(request: HttpRequest, incident: Incident) -> str:
    answering.acknowledge(incident, by=user_of(request), at=now_of(request), via="page")
    return _("Acknowledged. The decide clock runs.")


@step(Right.ACKNOWLEDGE)
def withdraw(request: HttpRequest, incident: Incident) -> str:
    answering.withdraw_acknowledgement(incident, by=user_of(request), at=now_of(request))
    return _("Given back. The next ones are paged now.")


@step(Right.DECIDE)
def decide(request: HttpRequest, incident: Incident) -> str:
    form = filled("decide", DecideForm(request.POST))
    answering.decide(
        incident,
        by=user_of(request),
        at=now_of(request),
        kind=DecisionKind(form.cleaned_data["kind"]),
        reason=form.cleaned_data["reason"],
        via="page",
    )
    return _("Decision recorded.")


@step(Right.DECIDE)
def ask(request: HttpRequest, incident: Incident) -> str:
    form = filled("ask", AskForm(request.POST))
    base = form.cleaned_data["base"]
    response.ask_response(incident, base, by=user_of(request), at=now_of(request))
    return _("%(base)s is asked to respond.") % {"base": base.name}


@step(Right.RECORD_RESPONSE)
def update(request: HttpRequest, incident: Incident) -> str:
    form = filled("update", UpdateForm(request.POST))
    row = get_object_or_404(Response, pk=form.cleaned_data["response"], incident=incident)
    state = form.cleaned_data["state"]
    response.record_update(
        row,
        by=user_of(request),
        at=now_of(request),
        state=ResponseState(state) if state else None,
        text=form.cleaned_data["text"],
        happened_at=happened(form),
        via="page",
        reason=form.cleaned_data["text"],
    )
    return _("Recorded.")


@step(Right.VERIFY)
def verify(request: HttpRequest, incident: Incident) -> str:
    form = filled("verify", VerifyForm(request.POST))
    reason = form.cleaned_data["reason"]
    verification.record_verification(
        incident,
        by=user_of(request),
        at=now_of(request),
        state=form.verification,
        grade=form.grade,
        method=form.cleaned_data["method"],
        reasons=(reason,) if reason else (),
    )
    return _("Verification recorded.")


@step(Right.TRIAGE)
def priority(request: HttpRequest, incident: Incident) -> str:
    form = filled("priority", PriorityForm(request.POST))
    incidents.set_priority(
        incident,
        by=user_of(request),
        at=now_of(request),
        priority=form.chosen,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"],
    )
    return _("Priority changed.")


@step(Right.CLOSE)
def close(request: HttpRequest, incident: Incident) -> str:
    form = filled("close", CloseForm(request.POST))
    incidents.close_incident(
        incident,
        by=user_of(request),
        at=now_of(request),
        outcome=form.chosen,
        reason=form.cleaned_data["reason"],
        version=form.cleaned_data["version"],
    )
    return _("Closed. The community is owed how it ended.")
