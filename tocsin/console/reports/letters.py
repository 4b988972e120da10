"""Letters and texts of reports that were given up: a person lets them be tried again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions import report_posts, report_texts
from tocsin.console.access import requires, user_of
from tocsin.console.now import now_of
from tocsin.console.reports.views import report_for
from tocsin.domain.access import Right
from tocsin.records.models import ReportPost, ReportText


@requires(Right.RELEASE_REPORT)
@require_POST
def post_again(request: HttpRequest, number: int, key: UUID) -> HttpResponse:
    """Try a letter again that was given up."""
    report = report_for(request, number, Right.RELEASE_REPORT)
    row = get_object_or_404(ReportPost, copy__report=report, copy=key)
    report_posts.post_again(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("It is tried again."))
    return redirect("console:report", number)


@requires(Right.RELEASE_REPORT)
@require_POST
def text_again(request: HttpRequest, number: int, key: UUID) -> HttpResponse:
    """Try a text again that was given up, by telephone or by radio."""
    report = report_for(request, number, Right.RELEASE_REPORT)
    row = get_object_or_404(ReportText, copy__report=report, pk=key)
    report_texts.text_again(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("It is tried again."))
    return redirect("console:report", number)
