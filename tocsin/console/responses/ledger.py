"""The response ledger: the list with its filters, and one response with all that belongs to it."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions import response as responding
from tocsin.actions.undertaking import BroughtHome, record_debrief
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.filters import chips, kept
from tocsin.console.forms.responses import CheckInForm, DebriefForm, WordForm
from tocsin.console.labels import RESPONSES, choices
from tocsin.console.now import now_of
from tocsin.console.response_labels import ACTORS, WHY_NOT
from tocsin.console.right_labels import right_label
from tocsin.domain.access import Right
from tocsin.domain.problems import NOT_ALLOWED, NOT_FOUND, Problem
from tocsin.domain.response import Moments, elapsed
from tocsin.domain.words import ResponseState
from tocsin.records.models import Debrief, Response
from tocsin.records.queries.held import area_of
from tocsin.records.queries.incident import response_line, with_words
from tocsin.records.queries.ledger import LedgerFilter, gaps_of, ledger, one_response

A_PAGE = 50


@requires(Right.SEE_BOARD)
@require_GET
def response_list(request: HttpRequest) -> HttpResponse:
    """List all responses: who was asked, who came, who did not and why."""
    wanted = filter_of(request)
    found = with_words(ledger(viewer_of(request).scope, wanted, now=now_of(request)))
    page_ = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "responses",
        "page": page_,
        "rows": [response_line(row) for row in page_.object_list],
        "chips": chips(request, "show", [("open", _("Open")), ("late", _("Late or silent"))]),
        "states": choices(RESPONSES),
        "actors": choices(ACTORS),
        "reasons": choices(WHY_NOT),
        "wanted": wanted,
        "kept": kept(request, "show"),
    }
    return render(request, "console/responses/list.html", context)


@requires(Right.SEE_BOARD)
@require_GET
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, _response(request, key), {})


@requires(Right.RECORD_RESPONSE)
@require_POST
def word(request: HttpRequest, key: UUID) -> HttpResponse:
    form = WordForm(request.POST, auto_id="word-%s")
    return _take(
        request, key, "word", form, lambda row, by: responding.record(row, word=form.word, **by)
    )


@requires(Right.RECORD_RESPONSE)
@require_POST
def debrief(request: HttpRequest, key: UUID) -> HttpResponse:
    form = DebriefForm(request.POST, auto_id="debrief-%s")
    return _take(
        request, key, "debrief", form, lambda row, by: record_debrief(row, form.brought_home, **by)
    )


@requires(Right.RECORD_RESPONSE)
@require_POST
def check_in(request: HttpRequest, key: UUID) -> HttpResponse:
    form = CheckInForm(request.POST, auto_id="check-%s")
    return _take(
        request,
        key,
        "check_in",
        form,
        lambda row, by: responding.agree_check_in(row, form.cleaned_data["minutes"], **by),
    )


def _take(
    request: HttpRequest,
    key: UUID,
    name: str,
    form: Form,
    record: Callable[[Response, Mapping[str, Any]], object],
) -> HttpResponse:
    """Record what a form says, or show it where it stands with what is wrong. `record` gets who, and when."""
    row = _response(request, key, Right.RECORD_RESPONSE)
    if not form.is_valid():
        return _page(request, row, {name: form})
    record(row, {"by": user_of(request), "at": now_of(request)})
    messages.success(request, _("Recorded."))
    return redirect("console:response", key)


def filter_of(request: HttpRequest) -> LedgerFilter:
    """Read the filter from the address; what is no word of ours is left out."""
    asked = request.GET
    show = asked.get("show", "")
    return LedgerFilter(
        show=show if show in ("open", "late") else "",
        state=_one_of(asked.get("state", ""), RESPONSES),
        actor=_one_of(asked.get("actor", ""), ACTORS),
        why_not=_one_of(asked.get("why_not", ""), WHY_NOT),
        words=asked.get("q", "").strip(),
    )


def _one_of(said: str, labels: object) -> str:
    return said if said in {str(code) for code in labels} else ""  # type: ignore[attr-defined]  # a mapping by code


def _page(request: HttpRequest, row: Response, bound: dict[str, Form]) -> HttpResponse:
    line = response_line(row)
    brought = Debrief.objects.filter(response=row).first()
    incident = row.incident
    moments = Moments(
        incident.opened_at, line.asked_at, line.accepted_at, line.departed_at, line.on_scene_at,
        line.ended_at,
    )  # fmt: skip
    names = [one.name for one in fields(BroughtHome)]
    initial = {name: getattr(brought, name) for name in names} if brought else {}
    context = {
        "nav": "responses",
        "one": line,
        "incident": incident,
        "elapsed": elapsed(moments),
        "debrief": brought,
        "gaps": gaps_of(incident.pk),
        "has_left": bool(line.departed_at or line.on_scene_at),
        "is_away": line.state in (ResponseState.DEPARTED, ResponseState.ON_SCENE),
        "may_record": _may(request, row, Right.RECORD_RESPONSE),
        "forms": {
            "word": WordForm(auto_id="word-%s"),
            "debrief": DebriefForm(initial=initial, auto_id="debrief-%s"),
            "check_in": CheckInForm(initial={"minutes": line.check_minutes}, auto_id="check-%s"),
        }
        | bound,
        "open_form": next(iter(bound), request.GET.get("form", "")),
    }
    return render(request, "console/responses/page.html", context, status=422 if bound else 200)


def _response(request: HttpRequest, key: UUID, right: Right | None = None) -> Response:
    row = one_response(viewer_of(request).scope, key)
    if row is None:
        raise Problem(NOT_FOUND)
    if right and not _may(request, row, right):
        raise Problem(NOT_ALLOWED, right=right_label(right))
    return row


def _may(request: HttpRequest, row: Response, right: Right) -> bool:
    incident = row.incident
    return viewer_of(request).may(
        right, area=area_of(incident), is_restricted=incident.is_restricted
    )
