"""The register of answers: what is owed to whom, the second look, and what became of each."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions import feedback as answers
from tocsin.actions import feedback_drafts as drafts
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.filters import chips, kept
from tocsin.console.forms.incident import SettleForm
from tocsin.console.forms.promises import DraftForm
from tocsin.console.labels import choices
from tocsin.console.now import now_of
from tocsin.console.promise_labels import FEEDBACK_CLOCKS
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, NOT_FOUND, Problem
from tocsin.domain.words import FeedbackClock, FeedbackState
from tocsin.records.models import Feedback
from tocsin.records.queries.held import area_of
from tocsin.records.queries.promises import UNANSWERED, feedback_register, one_feedback

A_PAGE = 50


@requires(Right.SEE_BOARD)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    clock = asked.get("clock", "") if asked.get("clock") in list(FeedbackClock) else ""
    found = feedback_register(
        viewer_of(request).scope, show=asked.get("show", ""), clock=clock, now=now_of(request)
    )
    shows = [("late", _("Late")), ("look", _("Wants a second look")), ("done", _("Done"))]
    page_ = Paginator(found, A_PAGE).get_page(asked.get("page"))
    context = {
        "nav": "feedback",
        "page": page_,
        "rows": page_.object_list,
        "chips": chips(request, "show", shows),
        "clocks": choices(FEEDBACK_CLOCKS),
        "clock": clock,
        "kept": kept(request, "show"),
    }
    return render(request, "console/promises/feedback.html", context)


@requires(Right.SEE_BOARD)
@require_GET
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, _one(request, key), {})


@requires(Right.FEED_BACK)
@require_POST
def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    row = _one(request, key, acting=True)
    form = DraftForm(request.POST, auto_id="draft-%s")
    if not form.is_valid():
        return _page(request, row, {"draft": form})
    said = drafts.draft_feedback(
        row, form.cleaned_data["text"], by=user_of(request), at=now_of(request)
    )
    is_held = said.state == FeedbackState.DRAFTED
    text = _("A second person must look at it first.") if is_held else _("It is on its way.")
    return _back(request, key, text)


@requires(Right.FEED_BACK)
@require_POST
def send(request: HttpRequest, key: UUID) -> HttpResponse:
    answers.send_feedback(_one(request, key, acting=True), by=user_of(request), at=now_of(request))
    return _back(request, key, _("It goes at the next safe hour."))


@requires(Right.FEED_BACK)
@require_POST
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    drafts.approve_feedback(
        _one(request, key, acting=True), by=user_of(request), at=now_of(request)
    )
    return _back(request, key, _("It goes at the next safe hour."))


@requires(Right.FEED_BACK)
@require_POST
def give_back(request: HttpRequest, key: UUID) -> HttpResponse:
    drafts.return_feedback(
        _one(request, key, acting=True), by=user_of(request), at=now_of(request),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip
    return _back(request, key, _("Given back; the answer is still owed."))


@requires(Right.FEED_BACK)
@require_POST
def settle(request: HttpRequest, key: UUID) -> HttpResponse:
    row = _one(request, key, acting=True)
    form = SettleForm(request.POST, auto_id="settle-%s")
    if not form.is_valid():
        return _page(request, row, {"settle": form})
    answers.record_feedback(
        row,
        by=user_of(request),
        at=now_of(request),
        state=FeedbackState(form.cleaned_data["state"]),
        reason=form.cleaned_data["reason"],
    )
    return _back(request, key, _("Recorded."))


def _page(request: HttpRequest, row: Feedback, bound: dict[str, Form]) -> HttpResponse:
    context = {
        "nav": "feedback",
        "one": row,
        "is_open": row.state in UNANSWERED,
        "is_mine": row.drafted_by_id == user_of(request).pk,
        "may_answer": _may(request, row),
        "forms": {
            "draft": DraftForm(initial={"text": row.text}, auto_id="draft-%s"),
            "settle": SettleForm(auto_id="settle-%s"),
        }
        | bound,
        "open_form": next(iter(bound), ""),
    }
    return render(request, "console/promises/answer.html", context, status=422 if bound else 200)


def _one(request: HttpRequest, key: UUID, *, acting: bool = False) -> Feedback:
    row = one_feedback(viewer_of(request).scope, key)
    if row is None:
        raise Problem(NOT_FOUND)
    if acting and not _may(request, row):
        raise Problem(NOT_ALLOWED, right=right_label(Right.FEED_BACK))
    return row


def _may(request: HttpRequest, row: Feedback) -> bool:
    incident, home = row.incident, row.community
    area = area_of(incident) if incident else (home.area_id if home else None)
    is_restricted = bool(incident and incident.is_restricted)
    return viewer_of(request).may(Right.FEED_BACK, area=area, is_restricted=is_restricted)


def _back(request: HttpRequest, key: UUID, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("console:answer", key)
