"""The register of needs: what communities lack, to whom it was referred, what became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.needs import Lack, move_need, record_need
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.filters import chips
from tocsin.console.needs.forms import MoveForm, NeedForm
from tocsin.console.needs.words import NEED_STATES, TOPICS
from tocsin.console.now import now_of
from tocsin.console.promises.near import demand_for, may_for
from tocsin.domain.access import Right
from tocsin.domain.need_words import NeedState, NeedTopic
from tocsin.domain.problems import BACKGROUND_REASON, Problem
from tocsin.records.models import Need

A_PAGE = 50
OPEN = (NeedState.OPEN, NeedState.REFERRED)


@requires(Right.SEE_NETWORK)
@require_GET
def need_list(request: HttpRequest) -> HttpResponse:
    return _list(request)


@requires(Right.LOG)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = NeedForm(request.POST, scope=viewer_of(request).scope)
    if not form.is_valid():
        return _list(request, form)
    said, now = form.cleaned_data, now_of(request)
    demand_for(request, Right.LOG, said["community"])
    lack = Lack(NeedTopic(said["topic"]), said["what"], said["heard_at"] or now, said["people"])
    row = record_need(said["community"], lack, by=user_of(request), at=now)
    messages.success(request, _("Written down. It is followed until it is met or explained."))
    return redirect("console:need", row.number)


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _one(request, number))


@requires(Right.LOG)
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponse:
    row = _one(request, number)
    demand_for(request, Right.LOG, row.community)
    form = MoveForm(request.POST, need=row)
    if not form.is_valid():
        return _page(request, row, form)
    try:
        move_need(row, form.moved, by=user_of(request), at=now_of(request))
    except Problem as problem:
        if problem.kind is not BACKGROUND_REASON:
            raise
        is_referred = form.moved.state is NeedState.REFERRED
        form.add_error("referred_to" if is_referred else "explanation", _("Say it here."))
        return _page(request, row, form)
    messages.success(request, _("Recorded."))
    return redirect("console:need", number)


def _list(request: HttpRequest, form: NeedForm | None = None) -> HttpResponse:
    show = request.GET.get("show", "")
    found = _seen(request).order_by("-heard_at", "-number")
    if show != "all":
        found = found.filter(state__in=OPEN)
    page_ = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav": "needs",
        "page": page_,
        "rows": [
            (row, TOPICS[NeedTopic(row.topic)], NEED_STATES[NeedState(row.state)])
            for row in page_.object_list
        ],
        "chips": chips(request, "show", [("all", _("All"))]),
        "form": form or NeedForm(scope=viewer_of(request).scope),
        "may_log": Right.LOG in viewer_of(request).rights,
    }
    return render(request, "console/needs/needs.html", context, status=422 if form else 200)


def _page(request: HttpRequest, row: Need, form: MoveForm | None = None) -> HttpResponse:
    initial = {"state": row.state, "referred_to": row.referred_to, "explanation": row.explanation}
    context = {
        "nav": "needs",
        "need": row,
        "topic": TOPICS[NeedTopic(row.topic)],
        "state": NEED_STATES[NeedState(row.state)],
        "form": form or MoveForm(need=row, initial=initial),
        "may_log": may_for(request, Right.LOG, row.community),
    }
    return render(request, "console/needs/need.html", context, status=422 if form else 200)


def _one(request: HttpRequest, number: int) -> Need:
    return get_object_or_404(_seen(request), number=number)


def _seen(request: HttpRequest) -> QuerySet[Need]:
    areas = viewer_of(request).scope.areas
    rows = Need.objects.select_related("community", "commitment", "recorded_by", "moved_by")
    return rows if areas is None else rows.filter(community__area__in=areas)
