"""One page: what the next run would remove, the runs that were, and the holds that keep words from going."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.retention_runs import NOTICE, end_hold, place_hold
from tocsin.console.access import incident_for, requires, user_of, viewer_of
from tocsin.console.labels import Labels
from tocsin.console.now import now_of
from tocsin.domain.access import Right
from tocsin.domain.retention import UNREADABLE_LIVES
from tocsin.domain.retention_words import Retained
from tocsin.records.models import RetentionHold, RetentionRun
from tocsin.records.queries.retention import holds, owed

SORTS: Labels = {
    Retained.WORDS: gettext_lazy("Words and senders of messages"),
    Retained.TOLD: gettext_lazy("What we told people, and their numbers"),
    Retained.UNREADABLE: gettext_lazy("Arrivals that nobody could read"),
}
RUNS = 20


class HoldForm(forms.Form):
    incident = forms.IntegerField(
        label=gettext_lazy("Incident number"),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text=gettext_lazy("Empty: everything is held, and no run removes anything."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is still needed"),
        max_length=300,
        help_text=gettext_lazy("A complaint, an inquiry, a court. By function, never a name."),
    )


@dataclass(frozen=True, slots=True)
class RunView:
    row: RetentionRun
    lines: list[tuple[str | Promise, int, int, str]]  # sort, announced, gone, proof


@requires(Right.JOURNAL)
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    return _page(request, HoldForm())


@requires(Right.JOURNAL)
@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Keep an incident's words, or all. It only ever keeps: nobody loses anything by it."""
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    number = form.cleaned_data["incident"]
    incident = incident_for(request, number) if number else None
    reason = form.cleaned_data["reason"]
    place_hold(incident, reason=reason, by=user_of(request), at=now_of(request))
    messages.success(request, _("Held. No run removes it until the hold is ended."))
    return redirect("console:retention")


@requires(Right.JOURNAL)
@require_POST
def release(request: HttpRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(RetentionHold, pk=key)
    end_hold(row, by=user_of(request), at=now_of(request))
    messages.success(
        request, _("The hold has ended. What is old goes with the next announced run.")
    )
    return redirect("console:retention")


def _page(request: HttpRequest, form: HoldForm) -> HttpResponse:
    now = now_of(request)
    runs = RetentionRun.objects.order_by("-planned_at")[:RUNS]
    may_see = Q(incident=None) | Q(incident__in=viewer_of(request).scope.incidents())
    context = {
        "nav": "journal",
        "owed": [(SORTS[one.sort], one.count, one.before, one.oldest) for one in owed(now=now)],
        "next_at": _next_at(now),
        "runs": [_run(row) for row in runs],
        # That something restricted is held is told to those alone who may see it.
        "holds": holds().filter(may_see),
        "months": settings.RETENTION_MONTHS,
        "days": UNREADABLE_LIVES.days,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "console/retention/page.html", context, status=status)


def _next_at(now: datetime) -> datetime:
    """When the next run begins: the one that is announced, else the soonest that could be."""
    waiting = RetentionRun.objects.filter(ended_at=None).first()
    return waiting.due_at if waiting else now + NOTICE


def _run(row: RetentionRun) -> RunView:
    return RunView(
        row,
        [
            (
                SORTS[sort],
                row.planned.get(sort.value, 0),
                row.gone.get(sort.value, 0),
                row.digests.get(sort.value, "")[:16],
            )
            for sort in Retained
        ],
    )
