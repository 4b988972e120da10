"""What a person does with a report: draft a flash, save words, hand in, release, give back, drop."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tocsin.actions import reports
from tocsin.actions.recommendations import Wanted
from tocsin.actions.recommendations import recommend as add_recommendation
from tocsin.actions.report_drafts import draft_flash
from tocsin.console.access import incident_for, requires, user_of
from tocsin.console.acting import acts_on, filled
from tocsin.console.now import now_of
from tocsin.console.problem_pages import remedy_of, sentence_of
from tocsin.console.reports.composer import composer
from tocsin.console.reports.forms import CommentForm, RecommendForm, WhyForm
from tocsin.console.reports.views import read_for, report_for, sees_restricted
from tocsin.domain.access import Right
from tocsin.domain.problems import REPORT_LOOK, REPORT_NOT_READY, REPORT_STALE, Problem
from tocsin.records.models import SituationReport

LONGEST = 4000


def _again(request: HttpRequest, report: SituationReport, problem: Problem) -> HttpResponse | None:
    """Show the page as it is now, with what was typed: nobody's words are lost."""
    if problem.kind not in (REPORT_STALE, REPORT_NOT_READY):
        return None
    row = report_for(request, report.number)
    if problem.kind is REPORT_NOT_READY and not sees_restricted(request, row):
        # The same words whatever was found: a list of it would tell of what they may not see.
        problem = Problem(REPORT_LOOK, report=row.reference)
    messages.error(request, f"{sentence_of(problem)} {remedy_of(problem)}")
    if problem.kind is REPORT_STALE:
        mine = {key: change.text for key, change in _changes(request).items()}
        return composer(request, row, mine=mine, status=409)
    return composer(request, row, status=422)


def _changes(request: HttpRequest) -> dict[str, reports.Change]:
    comments = set(request.POST.getlist("comment"))
    return {
        name.removeprefix("text:"): reports.Change(
            str(value)[:LONGEST], is_comment=name.removeprefix("text:") in comments
        )
        for name, value in request.POST.items()
        if name.startswith("text:")
    }


act_on = acts_on(report_for, composer, home="console:report", refused=_again)


@requires(Right.DRAFT_REPORT)
@require_POST
def flash(request: HttpRequest, number: int) -> HttpResponse:
    """One click from an incident: its next flash, drafted from the records."""
    incident = incident_for(request, number, Right.DRAFT_REPORT)
    language = "en" if get_language() == "en" else "fr"
    row = draft_flash(incident, by=user_of(request), at=now_of(request), language=language)
    return redirect("console:report", row.number)


@act_on(Right.DRAFT_REPORT)
def save(request: HttpRequest, report: SituationReport) -> str:
    form = CommentForm(request.POST, kind=report.kind)
    added = form.added if form.is_valid() else None
    # Nobody writes where they do not read: whether it was changed would tell that it is there.
    shown = {one.key for one in read_for(request, report).statements}
    reports.edit_report(
        report,
        {key: change for key, change in _changes(request).items() if key in shown},
        version=_version(request),
        by=user_of(request),
        at=now_of(request),
        added=added,
    )
    return _("Saved. The check was made again.")


@act_on(Right.DRAFT_REPORT)
def recommend(request: HttpRequest, report: SituationReport) -> str:
    form = filled("recommend", RecommendForm(request.POST, auto_id="recommend-%s"))
    wanted = Wanted(**form.cleaned_data)
    add_recommendation(
        report, wanted, version=_version(request), by=user_of(request), at=now_of(request)
    )
    return _("Added. It is followed until it is settled.")


@act_on(Right.DRAFT_REPORT)
def refresh(request: HttpRequest, report: SituationReport) -> str:
    reports.refresh_report(
        report, version=_version(request), by=user_of(request), at=now_of(request)
    )
    return _("Brought up to date. Your words were kept.")


@act_on(Right.DRAFT_REPORT)
def submit(request: HttpRequest, report: SituationReport) -> str:
    reports.submit_report(report, by=user_of(request), at=now_of(request))
    return _("Handed in. Somebody who releases reports sees it now.")


@act_on(Right.RELEASE_REPORT)
def give_back(request: HttpRequest, report: SituationReport) -> str:
    reason = _reason(request, "return")
    reports.return_report(report, by=user_of(request), at=now_of(request), reason=reason)
    return _("Given back with your reason.")


@act_on(Right.DRAFT_REPORT)
def drop(request: HttpRequest, report: SituationReport) -> str:
    reason = _reason(request, "drop")
    reports.drop_report(report, by=user_of(request), at=now_of(request), reason=reason)
    return _("Put aside as not needed, with your reason.")


@act_on(Right.RELEASE_REPORT)
def release(request: HttpRequest, report: SituationReport) -> str:
    reports.release_report(
        report, version=_version(request), by=user_of(request), at=now_of(request)
    )
    return _("Released. It can no longer be changed.")


def _version(request: HttpRequest) -> int:
    written = request.POST.get("version", "")
    return int(written) if written.isdecimal() and len(written) < 9 else 0


def _reason(request: HttpRequest, name: str) -> str:
    form = filled(name, WhyForm(request.POST, auto_id=f"{name}-%s"))
    return str(form.cleaned_data["reason"])
