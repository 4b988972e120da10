"""Which alerts belong to an incident: suggestions, merge, split, and undoing them."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tocsin.actions import feedback as answers
from tocsin.actions import incidents, rearrange, undoing
from tocsin.console.access import incident_for, user_of, viewer_of
from tocsin.console.acting import filled
from tocsin.console.forms.incident import AttachForm, MergeForm, SettleForm, SplitForm
from tocsin.console.incident_page import among
from tocsin.console.now import now_of
from tocsin.console.steps import step
from tocsin.domain.access import Right
from tocsin.domain.problems import INCIDENT_UNKNOWN, Problem
from tocsin.domain.words import FeedbackState
from tocsin.records.models import Alert, Feedback, Incident, IncidentAlert, Rearrangement


@step(Right.REARRANGE)
def accept(request: HttpRequest, incident: Incident, link: UUID) -> str:
    row = _suggestion(incident, link)
    incidents.attach_alert(row.alert, incident, by=user_of(request), at=now_of(request))
    return _("Alert %(number)s belongs to this incident now.") % {"number": row.alert.number}


@step(Right.REARRANGE)
def refuse(request: HttpRequest, incident: Incident, link: UUID) -> str:
    row = _suggestion(incident, link)
    incidents.refuse_suggestion(row, by=user_of(request), at=now_of(request))
    return _("Kept apart.")


@step(Right.REARRANGE)
def attach(request: HttpRequest, incident: Incident) -> str:
    form = filled("attach", AttachForm(request.POST))
    alert = viewer_of(request).scope.alerts().filter(number=form.cleaned_data["alert"]).first()
    if alert is None:
        raise Problem(INCIDENT_UNKNOWN)
    incidents.attach_alert(
        alert,
        incident,
        by=user_of(request),
        at=now_of(request),
        reason=form.cleaned_data["reason"],
    )
    return _("Alert %(number)s belongs to this incident now.") % {"number": alert.number}


@step(Right.REARRANGE)
def merge(request: HttpRequest, incident: Incident) -> str:
    form = filled("merge", MergeForm(request.POST))
    into = incident_for(request, form.cleaned_data["into"], Right.REARRANGE)
    rearrange.merge_incidents(
        incident,
        into,
        by=user_of(request),
        at=now_of(request),
        reason=form.cleaned_data["reason"],
    )
    return _("Merged into %(number)s. It can be undone there.") % {"number": into.number}


@step(Right.REARRANGE)
def split(request: HttpRequest, incident: Incident) -> str:
    form = filled("split", SplitForm(request.POST, among=among(incident, viewer_of(request).scope)))
    chosen = Alert.objects.filter(pk__in=form.cleaned_data["alerts"])
    made = rearrange.split_incident(
        incident,
        list(chosen),
        by=user_of(request),
        at=now_of(request),
        reason=form.cleaned_data["reason"],
    )
    return _("Split: the chosen alerts are incident %(number)s.") % {"number": made.other.number}


@step(Right.REARRANGE)
def undo(request: HttpRequest, incident: Incident, key: UUID) -> str:
    seen = viewer_of(request).scope.incidents()
    found = Rearrangement.objects.filter(pk=key, incident__in=seen, other__in=seen)
    row = found.filter(incident=incident).first() or get_object_or_404(found, other=incident)
    undoing.undo_rearrangement(row, by=user_of(request), at=now_of(request))
    return _("Undone. Those who were told get a correction.")


@step(Right.FEED_BACK)
def send_feedback(request: HttpRequest, incident: Incident, key: UUID) -> str:
    row = get_object_or_404(Feedback, pk=key, incident=incident)
    answers.send_feedback(row, by=user_of(request), at=now_of(request))
    return _("The answer is on its way.")


@step(Right.FEED_BACK)
def settle_feedback(request: HttpRequest, incident: Incident, key: UUID) -> str:
    form = filled("settle", SettleForm(request.POST))
    row = get_object_or_404(Feedback, pk=key, incident=incident)
    answers.record_feedback(
        row,
        by=user_of(request),
        at=now_of(request),
        state=FeedbackState(form.cleaned_data["state"]),
        reason=form.cleaned_data["reason"],
    )
    return _("Recorded.")


def _suggestion(incident: Incident, link: UUID) -> IncidentAlert:
    return get_object_or_404(
        IncidentAlert.objects.select_related("alert"),
        pk=link,
        incident=incident,
        is_suggestion=True,
        unlinked_at=None,
    )
