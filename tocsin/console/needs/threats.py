"""The sheet of threats to a community: how likely, how grave, who is exposed, what protects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.actions.needs import end_threat, judge_threat
from tocsin.actions.texts import local
from tocsin.console.access import requires, user_of, viewer_of
from tocsin.console.labels import KINDS
from tocsin.console.needs.forms import ThreatForm
from tocsin.console.needs.words import IMPACTS, LIKELIHOODS, RISKS
from tocsin.console.now import now_of
from tocsin.console.promises.near import demand_for, may_for
from tocsin.domain.access import Right
from tocsin.domain.need_words import Risk
from tocsin.domain.risk import risk_of
from tocsin.domain.words import Kind
from tocsin.records.models import Community, Threat

WEEK = timedelta(days=7)
GRAVE = (Risk.HIGH, Risk.CRITICAL)


@dataclass(frozen=True, slots=True)
class ThreatView:
    """One threat; `changed` says what a week ago was judged, when it was judged anew since."""

    row: Threat
    kind: str | Promise
    likelihood: str | Promise
    impact: str | Promise
    risk: str | Promise
    is_grave: bool
    is_due: bool
    is_new: bool
    before: str | Promise


@requires(Right.SEE_NETWORK)
@require_GET
def threat_list(request: HttpRequest) -> HttpResponse:
    """All communities with a sheet, the gravest threat first."""
    rows = [_view(request, row) for row in _open(request)]
    rows.sort(key=lambda one: (-one.row.likelihood * one.row.impact, one.row.community.name))
    homes = _homes(request).order_by("name")
    context = {"nav": "threats", "rows": rows, "homes": homes}
    return render(request, "console/needs/threats.html", context)


@requires(Right.SEE_NETWORK)
@require_GET
def page(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _home(request, code))


@requires(Right.PLAN)
@require_POST
def judge(request: HttpRequest, code: str) -> HttpResponse:
    home = _home(request, code)
    demand_for(request, Right.PLAN, home)
    form = ThreatForm(request.POST, today=local(now_of(request)).date())
    if not form.is_valid():
        return _page(request, home, form)
    # A threat of the same kind is judged anew; the earlier judgement stays readable.
    before = Threat.objects.filter(community=home, kind=form.judged.kind, ended_at=None).first()
    judge_threat(home, form.judged, by=user_of(request), at=now_of(request), instead_of=before)
    messages.success(request, _("Judged, with its reasons."))
    return redirect("console:threat_sheet", code)


@requires(Right.PLAN)
@require_POST
def end(request: HttpRequest, code: str, number: int) -> HttpResponse:
    home = _home(request, code)
    demand_for(request, Right.PLAN, home)
    row = get_object_or_404(Threat, community=home, number=number)
    end_threat(row, by=user_of(request), at=now_of(request))
    messages.success(request, _("Ended. It stays readable."))
    return redirect("console:threat_sheet", code)


def _page(request: HttpRequest, home: Community, form: ThreatForm | None = None) -> HttpResponse:
    rows = [_view(request, row) for row in _open(request).filter(community=home)]
    ended = Threat.objects.filter(community=home, ended_at__isnull=False).order_by("-ended_at")
    context = {
        "nav": "threats",
        "home": home,
        "rows": sorted(rows, key=lambda one: -one.row.likelihood * one.row.impact),
        "matrix": _matrix(rows),
        "impacts": [label for _, label in IMPACTS],
        "ended": [_view(request, row) for row in ended.select_related("community")[:20]],
        "form": form or ThreatForm(today=local(now_of(request)).date()),
        "may_plan": may_for(request, Right.PLAN, home),
    }
    return render(request, "console/needs/sheet.html", context, status=422 if form else 200)


def _matrix(rows: Sequence[ThreatView]) -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """Return the five lines of the matrix, the likeliest on top: each field with its risk and its threats."""
    return [
        (
            label,
            [
                (
                    risk_of(n, impact).value,
                    ", ".join(
                        str(one.kind)
                        for one in rows
                        if (one.row.likelihood, one.row.impact) == (n, impact)
                    ),
                )
                for impact, _ in IMPACTS
            ],
        )
        for n, label in reversed(LIKELIHOODS)
    ]


def _view(request: HttpRequest, row: Threat) -> ThreatView:
    now = now_of(request)
    risk = risk_of(row.likelihood, row.impact)
    is_new = row.written_at > now - WEEK
    before = row.replaces
    return ThreatView(
        row=row,
        kind=KINDS[Kind(row.kind)],
        likelihood=dict(LIKELIHOODS)[row.likelihood],
        impact=dict(IMPACTS)[row.impact],
        risk=RISKS[risk],
        is_grave=risk in GRAVE,
        is_due=row.ended_at is None and row.review_on <= local(now).date(),
        is_new=is_new,
        before=RISKS[risk_of(before.likelihood, before.impact)] if before and is_new else "",
    )


def _open(request: HttpRequest) -> QuerySet[Threat]:
    rows = Threat.objects.filter(ended_at=None, community__in=_homes(request))
    return rows.select_related("community", "written_by", "replaces")


def _home(request: HttpRequest, code: str) -> Community:
    return get_object_or_404(_homes(request), code=code)


def _homes(request: HttpRequest) -> QuerySet[Community]:
    areas = viewer_of(request).scope.areas
    return Community.objects.all() if areas is None else Community.objects.filter(area__in=areas)
